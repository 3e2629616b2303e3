"""The building blocks of the composing network: causal blocks that feel musical time, and what turns bars into
memory.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

HEAD = 32


def angles(time: Tensor, order: Tensor) -> Tensor:
    """[..., 16] rotation of every pair of a head: half by musical time in sixteenths, half by the order of events."""
    wave = torch.exp2(-torch.arange(8, dtype=torch.float32) * 1.1)
    return torch.cat([time[..., None].float() * wave, order[..., None].float() * wave], dim=-1)


def rotate(states: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Turn the two halves of every head by the angles."""
    first, second = states.chunk(2, dim=-1)
    return torch.cat([first * cosine - second * sine, first * sine + second * cosine], dim=-1)


class Block(nn.Module):
    """Causal attention with fewer keys than queries, then a feed-forward net; the condition is added before both."""

    def __init__(self, width: int, keys: int) -> None:
        super().__init__()
        self.heads, self.keys = width // HEAD, keys
        self.taste = nn.Parameter(torch.ones(width))
        self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
        self.mix = nn.Linear(width, width + 2 * keys * HEAD, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.up, self.down = nn.Linear(width, 7 * width // 2), nn.Linear(7 * width // 2, width)

    def project(self, states: Tensor, cosine: Tensor, sine: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Queries [..., heads, 32], keys and values [..., keys, 32], turned by the angles."""
        mixed = self.mix(self.first(states)).unflatten(-1, (-1, HEAD))
        turned = rotate(mixed[..., : -self.keys, :], cosine, sine)
        return turned[..., : self.heads, :], turned[..., self.heads :, :], mixed[..., -self.keys :, :]

    def forward(self, states: Tensor, condition: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        """states: [rows, time, width]; every event sees itself and those before it."""
        states = states + condition * self.taste
        query, key, value = self.project(states, cosine, sine)
        seen = self.attend(query, key, value)
        return self.feed(states + self.out(seen))

    def attend(self, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        """[rows, time, width] what every event sees of itself and the past."""
        rows, time = query.shape[:2]
        query = (query * HEAD**-0.5).to(value.dtype).view(rows, time, self.keys, -1, HEAD)
        query = query.permute(0, 2, 3, 1, 4).flatten(2, 3)
        scores = query @ key.to(value.dtype).permute(0, 2, 3, 1)
        future = torch.ones(time, time, dtype=torch.bool).triu(1).repeat(self.heads // self.keys, 1)
        shares = scores.masked_fill(future, -torch.inf).softmax(-1, dtype=value.dtype)
        seen = (shares @ value.transpose(1, 2)).view(rows, self.keys, -1, time, HEAD)
        return seen.permute(0, 3, 1, 2, 4).reshape(rows, time, -1)

    def feed(self, states: Tensor) -> Tensor:
        """The second half of the block."""
        change: Tensor = self.down(functional.relu(self.up(self.second(states))).square())
        return states + change


class Ripple(nn.Module):
    """Lets neighbouring sixteenths know each other: dilated convolutions over time, with a way around. [rows, time,
    width].
    """

    def __init__(self, width: int, dilations: tuple[int, ...]) -> None:
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in dilations)
        self.waves = nn.ModuleList(nn.Conv1d(width, width, 5, padding=2 * d, dilation=d) for d in dilations)

    def forward(self, states: Tensor) -> Tensor:
        for norm, wave in zip(self.norms, self.waves, strict=True):
            states = states + functional.relu(wave(norm(states).transpose(1, 2)).transpose(1, 2))
        return states


class BarEncoder(nn.Module):
    """One part of one bar, [..., slots * width], to the mean and the log variance of its latent."""

    def __init__(self, inputs: int, hidden: int, sizes: tuple[int, ...]) -> None:
        super().__init__()
        self.sizes = sizes
        self.open = nn.Linear(inputs, hidden)
        self.deep = nn.Sequential(nn.LayerNorm(hidden), nn.Linear(hidden, hidden), nn.GELU())
        self.voice = nn.Parameter(0.1 * torch.randn(len(sizes), hidden))
        self.norm = nn.LayerNorm(hidden)
        self.close = nn.ModuleList(nn.Linear(hidden, 2 * size) for size in sizes)

    def forward(self, slots: Tensor) -> tuple[Tensor, Tensor]:
        """slots: [rows, bars, parts, inputs] -> mean and log variance, [rows, bars, latent]."""
        hidden = functional.gelu(self.open(slots) + self.voice)
        hidden = self.norm(hidden + self.deep(hidden))
        pairs = [close(hidden[:, :, part]).float().chunk(2, dim=-1) for part, close in enumerate(self.close)]
        mean, spread = (torch.cat(side, dim=-1) for side in zip(*pairs, strict=True))
        return mean, spread.clamp(-8, 2) - 1


class Unroller(nn.Module):
    """Latent, wishes and chords of a bar to a memory of its sixteen slots and a summary of the whole."""

    def __init__(self, inputs: int, hidden: int, slots: int, width: int) -> None:
        super().__init__()
        self.slots = slots
        self.open = nn.Linear(inputs, hidden)
        self.deep = nn.Sequential(nn.LayerNorm(hidden), nn.Linear(hidden, hidden), nn.GELU())
        self.norm = nn.LayerNorm(hidden)
        self.spread = nn.Linear(hidden, slots * width)

    def forward(self, bars: Tensor) -> tuple[Tensor, Tensor]:
        """bars: [rows, bars, inputs] -> memory [rows, bars, slots, width], summary [rows, bars, hidden]."""
        hidden = functional.gelu(self.open(bars))
        hidden = self.norm(hidden + self.deep(hidden))
        return self.spread(hidden).unflatten(-1, (self.slots, -1)), hidden
