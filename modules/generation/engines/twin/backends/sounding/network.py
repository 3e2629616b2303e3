"""`SoundNetwork`, what a network of sound must be able to do so that a twin of it can be trained and played."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from torch import Generator, Tensor, nn

from modules.audio.clip import Clip
from modules.generation.progress import Report

Example = Mapping[str, Tensor]
"""A sound and its words as the network takes them, on the processor."""


@dataclass(frozen=True)
class Order:
    """lyrics: what is sung, by networks that sing."""

    words: str
    seconds: float
    seed: int
    bpm: float | None = None
    key: str | None = None
    lyrics: str = ""


class SoundNetwork(Protocol):
    @property
    def learner(self) -> nn.Module:
        """Whose layers learn."""

    @property
    def prefix(self) -> str:
        """What stands before the names of its layers in an adapter's file."""

    @property
    def targets(self) -> str:
        """The layers that learn, as an expression that must match the whole name."""

    @property
    def rate(self) -> int: ...

    @property
    def unit(self) -> str:
        """Of its loss."""

    @property
    def sings(self) -> bool:
        """Whether lyrics mean anything to it."""

    @property
    def device(self) -> str: ...

    def encoded(self, clip: Clip, words: str) -> Example:
        """clip: one channel at its rate."""

    def loss(self, example: Example, noise: Generator) -> Tensor:
        """Of learning this example; what is random in it comes from the generator."""

    def learn(self) -> None:
        """Spare memory while learning: what is not needed leaves the device, and layers are computed twice."""

    def generate(self, order: Order, report: Report) -> Clip:
        """Exactly as long as asked for. report may raise to end it."""
