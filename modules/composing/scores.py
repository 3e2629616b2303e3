"""Reads MIDI files in score timing (or any other MIDI with a true beat): who plays the melody, where the bars are,
which key it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from symusic.core import ScoreTick

from modules.composing import chords as harmony
from modules.composing import tonality
from modules.composing.bars import ACCOMPANIMENT, BRIDGE, MELODY, Floats, Ints
from modules.composing.songs import Sketch, Song, bar_lines, compose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from symusic.core import TrackTick

MOST_NOTES = 30_000
_VOICES = (
    "voice",
    "vocal",
    "melod",
    "lead",
    "sopran",
    "singer",
    "canto",
    "chant",
    "gesang",
    "singstimme",
    "tenor",
    "alto",
    "bass ",
)
_BESIDE = ("second", "inner", "counter", "bridge")
_BELOW = ("left", "accomp", "chord", "arpeggio", "pad")


class NothingToRead(ValueError):
    """The file holds no usable notes."""


def read(data: bytes, name: str, style: str) -> Song:
    """A song from the bytes of a MIDI file; drums are left out. Raises NothingToRead."""
    try:
        score = ScoreTick.from_midi(data)
    except (RuntimeError, ValueError) as error:
        raise NothingToRead(str(error)) from error
    chords, tracks = _split(score)
    total = sum(len(track.notes) for track in tracks)
    if not 8 <= total <= MOST_NOTES:
        raise NothingToRead(f"{total} notes")
    notes = np.concatenate(list(_parts(tracks, score.tpq / 4)))
    starts = _bars(score, notes)
    shift, mode = _keys(score, notes, starts)
    tempo = _tempo(score, starts[:-1] * score.tpq / 4)
    found = None if chords is None else harmony.hear_bars(_chord_notes(chords, score.tpq / 4, starts), len(starts) - 1)
    return compose(name, style, Sketch(notes, starts, shift, tempo, mode, found))


def _split(score: ScoreTick) -> tuple[TrackTick | None, list[TrackTick]]:
    tracks = [track for track in score.tracks if not track.is_drum and len(track.notes)]
    chords = [track for track in tracks if track.name.upper() == "CHORDS"]
    return (chords[0] if chords else None), [track for track in tracks if track not in chords]


def _parts(tracks: list[TrackTick], unit: float) -> Iterator[Floats]:
    """Notes of every track with the part it plays: the first voice (or top line) is the melody, the second the
    bridge.
    """
    tables = [_table(track, unit) for track in tracks]
    tops = [float(np.mean(table[:, 3])) for table in tables]
    single = [len(np.unique(np.rint(table[:, 0]))) / len(table) > 0.9 for table in tables]
    named = [standing(track.name.lower()) for track in tracks]
    order = sorted(range(len(tracks)), key=lambda k: (-named[k], -single[k], -tops[k]))
    lines = [k for k in order if single[k] and named[k] >= 0]
    if len(tracks) > 1 and lines:
        for rank, k in enumerate(lines[:2]):
            tables[k][:, 2] = (MELODY, BRIDGE)[rank]
        yield from tables
        return
    top = int(np.argmax(tops))
    for k, table in enumerate(tables):
        yield _skyline(table) if k == top else table


def standing(name: str) -> int:
    """How much like a leading voice a track is called; below 0 it accompanies."""
    if any(word in name for word in _BELOW):
        return -1
    if not any(word in name for word in _VOICES):
        return 0
    return 1 if any(word in name for word in _BESIDE) else 2


def _table(track: TrackTick, unit: float) -> Floats:
    soa = track.notes.numpy()
    columns = [soa["time"] / unit, soa["duration"] / unit, np.full(len(track.notes), ACCOMPANIMENT), soa["pitch"]]
    return np.asarray(np.stack(columns, axis=1), dtype=np.float32)


def _skyline(table: Floats) -> Floats:
    """The highest note of every onset becomes the melody unless a higher one still sounds."""
    table = table[np.lexsort((-table[:, 3], np.rint(table[:, 0])))]
    last, until, top = -1.0, -1.0, 0.0
    for row in table:
        onset = float(np.rint(row[0]))
        if onset != last and (onset >= until or row[3] >= top) and row[3] >= 55:
            row[2], until, top = MELODY, onset + float(row[1]), float(row[3])
        last = onset
    return table


def _bars(score: ScoreTick, notes: Floats) -> Ints:
    """Bar lines in sixteenths up to the last note; a pickup is found from where long low notes begin."""
    unit = score.tpq / 4
    signatures = {round(s.time / unit): round(16 * s.numerator / s.denominator) for s in score.time_signatures} or {
        0: 16
    }
    starts = sorted(signatures)
    end = float(notes[:, 0].max()) + 1
    bounds = [*starts[1:], int(end)]
    lines = [0]
    for start, stop in zip([0, *starts[1:]], bounds, strict=True):
        length = min(max(signatures.get(start, signatures[starts[0]]), 4), 64)
        here = notes[(notes[:, 0] >= start) & (notes[:, 0] < stop)]
        pickup = (stop - start) % length if stop != bounds[-1] else _pickup(here, start, length)
        steps = [pickup] * (pickup > 0) + [length] * int(np.ceil(max(stop - start - pickup, 1) / length))
        for step in bar_lines(steps):
            lines.append(lines[-1] + step)
        while lines[-1] > stop and stop != bounds[-1]:
            lines.pop()
        if stop != bounds[-1] and lines[-1] < stop:
            lines.append(stop)
    return np.unique(np.array(lines, dtype=np.int64))


def _pickup(notes: Floats, start: int, length: int) -> int:
    """Sixteenths before the first full bar: the phase at which most long low notes begin, 0 unless another is clearly
    better.
    """
    phase = np.rint(notes[:, 0] - start).astype(np.int64) % length
    weight = np.minimum(notes[:, 1], length) * np.where(notes[:, 3] < 60, 2.0, 1.0)
    score = np.bincount(phase, weights=weight, minlength=length)
    best = int(np.argmax(score))
    return best if score[best] > 1.25 * score[0] and best % 2 == 0 else 0


def _keys(score: ScoreTick, notes: Floats, lines: Ints) -> tuple[Ints, int | None]:
    """Shift of every bar: by the key signatures where there are any, else by what is heard."""
    unit = score.tpq / 4
    pitch = np.bincount(notes[:, 3].astype(int) % 12, weights=np.minimum(notes[:, 1], 32), minlength=12).astype(
        np.float32
    )
    heard = tonality.home(*tonality.estimate(pitch))
    signs = sorted((round(sign.time / unit), (-7 * sign.key + 6) % 12 - 6) for sign in score.key_signatures)
    if not signs or (len(signs) == 1 and tonality.inside(pitch, heard) > tonality.inside(pitch, signs[0][1]) + 0.04):
        return np.full(len(lines) - 1, heard), None
    where = np.maximum(np.searchsorted([time for time, _ in signs], lines[:-1], side="right") - 1, 0)
    return np.array([shift for _, shift in signs])[where], None


def _tempo(score: ScoreTick, ticks: Floats) -> Floats:
    if not len(score.tempos):
        return np.full(len(ticks), 120.0, dtype=np.float32)
    times = np.array([tempo.time for tempo in score.tempos])
    speeds = np.array([tempo.qpm for tempo in score.tempos], dtype=np.float32)
    return np.asarray(speeds[np.maximum(np.searchsorted(times, ticks, side="right") - 1, 0)])


def _chord_notes(track: TrackTick, unit: float, lines: Ints) -> Ints:
    """Notes of a chord track as rows of `Bars`, cut at every quarter so that each quarter hears its chord."""
    rows = []
    for note in track.notes:
        begin, end = round(note.time / unit), round((note.time + note.duration) / unit)
        for step in range(begin, max(end, begin + 1), 4):
            bar = int(np.searchsorted(lines, step, side="right")) - 1
            if 0 <= bar < len(lines) - 1:
                rows.append((bar, step - lines[bar], ACCOMPANIMENT, note.pitch, min(4, end - step)))
    return np.array(rows, dtype=np.int64).reshape(-1, 5)
