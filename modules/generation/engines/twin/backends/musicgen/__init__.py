"""The backend `musicgen`: a low-rank adapter on any MusicGen checkpoint; wants a graphics card and its weights."""

from pathlib import Path
from typing import ClassVar, Final

from modules.fetching.manifest import MUSICGEN
from modules.generation.engines.twin.backends.backend import InferBackend, TrainBackend
from modules.generation.engines.twin.backends.sounding import adapter_file, places
from modules.generation.engines.twin.settings import TwinSettings

PREFIX: Final = "base_model.model."
TARGETS: Final = r"decoder\.model\.decoder\.layers\.\d+\.(?:(?:self_attn|encoder_attn)\.(?:[qkv]_proj|out_proj)|fc[12])"
RATE: Final = 3e-4


class MusicgenBackend:
    """Learns from sound and its tags."""

    name: ClassVar[str] = "musicgen"
    title: ClassVar[str] = "MusicGen, sound from words"
    licence: ClassVar[str] = "CC BY-NC 4.0: neither these weights nor what is trained on them may be used commercially."
    most_bytes: ClassVar[int] = adapter_file.MOST_BYTES

    def __init__(self, settings: TwinSettings) -> None:
        self._settings = settings
        self._folder = places.folder_of(settings.musicgen, settings.fetched, MUSICGEN)

    def missing(self) -> list[str]:
        packages = ("torch", "transformers", "peft")
        return places.missing(self._settings.musicgen, self._settings.fetched, MUSICGEN, "config.json", packages)

    @property
    def queue(self) -> str:
        return places.queue_of(self._settings.device)

    def check(self, adapter: Path) -> int:
        return adapter_file.check(adapter, sorted(self._folder.glob("*.safetensors")), PREFIX, TARGETS)

    def cost(self, seconds: float) -> float:
        """On a processor core; a graphics card is far quicker."""
        return 60.0 + 20.0 * seconds

    def trainer(self) -> TrainBackend:
        from modules.generation.engines.twin.backends.musicgen.trainer import trainer

        return trainer(self._folder, self._settings.device)

    def player(self) -> InferBackend:
        from modules.generation.engines.twin.backends.musicgen.player import player

        return player(self._folder, self._settings.device)
