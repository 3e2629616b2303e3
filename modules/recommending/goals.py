"""The way a list leads through the circle of moods: its places one after the other, and what lies the wrong way."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.errors import Invalid
from models.recommendation import Goal, Wish

Floats = NDArray[np.float64]
FIRST_STEP: Final = 0.1
LAST_STEP: Final = 0.5
"""How far a list leads in the wanted direction from its first track to its last, where there is room."""
PLEASANT: Final = (0.4, 0.3)
"""What the other axis drifts to by a little: nobody wants to be lifted into frenzy, or calmed into gloom."""
DRIFT: Final = 0.3
AXES: Final = {Goal.LIFT: (0, 1.0), Goal.ENERGIZE: (1, 1.0), Goal.CALM: (1, -1.0)}
"""Which axis a goal moves along, and which way."""


class NoDestination(Invalid):
    code = "recommendation.no_destination"
    title = "A journey leads somewhere"


def planned(wish: Wish) -> Floats:
    """[place of the list, 2]: valence and energy. Raises NoDestination."""
    start = np.array([wish.mood.valence, wish.mood.arousal])
    if wish.goal is Goal.JOURNEY:
        return _way(start, _destination(wish), wish.limit)
    if wish.goal is Goal.MATCH:
        return np.repeat(start[None], wish.limit, axis=0)
    axis, way = AXES[wish.goal]
    room = 1.0 - way * start[axis]
    first, last = start.copy(), start.copy()
    first[axis] += way * min(FIRST_STEP, room / 4)
    last[axis] += way * min(LAST_STEP, room * 0.8)
    last[1 - axis] += DRIFT * (PLEASANT[1 - axis] - start[1 - axis])
    return _way(first, last, wish.limit)


def onward(wish: Wish, points: Floats) -> NDArray[np.bool_]:
    """[track]: which lie on the side of the present mood that the goal points to."""
    if wish.goal not in AXES:
        return np.ones(len(points), dtype=bool)
    axis, way = AXES[wish.goal]
    ahead: NDArray[np.bool_] = way * (points[:, axis] - (wish.mood.valence, wish.mood.arousal)[axis]) > 0
    return ahead


def _way(start: Floats, end: Floats, count: int) -> Floats:
    """Evenly, both ends included; a single step is the end."""
    shares = np.linspace(0.0, 1.0, count) if count > 1 else np.ones(1)
    way: Floats = start + shares[:, None] * (end - start)
    return way


def _destination(wish: Wish) -> Floats:
    if wish.to is None:
        raise NoDestination(
            "A journey needs a mood to lead to.", field="to", next_step="Add to=happy, or choose another goal."
        )
    return np.array([wish.to.valence, wish.to.arousal])
