"""How long each phoneme of a bank sounds: vowels begin on the notes, consonants before, silence around."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from modules.voice.banks.bank import Bank
from modules.voice.banks.phonemes import bank_sounds
from modules.voice.world.timing import Sung

SILENCE: Final = 0.25
"""Seconds of silence around a phrase, for its first consonants too."""
_CONSONANT: Final = 0.075
_SHARE: Final = 0.35
"""What the consonants of a syllable, and of the next, may take of a note each."""


@dataclass(frozen=True)
class Spelled:
    """A syllable in a bank's phonemes. heart: the place of its vowel's first."""

    names: tuple[str, ...]
    heart: int
    pitch: int


def spelled(sung: Sequence[Sung], bank: Bank) -> list[Spelled]:
    made = []
    for one in sung:
        parts = [bank_sounds(ipa, bank, one.syllable.language) for ipa in one.syllable.phonemes]
        heart = sum(map(len, parts[: one.syllable.heart]))
        made.append(Spelled(tuple(name for part in parts for name in part), heart, one.notes[0].pitch))
    return made


def borders(sung: Sequence[Sung], syllables: Sequence[Spelled], wishes: Sequence[Sequence[float]]) -> list[float]:
    """When each phoneme begins, all syllables in a row, and when the last one ends; wishes: seconds of each."""
    times: list[float] = []
    onsets = [sum(wish[: part.heart]) for part, wish in zip(syllables, wishes, strict=True)]
    onsets[0] = min(onsets[0], SILENCE - 0.05)
    ends = []
    for at, (before, one) in enumerate(pairwise(sung), start=1):
        gap = max(one.start - before.notes[-1].end, 0.0)
        onsets[at] = min(onsets[at], gap + _SHARE * before.length)
        ends.append(one.start - onsets[at])
    ends.append(sung[-1].notes[-1].end)
    for one, part, wish, onset, end in zip(sung, syllables, wishes, onsets, ends, strict=True):
        times += _within(one.start - onset, one.start, wish[: part.heart])
        times += _behind(one.start, end, wish[part.heart :])
    return [*times, ends[-1]]


def usual(syllables: Sequence[Spelled]) -> list[list[float]]:
    """What is wished for where a bank does not say."""
    return [[_CONSONANT] * len(part.names) for part in syllables]


def _within(start: float, end: float, wishes: Sequence[float]) -> list[float]:
    """Beginnings that share a time as the wishes do."""
    shares = np.cumsum([0.0, *wishes[:-1]]) / max(sum(wishes), 1e-9) if len(wishes) else np.zeros(0)
    return [start + (end - start) * float(share) for share in shares]


def _behind(start: float, end: float, wishes: Sequence[float]) -> list[float]:
    """The vowel takes what the sounds behind it leave."""
    after = min(sum(wishes[1:]), _SHARE * (end - start))
    return [start, *_within(end - after, end, wishes[1:])]
