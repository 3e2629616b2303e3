"""`Pattern`: when each part of the written bars plays, and over which chords, between one theme and the other."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.composing.bars import ACCOMPANIMENT, BAR, DURATION, MELODY, PART, PITCH, SLOT, Floats, Ints
from modules.composing.chords import DESCRIPTIONS
from modules.generation.engines.blend.symbolic import morphing
from modules.generation.engines.blend.symbolic.meeting import Shares
from modules.generation.engines.blend.symbolic.theme import BANDS, BASS, Theme

_TOGETHER: Final = 2
"""Bars whose chords come from the same theme."""
_WEAK: Final = 0.15
_ROOT, _FIFTH = 0, 7
_HALF: Final = 0.5


@dataclass(frozen=True, eq=False)
class Pattern:
    """rhythms: by part, [bars, sixteenths] how many sixteenths what begins there lasts, 0 where nothing does.

    chords: [bars, 4]. basses: [bars, sixteenths] semitones above the root. drums: [bars, 3, sixteenths] 0..1. low: the
    pitch about which the bass moves.
    """

    rhythms: dict[int, Ints]
    chords: Ints
    basses: Ints
    drums: Floats
    low: float | None


def pattern(a: Theme, b: Theme, shares: Shares, rng: np.random.Generator) -> Pattern:
    """Of two themes of as many bars. A melody keeps its phrases, so it changes by bars; the rest keeps its groove."""
    rhythms = {MELODY: morphing.rows(_rhythm(a, MELODY), _rhythm(b, MELODY), shares.rhythm, rng)}
    for part in (ACCOMPANIMENT, BASS):
        rhythms[part] = morphing.columns(_rhythm(a, part), _rhythm(b, part), shares.rhythm, rng)
    drums = [morphing.columns(a.drums[:, band], b.drums[:, band], shares.rhythm, rng) for band in range(BANDS)]
    struck = np.stack(drums, axis=1)
    _begun(rhythms)
    return Pattern(
        rhythms,
        _chords(a, b, shares.harmony, rng),
        _intervals(a) if shares.harmony < _HALF else _intervals(b),
        np.where(struck > _WEAK, struck, 0.0),
        _between(_height(a), _height(b), shares.harmony),
    )


def _begun(rhythms: dict[int, Ints]) -> None:
    """A bar that nothing begins with gets its chord there: without a pulse it is no music."""
    silent = ~np.any([rhythm[:, 0] > 0 for rhythm in rhythms.values()], axis=0)
    below = rhythms[ACCOMPANIMENT]
    below[silent, 0] = below.shape[1] // 2


def _rhythm(one: Theme, part: int) -> Ints:
    notes = one.bars.notes[one.bars.notes[:, PART] == part]
    found = np.zeros((len(one.bars), one.length), dtype=np.int64)
    np.maximum.at(found, (notes[:, BAR], notes[:, SLOT]), notes[:, DURATION])
    return found


def _height(one: Theme) -> float | None:
    """Mean pitch of the bass as it sounds."""
    notes = one.bars.notes[one.bars.notes[:, PART] == BASS]
    return float(notes[:, PITCH].mean()) + one.key.shift if len(notes) else None


def _between(one: float | None, two: float | None, share: float) -> float | None:
    if one is None or two is None:
        return two if one is None else one
    return (1 - share) * one + share * two


def _intervals(one: Theme) -> Ints:
    """[bars, sixteenths] semitones of the bass above the roots, those that most chords have: root, third and fifth."""
    found = np.zeros((len(one.bars), one.length), dtype=np.int64)
    for bar, slot, pitch in one.bars.notes[one.bars.notes[:, PART] == BASS][:, [BAR, SLOT, PITCH]].tolist():
        root = int(np.argmax(DESCRIPTIONS[one.bars.chords[bar, min(slot // 4, 3)], 12:24]))
        interval = (pitch - root) % 12
        found[bar, slot] = interval if interval in (3, 4, _FIFTH) else _ROOT
    return found


def _chords(a: Theme, b: Theme, share: float, rng: np.random.Generator) -> Ints:
    """Pairs of bars of one or the other: a change of chords stays what somebody wrote."""
    second = morphing.grouped(len(a.bars), _TOGETHER, share, rng)
    return np.asarray(np.where(second[:, None], b.bars.chords, a.bars.chords))
