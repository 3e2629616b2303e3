"""The names of the emotions that the two networks were taught, in the order of their outputs."""

from typing import Final

_NAMES: Final = """
admiration amusement anger annoyance approval caring confusion curiosity desire disappointment disapproval disgust
embarrassment excitement fear gratitude grief joy love nervousness optimism pride realization relief remorse sadness
surprise neutral"""
ENGLISH: Final = tuple(_NAMES.split())
"""GoEmotions: D. Demszky et al., "GoEmotions: A Dataset of Fine-Grained Emotions", Proceedings of ACL (2020)."""

PLUTCHIK: Final = ("anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust")
"""XED: E. Öhman et al., "XED: A Multilingual Dataset for Sentiment Analysis and Emotion Detection", COLING (2020)."""
