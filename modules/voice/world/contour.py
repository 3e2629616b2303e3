"""How a singer's pitch moves: it slides between notes, settles, and begins to swing late in long ones."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from modules.voice.sung import SungNote
from modules.voice.world.speaking import FRAME, Floats

_SLIDE: Final = (-0.055, 0.03)
"""Where, around a note's start, the pitch leaves the note before and reaches this one."""
_SCOOP: Final = 0.5
"""Semitones that the first note of a phrase is approached from below."""
_SWINGS_AFTER, _SWINGS_FROM, _SWELL = 0.28, 0.5, 0.35
"""Seconds: when vibrato begins, how long a note has to be, how long it grows."""
_DRIFT: Final = 3.0
"""Cents that a held pitch wanders to either side."""


def contour(
    notes: Sequence[SungNote], clock: Floats, swing: tuple[float, float], random: np.random.Generator
) -> Floats:
    """[frames] MIDI pitch at each time. swing: vibrato's cents to each side, and how often in a second."""
    pitch = _slides(notes, clock) + _drift(len(clock), random) / 100
    cents, pulse = swing
    for note in notes:
        depth, pace = random.uniform(0.85, 1.15), random.uniform(0.96, 1.04)
        turn = random.uniform(-0.15, 0.15)
        since = clock - note.start
        if note.seconds < _SWINGS_FROM:
            continue
        grown = np.clip((since - _SWINGS_AFTER) / _SWELL, 0.0, 1.0) * np.clip((note.end - clock) / 0.06, 0.0, 1.0)
        wave = np.sin(2 * np.pi * (pulse * pace * (since - _SWINGS_AFTER) + turn))
        pitch += np.where((since >= 0) & (clock < note.end), grown * depth * cents / 100 * wave, 0.0)
    return pitch


def _slides(notes: Sequence[SungNote], clock: Floats) -> Floats:
    """Each step between two notes, as half a cosine, added to the first note."""
    pitch = np.full(len(clock), float(notes[0].pitch))
    pitch -= _SCOOP * (0.5 + 0.5 * np.cos(np.pi * np.clip((clock - notes[0].start + 0.06) / 0.1, 0.0, 1.0)))
    for before, note in pairwise(notes):
        begin, end = _SLIDE
        shorter = min(before.seconds, note.seconds)
        begin, end = max(begin, -0.35 * shorter), min(end, 0.2 * shorter)
        way = np.clip((clock - note.start - begin) / (end - begin), 0.0, 1.0)
        pitch += (note.pitch - before.pitch) * (0.5 - 0.5 * np.cos(np.pi * way))
    return pitch


def _drift(frames: int, random: np.random.Generator) -> Floats:
    """[frames] cents: slow, never far, and no two times the same."""
    knots = random.uniform(-_DRIFT, _DRIFT, int(frames * FRAME / 0.25) + 3)
    return np.interp(np.arange(frames) * FRAME / 0.25, np.arange(len(knots)), knots)
