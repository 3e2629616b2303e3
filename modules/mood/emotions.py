"""The one table that says where every emotion a network may name lies on the circle."""

import math
from collections.abc import Mapping
from typing import Final

from models.errors import Invalid
from models.mood import POINTS, Mood, MoodLabel, Point

SHARPNESS: Final = 2.0
"""Likelihoods are raised to this power before the mean: .8 happy and .2 neutral lies at happy, not on the way home."""

# The first name of a row is the canonical one, the others are its synonyms. A place is a point, or a label's place.
_ROWS: Final[tuple[tuple[MoodLabel | tuple[float, float], str], ...]] = (
    (MoodLabel.NEUTRAL, "neutral none empty no_emotion neutrality 3_stars mixed other"),
    # What the face sets name (Ekman's six, FER2013, FER+, AffectNet)
    (MoodLabel.HAPPY, "happy happiness joy joyful cheerful glad pleased fun"),
    (MoodLabel.SAD, "sad sadness unhappy unhappiness sorrow"),
    (MoodLabel.ANGRY, "angry anger mad"),
    ((-0.60, 0.55), "fear fearful afraid scared fright"),
    ((0.10, 0.80), "surprise surprised"),
    ((-0.70, 0.60), "disgust disgusted"),
    ((-0.75, 0.55), "contempt contemptuous disdain"),
    # The other words of the product
    (MoodLabel.EXCITED, "excited excitement enthusiasm enthusiastic thrilled elated elation euphoria"),
    (MoodLabel.CONTENT, "content contentment satisfied satisfaction contented"),
    (MoodLabel.CALM, "calm calmness relaxed relaxation peaceful serene serenity"),
    (MoodLabel.SLEEPY, "sleepy sleepiness tired drowsy fatigue fatigued exhausted"),
    (MoodLabel.MELANCHOLIC, "melancholic melancholy gloomy wistful"),
    (MoodLabel.ANXIOUS, "anxious anxiety worry worried nervous nervousness apprehensive apprehension uneasy"),
    (MoodLabel.TENSE, "tense tension stressed stress alarmed"),
    (MoodLabel.ENERGETIC, "energetic energised energized lively vigour vigor"),
    # The rest of GoEmotions
    ((0.65, 0.35), "admiration impressed awe"),
    ((0.75, 0.50), "amusement amused"),
    ((-0.60, 0.60), "annoyance annoyed irritated irritation"),
    ((0.60, 0.05), "approval approving agreement acceptance"),
    ((0.70, -0.15), "caring care compassion sympathy tenderness"),
    ((-0.20, 0.30), "confusion confused uncertainty"),
    ((0.30, 0.45), "curiosity curious interest interested"),
    ((0.50, 0.55), "desire craving longing lust"),
    ((-0.62, -0.25), "disappointment disappointed"),
    ((-0.55, 0.60), "disapproval disapproving criticism"),
    ((-0.55, 0.25), "embarrassment embarrassed awkwardness"),
    ((0.80, 0.10), "gratitude grateful thankful thankfulness"),
    ((-0.85, -0.20), "grief mourning grieving"),
    ((0.85, 0.25), "love loving affection affectionate adoration"),
    ((0.65, 0.25), "optimism optimistic hope hopeful"),
    ((0.70, 0.40), "pride proud triumph"),
    ((0.10, 0.25), "realization realisation"),
    ((0.60, -0.50), "relief relieved"),
    ((-0.65, -0.15), "remorse regret regretful"),
    # The rest of Plutchik's wheel, and its dyads
    ((0.35, 0.55), "anticipation anticipating expectation vigilance"),
    ((0.65, -0.15), "trust trusting faithful"),
    ((0.85, 0.60), "ecstasy ecstatic"),
    ((-0.80, 0.85), "rage fury furious"),
    ((-0.70, 0.75), "terror terrified panic horror"),
    ((-0.80, 0.65), "loathing hate hatred hateful hostility"),
    ((0.20, 0.90), "amazement amazed astonishment astonished"),
    ((-0.45, -0.45), "pensiveness pensive"),
    ((0.00, -0.60), "boredom bored indifference"),
    ((-0.60, 0.70), "aggressiveness aggressive aggression outrage outraged"),
    ((-0.65, -0.30), "pessimism pessimistic cynicism"),
    # What other classifiers name
    ((-0.60, 0.65), "frustration frustrated"),
    ((-0.55, 0.45), "jealousy jealous envy envious"),
    ((-0.65, 0.05), "guilt guilty shame ashamed"),
    ((-0.60, -0.45), "loneliness lonely hurt"),
    ((-0.75, -0.50), "depression depressed despair hopeless devastated misery miserable suffering"),
    ((-0.70, 0.20), "distress distressed pain upset"),
    ((0.15, -0.35), "nostalgia nostalgic sentimental"),
    ((0.50, 0.40), "confident confidence prepared determined determination"),
    ((0.20, 0.40), "focused concentration engaged engagement"),
    ((0.75, 0.40), "playful playfulness humour humor"),
    ((-0.20, 0.75), "shock shocked startled"),
    # Sentiment says nothing about arousal, only a little that is not even
    ((0.70, 0.10), "positive pos good 4_stars"),
    ((-0.65, 0.05), "negative neg bad 2_stars"),
    ((0.85, 0.25), "very_positive 5_stars extremely_positive"),
    ((-0.80, 0.15), "very_negative 1_star extremely_negative 1_stars"),
)
"""Our own placement in steps of .05, so that each emotion falls to the word of ours that people would use.

The bearings follow J. A. Russell, "A circumplex model of affect", Journal of Personality and Social Psychology 39
(1980) 1161-1178. How people rate such words one by one, which we did not copy: A. B. Warriner, V. Kuperman and
M. Brysbaert, "Norms of valence, arousal, and dominance for 13,915 English lemmas", Behavior Research Methods 45 (2013)
1191-1207; S. M. Mohammad, "Obtaining reliable human ratings of valence, arousal, and dominance for 20,000 English
words", Proceedings of ACL (2018) 174-184. Where the emotions come from: P. Ekman, "An argument for basic emotions",
Cognition and Emotion 6 (1992) 169-200; R. Plutchik, "Emotion: a psychoevolutionary synthesis" (1980); D. Demszky et
al., "GoEmotions: a dataset of fine-grained emotions", Proceedings of ACL (2020) 4040-4054. Contempt and disapproval
lie higher than people rate them, so that neither is called anxious.
"""


def _point(place: MoodLabel | tuple[float, float]) -> Point:
    return POINTS[place] if isinstance(place, MoodLabel) else Point(*place)


EMOTIONS: Final[Mapping[str, Point]] = {names.split()[0]: _point(place) for place, names in _ROWS}
"""Every canonical name with its place."""
_CANONICAL: Final[Mapping[str, str]] = {name: names.split()[0] for _, names in _ROWS for name in names.split()}


class UnknownEmotion(Invalid):
    """The name of an emotion that the table does not have."""

    code = "mood.unknown_emotion"
    title = "Unknown emotion"


def known(name: str) -> bool:
    return _plain(name) in _CANONICAL


def canonical(name: str) -> str:
    """The one name that all its synonyms share: "anger" is "angry". Raises UnknownEmotion, which lists them all."""
    found = _CANONICAL.get(_plain(name))
    if found is None:
        raise UnknownEmotion(
            f"{name!r} is no emotion we can place.",
            field="emotion",
            next_step=f"Use one of: {', '.join(sorted(_CANONICAL))}.",
        )
    return found


def place_of(name: str) -> Point:
    """Where the emotion lies. Raises UnknownEmotion."""
    return EMOTIONS[canonical(name)]


def mood_of(distribution: Mapping[str, float], source: str, confidence: float) -> Mood:
    """The mood that a network's likelihoods amount to; they need not add up to 1, and all zero is neutral.

    The mood's distribution keeps the names as they were given. Raises UnknownEmotion.
    """
    if any(not 0 <= share < math.inf for share in distribution.values()):
        raise ValueError("likelihoods must be finite and not negative")
    valence, arousal = _expected(distribution)
    given = {name: float(share) for name, share in distribution.items()}
    confidence = min(max(float(confidence), 0.0), 1.0)
    return Mood.at(valence, arousal, source=source, confidence=confidence, distribution=given)


def _expected(distribution: Mapping[str, float]) -> tuple[float, float]:
    """The mean place, where the likely count for more than their share."""
    most = max(distribution.values(), default=0.0)
    if not most:
        return 0.0, 0.0
    weights = {name: (float(share) / most) ** SHARPNESS for name, share in distribution.items()}
    total = sum(weights.values())
    places = {name: place_of(name) for name in distribution}
    valence = sum(weight * places[name].valence for name, weight in weights.items()) / total
    arousal = sum(weight * places[name].arousal for name, weight in weights.items()) / total
    return valence, arousal


def _plain(name: str) -> str:
    """However it is written: "very positive" and "Very-Positive" are very_positive."""
    return "_".join(name.strip().lower().replace("-", " ").replace("_", " ").split())
