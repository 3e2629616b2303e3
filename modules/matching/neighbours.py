"""Files that are like others in tempo, density and mood: what is offered where a track itself is not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.matching.content import COLUMNS, distance
from modules.matching.index import MidiIndex

CHOICE: Final = 12
"""So many files are as near as each other: chance by name takes one."""
_COLUMN: Final = {name: at for at, name in enumerate(COLUMNS)}


@dataclass(frozen=True, slots=True)
class Basis:
    """What a neighbour should be like; NaN where that does not matter. why: for people."""

    why: str
    tempo: float = float("nan")
    density: float = float("nan")
    valence: float = float("nan")
    arousal: float = float("nan")

    @classmethod
    def of_mood(cls, valence: float, arousal: float) -> "Basis":
        return cls("near the mood that was asked for", valence=valence, arousal=arousal)


class Neighbours:
    def __init__(self, index: MidiIndex) -> None:
        self._index = index

    def around(self, files: Sequence[int]) -> Basis | None:
        """The middle of these files; None where nothing is known about them."""
        if not files or not len(self._index.content):
            return None
        rows = self._index.content[sorted(set(files))]
        rows = rows[np.isfinite(rows).all(axis=1)]
        if not len(rows):
            return None
        middle = {name: float(np.median(rows[:, _COLUMN[name]])) for name in ("tempo", "density", "valence", "arousal")}
        return Basis("near the tracks of the same list that are here", **middle)

    def near(self, basis: Basis, chance: int) -> tuple[int, float] | None:
        """One of the nearest files and how close it is, 0 to 1."""
        content = self._index.content
        if not len(content):
            return None
        far = distance(np.array([basis.tempo, basis.density, basis.valence, basis.arousal]), content)
        nearest = np.argsort(far, kind="stable")[:CHOICE]
        nearest = nearest[np.isfinite(far[nearest])]
        if not len(nearest):
            return None
        chosen = int(nearest[chance % len(nearest)])
        return chosen, float(1 / (1 + far[chosen]))
