"""`blend`: two clips through the codec, our network between, and back to one clip."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.signal import resample_poly

from models.errors import Unavailable
from modules.audio.clip import Check, Clip, never
from modules.composing.one_thread import one_thread
from modules.generation.engines.blend.codec.canvas import Canvas, Floats, canvas
from modules.generation.engines.blend.codec.network import Network, Window, load
from modules.generation.engines.blend.codec.neural import RATE, Codec, open_codec
from modules.generation.engines.blend.codec.weights import cascade_file, codec_file, missing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from modules.generation.progress import Report

OVERLAP: Final = 60
"""Frames in which one window fades into the next."""
LEVEL: Final = 0.1
"""Both tracks are brought to this loudness (root of the mean square), so that none drowns the other."""
PEAK: Final = 0.98


class NotReady(Unavailable):
    code = "blend.codec_not_ready"
    title = "The weights of this way are not there"


def blend(  # noqa: PLR0913 - an order as the engine passes it on: all by name
    a: Clip,
    b: Clip,
    *,
    seconds: float,
    amount: float,
    seed: int,
    folder: Path,
    report: Report = lambda _fraction, _note: None,
    check: Check = never,
) -> Clip:
    """So many seconds at 24 kHz, mono; amount 0 is all a, 1 all b. Raises NotReady, BadCodec, BadCascade.

    The same clips, amount, seed and weights give the same samples. A track that is shorter than that begins anew.
    """
    if lacking := missing(folder):
        raise NotReady(lacking[0], next_step="Order method symbolic, which needs none of them.")
    report(0.0, "opening the codec")
    codec, network = _opened(*(_stamp(file) for file in (codec_file(folder), cascade_file(folder))))
    report(0.05, "turning both tracks into latents")
    tracks = [codec.encode(prepared(clip), check) for clip in (a, b)]
    frames = max(-(-round(seconds * RATE) // codec.shape.hop), 1)
    report(0.45, "blending")
    latents = blended(network, [lasting(track, frames) for track in tracks], amount, seed, check)
    report(0.55, "turning latents into sound")
    samples = codec.decode(latents, check)[: round(seconds * RATE)]
    report(1.0, "blended")
    return Clip(tamed(samples)[:, None], RATE)


def prepared(clip: Clip) -> Floats:
    """[samples] at 24 kHz, of an even loudness; what is silent stays silent."""
    mono = np.nan_to_num(clip.mono().samples[:, 0], posinf=0.0, neginf=0.0)
    if clip.rate != RATE:
        mono = resample_poly(mono, RATE, clip.rate)
    mono = mono - mono.mean() if len(mono) else mono
    loud = float(np.sqrt(np.mean(np.square(mono)))) if len(mono) else 0.0
    return np.asarray(mono * (LEVEL / loud if loud > 1e-5 else 1.0), np.float32)


def lasting(latents: Floats, frames: int) -> Floats:
    """[frames, latent]: cut, or begun anew as often as it takes."""
    return np.resize(latents, (frames, latents.shape[1]))


def tamed(samples: Floats) -> Floats:
    loudest = float(np.abs(samples).max(initial=0.0))
    return np.asarray(samples * min(PEAK / max(loudest, 1e-9), 1.0), np.float32)


def blended(network: Network, tracks: list[Floats], amount: float, seed: int, check: Check) -> Floats:
    """[frames, latent] of two tracks as long as each other."""
    a, b = tracks
    frames = len(a)
    whole = canvas(a, b, amount, np.random.default_rng((11, seed)))
    half = frames // 2
    mixed, weights = np.zeros_like(a), np.zeros((frames, 1), np.float32)
    with one_thread():
        for at in _windows(frames, network.window):
            check()
            elsewhere = slice_around(at, half, frames)
            part = Canvas(whole.latents[at], whole.open_[at])
            said = network.complete(Window(a[at], b[at], part, a[elsewhere], b[elsewhere]), amount)
            fade = _fade(len(said))
            mixed[at] += said * fade
            weights[at] += fade
    return mixed / weights


def slice_around(at: slice, by: int, frames: int) -> list[int]:
    """As many frames as the slice has, so far from it: where the tracks are heard while it is completed."""
    return [(index + by) % frames for index in range(at.start, at.stop)]


def _windows(frames: int, window: int) -> Iterator[slice]:
    """Stretches that overlap; the last one is as long as the others where there is enough."""
    step = max(window - OVERLAP, 1)
    for start in range(0, max(frames - OVERLAP, 1), step):
        begin = max(min(start, frames - window), 0)
        yield slice(begin, min(begin + window, frames))


def _fade(frames: int) -> Floats:
    """[frames, 1]: up at the start and down at the end, never quite to nothing."""
    up = np.minimum(np.arange(1, frames + 1) / OVERLAP, 1.0)
    return np.asarray((up * up[::-1])[:, None], np.float32)


def _stamp(file: Path) -> tuple[Path, int]:
    return file, file.stat().st_mtime_ns


@lru_cache(maxsize=1)
def _opened(codec: tuple[Path, int], cascade: tuple[Path, int]) -> tuple[Codec, Network]:
    """Kept open while the files stay as they are."""
    return open_codec(codec[0]), load(cascade[0])
