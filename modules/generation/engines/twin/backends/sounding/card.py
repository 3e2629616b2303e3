"""`SoundCard`, what the cards of all networks of sound say in the same way; it imports nothing heavy."""

from pathlib import Path
from typing import ClassVar

from modules.fetching.manifest import Weights
from modules.generation.engines.twin.backends.sounding import adapter_file, places
from modules.generation.engines.twin.settings import TwinSettings


class SoundCard:
    """weights: what is fetched for it. needed: the file without which a folder is no checkpoint. files: where in it the
    layers that learn lie. opening, each_second: what an order costs a processor; a graphics card is far quicker.
    """

    name: ClassVar[str]
    weights: ClassVar[Weights]
    needed: ClassVar[str]
    packages: ClassVar[tuple[str, ...]]
    files: ClassVar[str]
    prefix: ClassVar[str]
    targets: ClassVar[str]
    opening: ClassVar[float]
    each_second: ClassVar[float]
    most_bytes: ClassVar[int] = adapter_file.MOST_BYTES

    def __init__(self, settings: TwinSettings) -> None:
        self._device = settings.device
        self._named: str = getattr(settings, self.name)
        self._fetched = settings.fetched

    @property
    def folder(self) -> Path:
        return places.folder_of(self._named, self._fetched, self.weights)

    @property
    def queue(self) -> str:
        return places.queue_of(self._device)

    def missing(self) -> list[str]:
        return places.missing(self._named, self._fetched, self.weights, self.needed, self.packages)

    def check(self, adapter: Path) -> int:
        return adapter_file.check(adapter, sorted(self.folder.glob(self.files)), self.prefix, self.targets)

    def cost(self, seconds: float) -> float:
        return self.opening + self.each_second * seconds
