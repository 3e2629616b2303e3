"""ACE-Step 1.5 as a network that learns by flow matching and plays by diffusers' pipeline."""

import math
import warnings
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from diffusers import AceStepPipeline
from diffusers.utils import logging
from torch import Generator, Tensor, nn
from torch.nn import functional
from transformers.utils import logging as transformers_logging

from modules.audio.clip import Clip
from modules.generation.engines.twin.backends.ace_step import PREFIX, TARGETS
from modules.generation.engines.twin.backends.sounding.devices import device_of, mixed, precision
from modules.generation.engines.twin.backends.sounding.network import Example, Order
from modules.generation.engines.twin.prompts import understood
from modules.generation.progress import Report

_WORDLESS: Final = 0.15
"""The share of steps that learn without words, so that words can be stressed when playing."""
_STRESS: Final = 7.0
_STEPS, _TURBO_STEPS = 32, 8
_SHIFT: Final = 3.0
_MIDDLE, _WIDTH = -0.4, 1.0
"""Of the noise while learning: a normal distribution, squeezed between 0 and 1."""
_JUDGED: Final = (0.2, 0.4, 0.6, 0.8)
_TIMBRE: Final = 30.0
"""Seconds of silence that stand where a sound to imitate could."""
_UNSUNG: Final = "[Instrumental]"


def open_ace_step(folder: Path, device: str) -> "AceStep":
    """Nothing is fetched, and nothing but safetensors is opened."""
    device = device_of(device)
    logging.disable_progress_bar()
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
    told: dict[str, Any] = {"local_files_only": True, "use_safetensors": True, "torch_dtype": precision(device)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # diffusers uses what torch will drop one day
        kind: Any = AceStepPipeline
        pipe = kind.from_pretrained(folder, **told)
    pipe.set_progress_bar_config(disable=True)
    return AceStep(pipe.to(device), device)


class AceStep:
    """As `SoundNetwork` says."""

    prefix, targets, unit, sings = PREFIX, TARGETS, "of squared error", True

    def __init__(self, pipe: Any, device: str) -> None:
        self._pipe, self.device = pipe, device
        self.rate = int(pipe.sample_rate)
        self._null = pipe.condition_encoder.null_condition_emb.detach()

    @property
    def learner(self) -> nn.Module:
        transformer: nn.Module = self._pipe.transformer
        return transformer

    @torch.no_grad()
    def encoded(self, clip: Clip, words: str) -> Example:
        pipe, dtype = self._pipe, self._pipe.transformer.dtype
        sound = torch.from_numpy(np.repeat(clip.samples.T, 2, axis=0)[None]).to(self.device, pipe.vae.dtype)
        latents = pipe.vae.encode(sound).latent_dist.mode().transpose(1, 2).to(dtype)
        around, _ = pipe.prepare_src_latents(device=self.device, dtype=dtype, latent_length=latents.shape[1])
        asked = understood(words)
        states = self._states(Order(words, clip.seconds, 0, asked.bpm, asked.key), dtype)
        found = {"latents": latents, "around": around, "states": states}
        return {name: one[0].float().cpu() for name, one in found.items()}

    def loss(self, example: Example, noise: Generator) -> Tensor:
        latents, around, states = (example[name][None] for name in ("latents", "around", "states"))
        given = states.to(self.device, self._pipe.transformer.dtype)
        if not torch.is_grad_enabled():
            return torch.stack([self._missed(latents, around, given, noise, at) for at in _JUDGED]).mean()
        if float(torch.rand((), generator=noise)) < _WORDLESS:
            given = self._null.to(given).expand_as(given)
        return self._missed(latents, around, given, noise, self._when(noise))

    def _missed(self, latents: Tensor, around: Tensor, states: Tensor, noise: Generator, at: float) -> Tensor:
        """How far it is from saying which way leads from noise to sound. at: 1 is all noise."""
        scatter = torch.randn(latents.shape, generator=noise)
        mixture = at * scatter + (1 - at) * latents
        dtype = states.dtype
        when = torch.full((1,), at, device=self.device, dtype=dtype)
        with mixed(self.device):
            said = self._pipe.transformer(
                hidden_states=mixture.to(self.device, dtype),
                timestep=when,
                timestep_r=when,
                encoder_hidden_states=states,
                context_latents=torch.cat([around, torch.ones_like(around)], dim=-1).to(self.device, dtype),
                return_dict=False,
            )[0]
        return functional.mse_loss(said.float(), (scatter - latents).to(self.device))

    def _when(self, noise: Generator) -> float:
        """A turbo network knows only the moments that it plays by."""
        if self._pipe.is_turbo:
            moments = self._pipe._get_timestep_schedule(_TURBO_STEPS, _SHIFT)  # noqa: SLF001  (nothing else tells)
            return float(moments[int(torch.randint(len(moments), (), generator=noise))])
        return float(torch.sigmoid(_MIDDLE + _WIDTH * torch.randn((), generator=noise)))

    def learn(self) -> None:
        self._pipe.transformer.enable_gradient_checkpointing()
        if self.device != "cpu":
            for part in (self._pipe.text_encoder, self._pipe.condition_encoder, self._pipe.vae):
                part.to("cpu")

    def _states(self, order: Order, dtype: torch.dtype) -> Tensor:
        """What the words come to, as the pipeline itself makes it of an order without a sound to imitate."""
        pipe = self._pipe
        names = ("text_hidden_states", "text_attention_mask", "lyric_hidden_states", "lyric_attention_mask")
        read = pipe.encode_prompt(device=self.device, audio_duration=order.seconds, **_worded(order))
        frames = math.ceil(_TIMBRE * pipe.latents_per_second)
        states: Tensor = pipe.condition_encoder(
            **dict(zip(names, read, strict=True)),
            refer_audio_acoustic_hidden_states_packed=pipe.condition_encoder.silence_latent[:, :frames].to(dtype),
            refer_audio_order_mask=torch.zeros(1, dtype=torch.long, device=self.device),
        )[0]
        return states

    def generate(self, order: Order, report: Report) -> Clip:
        steps = _TURBO_STEPS if self._pipe.is_turbo else _STEPS

        def heard(_pipe: Any, step: int, _moment: float, _tensors: dict[str, Any]) -> dict[str, Any]:
            report((step + 1) / steps, "playing")
            return {}

        sound = self._pipe(
            audio_duration=order.seconds,
            num_inference_steps=steps,
            guidance_scale=_STRESS,
            shift=_SHIFT,
            generator=Generator().manual_seed(order.seed),
            callback_on_step_end=heard,
            **_worded(order),
        ).audios[0]
        samples = np.ascontiguousarray(sound.float().cpu().numpy().T, np.float32)
        frames = round(order.seconds * self.rate)
        silent = np.zeros((max(frames - len(samples), 0), samples.shape[1]), np.float32)
        return Clip(np.concatenate([samples[:frames], silent]), self.rate)


def _worded(order: Order) -> dict[str, Any]:
    bpm = round(order.bpm) if order.bpm else None
    return {"prompt": order.words or "music", "lyrics": order.lyrics or _UNSUNG, "bpm": bpm, "keyscale": order.key}
