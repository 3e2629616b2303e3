"""Where to say yes: a threshold for each label, steady also for labels with few examples, and how well that does."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def f1(said: NDArray[np.bool_], true: Floats) -> NDArray[np.float64]:
    """[labels]; 0 for a label that is neither said nor there."""
    hits = (said & (true > 0)).sum(0)
    return 2 * hits / np.maximum(said.sum(0) + true.sum(0), 1)


def macro_f1(said: NDArray[np.bool_], true: Floats) -> float:
    return float(f1(said, true).mean())


def tuned(scores: Floats, true: Floats, rounds: int = 100, seed: int = 1) -> Floats:
    """[labels] thresholds with the best F1, each the mean over draws of the texts with repetition."""
    rng = np.random.default_rng(seed)
    draws = rng.multinomial(len(scores), np.full(len(scores), 1 / len(scores)), size=rounds).astype(np.float32)
    return np.array([_one(scores[:, label], true[:, label], draws) for label in range(scores.shape[1])], np.float32)


def _one(scores: Floats, true: Floats, draws: Floats) -> float:
    """The mean of the best thresholds of all draws; draws [rounds, texts] say how often each text counts."""
    order = np.argsort(-scores, kind="stable")
    most = min(len(order) - 1, max(40, int(4 * true.sum())))
    order, ordered = order[: most + 1], scores[order[: most + 1]]
    counts = draws[:, order]
    hits = np.cumsum(counts * true[order], axis=1)
    total = draws @ true
    values = 2 * hits / np.maximum(np.cumsum(counts, axis=1) + total[:, None], 1)
    values[:, :-1][:, ordered[:-1] == ordered[1:]] = -1
    best = np.minimum(values.argmax(1), len(ordered) - 2)
    return float(np.mean((ordered[best] + ordered[best + 1]) / 2))
