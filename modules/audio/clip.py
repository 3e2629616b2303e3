"""`Clip`: sound in memory."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
"""[frames, channels]; full scale is 1."""
Check = Callable[[], None]
"""Called between short pieces of work; raises when nobody wants the rest."""
RATE: Final = 44_100
"""What everything is rendered at."""


def never() -> None:
    """The check of somebody who never gives up."""


@dataclass(frozen=True, eq=False)
class Clip:
    samples: Samples
    rate: int

    @property
    def frames(self) -> int:
        return self.samples.shape[0]

    @property
    def channels(self) -> int:
        return self.samples.shape[1]

    @property
    def seconds(self) -> float:
        return self.frames / self.rate

    def mono(self) -> "Clip":
        """[frames, 1], the mean of the channels."""
        return Clip(self.samples.mean(axis=1, keepdims=True, dtype=np.float32), self.rate)


def silence(seconds: float, rate: int = RATE, channels: int = 2) -> Clip:
    return Clip(np.zeros((round(seconds * rate), channels), dtype=np.float32), rate)
