"""A folder of weights for the codec way of blending: the official classes, small, with weights by chance."""

import numpy as np
import torch

from modules.audio.clip import Clip
from modules.generation.engines.blend.codec.architecture import Cascade, Shape
from modules.generation.engines.blend.codec.network import CascadeNetwork
from modules.generation.engines.blend.codec.neural import RATE, CodecShape, open_codec, untrained
from modules.generation.engines.blend.codec.weights import cascade_file, codec_file

SMALL = CodecShape(filters=2, recurrent=1, entries=64, codebooks=13)
TINY = Shape(width=32, heads=4, layers=1, inner=64, window=100)


def put_codec(folder):
    untrained(SMALL).save(folder / "encodec" / "codec.safetensors")


def put_cascade(folder, shape=TINY):
    latents = torch.from_numpy(open_codec(codec_file(folder)).encode(tune(200.0).samples[:, 0]))
    with torch.random.fork_rng():
        torch.manual_seed(4)
        cascade = Cascade(shape)
    cascade.mean.copy_(latents.mean(dim=0))
    cascade.deviation.copy_(latents.std(dim=0))
    CascadeNetwork(cascade).save(cascade_file(folder), {})


def tune(pitch, seconds=3.0, rate=RATE, channels=1):
    """Notes of a broken chord on that pitch, each struck anew."""
    time = np.arange(int(seconds * rate)) / rate
    steps = (4 * time).astype(int) % 3
    wave = np.sin(2 * np.pi * pitch * np.array([1.0, 1.25, 1.5])[steps] * time) * np.exp(-6 * (time % 0.25))
    return Clip(np.repeat(0.3 * wave[:, None], channels, axis=1).astype(np.float32), rate)
