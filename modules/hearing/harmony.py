"""Which chord sounds on every beat: judged for each of the twelve roots alike, decided over the whole piece."""

from typing import Final

import numpy as np

from modules.composing import chords
from modules.hearing.evidence import BASS, PITCH, chroma
from modules.hearing.perceptron import Perceptron
from modules.hearing.sound import Floats, Ints

QUALITIES: Final = len(chords.QUALITIES)
_CHANGE: Final = (1.0, 2.2, 1.6)
"""What a new chord costs on the first beat of a bar, on weak beats, and in the middle of a bar."""
_VIEWS: Final = 8


def described(notes: Floats, beats: Floats, seconds: float) -> Floats:
    """[beats, views, 12] the pitch classes around every beat: in it, before, after, in the bass, near and far."""
    edges = np.append(beats, max(seconds, beats[-1] + 0.3) if len(beats) else seconds)
    starts, ends = edges[:-1], np.minimum(edges[1:], edges[:-1] + 2.5)
    here = chroma(notes, starts, ends)
    low = chroma(notes, starts, ends, slice(0, BASS + 3))
    lowest = _lowest(notes, starts, ends)
    far = chroma(notes, starts - 8.0, ends + 8.0)
    views = [here, _moved(here, 1), _moved(here, -1), low, lowest, _moved(low, 1), _moved(low, -1), far]
    return np.asarray(np.stack([_shares(view) for view in views], axis=1), dtype=np.float32)


def _shares(view: Floats) -> Floats:
    return np.asarray(view / np.maximum(view.sum(axis=1, keepdims=True), 1e-6))


def _moved(view: Floats, steps: int) -> Floats:
    moved = np.zeros_like(view)
    if steps > 0:
        moved[steps:] = view[:-steps]
    else:
        moved[:steps] = view[-steps:]
    return moved


def _lowest(notes: Floats, starts: Floats, ends: Floats) -> Floats:
    """[beats, 12] the pitch class of the lowest note that sounds in each beat for a good part of it."""
    found = np.zeros((len(starts), 12))
    for beat, (start, end) in enumerate(zip(starts, ends, strict=True)):
        least = 0.3 * (end - start)
        near = notes[max(int(np.searchsorted(notes[:, 0], start - 6.0)), 0) : int(np.searchsorted(notes[:, 0], end))]
        held = near[np.minimum(near[:, 1], end) - np.maximum(near[:, 0], start) > least]
        if len(held):
            found[beat, int(held[:, PITCH].min()) % 12] = 1.0
    return found


def turned(views: Floats) -> Floats:
    """[beats * 12, features] the same as each root in turn would see it: itself at 0."""
    roots = [np.roll(views, -root, axis=2) for root in range(12)]
    return np.asarray(np.stack(roots, axis=1).reshape(-1, _VIEWS * 12))


def likelihoods(views: Floats, judge: Perceptron) -> Floats:
    """[beats, chords] log chance of every chord of the house's vocabulary."""
    logits = judge.logits(turned(views)).reshape(len(views), 12, QUALITIES + 1)
    everything = np.concatenate(
        [logits[:, :, QUALITIES].mean(axis=1, keepdims=True), logits[:, :, :QUALITIES].reshape(len(views), -1)], axis=1
    )
    top = everything.max(axis=1, keepdims=True)
    return np.asarray(everything - top - np.log(np.exp(everything - top).sum(axis=1, keepdims=True)))


def chords_of(likely: Floats, downbeats: Ints) -> tuple[Ints, Floats]:
    """(chord, how sure) of every beat: chords stay unless there is reason to change, best where bars begin."""
    beats = len(likely)
    if not beats:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    price = _prices(beats, downbeats)
    score, came = likely[0].astype(np.float64), np.zeros((beats, likely.shape[1]), dtype=np.int64)
    stay = np.arange(likely.shape[1])
    for beat in range(1, beats):
        best = int(score.argmax())
        moved = score[best] - price[beat]
        change = moved > score
        came[beat] = np.where(change, best, stay)
        score = np.where(change, moved, score) + likely[beat]
    path = [int(score.argmax())]
    for beat in range(beats - 1, 0, -1):
        path.append(int(came[beat, path[-1]]))
    chosen = np.array(path[::-1], dtype=np.int64)
    return chosen, np.exp(likely[np.arange(beats), chosen]).astype(np.float32)


def _prices(beats: int, downbeats: Ints) -> Floats:
    price = np.full(beats, _CHANGE[1])
    price[downbeats[downbeats < beats]] = _CHANGE[0]
    gaps = np.diff(downbeats)
    halves = downbeats[:-1][gaps % 2 == 0] + gaps[gaps % 2 == 0] // 2
    price[halves[halves < beats]] = _CHANGE[2]
    return np.asarray(price)
