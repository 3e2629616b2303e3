"""MusicGen as a network that learns and plays: sound to tokens by EnCodec, words to states by T5, tokens to sound."""

import math
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Generator, Tensor, nn
from transformers import AutoTokenizer, MusicgenForConditionalGeneration
from transformers.modeling_outputs import BaseModelOutput
from transformers.utils import logging

from modules.audio.clip import Clip
from modules.generation.engines.twin.backends.musicgen import PREFIX, TARGETS
from modules.generation.engines.twin.backends.musicgen.delays import delayed, loss
from modules.generation.engines.twin.backends.sounding.devices import device_of, mixed, precision
from modules.generation.engines.twin.backends.sounding.joining import continued
from modules.generation.engines.twin.backends.sounding.network import Example, Order
from modules.generation.progress import Report

_WORDLESS: Final = 0.1
"""The share of steps that learn without words, so that words can be stressed when playing."""
_STRESS: Final = 3.0
_CHOICES: Final = 250
_LONGEST: Final = 30.0
"""Seconds at once: it never learned longer ones."""
_KEPT: Final = 10.0
"""Seconds that are heard again where more is made."""


def open_musicgen(folder: Path, device: str) -> "Musicgen":
    """Nothing is fetched, and nothing but safetensors is opened."""
    device = device_of(device)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
    told: dict[str, Any] = {"local_files_only": True, "use_safetensors": True, "dtype": precision(device)}
    model: Any = MusicgenForConditionalGeneration.from_pretrained(folder, **told)
    model.audio_encoder.float()  # half precision is for what learns, not for sound
    for name in ("dropout", "attention_dropout", "activation_dropout", "layerdrop"):
        for module in model.decoder.modules():
            if isinstance(getattr(module, name, None), float):
                setattr(module, name, 0.0)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    return Musicgen(model.to(device).eval(), tokenizer, device)


class Musicgen:
    """As `SoundNetwork` says."""

    prefix, targets, unit, sings = PREFIX, TARGETS, "nats a token", False

    def __init__(self, model: Any, tokenizer: Any, device: str) -> None:
        self._model, self._tokenizer, self.device = model, tokenizer, device
        self._pad = int(model.config.decoder.pad_token_id)
        self._channels = int(model.config.decoder.audio_channels)

    @property
    def learner(self) -> nn.Module:
        model: nn.Module = self._model
        return model

    @cached_property
    def rate(self) -> int:
        return int(self._model.audio_encoder.config.sampling_rate)

    @cached_property
    def _frames_a_second(self) -> float:
        hop = int(np.prod(self._model.audio_encoder.config.upsampling_ratios))
        return self.rate / hop

    @torch.no_grad()
    def encoded(self, clip: Clip, words: str) -> Example:
        codes = self._model.audio_encoder.encode(self._tensor(clip)).audio_codes[0, 0].cpu()
        if self._channels == 2:
            codes = codes.repeat_interleave(2, dim=0)
        given, said = delayed(codes, self._channels, self._pad)
        read = self._read(words)
        states = self._model.text_encoder(read.input_ids, attention_mask=read.attention_mask).last_hidden_state
        return {"given": given, "said": said, "states": states[0].float().cpu()}

    def loss(self, example: Example, noise: Generator) -> Tensor:
        states = example["states"][None].to(self.device, self._model.audio_encoder.dtype)
        if torch.is_grad_enabled() and float(torch.rand((), generator=noise)) < _WORDLESS:
            states = torch.zeros_like(states)
        with mixed(self.device):
            logits = self._model(
                encoder_outputs=BaseModelOutput(last_hidden_state=states),
                attention_mask=torch.ones(states.shape[:2], dtype=torch.long, device=self.device),
                decoder_input_ids=example["given"].to(self.device),
                use_cache=False,
            ).logits
        return loss(logits, example["said"].to(self.device))

    def learn(self) -> None:
        self._model.decoder.train()
        self._model.decoder.activation_checkpointing_enable({"use_reentrant": False})
        if self.device != "cpu":
            self._model.text_encoder.to("cpu")
            self._model.audio_encoder.to("cpu")

    @torch.no_grad()
    def generate(self, order: Order, report: Report) -> Clip:
        longest = min(_LONGEST, (self._model.config.decoder.max_position_embeddings - 8) / self._frames_a_second)
        listener = _Listener(report, order.seconds * self._frames_a_second)

        def more(seconds: float, before: Clip | None, number: int) -> Clip:
            return self._more(order, (seconds, before, number), listener)

        return continued(order.seconds, longest, min(_KEPT, longest / 3), self.rate, more)

    def _more(self, order: Order, asked: tuple[float, Clip | None, int], listener: "_Listener") -> Clip:
        """So many seconds, those before counted in."""
        seconds, before, number = asked
        told: dict[str, Any] = dict(self._read(order.words or "music"))
        heard = 0
        if before is not None:
            told["input_values"] = self._tensor(before)
            heard = int(before.seconds * self._frames_a_second)
        books = self._model.config.decoder.num_codebooks // self._channels
        new = math.ceil(seconds * self._frames_a_second) - heard + books
        playing = {"do_sample": True, "top_k": _CHOICES, "guidance_scale": _STRESS, "streamer": listener}
        with torch.random.fork_rng(), mixed(self.device):
            torch.manual_seed(order.seed * 1_009 + number)
            sound = self._model.generate(**told, **playing, max_new_tokens=new)
        return Clip(np.ascontiguousarray(sound[0].float().cpu().numpy().T, np.float32), self.rate)

    def _read(self, words: str) -> Any:
        return self._tokenizer([words], return_tensors="pt", truncation=True, max_length=256).to(self.device)

    def _tensor(self, clip: Clip) -> Tensor:
        return torch.from_numpy(clip.samples.T.copy())[None].to(self.device, self._model.dtype)


class _Listener:
    """Is told every token, as a streamer is; so it can tell how far it is, and end it."""

    def __init__(self, report: Report, expected: float) -> None:
        self._report, self._expected, self._said = report, max(expected, 1.0), 0

    def put(self, _tokens: Tensor) -> None:
        self._said += 1
        self._report(min(self._said / self._expected, 1.0), "playing")

    def end(self) -> None:
        """Another piece may follow."""
