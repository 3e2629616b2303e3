"""Time in music: ticks, tempos, and how ticks become seconds."""

from collections.abc import Sequence
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

TICKS: Final = 960
"""Ticks of a quarter note, in every score: divisible by 3 and by 2 six times over, half a millisecond at 120 bpm."""
MICROSECONDS: Final = 60_000_000
SLOWEST: Final = MICROSECONDS / 0xFFFFFF
"""Quarters a minute: less does not fit into the three bytes of a MIDI file."""
FASTEST: Final = 1000.0


class Tempo(NamedTuple):
    """From this tick on, a quarter lasts so many whole microseconds, so that sound and MIDI file agree."""

    tick: int
    microseconds: int

    @property
    def bpm(self) -> float:
        return MICROSECONDS / self.microseconds

    @classmethod
    def from_bpm(cls, bpm: float, tick: int = 0) -> "Tempo":
        return cls(tick, round(MICROSECONDS / min(max(bpm, SLOWEST), FASTEST)))


class TempoMap:
    """Ticks to seconds and back, for single values and for arrays."""

    def __init__(self, tempos: Sequence[Tempo]) -> None:
        known = {0: Tempo.from_bpm(120.0)} | {tempo.tick: tempo for tempo in sorted(tempos)}
        self.tempos = tuple(known.values())

    @cached_property
    def _table(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        ticks = np.array([tempo.tick for tempo in self.tempos], dtype=np.float64)
        rates = np.array([tempo.microseconds for tempo in self.tempos], dtype=np.float64) / (1e6 * TICKS)
        starts = np.concatenate([[0.0], np.cumsum(np.diff(ticks) * rates[:-1])])
        return ticks, starts, rates

    def seconds(self, ticks: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """When these ticks come."""
        edges, starts, rates = self._table
        wanted = np.asarray(ticks, dtype=np.float64)
        index = np.maximum(np.searchsorted(edges, wanted, side="right") - 1, 0)
        return np.asarray(starts[index] + (wanted - edges[index]) * rates[index])

    def ticks(self, seconds: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """The nearest ticks to these times."""
        edges, starts, rates = self._table
        wanted = np.asarray(seconds, dtype=np.float64)
        index = np.maximum(np.searchsorted(starts, wanted, side="right") - 1, 0)
        return np.asarray(np.rint(edges[index] + (wanted - starts[index]) / rates[index]), dtype=np.int64)

    def main(self, until: int) -> Tempo:
        """The tempo that most of the music up to that tick is in."""
        edges = [tempo.tick for tempo in self.tempos[1:]] + [max(until, self.tempos[-1].tick + 1)]
        lasting: dict[int, int] = {}
        for tempo, end in zip(self.tempos, edges, strict=True):
            length = max(0, min(end, max(until, 1)) - tempo.tick)
            lasting[tempo.microseconds] = lasting.get(tempo.microseconds, 0) + length
        return Tempo(0, max(lasting, key=lambda microseconds: lasting[microseconds]))
