"""`Excerpt`: whole bars out of what was heard of a track, at a tempo that may be folded by half or double."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from modules.generation.engines.blend.symbolic.listening import NothingToBlend, Track
from modules.hearing.evidence import END, START
from modules.hearing.findings import STEPS, Parts, Time
from modules.hearing.sound import Floats, Ints
from modules.hearing.writing import Harmony

_EARLY: Final = 0.2
"""Of a beat: a note that begins so little before a bar line belongs to the bar after it."""
_ROUND: Final = 0.05
"""Of a beat: what lasts to the last bar line ends so much before it, or another bar would be counted."""


@dataclass(frozen=True, eq=False)
class Excerpt:
    """Everything begins with a bar line. harmony: its keys are those of the whole track."""

    time: Time
    parts: Parts
    harmony: Harmony

    @property
    def pace(self) -> float:
        """Quarters a minute."""
        return 60.0 * self.time.quarters / float(np.median(np.diff(self.time.beats)))


def excerpt(track: Track) -> Excerpt:
    """The bars that lie in the window, for the greater part. Raises NothingToBlend where there is none."""
    track.need_music()
    time, (start, end) = track.heard.time, track.inside
    lines = _bar_lines(time)
    times = _times(time, lines)
    middles = (times[:-1] + times[1:]) / 2
    inside = np.flatnonzero((middles >= start) & (middles < end))
    if not len(inside):
        inside = np.flatnonzero((times[1:] > start) & (times[:-1] < end))[:1]
    if not len(inside):
        raise NothingToBlend(
            f"Track {track.name} has no whole bar in its window.",
            field=f"options.{track.name}",
            next_step="Choose a longer part with start and end.",
        )
    return _cut(track, lines[inside[0]], lines[inside[-1] + 1])


def _bar_lines(time: Time) -> Ints:
    """Numbers of the beats at which bars begin, and the end of the last."""
    down = time.downbeats if len(time.downbeats) else np.arange(0, len(time.beats), time.count)
    lines = [int(one) for one in down]
    if lines[-1] + time.count <= len(time.beats) or len(lines) == 1:
        lines.append(min(lines[-1] + time.count, max(len(time.beats), lines[-1] + 2)))
    return np.array(lines, dtype=np.int64)


def _times(time: Time, lines: Ints) -> Floats:
    gap = float(time.beats[-1] - time.beats[-2])
    after = time.beats[-1] + gap * np.arange(1, time.count + 2)
    return np.asarray(np.concatenate([time.beats, after])[lines])


def _cut(track: Track, first: int, last: int) -> Excerpt:
    heard = track.heard
    time = heard.time
    beats = np.concatenate([time.beats, time.beats[-1] + np.diff(time.beats)[-1] * np.arange(1, time.count + 2)])
    begin, end, gap = float(beats[first]), float(beats[last]), float(beats[first + 1] - beats[first])
    last = max(last, first + 2)
    down = time.downbeats[(time.downbeats >= first) & (time.downbeats < last)] - first
    cut = replace(time, beats=beats[first:last], downbeats=down if len(down) else np.zeros(1, dtype=np.int64))
    melody, bass, rest = (
        _between(notes, begin, end, gap) for notes in (heard.parts.melody, heard.parts.bass, heard.parts.accompaniment)
    )
    parts = Parts(melody, bass, rest, _rows(heard.parts.drums, first, last))
    if not len(parts.pitched):
        raise NothingToBlend(
            f"Track {track.name} has no notes in its window.",
            field=f"options.{track.name}",
            next_step="Choose another part with start and end.",
        )
    chords = _rows(heard.beat_chords, first, last).astype(np.int64)
    return Excerpt(cut, parts, replace(heard.harmony, beat_chords=chords))


def _between(notes: Floats, begin: float, end: float, gap: float) -> Floats:
    kept = notes[(notes[:, START] >= begin - _EARLY * gap) & (notes[:, START] < end - _EARLY * gap)].copy()
    kept[:, START] = np.maximum(kept[:, START], begin)
    last = np.maximum(end - _ROUND * gap, kept[:, START] + 0.02)
    kept[:, END] = np.clip(kept[:, END], kept[:, START] + 0.02, last)
    return kept


def _rows(values: Floats, first: int, last: int) -> Floats:
    """From first to last, zeros where there are no more."""
    rows = np.zeros((last - first, *values.shape[1:]), dtype=values.dtype)
    there = values[first:last]
    rows[: len(there)] = there
    return rows


def folded(one: Excerpt, octaves: int) -> Excerpt:
    """The same music counted twice as fast (1) or half as fast (-1); in bars of eighths nothing changes."""
    if octaves == 0 or one.time.quarters != 1:
        return one
    return _doubled(one) if octaves > 0 else _halved(one)


def _doubled(one: Excerpt) -> Excerpt:
    beats = one.time.beats
    gaps = np.append(np.diff(beats), beats[-1] - beats[-2])
    twice = np.stack([beats, beats + gaps / 2], axis=1).reshape(-1)
    count = one.time.count
    down = np.concatenate([[2 * line, 2 * line + count] for line in one.time.downbeats.tolist()])
    drums = one.parts.drums
    grid = np.zeros((2 * len(drums), 3, STEPS), dtype=drums.dtype)
    grid[0::2, :, ::2], grid[1::2, :, ::2] = drums[:, :, :2], drums[:, :, 2:]
    chords = np.repeat(one.harmony.beat_chords, 2)
    return _counted(one, twice, down[down < len(twice)], grid, chords)


def _halved(one: Excerpt) -> Excerpt:
    even = len(one.time.beats) // 2 * 2
    if even < 4:
        return one
    drums = one.parts.drums[:even]
    grid = np.concatenate([drums[0::2, :, ::2], drums[1::2, :, ::2]], axis=2)
    count = one.time.count
    down = np.arange(0, even // 2, count)
    return _counted(one, one.time.beats[:even:2], down, grid, one.harmony.beat_chords[:even:2])


def _counted(one: Excerpt, beats: Floats, down: Floats, drums: Floats, chords: Ints) -> Excerpt:
    time = replace(one.time, beats=beats, downbeats=np.asarray(down, dtype=np.int64))
    parts = replace(one.parts, drums=np.asarray(drums, dtype=np.float32))
    return Excerpt(time, parts, replace(one.harmony, beat_chords=chords))
