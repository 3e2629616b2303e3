"""Who plays what: the notes of a piece as melody, bass and accompaniment."""

from typing import Final

import numpy as np

from modules.hearing.evidence import END, PITCH, START, WEIGHT
from modules.hearing.perceptron import Perceptron
from modules.hearing.sound import Flags, Floats, Ints

_TOGETHER: Final = 0.045
_HIGHEST_BASS: Final = 57
_BOUNDS: Final = (0.15, 0.5)
_LEADING: Final = 0.6
"""How likely a note of the melody must be: half, or less in a piece where none is likelier; some line always leads."""
_LINE: Final = 0.05
"""Seconds within which a line has one note."""


def described(notes: Floats) -> Floats:
    """[notes, features] how much each note stands out: its height among what sounds with it and around it."""
    start, pitch, weight = notes[:, START], notes[:, PITCH], notes[:, WEIGHT]
    length = np.minimum(notes[:, END] - start, 2.0)
    first, last = np.searchsorted(start, start - _TOGETHER), np.searchsorted(start, start + _TOGETHER, side="right")
    struck_top, struck_low = _extremes(pitch, first, last)
    near_top, near_low = _extremes(pitch, np.searchsorted(start, start - 0.5), np.searchsorted(start, start + 0.5))
    wide_top, wide_low = _extremes(pitch, np.searchsorted(start, start - 4), np.searchsorted(start, start + 4))
    sounding = _sounding_top(notes, first)
    mean_weight = np.maximum(weight.mean(), 1e-3)
    columns = [pitch / 12, pitch - struck_top, pitch - near_top, pitch - wide_top, pitch - sounding]
    columns += [pitch - struck_low, pitch - near_low, pitch - wide_low, wide_top - wide_low]
    columns += [length, weight, weight / mean_weight, last - first, *_neighbours(notes)]
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


def _extremes(pitch: Floats, first: Ints, last: Ints) -> tuple[Floats, Floats]:
    """Highest and lowest pitch of the notes from first to last, for every note."""
    top, low = pitch.astype(np.float64), pitch.astype(np.float64)
    for step in range(1, int((last - first).max(initial=1))):
        at = first + step - 1
        there = at < last
        value = pitch[np.minimum(at, len(pitch) - 1)]
        top, low = np.where(there, np.maximum(top, value), top), np.where(there, np.minimum(low, value), low)
        at = last - step
        there = at >= first
        value = pitch[np.maximum(at, 0)]
        top, low = np.where(there, np.maximum(top, value), top), np.where(there, np.minimum(low, value), low)
        if step > 60:
            break
    return top, low


def _sounding_top(notes: Floats, first: Ints) -> Floats:
    """The highest note that still sounds when each begins; the note itself where none does."""
    top = notes[:, PITCH].astype(np.float64)
    for back in range(1, 25):
        at = first - back
        there = (at >= 0) & (notes[np.maximum(at, 0), END] > notes[:, START] + 0.05)
        top = np.where(there, np.maximum(top, notes[np.maximum(at, 0), PITCH]), top)
    return top


def _neighbours(notes: Floats) -> list[Floats]:
    """The smallest leap to one of the highest notes just before and just after, and whether the pitch comes again."""
    pitch = notes[:, PITCH]
    found = []
    for direction in (-1, 1):
        least, again = np.full(len(notes), 24.0), np.zeros(len(notes))
        for step in range(1, 9):
            at = np.arange(len(notes)) + direction * step
            there = (at >= 0) & (at < len(notes))
            other = np.clip(at, 0, len(notes) - 1)
            close = there & (np.abs(notes[other, START] - notes[:, START]) > _TOGETHER)
            leap = np.abs(pitch[other] - pitch)
            least = np.where(close & (leap < least), leap, least)
            again += close & (leap == 0)
        found += [least, again]
    return found


def melody_of(notes: Floats, judge: Perceptron) -> Flags:
    """[notes] which of them are the melody: one at a time."""
    if not len(notes):
        return np.zeros(0, dtype=bool)
    chance = judge.chances(described(notes))[:, 1]
    return one_line(notes, chance, float(np.clip(_LEADING * np.quantile(chance, 0.95), *_BOUNDS)))


def one_line(notes: Floats, chance: Floats, bound: float = 0.5) -> Flags:
    """The likelier of notes that begin together, where they are likely at all."""
    chosen = chance >= bound
    last = -1
    for note in np.flatnonzero(chosen):
        if last >= 0 and notes[note, START] - notes[last, START] < _LINE:
            if chance[note] > chance[last]:
                chosen[last] = False
                last = int(note)
            else:
                chosen[note] = False
        else:
            last = int(note)
    return chosen


def bass_of(notes: Floats, melody: Flags) -> Flags:
    """[notes] which are the lowest of what begins together, low, and not the melody."""
    if not len(notes):
        return np.zeros(0, dtype=bool)
    start, pitch = notes[:, START], notes[:, PITCH]
    first, last = np.searchsorted(start, start - _TOGETHER), np.searchsorted(start, start + _TOGETHER, side="right")
    _, low = _extremes(pitch, first, last)
    sounding = _sounding_low(notes, first)
    return np.asarray(~melody & (pitch <= low) & (pitch <= _HIGHEST_BASS) & (pitch <= sounding + 7))


def _sounding_low(notes: Floats, first: Ints) -> Floats:
    low = notes[:, PITCH].astype(np.float64)
    for back in range(1, 25):
        at = first - back
        there = (at >= 0) & (notes[np.maximum(at, 0), END] > notes[:, START] + 0.1)
        low = np.where(there, np.minimum(low, notes[np.maximum(at, 0), PITCH]), low)
    return low
