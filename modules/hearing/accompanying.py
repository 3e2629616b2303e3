"""What was heard as something to sing to: bars of accompaniment, where a voice is wanted, and when everything is."""

from typing import Final

import numpy as np

from modules.composing.bars import ACCOMPANIMENT, PART, Bars, tidy
from modules.composing.melody.backing import Backing, Stretch
from modules.hearing.character import room_for_a_voice
from modules.hearing.findings import Parts, Section, Time
from modules.hearing.singing import sung as decided
from modules.hearing.sound import Flags, Floats
from modules.hearing.writing import Grid, Harmony, grid_of, song_of

_SLACK: Final = 0.1


def backing_of(time: Time, parts: Parts, harmony: Harmony, sung: Floats) -> Backing:
    """sung: [bars of time] how likely a voice sings in each. Raises NotMusic."""
    grid = grid_of(time, parts)
    song = song_of(time, parts, harmony, "backing", "pop")
    notes = song.bars.notes.copy()
    notes[:, PART] = ACCOMPANIMENT
    bars = Bars(tidy(notes), song.bars.lengths, song.bars.chords)
    seconds = _sixteenths(grid, int(bars.lengths.sum()))
    begin = seconds[np.concatenate([[0], np.cumsum(bars.lengths)[:-1]]).astype(np.int64)]
    return Backing(
        bars=bars,
        shift=song.shift,
        tempo=song.tempo,
        mode=song.mode,
        stretches=tuple(_stretches(harmony.sections, begin)),
        sung=_on_bars(time, begin, sung),
        seconds=seconds,
        first=float(grid.bars[0]) * grid.quarters,
        free=room_for_a_voice(parts),
    )


def _sixteenths(grid: Grid, count: int) -> Floats:
    """[count + 1] when each sixteenth begins; beyond the last beat, as fast as the last one."""
    place = float(grid.bars[0]) + np.arange(count + 1) / round(4 * grid.quarters)
    last = grid.beats[-1] - grid.beats[-2]
    beyond = np.maximum(place - (len(grid.beats) - 1), 0) * last
    return np.asarray(np.interp(place, np.arange(len(grid.beats)), grid.beats) + beyond)


def _stretches(sections: tuple[Section, ...], begin: Floats) -> list[Stretch]:
    """Sections on bars; what lies before the first begins with it."""
    starts = [int(np.searchsorted(begin, section.start - _SLACK)) for section in sections]
    edges = [0, *starts[1:], len(begin)]
    return [
        Stretch(section.label, first, last, section.free)
        for section, first, last in zip(sections, edges[:-1], edges[1:], strict=True)
        if last > first
    ]


def _on_bars(time: Time, begin: Floats, chance: Floats) -> Flags:
    """Whether a voice is wanted in bars that begin then: as decided for the bars that were heard, none outside."""
    heard = time.beats[time.downbeats]
    wanted = decided(chance)
    if not len(heard) or not len(wanted):
        return np.ones(len(begin), dtype=bool)
    at = np.searchsorted(heard, begin + _SLACK, side="right") - 1
    inside = (at >= 0) & (begin < float(time.beats[-1]) + _SLACK)
    return np.asarray(inside & wanted[np.clip(at, 0, len(wanted) - 1)])
