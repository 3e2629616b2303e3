"""The backend `composer`: a low-rank adapter on our own composing network; always there, trained in minutes."""

from pathlib import Path
from typing import ClassVar, Final

from modules.generation.engines.twin.backends.backend import InferBackend, TrainBackend
from modules.generation.engines.twin.backends.composer import shapes
from modules.generation.engines.twin.settings import TwinSettings

WEIGHTS: Final = Path(__file__).parents[5] / "composing" / "weights"
NETWORK: Final = "composer.safetensors"


class ComposerBackend:
    """Learns from notes; sound is transcribed when it is prepared."""

    name: ClassVar[str] = "composer"
    title: ClassVar[str] = "The composing network of the house"
    licence: ClassVar[str] = "Our own weights: what is made with them is yours; see modules/composing/weights."
    most_bytes: ClassVar[int] = 4_000_000
    queue = "cpu"

    def __init__(self, settings: TwinSettings) -> None:
        self._settings = settings
        self._weights = settings.weights or WEIGHTS

    def missing(self) -> list[str]:
        if (self._weights / NETWORK).is_file():
            return []
        return [f"There are no weights in {self._weights}: leave MUSEAIKA_ENGINES__TWIN__WEIGHTS empty for ours."]

    def check(self, adapter: Path) -> int:
        return shapes.check(adapter, self._weights / NETWORK, self.most_bytes)

    def cost(self, seconds: float) -> float:
        return seconds

    def trainer(self) -> TrainBackend:
        from modules.generation.engines.twin.backends.composer.trainer import ComposerTrainer

        return ComposerTrainer(self._weights, self._settings.soundfont, self._settings.threads)

    def player(self) -> InferBackend:
        from modules.generation.engines.twin.backends.composer.player import ComposerPlayer

        return ComposerPlayer(self._weights, self._settings.soundfont, self._settings.threads)
