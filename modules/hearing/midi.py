"""A MIDI file, or any score, as evidence: its notes as they sound, its drums, and its beats where it keeps to them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.composing.scores import standing
from modules.hearing.beating import timed
from modules.hearing.evidence import PITCH, START, Evidence
from modules.hearing.findings import Time
from modules.hearing.perceptron import Perceptron
from modules.hearing.roles import bass_of, melody_of, one_line
from modules.hearing.sound import FRAMES_A_SECOND, Floats
from modules.score.score import Score, Track
from modules.score.sustain import sustained
from modules.score.tempo import TICKS
from modules.score.timeline import bars_of

_STROKES: Final = {35: 0, 36: 0, 41: 0, 43: 0, 42: 2, 44: 2, 46: 2, 49: 2, 51: 2, 53: 2, 55: 2, 57: 2, 59: 2}
_ON_GRID: Final = 0.06
_KEPT: Final = 0.75
_FEWEST: Final = 12
_BASSES: Final = range(32, 40)
_NAMED: Final = 2
_SURE: Final = 0.9
"""What notes weigh as evidence, loud or soft: as much as ones heard well in sound."""


@dataclass(frozen=True, eq=False)
class Reading:
    """force: [notes] how loud each is played, 0..1. track: [notes] whose it is: numbers of the pitched `players`."""

    evidence: Evidence
    force: Floats
    track: Floats
    players: tuple[Track, ...]
    drums: tuple[Track, ...]


def reading_of(score: Score) -> Reading:
    """All notes of a score in seconds, pedal included."""
    players = tuple(sustained(track) for track in score.tracks if not track.is_drum and track.notes)
    drums = tuple(track for track in score.tracks if track.is_drum and track.notes)
    rows = [
        (note.start, note.end, note.pitch, note.velocity / 127, index)
        for index, track in enumerate(players)
        for note in track.notes
    ]
    table = np.array(rows, dtype=np.float64).reshape(-1, 5)
    table[:, :2] = score.tempo_map.seconds(table[:, :2])
    table = table[np.argsort(table[:, START], kind="stable")]
    seconds = max(score.seconds, 0.1)
    rise = _rises(score, drums, int(seconds * FRAMES_A_SECOND) + 2)
    force = table[:, 3].astype(np.float32)
    table[:, 3] = _SURE
    evidence = Evidence(seconds, table[:, :4].astype(np.float32), rise)
    return Reading(evidence, force, table[:, 4].astype(np.int64), players, drums)


def _rises(score: Score, drums: tuple[Track, ...], frames: int) -> Floats:
    """[frames, 3] drums as sound would show them."""
    rise = np.zeros((frames, 3), dtype=np.float32)
    for track in drums:
        at = np.rint(score.tempo_map.seconds([note.start for note in track.notes]) * FRAMES_A_SECOND).astype(int)
        band = [_STROKES.get(note.pitch, 1) for note in track.notes]
        force = [note.velocity / 64 for note in track.notes]
        np.maximum.at(rise, (np.clip(at, 0, frames - 1), band), np.array(force, dtype=np.float32))
    return rise


def time_of(score: Score) -> Time | None:
    """The beats that the file declares; None where its notes do not keep to them, as in a performance, and where its
    bars are single beats, which nobody counts.
    """
    starts = np.array([note.start for track in score.tracks for note in track.notes])
    sixteenth, third = TICKS / 4, TICKS / 3
    off = np.minimum(_off(starts, sixteenth), _off(starts, third))
    if len(starts) < _FEWEST or float((off < _ON_GRID * TICKS).mean()) < _KEPT:
        return None
    bars = [bar for bar in bars_of(score) if bar.ticks % bar.beat == 0]
    if not bars:
        return None
    ticks: list[int] = []
    down: list[int] = []
    for bar in bars:
        down.append(len(ticks))
        ticks += list(range(bar.start, bar.end, bar.beat))
    first = bars[0]
    if first.ticks <= first.beat:
        return None
    beats = score.tempo_map.seconds(ticks)
    if len(beats) < 2:
        return None
    found = timed(beats, np.array(down), 3 if first.is_compound else 4, first.ticks // first.beat)
    return (
        found
        if first.is_compound or first.denominator == 4
        else _as_declared(found, first.numerator, first.denominator)
    )


def _off(starts: Floats, step: float) -> Floats:
    return np.asarray(np.abs(starts - np.rint(starts / step) * step))


def _as_declared(time: Time, numerator: int, denominator: int) -> Time:
    return Time(
        time.beats, time.downbeats, time.division, (numerator, denominator), time.tempo, time.tempo_map, time.steady
    )


def parts_of(reading: Reading, judge: Perceptron) -> tuple[Floats, Floats, Floats]:
    """(melody, bass, accompaniment): by the names of the tracks where they tell, else by what is heard."""
    notes = reading.evidence.notes
    named = [standing(track.name.lower()) for track in reading.players]
    leaders = [index for index, rank in enumerate(named) if rank == _NAMED]
    if leaders:
        leader = max(leaders, key=lambda index: _height(reading.players[index]))
        melody = one_line(notes, np.where(reading.track == leader, 0.6 + notes[:, PITCH] / 400, 0.0))
    else:
        melody = melody_of(notes, judge)
    basses = [index for index, track in enumerate(reading.players) if _is_bass(track)]
    bass = np.isin(reading.track, basses) & ~melody if basses else bass_of(notes, melody)
    loud = np.column_stack([notes[:, :3], reading.force])
    return loud[melody], loud[bass], loud[~melody & ~bass]


def sung_already(reading: Reading) -> str:
    """The name of the track that is the singer's by its name; empty where there is none."""
    leaders = [track for track in reading.players if standing(track.name.lower()) == _NAMED]
    return max(leaders, key=_height).name if leaders else ""


def _height(track: Track) -> float:
    return float(np.mean([note.pitch for note in track.notes]))


def _is_bass(track: Track) -> bool:
    return track.program in _BASSES or track.name.lower().startswith("bass")
