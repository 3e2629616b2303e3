"""The decoder of the composing network without torch: a stream asks it for a few notes at a time, and a worker that
takes over a stream must be ready at once. The same weights, the same sums (a test compares them).
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
from safetensors import safe_open

from modules.composing.bars import PARTS, PITCHES, SLOTS, Floats, Ints
from modules.composing.chords import DESCRIPTIONS
from modules.composing.controls import SIZES

HEAD: Final = 32
_SCALE: Final = np.float32(HEAD**-0.5)
_LITTLE: Final = np.float32(1e-5)
_WISH_START: Final = np.array([sum(SIZES[:k]) for k in range(len(SIZES))])
_WAVES: Final = np.exp2(-np.arange(8, dtype=np.float32) * 1.1)
_DILATIONS: Final = (1, 2, 4)
_erf = np.vectorize(math.erf, otypes=[np.float32])


@dataclass(frozen=True)
class Memory:
    """What the decoder knows of the bars before it writes; see `modules.composing.architecture.Memory`, without rows.

    told: [bars, 16, width] what every layer is told there. at: [bars, 16, width]. roll: [bars, 16, 3, 88]. onsets:
    [bars, 16, 3]. busy: [bars, 16].
    """

    told: Floats
    at: Floats
    roll: Floats
    onsets: Floats
    busy: Floats


class Network:
    """weights: by the names that training gave them, matrices turned for multiplying from the right."""

    def __init__(self, weights: dict[str, Floats], latent: tuple[int, ...], layers: int, keys: int) -> None:
        self.weights, self.latent, self.layers, self.keys = weights, latent, layers, keys
        self.blocks = [Block(self, f"blocks.{layer}") for layer in range(layers)]

    @classmethod
    def load(cls, path: Path) -> Self:
        """The weights that `modules.composing.network.Composer.save` wrote."""
        with safe_open(path, "np") as file:
            shape = json.loads(file.metadata()["shape"])
            names = list(file.keys())
            weights = {name: _turned(name, file.get_tensor(name).astype(np.float32)) for name in names}
        return cls(weights, tuple(shape["latent"]), int(shape["layers"]), int(shape["keys"]))

    @property
    def columns(self) -> tuple[slice, ...]:
        """Which columns of a latent belong to melody, bridge and accompaniment."""
        ends = np.cumsum(self.latent)
        return tuple(slice(int(end) - size, int(end)) for end, size in zip(ends, self.latent, strict=True))

    def linear(self, name: str, states: Floats) -> Floats:
        product = states @ self.weights[f"{name}.weight"]
        bias = self.weights.get(f"{name}.bias")
        return np.asarray(product if bias is None else product + bias)

    def norm(self, name: str, states: Floats) -> Floats:
        return normed(states, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def remember(self, latents: Floats, wishes: Ints, chords: Ints, given: tuple[Ints, Ints]) -> Memory:
        """latents: [bars, latent], NaN where there is none; wishes: [bars, features]; chords: [bars, 4]; given: as
        `batches.cells` says them.
        """
        known = np.where(np.isnan(latents), self.weights["absent"], latents)
        harmony = np.maximum(self.linear("chord", DESCRIPTIONS[chords]), 0)
        wished = self.weights["wish.weight"][wishes + _WISH_START].reshape(len(chords), -1)
        inputs = np.concatenate([known, wished, harmony.reshape(len(chords), -1)], axis=-1)
        hidden = _gelu(self.linear("unroller.open", inputs))
        deep = self.linear("unroller.deep.1", self.norm("unroller.deep.0", hidden))
        hidden = self.norm("unroller.norm", hidden + _gelu(deep))
        slots = self.linear("unroller.spread", hidden).reshape(len(chords), SLOTS, -1)
        slots = slots + self.linear("chord_memory", harmony).repeat(SLOTS // 4, axis=1) + self.weights["place"]
        slots = slots + self._given(given, len(chords))
        slots = self.norm("memory_norm", self._rippled(slots.reshape(len(chords) * SLOTS, -1)))
        slots = slots.reshape(len(chords), SLOTS, -1)
        onsets = self.linear("onsets", slots) - 1
        return Memory(
            told=self.linear("recall", slots) + self.linear("summary", hidden)[:, None],
            at=self.linear("at_memory", slots),
            roll=self.linear("roll", slots).reshape(len(chords), SLOTS, PARTS, PITCHES) - 5,
            onsets=onsets,
            busy=np.log(np.exp(onsets).sum(-1)),
        )

    def _given(self, given: tuple[Ints, Ints], bars: int) -> Floats:
        where, (part, pitch, duration) = given[0], given[1].T
        weights = self.weights
        states = weights["note_part.weight"][part] + weights["note_pitch.weight"][pitch]
        states = states + weights["note_duration.weight"][duration]
        cells = np.zeros((bars * SLOTS, states.shape[-1]), dtype=np.float32)
        np.add.at(cells, where, states)
        return self.linear("given_memory", cells).reshape(bars, SLOTS, -1)

    def _rippled(self, states: Floats) -> Floats:
        """Dilated convolutions over time with a way around. [time, memory]."""
        time = len(states)
        for index, dilation in enumerate(_DILATIONS):
            padded = np.pad(self.norm(f"ripple.norms.{index}", states), ((2 * dilation, 2 * dilation), (0, 0)))
            taps = np.concatenate([padded[tap * dilation : tap * dilation + time] for tap in range(5)], axis=-1)
            states = states + np.maximum(self.linear(f"ripple.waves.{index}", taps), 0)
        return states

    def embed(self, events: Ints) -> Floats:
        """events: [..., 5] bar, slot, part, pitch, duration as indices."""
        _, slot, part, pitch, duration = np.moveaxis(events, -1, 0)
        weights = self.weights
        where = weights["event_slot.weight"][slot] + weights["event_part.weight"][part]
        return np.asarray(where + weights["event_pitch.weight"][pitch] + weights["event_duration.weight"][duration])


class Block:
    """One layer: what is asked, known and seen of the past, then a feed-forward net."""

    def __init__(self, network: Network, name: str) -> None:
        own = {key.removeprefix(f"{name}."): one for key, one in network.weights.items() if key.startswith(f"{name}.")}
        self.keys, self.taste = network.keys, own["taste"]
        self.first, self.second = ((own[f"{one}.weight"], own[f"{one}.bias"]) for one in ("first", "second"))
        self.mix, self.out = own["mix.weight"], own["out.weight"]
        self.up, self.down = ((own[f"{one}.weight"], own[f"{one}.bias"]) for one in ("up", "down"))

    def project(self, states: Floats, cosine: Floats, sine: Floats) -> tuple[Floats, Floats, Floats]:
        """Queries [rows, heads, 32], keys and values [rows, keys, 32], turned by the angles [rows, 16]."""
        mixed = (normed(states, *self.first) @ self.mix).reshape(len(states), -1, HEAD)
        first, second = mixed[:, : -self.keys, : HEAD // 2], mixed[:, : -self.keys, HEAD // 2 :]
        cosine, sine = cosine[:, None], sine[:, None]
        turned = np.concatenate([first * cosine - second * sine, first * sine + second * cosine], axis=-1)
        return turned[:, : -self.keys] * _SCALE, turned[:, -self.keys :], mixed[:, -self.keys :]

    def feed(self, states: Floats, seen: Floats) -> Floats:
        """What comes of the states and what they saw, [rows, heads * 32]."""
        states = states + seen @ self.out
        up = np.maximum(normed(states, *self.second) @ self.up[0] + self.up[1], 0)
        return np.asarray(states + (up * up) @ self.down[0] + self.down[1])


def normed(states: Floats, weight: Floats, bias: Floats) -> Floats:
    """Layer normalisation."""
    width = states.shape[-1]
    centred = states - np.add.reduce(states, -1, keepdims=True) / np.float32(width)
    spread = np.einsum("...i,...i->...", centred, centred)[..., None] / np.float32(width)
    return np.asarray(centred * (weight / np.sqrt(spread + _LITTLE)) + bias)


def angles(time: Ints, order: Ints) -> tuple[Floats, Floats]:
    """[..., 16] cosine and sine of how far the pairs of a head are turned: by musical time, by the order of events."""
    turn = np.concatenate([time[..., None] * _WAVES, order[..., None] * _WAVES], axis=-1).astype(np.float32)
    return np.cos(turn), np.sin(turn)


def softmax(scores: Floats) -> Floats:
    shares = np.exp(scores - np.maximum.reduce(scores, -1, keepdims=True))
    return np.asarray(shares / np.add.reduce(shares, -1, keepdims=True))


def _gelu(states: Floats) -> Floats:
    return np.asarray(0.5 * states * (1 + _erf(states * np.float32(2**-0.5))), dtype=np.float32)


def _turned(name: str, weight: Floats) -> Floats:
    """Embeddings stay as they are; what is multiplied with is turned once, waves tap after tap."""
    tables = ("note_", "event_", "wish", "at_slot", "at_part", "at_pitch", "place")
    if weight.ndim == 3:
        return np.ascontiguousarray(weight.transpose(2, 1, 0).reshape(-1, len(weight)))
    return np.ascontiguousarray(weight.T) if weight.ndim == 2 and not name.startswith(tables) else weight
