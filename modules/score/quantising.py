"""From played to written: the notes of a track on sixteenths, or on triplets where a beat is played in three."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from modules.score.score import Note, Track
from modules.score.tempo import TICKS
from modules.score.timeline import FINEST, Bar

UNITS: Final = 24
"""Parts of a written quarter: a sixteenth has 6, an eighth of a triplet 8."""
TICKS_PER_UNIT: Final = TICKS // UNITS
_STRAIGHT, _TRIPLET = 6, 8
_BEAT_RASTER: Final = 4 * TICKS // FINEST
"""Ticks: every bar, and so every beat, begins on a multiple of these."""
_CHECK_EVERY: Final = 5_000
_CLEARLY: Final = 0.6
"""How much better triplets must fit before a beat counts as one."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Quantised:
    """In units from the beginning. triplets: where the quarters begin that are divided by three."""

    notes: tuple[Note, ...]
    triplets: frozenset[int]


def quantised(track: Track, bars: list[Bar], check: Callable[[], None] = lambda: None) -> Quantised:
    """Each note starts and ends on the grid of its beat; none vanishes, and doubles are written once."""
    if not track.notes:
        return Quantised((), frozenset())
    grid = _Grid(bars)
    starts = np.array([note.start for note in track.notes], dtype=np.int64)
    ends = np.array([note.end for note in track.notes], dtype=np.int64)
    triplets = grid.triplet_beats(starts)
    last = grid.end - grid.steps(np.array([grid.end * TICKS_PER_UNIT - 1]), triplets)
    written = np.minimum(grid.snapped(starts, triplets), last)
    shortest = grid.steps(written * TICKS_PER_UNIT, triplets)
    finished = np.minimum(np.maximum(grid.snapped(ends, triplets), written + shortest), grid.end)
    played = zip(track.notes, written.tolist(), finished.tolist(), strict=True)
    thirds = np.flatnonzero(triplets) * (_BEAT_RASTER // TICKS_PER_UNIT)
    return Quantised(_struck_once(_unique(played, check), check), frozenset(thirds.tolist()))


def _unique(played: Iterable[tuple[Note, int, int]], check: Callable[[], None]) -> list[Note]:
    """The longest of notes that are written alike."""
    longest: dict[tuple[int, int], Note] = {}
    for index, (note, start, end) in enumerate(played):
        if index % _CHECK_EVERY == 0:
            check()
        known = longest.get((start, note.pitch))
        if known is None or known.end < end:
            longest[start, note.pitch] = note._replace(start=start, end=end)
    return list(longest.values())


def _struck_once(notes: list[Note], check: Callable[[], None]) -> tuple[Note, ...]:
    """A note ends at the latest where its key is struck again."""
    again: dict[int, int] = {}
    cut = []
    for index, note in enumerate(sorted(notes, reverse=True)):
        if index % _CHECK_EVERY == 0:
            check()
        cut.append(note._replace(end=min(note.end, again.get(note.pitch, note.end))))
        again[note.pitch] = note.start
    return tuple(reversed(cut))


class _Grid:
    """Bars as arrays, so that a hundred thousand notes are snapped at once."""

    def __init__(self, bars: list[Bar]) -> None:
        self._starts = np.array([bar.start for bar in bars], dtype=np.int64)
        self._end = bars[-1].end
        self._simple = np.array([bar.denominator <= 4 for bar in bars])
        self._fine = np.array([bar.denominator > 16 for bar in bars])

    @property
    def end(self) -> int:
        """Of the last bar, in units."""
        return self._end // TICKS_PER_UNIT

    def _located(self, ticks: Ints) -> tuple[Ints, Ints, Ints]:
        """Bar, ticks since the bar began, number of the beat over the whole piece."""
        bar = np.searchsorted(self._starts, np.minimum(ticks, self._end - 1), side="right") - 1
        since = ticks - self._starts[bar]
        beat = (self._starts[bar] + since // TICKS * TICKS) // _BEAT_RASTER
        return np.asarray(bar), since, np.minimum(beat, self._end // _BEAT_RASTER)

    def triplet_beats(self, starts: Ints) -> npt.NDArray[np.bool_]:
        """[beats] whether the notes that start in a beat fit three to the beat clearly better than four."""
        bar, since, beat = self._located(starts)
        simple = self._simple[bar]
        size = self._end // _BEAT_RASTER + 1
        straight = np.bincount(beat[simple], _off(since[simple], _STRAIGHT), size)
        triplet = np.bincount(beat[simple], _off(since[simple], _TRIPLET), size)
        return np.asarray(triplet < _CLEARLY * straight)

    def steps(self, ticks: Ints, triplets: npt.NDArray[np.bool_]) -> Ints:
        """Units of the grid at these ticks."""
        bar, _, beat = self._located(ticks)
        straight = np.where(self._fine[bar], _STRAIGHT // 2, _STRAIGHT)
        return np.asarray(np.where(triplets[beat], _TRIPLET, straight), dtype=np.int64)

    def snapped(self, ticks: Ints, triplets: npt.NDArray[np.bool_]) -> Ints:
        bar, since, _ = self._located(ticks)
        steps = self.steps(ticks, triplets)
        units = np.rint(since / (steps * TICKS_PER_UNIT)).astype(np.int64) * steps
        return np.asarray(self._starts[bar] // TICKS_PER_UNIT + units, dtype=np.int64)


def _off(since: Ints, step: int) -> npt.NDArray[np.float64]:
    ticks = step * TICKS_PER_UNIT
    return np.asarray(np.abs(since - np.rint(since / ticks) * ticks))
