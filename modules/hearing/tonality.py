"""In which key a piece is, and where it changes: judged for each of the twelve tonics alike."""

from itertools import pairwise
from typing import Final

import numpy as np

from modules.hearing.evidence import BASS, END, START, chroma
from modules.hearing.findings import KeySpan
from modules.hearing.perceptron import Perceptron
from modules.hearing.sound import Floats

_VIEWS: Final = 5
_LOOK, _STEP = 24.0, 6.0
"""Seconds that are looked at together, and from one look to the next, to find changes of key."""
_CHANGE: Final = 6.0


def described(notes: Floats, starts: Floats, ends: Floats) -> Floats:
    """[spans, views, 12] pitch classes of each span by length and by number, of its basses, its end and beginning."""
    views = [
        chroma(notes, starts, ends),
        chroma(_short(notes), starts, ends),
        chroma(notes, starts, ends, slice(0, BASS)),
        chroma(notes, np.maximum(ends - 6.0, starts), ends),
        chroma(notes, starts, np.minimum(starts + 6.0, ends)),
    ]
    shares = [view / np.maximum(view.sum(axis=1, keepdims=True), 1e-6) for view in views]
    return np.asarray(np.stack(shares, axis=1), dtype=np.float32)


def _short(notes: Floats) -> Floats:
    shortened = notes.copy()
    shortened[:, END] = np.minimum(notes[:, END], notes[:, START] + 0.1)
    return shortened


def turned(views: Floats) -> Floats:
    """[spans * 12, features] the same as each tonic in turn would see it: itself at 0."""
    tonics = [np.roll(views, -tonic, axis=2) for tonic in range(12)]
    return np.asarray(np.stack(tonics, axis=1).reshape(-1, _VIEWS * 12))


def likelihoods(views: Floats, judge: Perceptron) -> Floats:
    """[spans, 24] log chance of major on C, Db ... and minor on C, Db ..."""
    logits = judge.logits(turned(views)).reshape(len(views), 12, 2).transpose(0, 2, 1).reshape(len(views), 24)
    top = logits.max(axis=1, keepdims=True)
    return np.asarray(logits - top - np.log(np.exp(logits - top).sum(axis=1, keepdims=True)))


def keys_of(notes: Floats, seconds: float, judge: Perceptron) -> tuple[KeySpan, ...]:
    """The keys of a piece in their order; one where nothing speaks for a change."""
    if not len(notes):
        return ()
    first, last = float(notes[0, START]), float(notes[:, END].max())
    overall = likelihoods(described(notes, np.array([first]), np.array([last])), judge)[0]
    starts = np.arange(first, max(last - _LOOK / 2, first + 0.1), _STEP)
    near = likelihoods(described(notes, starts, np.minimum(starts + _LOOK, last)), judge)
    path = _path(0.35 * near + 0.25 * overall)
    turns = [0, *(np.flatnonzero(np.diff(path)) + 1).tolist(), len(path)]
    if len(turns) == 2:
        best = int(overall.argmax())
        return (_span(0.0, seconds, best, float(np.exp(overall[best]))),)
    bounds = [0.0, *(float(starts[turn] + _LOOK / 2 - _STEP / 2) for turn in turns[1:-1]), seconds]
    spans = []
    for index, (one, two) in enumerate(pairwise(bounds)):
        key = int(path[turns[index]])
        spans.append(_span(one, two, key, float(np.exp(near[turns[index] : turns[index + 1], key].mean()))))
    return tuple(spans)


def _span(start: float, end: float, key: int, sure: float) -> KeySpan:
    return KeySpan(start, end, key % 12, "minor" if key >= 12 else "major", sure)


def _path(likely: Floats) -> Floats:
    score, came = likely[0], []
    stay = np.arange(likely.shape[1])
    for row in likely[1:]:
        best = int(score.argmax())
        change = score[best] - _CHANGE > score
        came.append(np.where(change, best, stay))
        score = np.where(change, score[best] - _CHANGE, score) + row
    path = [int(score.argmax())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return np.array(path[::-1])
