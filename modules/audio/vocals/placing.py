"""`placed`: a voice between two loudspeakers: its place, a second breath beside it, echoes in tempo, and the room."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.audio.clip import RATE, Check, Samples, never
from modules.audio.rendering import Allocate
from modules.audio.reverb import Room
from modules.audio.vocals.filtering import Mono, bandpass, filtered

_NEAR: Final = (0.017, 0.023)
"""Seconds by which the two copies of a doubled voice come behind it, left and right."""
_WANDER: Final = (0.0021, 0.0027)
_PACE: Final = (0.43, 0.31)
"""How far, in seconds, and how often a second they drift: a few cents sharp and flat."""
_ECHOES: Final = ((1, 0, 0.30), (2, 1, 0.17), (3, 0, 0.09))
"""How many beats behind, on which side, and how loud of the share that is asked for."""
_ECHO_BETWEEN: Final = (0.26, 0.62)
_ECHO_BAND: Final = (350.0, 3_200.0)
_STRETCH: Final = 1 << 19


@dataclass(frozen=True)
class Place:
    """pan: -1 left to 1 right. double, echo, room: how much of each, 0 for none. beat: seconds."""

    pan: float = 0.0
    double: float = 0.16
    echo: float = 0.35
    room: float = 0.16
    beat: float = 0.5


def placed(voice: Mono, place: Place, room: Room, allocate: Allocate, check: Check = never) -> Samples:
    """[frames, 2], as long as the voice; what rings longer is faded."""
    made = allocate(len(voice))
    angle = (place.pan + 1) * math.pi / 4
    sides = math.cos(angle), math.sin(angle)
    for start in range(0, len(voice), _STRETCH):
        check()
        part = slice(start, start + _STRETCH)
        for side, share in enumerate(sides):
            made[part, side] = share * voice[part]
            if place.double:
                made[part, side] += place.double * _copy(voice, start, side)
    if place.echo:
        _add_echoes(made, voice, place, check)
    room.add(made, place.room, check)
    return _faded(made)


def echo_time(beat: float) -> float:
    """A beat, or half or twice one: near enough to be felt as one echo."""
    low, high = _ECHO_BETWEEN
    while beat > high:
        beat /= 2
    while beat < low:
        beat *= 2
    return beat


def _copy(voice: Mono, start: int, side: int) -> Mono:
    """A stretch of the voice a moment later, drifting like somebody who sings along."""
    frames = np.arange(start, min(start + _STRETCH, len(voice)))
    swing = np.sin(2 * np.pi * _PACE[side] * frames / RATE + 1.7 * side)
    at = frames - (_NEAR[side] + _WANDER[side] * swing) * RATE
    low = max(int(at[0]) - 1, 0)
    window = voice[low : int(at[-1]) + 2] if at[-1] > 0 else voice[:1]
    return np.interp(at - low, np.arange(len(window)), window, left=0.0).astype(np.float32)


def _add_echoes(made: Samples, voice: Mono, place: Place, check: Check) -> None:
    thin = filtered(voice, bandpass(*_ECHO_BAND), check)
    gap = round(echo_time(place.beat) * RATE)
    for times, side, share in _ECHOES:
        check()
        late = times * gap
        if late < len(voice):
            made[late:, side] += np.float32(place.echo * share) * thin[: len(voice) - late]


def _faded(made: Samples) -> Samples:
    fade = min(round(0.03 * RATE), len(made))
    made[len(made) - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)[:, None]
    return made
