"""`MoodPath`: where a piece is on the circle of moods at each of its moments."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np

from models.errors import Invalid
from modules.composing.bars import Floats


class PathOutOfOrder(Invalid):
    code = "composing.path_out_of_order"
    title = "The path of moods is out of order"


class MoodOutside(Invalid):
    code = "composing.mood_outside"
    title = "The mood lies outside the circle"


class Moment(NamedTuple):
    """at: a share of the piece, 0..1, or seconds (see `MoodPath.in_seconds`)."""

    at: float
    valence: float
    arousal: float


@dataclass(frozen=True)
class MoodPath:
    """Straight lines between moments; before the first and after the last the mood stays as there."""

    moments: tuple[Moment, ...]
    in_seconds: bool = False

    @classmethod
    def steady(cls, valence: float, arousal: float) -> Self:
        return cls.through([(0.0, valence, arousal)])

    @classmethod
    def through(cls, points: Sequence[tuple[float, float, float]], *, in_seconds: bool = False) -> Self:
        """A path of (at, valence, arousal); at must rise."""
        moments = tuple(Moment(*point) for point in points)
        for moment in moments:
            if not (all(map(math.isfinite, moment)) and max(abs(moment.valence), abs(moment.arousal)) <= 1):
                raise MoodOutside(
                    f"Valence {moment.valence:g} and arousal {moment.arousal:g} lie outside the circle.",
                    field="mood",
                    next_step="Keep both between -1 and 1.",
                )
        times = [moment.at for moment in moments]
        if not times or times[0] < 0 or any(later <= sooner for sooner, later in pairwise(times)):
            raise PathOutOfOrder(
                "The points of the path do not follow each other in time.",
                field="path",
                next_step="Give at least one point, each later than the one before it, none before 0.",
            )
        if not in_seconds and times[-1] > 1:
            raise PathOutOfOrder(
                f"A point lies at {times[-1]:g} of the piece, after its end.",
                field="path",
                next_step="Give shares of the piece between 0 and 1, or seconds.",
            )
        return cls(moments, in_seconds)

    @property
    def moves(self) -> bool:
        return len({moment[1:] for moment in self.moments}) > 1

    def along(self, shares: Floats, seconds: float) -> tuple[Floats, Floats]:
        """Valence and arousal at these shares (0..1) of a piece that lasts so many seconds."""
        times = shares * seconds if self.in_seconds else shares
        at = [moment.at for moment in self.moments]
        valence = np.interp(times, at, [moment.valence for moment in self.moments])
        arousal = np.interp(times, at, [moment.arousal for moment in self.moments])
        return valence, arousal
