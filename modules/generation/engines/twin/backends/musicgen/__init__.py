"""The backend `musicgen`: a low-rank adapter on any MusicGen checkpoint; wants a graphics card and its weights."""

from typing import ClassVar, Final

from modules.fetching.manifest import MUSICGEN
from modules.generation.engines.twin.backends.backend import InferBackend, TrainBackend
from modules.generation.engines.twin.backends.sounding.card import SoundCard

PREFIX: Final = "base_model.model."
TARGETS: Final = r"decoder\.model\.decoder\.layers\.\d+\.(?:(?:self_attn|encoder_attn)\.(?:[qkv]_proj|out_proj)|fc[12])"
RATE: Final = 3e-4


class MusicgenBackend(SoundCard):
    """Learns from sound and its tags."""

    name: ClassVar[str] = "musicgen"
    title: ClassVar[str] = "MusicGen, sound from words"
    licence: ClassVar[str] = "CC BY-NC 4.0: neither these weights nor what is trained on them may be used commercially."
    weights, needed, files = MUSICGEN, "config.json", "*.safetensors"
    packages = ("torch", "transformers", "peft")
    prefix, targets = PREFIX, TARGETS
    opening, each_second = 60.0, 20.0

    def trainer(self) -> TrainBackend:
        from modules.generation.engines.twin.backends.musicgen.trainer import trainer

        return trainer(self.folder, self._device)

    def player(self) -> InferBackend:
        from modules.generation.engines.twin.backends.musicgen.player import player

        return player(self.folder, self._device)
