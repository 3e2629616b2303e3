"""Where two tracks meet: one tempo, one key, one metre; half and double tempo are folded together first."""

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from modules.composing.planning.key import Key
from modules.composing.planning.metre import METRES, Metre
from modules.composing.planning.request import FASTEST, SLOWEST
from modules.composing.tonality import MAJOR
from modules.generation.engines.blend.options import BlendOptions
from modules.generation.engines.blend.symbolic.excerpts import Excerpt, folded
from modules.generation.engines.blend.symbolic.theme import Theme, refitted, theme

_USUAL: Final = 105.0
_FOLDS: Final = (0, -1, 1)
_UNUSUAL, _FOLDED = 0.3, 0.25
"""What an octave away from the usual pace, and a fold, weigh against an octave between the tracks."""
_HALF: Final = 0.5


@dataclass(frozen=True)
class Shares:
    """How much of the second track there is in each aspect, 0..1; whole: in everything else."""

    melody: float
    rhythm: float
    harmony: float
    whole: float

    @classmethod
    def of(cls, options: BlendOptions) -> "Shares":
        melody, rhythm, harmony = (
            options.share(one) for one in (options.melody_from, options.rhythm_from, options.harmony_from)
        )
        return cls(melody, rhythm, harmony, (melody + rhythm + harmony) / 3)

    @property
    def below(self) -> float:
        """Of the accompaniment, which is rhythm as much as harmony."""
        return (self.rhythm + self.harmony) / 2


@dataclass(frozen=True, eq=False)
class Meeting:
    """Both themes in bars of one metre. folds: octaves by which each is counted faster."""

    a: Theme
    b: Theme
    folds: tuple[int, int]
    tempo: float
    key: Key
    metre: Metre


def meet(a: Excerpt, b: Excerpt, heard: tuple[bool, bool], shares: Shares) -> Meeting:
    """heard: whether each was heard in sound."""
    folds = _folds(a, b)
    one, two = (
        theme(folded(each, octaves), heard=sound) for each, octaves, sound in zip((a, b), folds, heard, strict=True)
    )
    leader = one if shares.rhythm < _HALF else two
    length = leader.length
    one, two = refitted(one, length), refitted(two, length)
    tempo = float(np.exp2((1 - shares.rhythm) * np.log2(one.tempo) + shares.rhythm * np.log2(two.tempo)))
    key = between(one.key, two.key, shares.harmony)
    return Meeting(one, two, folds, float(np.clip(tempo, SLOWEST, FASTEST)), key, _metre(leader))


def _folds(a: Excerpt, b: Excerpt) -> tuple[int, int]:
    """The folds that bring both near each other and near a usual pace."""
    logs = np.log2([a.pace, b.pace])
    first, second = (_FOLDS if one.time.quarters == 1 and len(one.time.beats) >= 4 else (0,) for one in (a, b))

    def cost(folds: tuple[int, int]) -> float:
        moved = logs + folds
        unusual = np.abs(moved - np.log2(_USUAL)).sum()
        return float(abs(moved[0] - moved[1]) + _UNUSUAL * unusual + _FOLDED * np.abs(folds).sum())

    return min(product(first, second), key=cost)


def between(one: Key, two: Key, share: float) -> Key:
    """A key on the shorter way round the circle of fifths; the mode is that of the nearer one."""
    first, second = (7 * key.shift % 12 for key in (one, two))
    way = (second - first + 6) % 12 - 6
    shift = 7 * (first + round(share * way)) % 12
    mode = one.mode if share < _HALF else two.mode
    return Key(shift if mode == MAJOR else (shift + 9) % 12, mode)


def _metre(leader: Theme) -> Metre:
    if leader.length == 12:
        return METRES["6/8" if leader.compound else "3/4"]
    return METRES["2/4" if leader.length == 8 else "4/4"]
