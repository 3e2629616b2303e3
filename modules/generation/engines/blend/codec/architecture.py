"""`Cascade`, the network that completes what is left open in a sequence of latents while it hears two tracks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional

MOST_STAGES: Final = 4


@dataclass(frozen=True)
class Shape:
    """window: frames it works on at a time, six seconds at 75 a second."""

    latent: int = 128
    width: int = 128
    heads: int = 8
    layers: int = 4
    inner: int = 384
    stages: int = 2
    window: int = 450


class Attention(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.ask = nn.Linear(width, width)
        self.tell = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)

    def forward(self, asking: Tensor, told: Tensor) -> Tensor:
        """asking: [batch, frames, width]; told: [batch, others, width]."""
        query = self._apart(self.ask(asking))
        key, value = (self._apart(one) for one in self.tell(told).chunk(2, dim=-1))
        found = functional.scaled_dot_product_attention(query, key, value)
        joined: Tensor = self.out(found.transpose(1, 2).flatten(2))
        return joined

    def _apart(self, what: Tensor) -> Tensor:
        split = what.reshape(*what.shape[:2], self.heads, -1)
        return split.transpose(1, 2)


class Layer(nn.Module):
    """Looks at itself, then at both tracks with the same eyes; how much each of them counts is the amount."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(shape.width) for _ in range(3))
        self.itself = Attention(shape.width, shape.heads)
        self.tracks = Attention(shape.width, shape.heads)
        self.inner = nn.Sequential(nn.Linear(shape.width, shape.inner), nn.GELU(), nn.Linear(shape.inner, shape.width))

    def forward(self, x: Tensor, a: Tensor, b: Tensor, amount: Tensor) -> Tensor:
        own = self.norms[0](x)
        x = x + self.itself(own, own)
        asking = self.norms[1](x)
        x = x + (1 - amount) * self.tracks(asking, a) + amount * self.tracks(asking, b)
        done: Tensor = x + self.inner(self.norms[2](x))
        return done


class Cascade(nn.Module):
    """The same layers, one stage after another: each sees what is given and what the stage before made of it.

    Everything is in latents as the codec gives them; inside they are brought to mean 0 and deviation 1.
    """

    mean: Tensor
    deviation: Tensor
    places: Tensor

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.register_buffer("mean", torch.zeros(shape.latent))
        self.register_buffer("deviation", torch.ones(shape.latent))
        self.register_buffer("places", _places(shape.window, shape.width), persistent=False)
        self.enter = nn.Linear(2 * shape.latent + 1, shape.width)
        self.hear = nn.Linear(shape.latent, shape.width)
        self.nothing = nn.Parameter(torch.zeros(shape.width))
        self.mixed = nn.Linear(1, shape.width)
        self.stage = nn.Embedding(MOST_STAGES, shape.width)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.norm = nn.LayerNorm(shape.width)
        self.leave = nn.Linear(shape.width, shape.latent)

    def forward(self, given: Tensor, open_: Tensor, a: Tensor, b: Tensor, amount: Tensor) -> Tensor:
        """[batch, frames, latent]: what is given with everything completed.

        given: [batch, frames, latent]; open_: [batch, frames], true where nothing is given; a, b: [batch, others,
        latent], where NaN says that the track is not to be heard; amount: [batch], 0 is all a.
        """
        done: Tensor = self.all_stages(given, open_, a, b, amount)[-1] * self.deviation + self.mean
        return done

    def all_stages(self, given: Tensor, open_: Tensor, a: Tensor, b: Tensor, amount: Tensor) -> list[Tensor]:
        """What each stage says, at mean 0 and deviation 1: what training compares."""
        known = torch.where(open_[..., None], 0.0, self.inside(given))
        flag = open_[..., None].to(known.dtype)
        told_a, told_b = self._heard(a), self._heard(b)
        share = amount[:, None, None]
        about = self.places[: given.shape[1]] + self.mixed(4 * share * (1 - share))
        said, stages = known, []
        for number in range(self.shape.stages):
            x = self.enter(torch.cat((known, said, flag), dim=-1)) + about + self.stage.weight[number]
            for layer in self.layers:
                x = layer(x, told_a, told_b, share)
            said = said + self.leave(self.norm(x))
            stages.append(said)
        return stages

    def inside(self, latents: Tensor) -> Tensor:
        scaled: Tensor = (latents - self.mean) / self.deviation
        return scaled

    def _heard(self, track: Tensor) -> Tensor:
        silent = track[:, :1, :1].isnan()
        told = self.hear(torch.nan_to_num(self.inside(track))) + self.places[: track.shape[1]]
        return torch.where(silent, self.nothing, told)


def _places(frames: int, width: int) -> Tensor:
    """[frames, width]: sines and cosines of where a frame stands."""
    turns = torch.exp(torch.arange(0, width, 2) * (-math.log(10_000.0) / width))
    angles = torch.arange(frames)[:, None] * turns
    return torch.cat((angles.sin(), angles.cos()), dim=-1)
