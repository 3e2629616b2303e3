"""Which of the moments at which a key may have been struck are notes, and how long each of them sounds."""

from typing import Final

import numpy as np

from modules.hearing.perceptron import Perceptron
from modules.hearing.posteriors import KEYS, LOWEST, Posteriors
from modules.hearing.sound import FRAMES_A_SECOND, Floats, Ints

FAINTEST: Final = 0.25
"""How likely a strike must at least seem to the network to be looked at."""
_AROUND: Final = 3
_OVERTONES: Final = (-12, -19, -24, -28, 12, 19, 7, -7)
_HEARD: Final = (4, 10, 24)
_SILENT: Final = 0.22
_GAP: Final = 8
"""Frames below _SILENT after which a note is over."""
_SHORTEST: Final = 4


def candidates(heard: Posteriors) -> Ints:
    """[candidates, 2] frame and key of every peak of `struck`, in the order of time."""
    struck = heard.struck
    padded = np.pad(struck, ((2, 2), (0, 0)))
    higher = (struck > padded[1:-3]) & (struck >= padded[3:-1]) & (struck > padded[:-4]) & (struck >= padded[4:])
    return np.asarray(np.argwhere(higher & (struck >= FAINTEST)), dtype=np.int64)


def described(heard: Posteriors, found: Ints) -> Floats:
    """[candidates, features] what tells a note from an overtone, an echo or a wobble."""
    frame, key = found.T
    struck = _peaks(heard.struck)
    after = _after(heard.sounding)
    columns = [struck[frame, key], heard.struck[np.minimum(frame + 1, len(struck) - 1), key]]
    columns += [one[frame, key] for one in after]
    columns.append(heard.sounding[np.maximum(frame - 3, 0), key])
    before = np.maximum(frame - 12, 0)
    columns.append(heard.struck[before, key] + heard.sounding[before, key])
    for distance in _OVERTONES:
        other, there = np.clip(key + distance, 0, KEYS - 1), (key + distance >= 0) & (key + distance < KEYS)
        columns += [struck[frame, other] * there, after[1][frame, other] * there]
    columns += [struck.sum(axis=1)[frame], struck.max(axis=1)[frame], key / KEYS, (key / KEYS - 0.5) ** 2]
    return np.asarray(np.stack(columns, axis=1), dtype=np.float32)


def _peaks(values: Floats) -> Floats:
    """The highest within a few frames either way."""
    padded = np.pad(values, ((_AROUND, _AROUND), (0, 0)))
    return np.asarray(np.max([padded[k : k + len(values)] for k in range(2 * _AROUND + 1)], axis=0))


def _after(sounding: Floats) -> list[Floats]:
    """Means over the next frames, for some numbers of frames."""
    sums = np.cumsum(np.pad(sounding, ((1, max(_HEARD)), (0, 0))), axis=0, dtype=np.float64)
    length = len(sounding)
    return [np.asarray((sums[n : n + length] - sums[:length]) / n, dtype=np.float32) for n in _HEARD]


def notes_of(heard: Posteriors, judge: Perceptron, bound: float = 0.5) -> Floats:
    """[notes, 4] start and end in seconds, pitch, and how sure it is, in the order of time."""
    found = candidates(heard)
    if not len(found):
        return np.zeros((0, 4), dtype=np.float32)
    sure = judge.chances(described(heard, found))[:, 1]
    kept, sure = found[sure >= bound], sure[sure >= bound]
    ends = _ends(heard.sounding, kept)
    rows = [kept[:, 0] / FRAMES_A_SECOND, ends / FRAMES_A_SECOND, kept[:, 1] + LOWEST, sure]
    return np.asarray(np.stack(rows, axis=1), dtype=np.float32)


def _ends(sounding: Floats, struck: Ints) -> Ints:
    """Where each note is over: it fades, or its key is struck again."""
    frames = len(sounding)
    quiet = np.cumsum(np.pad(sounding < _SILENT, ((0, _GAP), (0, 0)), constant_values=True), axis=0)
    quiet = np.concatenate([np.zeros((1, KEYS), dtype=quiet.dtype), quiet])
    over = quiet[_GAP : _GAP + frames] - quiet[:frames] == _GAP
    silent = np.where(over, np.arange(frames)[:, None], frames)
    following = np.minimum.accumulate(silent[::-1], axis=0)[::-1]
    ends = following[np.minimum(struck[:, 0] + 2, frames - 1), struck[:, 1]]
    order = np.lexsort((struck[:, 0], struck[:, 1]))
    again = np.full(len(struck), frames)
    same = struck[order[1:], 1] == struck[order[:-1], 1]
    again[order[:-1]] = np.where(same, struck[order[1:], 0], frames)
    return np.asarray(np.maximum(np.minimum(ends, again), struck[:, 0] + _SHORTEST))


def weighed(notes: Floats, power: Floats) -> Floats:
    """The same notes, how sure they are replaced by how loud they are played, 0..1, against the rest of the piece."""
    if not len(notes):
        return notes
    at = np.clip(np.rint(notes[:, 0] * FRAMES_A_SECOND).astype(int), 0, len(power) - 1)
    near = np.clip(at[:, None] + np.arange(1, 7), 0, len(power) - 1)
    decibels = 10 * np.log10(power[near].max(axis=1) + 1e-9)
    force = 0.6 + 0.014 * (decibels - np.median(decibels))
    return np.column_stack([notes[:, :3], np.clip(force, 0.25, 0.95)]).astype(np.float32)
