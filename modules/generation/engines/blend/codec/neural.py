"""`Codec`, EnCodec with its weights frozen: sound at 24 kHz to latents [frames, 128] and back."""

from __future__ import annotations

import json
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from models.errors import Invalid
from modules.audio.clip import Check, never
from modules.composing.one_thread import one_thread
from modules.fetching.download import digest
from modules.generation.engines.blend.codec.package import encodec, quiet
from modules.generation.engines.blend.codec.weights import OFFICIAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

Floats = npt.NDArray[np.float32]
RATE: Final = 24_000
BANDWIDTH: Final = 6.0
SPAN: Final = 8
"""Seconds that are worked on in one go."""
BEFORE: Final = 1
"""Seconds before each of them that are worked on again: the codec looks back, and never ahead."""
FETCH: Final = "Remove it and run `museaika weights fetch encodec`."


class BadCodec(Invalid):
    code = "blend.bad_codec"
    title = "Not the weights of a codec that we can use"


@dataclass(frozen=True)
class CodecShape:
    """The official one; smaller ones are for tests."""

    filters: int = 32
    ratios: tuple[int, ...] = (8, 5, 4, 2)
    recurrent: int = 2
    latent: int = 128
    entries: int = 1024
    codebooks: int = 32

    @property
    def hop(self) -> int:
        return math.prod(self.ratios)


class Codec:
    """encode and decode work on pieces side by side, each in one thread: the numbers do not depend on how many."""

    def __init__(self, network: Any, shape: CodecShape, threads: int = 2) -> None:
        self.network = network.eval().requires_grad_(False)
        self.network.set_target_bandwidth(BANDWIDTH)
        self.shape = shape
        self._threads = threads

    @property
    def frames_a_second(self) -> float:
        return RATE / self.shape.hop

    def encode(self, samples: Floats, check: Check = never) -> Floats:
        """[samples] at 24 kHz to what the encoder says of them, before any quantising: [frames, latent]."""
        hop, span, before = self.shape.hop, self._span() * self.shape.hop, self._before() * self.shape.hop
        frames = max(-(-len(samples) // hop), 1)
        padded = np.pad(samples, (0, frames * hop - len(samples))).astype(np.float32)

        def one(start: int) -> Floats:
            begin = max(start - before, 0)
            with torch.inference_mode():
                found = self.network.encoder(torch.from_numpy(padded[None, None, begin : start + span]))
            latents: Floats = found[0].T.numpy()[(start - begin) // hop :]
            return latents

        return np.concatenate(self._each(one, range(0, len(padded), span), check))

    def decode(self, latents: Floats, check: Check = never) -> Floats:
        """[frames, latent] to [samples], through the codebooks of 6 kbit/s: the decoder has learned nothing else."""
        hop, span, before = self.shape.hop, self._span(), self._before()

        def one(start: int) -> Floats:
            begin = max(start - before, 0)
            piece = torch.from_numpy(np.ascontiguousarray(latents[begin : start + span].T[None]))
            with torch.inference_mode():
                quantizer = self.network.quantizer
                codes = quantizer.encode(piece, self.network.frame_rate, BANDWIDTH)
                sound = self.network.decoder(quantizer.decode(codes))
            samples: Floats = sound[0, 0].numpy()[(start - begin) * hop :]
            return samples

        return np.concatenate(self._each(one, range(0, len(latents), span), check))

    def save(self, path: Path) -> None:
        """As safetensors, with its shape: for codecs that are not the official one."""
        state = {name: value.contiguous() for name, value in self.network.state_dict().items()}
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file(state, path, {"shape": json.dumps(asdict(self.shape))})

    def _span(self) -> int:
        return int(SPAN * self.frames_a_second)

    def _before(self) -> int:
        return int(BEFORE * self.frames_a_second)

    def _each(self, one: Callable[[int], Floats], starts: Iterable[int], check: Check) -> list[Floats]:
        def checked(start: int) -> Floats:
            check()
            return one(start)

        with one_thread(), ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(checked, starts))


def untrained(shape: CodecShape, seed: int = 0) -> Codec:
    """A codec of that shape with weights by chance, and codebooks drawn from what it makes of a few sounds."""
    rng = np.random.default_rng(seed)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        codec = Codec(_built(shape), shape)
    pitches = rng.uniform(60.0, 4000.0, 64).repeat(RATE // 8)
    levels = rng.uniform(0.0, 0.5, 64).repeat(RATE // 8)
    sounds = levels * np.sin(2 * np.pi * np.cumsum(pitches) / RATE)
    rest = torch.from_numpy(codec.encode(sounds.astype(np.float32)))
    for layer in codec.network.quantizer.vq.layers:
        book = layer._codebook  # noqa: SLF001 - where the package keeps it
        book.embed.copy_(rest[torch.from_numpy(rng.integers(0, len(rest), shape.entries))])
        rest = rest - book.decode(book.encode(rest))
    return codec


def open_codec(path: Path) -> Codec:
    """The official file, by its checksum, or one that `Codec.save` wrote. Raises BadCodec."""
    if path.suffix == ".safetensors":
        return _own(path)
    if digest(path) != OFFICIAL.sha256:
        raise BadCodec(f"{path} is not the file we know: its checksum is another one.", next_step=FETCH)
    state = torch.load(path, map_location="cpu", weights_only=True)
    return _filled(CodecShape(), state, path)


def _own(path: Path) -> Codec:
    try:
        with safe_open(path, "pt") as file:
            kept = json.loads((file.metadata() or {}).get("shape", "{}"))
            state = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - it is no dictionary
        shape = CodecShape(**(kept | {"ratios": tuple(kept["ratios"])}))
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise BadCodec(f"{path} does not describe a codec: {error}", next_step=FETCH) from None
    return _filled(shape, state, path)


def _filled(shape: CodecShape, state: dict[str, Any], path: Path) -> Codec:
    network = _built(shape)
    try:
        network.load_state_dict(state)
    except RuntimeError as error:
        raise BadCodec(f"{path} does not fit EnCodec: {str(error)[:300]}", next_step=FETCH) from None
    return Codec(network, shape)


def _built(shape: CodecShape) -> Any:
    """The package's own classes, put together as it does for its 24 kHz codec."""
    package = encodec()
    parts = {"n_filters": shape.filters, "ratios": list(shape.ratios), "lstm": shape.recurrent}
    parts |= {"dimension": shape.latent, "channels": 1, "norm": "weight_norm", "causal": True}
    with quiet():
        encoder, decoder = package.modules.SEANetEncoder(**parts), package.modules.SEANetDecoder(**parts)
    quantizer = package.quantization.ResidualVectorQuantizer(
        dimension=shape.latent, n_q=shape.codebooks, bins=shape.entries
    )
    return package.EncodecModel(encoder, decoder, quantizer, [BANDWIDTH], RATE, 1)
