"""The backend `ace_step`: a low-rank adapter on ACE-Step 1.5; wants a graphics card and its weights."""

from pathlib import Path
from typing import ClassVar, Final

from modules.fetching.manifest import ACE_STEP
from modules.generation.engines.twin.backends.backend import InferBackend, TrainBackend
from modules.generation.engines.twin.backends.sounding import adapter_file, places
from modules.generation.engines.twin.settings import TwinSettings

PREFIX: Final = "transformer."
"""As diffusers names what belongs to this part of a pipeline, so that it can load our adapters too."""
TARGETS: Final = r"layers\.\d+\.(?:self_attn|cross_attn)\.(?:to_[qkv]|to_out\.0)"
RATE: Final = 1e-4


class AceStepBackend:
    """Learns from sound and its tags."""

    name: ClassVar[str] = "ace_step"
    title: ClassVar[str] = "ACE-Step 1.5, songs from words"
    licence: ClassVar[str] = "MIT, as its makers say of the weights; what they learned from is not published as a list."
    most_bytes: ClassVar[int] = adapter_file.MOST_BYTES

    def __init__(self, settings: TwinSettings) -> None:
        self._settings = settings
        self._folder = places.folder_of(settings.ace_step, settings.fetched, ACE_STEP)

    def missing(self) -> list[str]:
        packages = ("torch", "transformers", "diffusers", "peft")
        return places.missing(self._settings.ace_step, self._settings.fetched, ACE_STEP, "model_index.json", packages)

    @property
    def queue(self) -> str:
        return places.queue_of(self._settings.device)

    def check(self, adapter: Path) -> int:
        return adapter_file.check(
            adapter, sorted((self._folder / "transformer").glob("*.safetensors")), PREFIX, TARGETS
        )

    def cost(self, seconds: float) -> float:
        """On a processor core; a graphics card is far quicker."""
        return 120.0 + 40.0 * seconds

    def trainer(self) -> TrainBackend:
        from modules.generation.engines.twin.backends.ace_step.trainer import trainer

        return trainer(self._folder, self._settings.device)

    def player(self) -> InferBackend:
        from modules.generation.engines.twin.backends.ace_step.player import player

        return player(self._folder, self._settings.device)
