"""The ways a phrase of four bars may go in a mode: openings and the cadences they come to, as degrees and as chords."""

import itertools
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from modules.composing import tonality
from modules.composing.bars import Floats, Ints
from modules.composing.chords import DESCRIPTIONS
from modules.composing.planning.form import Cadence
from modules.composing.planning.harmony import with_seventh
from modules.composing.planning.progressions import CADENCES, DEGREES, NATURAL, POOLS, Degrees

_NAMES: Final = tuple(tuple(table) for table in DEGREES)
_CLEAR: Final = 0.04
"""How much better than any other key a phrase should fit its own."""

_LEADS: Final = {
    "V/ii": {"ii"},
    "V/IV": {"IV", "ii", "iv"},
    "V/V": {"V", "V7"},
    "V/vi": {"vi", "IV"},
    "V/iv": {"iv", "ii", "VI"},
    "vii": {"i", "V", "VI"},
}
"""Chords that want to go somewhere, and where they may."""


@dataclass(frozen=True)
class Lines:
    """degrees: [lines, 4, 4] numbers of the mode's degrees, by bar and quarter. unclear: [lines] how far each is from
    saying its key beyond doubt. still: [lines] how often a chord stays into the next bar. brightness: [lines] of the
    progressions that open so, 1 the brightest of the mode, -1 the darkest.
    """

    mode: int
    degrees: Ints
    unclear: Floats
    still: Ints
    brightness: Floats


@dataclass(frozen=True)
class Spelling:
    """How a letter's chords are spelled. natural: minor keeps to its scale. sevenths: by mode, [degrees] which have
    their seventh.
    """

    natural: bool
    sevenths: tuple[Ints, ...]

    @classmethod
    def drawn(cls, natural: float, sevenths: float, rng: np.random.Generator) -> "Spelling":
        """So likely natural, so large a share of sevenths."""
        kept = bool(rng.random() < natural)
        return cls(kept, tuple((rng.random(len(names)) < sevenths).astype(np.int64) for names in _NAMES))

    def lines(self, mode: int, cadence: Cadence) -> tuple[Lines, Ints]:
        """All of a mode with this cadence, and their chords, [lines, 4, 4]."""
        found = _lines(mode, cadence, natural=self.natural and mode == tonality.MINOR)
        return found, _spelled(mode)[self.sevenths[mode][found.degrees], found.degrees]


@lru_cache
def _spelled(mode: int) -> Ints:
    """[2, degrees] chord ids without and with sevenths."""
    plain = [DEGREES[mode][name] for name in _NAMES[mode]]
    return np.array([plain, [with_seventh(one) for one in plain]])


@lru_cache
def _lines(mode: int, cadence: Cadence, *, natural: bool) -> Lines:
    openings = sorted({one.degrees[:2] for one in POOLS[mode]})
    texts = [(*opening, *ending) for opening in openings for ending in CADENCES[mode][cadence]]
    if cadence == "half":
        texts += [one.degrees for one in POOLS[mode] if one.degrees[-1] == "V"]
    texts = [text for text in texts if all(itertools.starmap(_led, itertools.pairwise(text)))]
    brightness = np.array([_brightness(mode, text[:2]) for text in texts])
    if natural:
        texts = [tuple(map(_natural, text)) for text in texts]
    degrees = np.array([[_quarters(mode, bar) for bar in text] for text in texts])
    chords = _spelled(mode)[0][degrees]
    still = (chords[:, 1:, 0] == chords[:, :-1, 3]).sum(axis=1)
    return Lines(mode, degrees, np.array([_unclear(mode, one) for one in chords]), still, brightness)


def _brightness(mode: int, opening: Degrees) -> float:
    return float(np.mean([one.colour for one in POOLS[mode] if one.degrees[:2] == opening]))


def _led(bar: str, following: str) -> bool:
    """Whether a bar goes where its last chord wants to."""
    last = bar.rsplit("-", maxsplit=1)[-1]
    return last not in _LEADS or following.split("-", maxsplit=1)[0] in _LEADS[last]


def _natural(bar: str) -> str:
    return "-".join(NATURAL.get(degree, degree) for degree in bar.split("-"))


def _quarters(mode: int, bar: str) -> list[int]:
    numbers = [_NAMES[mode].index(degree) for degree in bar.split("-")]
    return [numbers[0]] * 2 + [numbers[-1]] * 2


def _unclear(mode: int, chords: Ints) -> float:
    tones = DESCRIPTIONS[chords]
    fits = tonality.correlations((tones[..., :12] + tones[..., 12:24]).sum(axis=(0, 1)))
    tonic = 9 if mode == tonality.MINOR else 0
    own = float(fits[mode, tonic])
    fits[mode, tonic] = -1
    return max(0.0, _CLEAR - (own - float(fits.max())))
