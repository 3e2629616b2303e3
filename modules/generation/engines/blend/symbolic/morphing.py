"""From one pattern to another, column by column: everything changes sides at a share of its own, evenly spread.

So a pattern is all the first's at 0, all the second's at 1, never jumps on the way, and what changes sides (a place in
the bar, a bar, a pair of bars) changes for the whole passage: a groove stays a groove.
"""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Flags: TypeAlias = npt.NDArray[np.bool_]


def turned(count: int, share: float, rng: np.random.Generator) -> Flags:
    """[count] whether each is the second's at this share; the chance does not depend on the share."""
    turns = (rng.permutation(count) + 0.5) / max(count, 1)
    return np.asarray(turns <= share)


def grouped(count: int, each: int, share: float, rng: np.random.Generator) -> Flags:
    """[count] the same, neighbours in groups of so many together."""
    return np.repeat(turned(-(-count // each), share, rng), each)[:count]


def columns(one: npt.NDArray[Any], two: npt.NDArray[Any], share: float, rng: np.random.Generator) -> npt.NDArray[Any]:
    """[bars, places] each place in the bar as in the first or as in the second."""
    return np.asarray(np.where(turned(one.shape[1], share, rng)[None, :], two, one))


def rows(one: npt.NDArray[Any], two: npt.NDArray[Any], share: float, rng: np.random.Generator) -> npt.NDArray[Any]:
    """[bars, places] each bar as in the first or as in the second."""
    return np.asarray(np.where(turned(len(one), share, rng)[:, None], two, one))
