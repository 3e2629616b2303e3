"""`Pen` writes the notes of one bar, several drafts side by side, after bars that are there already."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from modules.composing.bars import PARTS, PITCHES, SLOTS, Floats, Ints
from modules.composing.batches import DURATION_KINDS
from modules.live.composing.network import HEAD, Memory, Network, angles, softmax

_END: Final = SLOTS
_NEVER: Final = np.float32(-1e4)
_MOST_IN_BAR: Final = 72
_TEMPERATURE: Final = np.float32(0.9)
_LEAST: Final = 0.04
"""Choices less likely than this, times the likeliest, are never taken."""
_LINE: Final = (0, PARTS, PITCHES, DURATION_KINDS)
"""Slot, part, pitch and duration of a bar line."""
_PART_ENDS: Final = (np.arange(PARTS) + 1) * PITCHES - 1
_SLOTS: Final = np.arange(_END + 1)
_PITCHES: Final = np.arange(PITCHES)


class Pen:
    """bar: which of the memory's it writes. length: its sixteenths. seeds: one for every draft. allowed: [3] parts."""

    def __init__(self, network: Network, memory: Memory, bar: int, length: int, allowed: Floats) -> None:
        self.network, self.memory, self.bar, self.length, self.allowed = network, memory, bar, length, allowed
        self.width = memory.told.shape[-1]

    def write(self, before: Ints, seeds: Sequence[tuple[int, ...]]) -> list[Ints]:
        """The notes [notes, 5] of every draft as indices. before: [events, 5] what comes before, bar lines included."""
        rows = len(seeds)
        self.begin(before, rows)
        drawn = [np.random.default_rng(seed).random((_MOST_IN_BAR + 1, 4), dtype=np.float32) for seed in seeds]
        chance = np.stack(drawn, axis=1)
        event = np.tile(np.array([self.bar, *_LINE]), (rows, 1))
        done, events = np.zeros(rows, dtype=bool), []
        for count in range(_MOST_IN_BAR + 1):
            event, ends = self._next(event, len(before) + count, chance[count], full=count >= _MOST_IN_BAR)
            done |= ends
            if done.all():
                break
            events.append(np.where(done[:, None], -1, event))
        table = np.stack(events, axis=1) if events else np.zeros((rows, 0, 5), dtype=np.int64)
        return [row[row[:, 0] >= 0] for row in table]

    def begin(self, before: Ints, rows: int) -> None:
        """Remember what comes before, as if every draft had written it."""
        keys, values = self._read(before)
        shape = (self.network.layers, rows, self.network.keys, len(before) + _MOST_IN_BAR + 1, HEAD)
        self.keys, self.values = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
        self.keys[..., : len(before), :], self.values[..., : len(before), :] = keys[:, None], values[:, None]

    def _read(self, before: Ints) -> tuple[Floats, Floats]:
        """[layers, keys, events, 32] what every layer keeps of the events before."""
        count, network = len(before), self.network
        if not count:
            nothing = np.zeros((network.layers, network.keys, 0, HEAD), dtype=np.float32)
            return nothing, nothing
        bar, slot = before[:, 0], before[:, 1]
        cosine, sine = angles(bar * SLOTS + slot, np.arange(count))
        told, states = self.memory.told[bar, slot], network.embed(before)
        past = np.tril(np.ones((count, count), dtype=bool))
        keys, values = [], []
        for block in network.blocks:
            states = states + told * block.taste
            query, key, value = block.project(states, cosine, sine)
            keys.append(key.transpose(1, 0, 2))
            values.append(value.transpose(1, 0, 2))
            grouped = query.reshape(count, network.keys, -1, HEAD).transpose(1, 2, 0, 3)
            scores = grouped @ keys[-1][:, None].transpose(0, 1, 3, 2)
            seen = softmax(np.where(past, scores, _NEVER)) @ values[-1][:, None]
            states = block.feed(states, seen.transpose(2, 0, 1, 3).reshape(count, self.width))
        return np.stack(keys), np.stack(values)

    def think(self, event: Ints, step: int) -> Floats:
        """[rows, width] the states after the last events."""
        rows, slot = len(event), event[:, 1]
        cosine, sine = angles(self.bar * SLOTS + slot, np.full(rows, step))
        told, states = self.memory.told[self.bar, slot], self.network.embed(event)
        for layer, block in enumerate(self.network.blocks):
            states = states + told * block.taste
            query, key, value = block.project(states, cosine, sine)
            self.keys[layer, :, :, step], self.values[layer, :, :, step] = key, value
            grouped = query.reshape(rows, self.network.keys, -1, HEAD)
            shares = softmax(grouped @ self.keys[layer, :, :, : step + 1].transpose(0, 1, 3, 2))
            seen = shares @ self.values[layer, :, :, : step + 1]
            states = block.feed(states, seen.reshape(rows, self.width))
        return self.network.norm("last_norm", states)

    def _next(self, event: Ints, step: int, chance: Floats, *, full: bool) -> tuple[Ints, Floats]:
        """The next event of every row, and which rows end their bar instead."""
        network, memory, weights = self.network, self.memory, self.network.weights
        states, here = self.think(event, step), event[:, 1]
        rank = np.where(event[:, 2] < PARTS, event[:, 2] * PITCHES + event[:, 3], -1)
        logits = network.linear("next_slot", states)
        logits[:, :SLOTS] += memory.busy[self.bar] * weights["trust"][0]
        slot = _choose(np.where(self._closed(here, rank, full=full), _NEVER, logits), chance[:, 0])
        at = np.minimum(slot, SLOTS - 1)
        rank = np.where(at == here, rank, -1)
        states = states + weights["at_slot.weight"][at] + memory.at[self.bar, at]
        logits = network.linear("next_part", states) + memory.onsets[self.bar, at] * weights["trust"][1]
        part = _choose(np.where((rank[:, None] >= _PART_ENDS) | ~self.allowed, _NEVER, logits), chance[:, 1])
        states = states + weights["at_part.weight"][part]
        states = states + np.square(np.maximum(network.linear("pitch_hidden", states), 0))
        logits = network.linear("next_pitch", states) + memory.roll[self.bar, at, part] * weights["trust"][2]
        past = part[:, None] * PITCHES + _PITCHES <= rank[:, None]
        pitch = _choose(np.where(past, _NEVER, logits), chance[:, 2])
        hidden = np.maximum(network.linear("duration_hidden", states + weights["at_pitch.weight"][pitch]), 0)
        duration = _choose(network.linear("next_duration", hidden), chance[:, 3])
        return np.stack([np.full(len(event), self.bar), at, part, pitch, duration], axis=-1), slot == _END

    def _closed(self, here: Ints, rank: Ints, *, full: bool) -> Floats:
        """[rows, 17] slots where no note may begin: past ones, those after the bar, all of them when it is full."""
        stuck = ~(self.allowed & (rank[:, None] < _PART_ENDS)).any(-1)
        closed = (here[:, None] > _SLOTS) | (self.length <= _SLOTS)
        closed |= (here[:, None] == _SLOTS) & stuck[:, None]
        closed |= full or not self.allowed.any()
        closed[:, _END] = False
        return np.asarray(closed)


def _choose(logits: Floats, uniform: Floats) -> Ints:
    """[rows] a choice for every row, by the inverse of the cumulative distribution."""
    shares = np.exp((logits - np.maximum.reduce(logits, -1, keepdims=True)) / _TEMPERATURE)
    shares[shares < _LEAST] = 0
    sums = np.add.accumulate(shares, -1)
    chosen = np.add.reduce(sums <= uniform[:, None] * sums[:, -1:], -1)
    return np.asarray(np.minimum(chosen, logits.shape[-1] - 1), dtype=np.int64)
