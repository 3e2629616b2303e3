"""What ten people saw in a face, as FER+ asks for it to be counted: Microsoft's two protocols, and soft labels."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

EMOTIONS: Final = ("neutral", "happy", "surprise", "sad", "angry", "disgust", "fear", "contempt")
"""The eight emotions of FER+ in its own order, by the names that clients know; behind them: unknown, no face."""
FER2013: Final = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
"""The seven labels of FER2013 in their own order."""
DISCARDED: Final = -1

Votes = NDArray[np.uint8]
Labels = NDArray[np.int64]


def probability_labels(votes: Votes) -> Labels:
    """The emotion with the largest share under the 'probability' protocol, or DISCARDED."""
    return np.array([_probable(row) for row in _without_outliers(votes)], np.int64)


def majority_labels(votes: Votes) -> Labels:
    """The emotion that more than half of the votes name, or DISCARDED."""
    counted = _without_outliers(votes)
    best = counted.argmax(1)
    enough = counted.max(1) > 0.5 * counted.sum(1)
    return np.where(enough & (best < len(EMOTIONS)), best, DISCARDED)


def shares(votes: Votes) -> NDArray[np.float32]:
    """How the votes for emotions divide; all zero where nothing but single votes, 'unknown' or 'no face' is left."""
    counted = _without_outliers(votes)[:, : len(EMOTIONS)].astype(np.float32)
    total = counted.sum(1, keepdims=True)
    return np.divide(counted, total, out=np.zeros_like(counted), where=total > 0)


def _without_outliers(votes: Votes) -> NDArray[np.int64]:
    counted = votes.astype(np.int64)
    return np.where(counted <= 1, 0, counted)


def _probable(row: NDArray[np.int64]) -> int:
    """Emotions are taken from the top until they hold three quarters of the votes; more than three, or half the votes
    or fewer, and the picture does not count. 'Unknown' or 'no face' among them ends the search.
    """
    left, taken, total = row.copy(), np.zeros_like(row), int(row.sum())
    count, valid = 0, True
    while taken.sum() < 0.75 * total and count < 3 and valid:
        top = left.max()
        for place in np.flatnonzero(left == top):
            count += 1
            taken[place], left[place] = top, 0
            if place >= len(EMOTIONS):
                valid = False
                if taken.sum() > top:
                    taken[place] = 0
                    count -= 1
                break
    if taken.sum() <= 0.5 * total or count > 3 or taken.argmax() >= len(EMOTIONS):
        return DISCARDED
    return int(taken.argmax())
