"""The backend `ace_step`: a low-rank adapter on ACE-Step 1.5; wants a graphics card and its weights."""

from typing import ClassVar, Final

from modules.fetching.manifest import ACE_STEP
from modules.generation.engines.twin.backends.backend import InferBackend, TrainBackend
from modules.generation.engines.twin.backends.sounding.card import SoundCard

PREFIX: Final = "transformer."
"""As diffusers names what belongs to this part of a pipeline, so that it can load our adapters too."""
TARGETS: Final = r"layers\.\d+\.(?:self_attn|cross_attn)\.(?:to_[qkv]|to_out\.0)"
RATE: Final = 1e-4


class AceStepBackend(SoundCard):
    """Learns from sound and its tags."""

    name: ClassVar[str] = "ace_step"
    title: ClassVar[str] = "ACE-Step 1.5, songs from words"
    licence: ClassVar[str] = "MIT, as its makers say of the weights; what they learned from is not published as a list."
    weights, needed, files = ACE_STEP, "model_index.json", "transformer/*.safetensors"
    packages = ("torch", "transformers", "diffusers", "peft")
    prefix, targets = PREFIX, TARGETS
    opening, each_second = 120.0, 40.0

    def trainer(self) -> TrainBackend:
        from modules.generation.engines.twin.backends.ace_step.trainer import trainer

        return trainer(self.folder, self._device)

    def player(self) -> InferBackend:
        from modules.generation.engines.twin.backends.ace_step.player import player

        return player(self.folder, self._device)
