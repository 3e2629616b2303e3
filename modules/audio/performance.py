"""A track as a synthesiser plays it: what happens at which frame."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from modules.audio.clip import RATE, Check, never
from modules.score.score import EXPRESSION, MODULATION, PAN, VOLUME, Track
from modules.score.sustain import sustained
from modules.score.tempo import TempoMap

OFF: Final = 0
CONTROL: Final = 1
BEND: Final = 2
ON: Final = 3
"""In the order in which they happen where they share a frame."""
BEND_RANGE: Final = 24.0
"""Semitones that the wheel is set to reach, either way."""
_WHEEL_CENTRE: Final = 8192
_PLAYED: Final = frozenset({MODULATION, VOLUME, PAN, EXPRESSION})
_CHECK_EVERY: Final = 5_000


class Action(NamedTuple):
    """first and second are key and velocity, control and value, or the wheel's position."""

    frame: int
    kind: int
    first: int
    second: int


@dataclass(frozen=True)
class Performance:
    program: int
    is_drum: bool
    actions: list[Action]


def perform(track: Track, tempo_map: TempoMap, check: Check = never) -> Performance:
    """The actions of a track in their order, with the pedal played by the fingers."""
    actions = []
    for index, action in enumerate(_actions(sustained(track), tempo_map)):
        if index % _CHECK_EVERY == 0:
            check()
        actions.append(action)
    actions.sort()
    return Performance(track.program, track.is_drum, actions)


def _actions(track: Track, tempo_map: TempoMap) -> Iterator[Action]:
    starts = _frames(tempo_map, [note.start for note in track.notes])
    ends = _frames(tempo_map, [note.end for note in track.notes])
    for note, start in zip(track.notes, starts, strict=True):
        yield Action(start, ON, note.pitch, note.velocity)
    for note, start, end in zip(track.notes, starts, ends, strict=True):
        yield Action(max(end, start + 1), OFF, note.pitch, 0)
    controls = [control for control in track.controls if control.number in _PLAYED]
    for control, frame in zip(controls, _frames(tempo_map, [control.tick for control in controls]), strict=True):
        yield Action(frame, CONTROL, control.number, control.value)
    for bend, frame in zip(track.bends, _frames(tempo_map, [bend.tick for bend in track.bends]), strict=True):
        wheel = round(bend.semitones / BEND_RANGE * _WHEEL_CENTRE) + _WHEEL_CENTRE
        yield Action(frame, BEND, min(max(wheel, 0), 2 * _WHEEL_CENTRE - 1), 0)


def _frames(tempo_map: TempoMap, ticks: list[int]) -> list[int]:
    frames: list[int] = np.rint(tempo_map.seconds(ticks) * RATE).astype(np.int64).tolist()
    return frames
