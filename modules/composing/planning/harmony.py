"""The chords of a piece: a progression for every letter of the form, cadences where phrases end, coloured by the mood.

Several harmonisations are drawn; of those that say the key beyond doubt the one is kept whose colour between major and
minor is nearest to what the mood wants.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.composing import tonality
from modules.composing.bars import Floats, Ints
from modules.composing.chords import DESCRIPTIONS, QUALITIES, chord
from modules.composing.planning.colour import colour
from modules.composing.planning.form import ENDING, INTRO, Phrase, Section
from modules.composing.planning.metre import Metre
from modules.composing.planning.progressions import CADENCES, DEGREES, NATURAL, POOLS, Degrees

DRAWS: Final = 16
_CLEAR: Final = 0.04
"""How much better than any other key the asked one must fit."""
_COLOURS: Final = ((0.03, 0.32), (-0.32, -0.03))
"""`colour` at the darkest and the brightest of either mode."""
_SEVENTHS: Final = {"maj": "maj7", "min": "min7", "dim": "hdim7"}


@dataclass(frozen=True)
class Tonality:
    """What the harmony is to be like. modes, colours: [sections]; colour 1 is the brightest of its mode."""

    home: int
    modes: tuple[int, ...]
    colours: tuple[float, ...]
    sevenths: float
    natural: float
    """How likely a piece in minor keeps to its scale until the last cadence, as pop songs do."""


def harmonise(
    parts: tuple[Section, ...], phrases: tuple[Phrase, ...], metre: Metre, wanted: Tonality, rng: np.random.Generator
) -> Ints:
    """[bars, 4] the chord of every quarter, in C major or A minor."""
    natural = rng.random() < wanted.natural
    drawn = [_draw(parts, phrases, metre, wanted, rng, natural=natural) for _ in range(DRAWS)]
    return min(drawn, key=lambda chords: distance(chords, metre, wanted))


def _draw(
    parts: tuple[Section, ...],
    phrases: tuple[Phrase, ...],
    metre: Metre,
    wanted: Tonality,
    rng: np.random.Generator,
    *,
    natural: bool,
) -> Ints:
    bars = parts[-1].end
    degrees = [""] * bars
    modes = np.zeros(bars, dtype=np.int64)
    known: dict[tuple[str, int], list[str]] = {}
    for section, mode, bright in zip(parts, wanted.modes, wanted.colours, strict=True):
        letter = "A" if section.letter in (INTRO, ENDING) else section.letter
        if (letter, mode) not in known:
            known[letter, mode] = _passage(max(part.bars for part in parts), mode, bright, rng)
        degrees[section.start : section.end] = known[letter, mode][: section.bars]
        modes[section.start : section.end] = mode
    for phrase in phrases:
        _close(degrees, phrase, int(modes[phrase.start]), rng)
    if natural:
        degrees = _natural(degrees, modes, phrases)
    return _spell(degrees, modes, metre, wanted.sevenths, rng)


def _natural(degrees: Sequence[str], modes: Ints, phrases: tuple[Phrase, ...]) -> list[str]:
    """The same without raised sevenths in minor, but for the last cadence."""
    ends = [phrase.start + phrase.bars for phrase in phrases if phrase.cadence == "final"]
    last = {bar for end in ends for bar in (end - 2, end - 1)}
    return [
        "-".join(NATURAL.get(degree, degree) for degree in text.split("-"))
        if mode == tonality.MINOR and bar not in last
        else text
        for bar, (text, mode) in enumerate(zip(degrees, modes.tolist(), strict=True))
    ]


def _passage(bars: int, mode: int, bright: float, rng: np.random.Generator) -> list[str]:
    """Progressions one after the other; the second half of eight bars may go another way than the first."""
    pool = POOLS[mode]
    nearness = np.exp(-4.0 * np.abs(np.array([one.colour for one in pool]) - bright))
    chosen = rng.choice(len(pool), size=2, p=nearness / nearness.sum())
    first, second = (pool[int(index)].degrees for index in chosen)
    if rng.random() < 0.5:
        second = first
    line = first + second
    return [line[bar % 8] for bar in range(bars)]


def _close(degrees: list[str], phrase: Phrase, mode: int, rng: np.random.Generator) -> None:
    """Put the cadence where the phrase ends; a phrase of one bar only has its goal."""
    choices = CADENCES[mode][phrase.cadence]
    cadence: Degrees = choices[int(rng.integers(len(choices)))]
    end = phrase.start + phrase.bars
    degrees[max(end - 2, phrase.start) : end] = cadence[-min(phrase.bars, 2) :]


def _spell(degrees: Sequence[str], modes: Ints, metre: Metre, sevenths: float, rng: np.random.Generator) -> Ints:
    """Degrees as chord ids; the same degree has its seventh always or never."""
    second = -(-metre.length // 8)
    spelled = np.zeros((len(degrees), 4), dtype=np.int64)
    made: dict[tuple[str, int], int] = {}
    for bar, (text, mode) in enumerate(zip(degrees, modes.tolist(), strict=True)):
        for place, degree in zip((0, second), text.split("-"), strict=False):
            if (degree, mode) not in made:
                richer = rng.random() < sevenths
                made[degree, mode] = with_seventh(DEGREES[mode][degree]) if richer else DEGREES[mode][degree]
            spelled[bar, place:] = made[degree, mode]
    return spelled


def with_seventh(chord_id: int) -> int:
    """The same chord with the seventh that its root has in the key."""
    root, quality = divmod(chord_id - 1, len(QUALITIES))
    name = list(QUALITIES)[quality]
    if name == "maj" and root in (7, 4, 2):
        return chord(root, "7")
    return chord(root, _SEVENTHS.get(name, name))


def distance(chords: Ints, metre: Metre, wanted: Tonality) -> float:
    """How far from the wanted colour, and how unclear in its key."""
    heard = sounding(chords, metre)
    fits = tonality.correlations(heard)
    mode, tonic = (0, 0) if wanted.home == tonality.MAJOR else (1, 9)
    others = fits.copy()
    others[mode, tonic] = -1
    unclear = max(0.0, _CLEAR - float(fits[mode, tonic] - others.max()))
    low, high = _COLOURS[wanted.home]
    target = low + (high - low) * (float(np.mean(wanted.colours)) + 1) / 2
    return abs(float(colour(heard)) - target) + 20 * unclear


def sounding(chords: Ints, metre: Metre) -> Floats:
    """[12] how much each pitch class will sound in these chords: every chord its tones, the bass its root again."""
    quarters = chords[:, : -(-metre.length // 4)].ravel()
    heard = DESCRIPTIONS[quarters]
    histogram: Floats = heard[:, :12].sum(axis=0) + 1.2 * heard[:, 12:24].sum(axis=0)
    return histogram
