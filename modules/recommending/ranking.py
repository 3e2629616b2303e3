"""Ranking: for every place of a list the track that fits it best, and what its score is made of."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.recommendation import Goal, Wish
from modules.recommending.goals import onward, planned
from modules.recommending.pool import ALONE, Choice

Floats = NDArray[np.float64]
FIT, DOUBT, OWN, CHANCE, AGAIN = "fit", "doubt", "yours", "chance", "again"
PER_ARTIST: Final = 2
FAR: Final = 1.0
TOO_FAR: Final = {Goal.MATCH: 0.5, Goal.JOURNEY: 0.75}
"""On the circle: what lies farther from its place is no answer to what was asked."""
WITHIN: Final = 0.15
FEWEST: Final = 5
"""How far the mean of a match may be from the mood, unless it would be of fewer tracks than that."""
BALANCE: Final = 0.25
"""How far a list that has to match may aim at the other side of what it is off by so far."""
_WEIGHT: Final = {Goal.JOURNEY: 2.0, Goal.MATCH: 1.5}
_DOUBT, _OWN, _CHANCE, _AGAIN = 0.25, 0.05, 0.04, 0.5
_DIGITS: Final = 4


@dataclass(frozen=True)
class Pick:
    """number: in the choice. place: what was planned; aim: what was looked for. parts: what its score is the sum of."""

    number: int
    place: tuple[float, float]
    aim: tuple[float, float]
    parts: dict[str, float]

    @property
    def score(self) -> float:
        return round(sum(self.parts.values()), _DIGITS)


@dataclass
class Ranking:
    """marks: [track] each, what feedback adds. shown: which were in a list of the last days."""

    choice: Choice
    wish: Wish
    marks: Mapping[str, Floats] = field(default_factory=dict)
    shown: NDArray[np.bool_] | None = None

    def picks(self) -> list[Pick]:
        """At most as many as asked for, and at most two of an artist; what was shown lately only where nothing else is.

        Raises NoDestination.
        """
        way = planned(self.wish)
        if not len(self.choice.points):
            return []
        self._columns = np.ascontiguousarray(self.choice.points.T)
        self._steady = self._steady_parts()
        self._sum = np.sum(list(self._steady.values()), axis=0)
        self._open = ~self.choice.repeated & onward(self.wish, self.choice.points)
        self._artists: Counter[int] = Counter()
        self._off = np.zeros(2)
        if self.wish.goal is Goal.JOURNEY:  # where it ends matters most, then where it begins
            way = np.concatenate([way[-1:], way[:-1]])
        found = [pick for place in way if (pick := self._best(place)) is not None]
        shaped = {Goal.MATCH: self._within, Goal.JOURNEY: self._onward}.get(self.wish.goal, list)
        return shaped(found)

    def _best(self, place: Floats) -> Pick | None:
        far = self._apart(place)
        there = self._open & (far <= TOO_FAR.get(self.wish.goal, FAR))
        fresh = there if self.shown is None else there & ~self.shown
        allowed = fresh if fresh.any() else there
        if not allowed.any():
            return None
        aim = self._balanced(place)
        fit = _WEIGHT.get(self.wish.goal, 1.0) * (1.0 - (far if aim is place else self._apart(aim)))
        number = int(np.argmax(np.where(allowed, self._sum + fit, -np.inf)))
        self._take(number)
        self._off += self.choice.points[number] - place
        return self._picked(number, place, aim, float(fit[number]))

    def _picked(self, number: int, place: Floats, aim: Floats, fit: float) -> Pick:
        parts = {FIT: fit} | {name: float(part[number]) for name, part in self._steady.items()}
        told = {name: round(amount, _DIGITS) for name, amount in parts.items()}
        return Pick(number, _pair(place), _pair(aim), {name: one for name, one in told.items() if one})

    def _onward(self, found: list[Pick]) -> list[Pick]:
        """The same tracks, those first that lie farther back on the way, each told by the place it has then."""
        if not found:
            return found
        start, end = (
            np.array([mood.valence, mood.arousal]) for mood in (self.wish.mood, self.wish.to or self.wish.mood)
        )
        way = end - start
        places = sorted((np.array(one.place) for one in found), key=lambda place: float(place @ way))
        numbers = sorted((one.number for one in found), key=lambda number: float(self.choice.points[number] @ way))
        fits = (float(np.hypot(*(self.choice.points[one] - at))) for one, at in zip(numbers, places, strict=True))
        weight = _WEIGHT[Goal.JOURNEY]
        return [
            self._picked(number, place, place, weight * (1.0 - far))
            for number, place, far in zip(numbers, places, fits, strict=True)
        ]

    def _within(self, found: list[Pick]) -> list[Pick]:
        """Without the farthest, until the mean of what is left is where it should be; all, where it never is."""
        kept = list(found)
        while len(kept) >= FEWEST:
            offs = self.choice.points[[one.number for one in kept]] - np.array(kept[0].place)
            if float(np.hypot(*offs.mean(axis=0))) <= WITHIN:
                return kept
            kept.pop(int(np.argmax(np.hypot(*offs.T))))
        return found

    def _balanced(self, place: Floats) -> Floats:
        """Where a match has neighbours on one side only, the next is looked for on the other: its mean stays."""
        if self.wish.goal is not Goal.MATCH:
            return place
        off = float(np.hypot(*self._off))
        aimed: Floats = place - self._off * (min(off, BALANCE) / off if off else 0.0)
        return aimed

    def _apart(self, place: Floats) -> Floats:
        valence, energy = self._columns
        apart: Floats = np.hypot(valence - place[0], energy - place[1])
        return apart

    def _take(self, number: int) -> None:
        self._open[number] = False
        artist = int(self.choice.artists[number])
        self._artists[artist] += artist != ALONE
        if self._artists[artist] >= PER_ARTIST:
            self._open[self.choice.artists == np.uint64(artist)] = False

    def _steady_parts(self) -> dict[str, Floats]:
        """What is the same at every place of the list."""
        choice = self.choice
        parts = {
            DOUBT: -_DOUBT * (1.0 - choice.certainty),
            OWN: _OWN * choice.own,
            CHANCE: _CHANCE * chance(choice.codes, self.wish.seed),
            **self.marks,
        }
        if self.shown is not None:
            parts[AGAIN] = -_AGAIN * self.shown
        return parts


def _pair(place: Floats) -> tuple[float, float]:
    return float(place[0]), float(place[1])


def chance(codes: NDArray[np.uint64], seed: int) -> Floats:
    """[track] from 0 to 1: the same for the same track and seed, whatever else there is to choose from."""
    with np.errstate(over="ignore"):
        mixed = codes ^ (np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15))
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        drawn: Floats = ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) / 2**53
    return drawn
