"""Writes events one note at a time for a fixed number of songs at once, with a cache of what was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import torch
from torch import Tensor

from modules.composing.architecture import END, NEVER, Memory, Network
from modules.composing.bars import PARTS, PITCHES, SLOTS, Ints
from modules.composing.batches import DURATION_KINDS
from modules.composing.layers import HEAD, angles
from modules.composing.objective import busy, parts_past, pitches_past

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CACHE = 320
MOST_IN_BAR = 72
DRAWS = 256
TOLD_EVERY = 32
Tell: TypeAlias = "Callable[[list[int]], None]"


@dataclass(frozen=True)
class Taste:
    """How notes are drawn. temperature 0 takes the likeliest; choices less likely than least times the likeliest are
    never taken.
    """

    temperature: float = 1.0
    least: float = 0.04


class Chance:
    """Uniform numbers for every row from a generator of its own: they do not depend on the rows beside it."""

    def __init__(self, seeds: Sequence[int | tuple[int, ...]]) -> None:
        self.sources = [np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed))) for seed in seeds]
        self.block = torch.zeros(0)

    def draw(self, step: int) -> Tensor:
        """[4, rows] numbers of one step; steps come in order."""
        if step % DRAWS == 0:
            drawn = np.stack([source.random((DRAWS, 4), dtype=np.float32) for source in self.sources], axis=-1)
            self.block = torch.from_numpy(drawn)
        return self.block[step % DRAWS]


def choose(logits: Tensor, uniform: Tensor, taste: Taste) -> Tensor:
    """[rows] a choice for every row of logits [rows, choices], by the inverse of the cumulative distribution."""
    if taste.temperature <= 0:
        return logits.argmax(-1)
    logits = logits - logits.amax(-1, keepdim=True)
    shares = (logits / taste.temperature).exp()
    shares = torch.where(shares < taste.least, 0.0, shares)
    sums = shares.cumsum(-1)
    return (sums <= uniform[:, None] * sums[:, -1:]).sum(-1).clamp(max=logits.shape[-1] - 1)


class Pen:
    """The state of writing: the last event of every row, what every layer remembers, what is still to come."""

    def __init__(self, network: Network, memory: Memory, lengths: Ints, bars: Ints, allowed: Tensor) -> None:
        """lengths: [rows, bars]. bars: [rows] how many to write. allowed: [rows, bars, 3] parts that may play."""
        self.network, self.memory, self.allowed = network, memory, allowed
        self.lengths, self.bars = torch.from_numpy(lengths), torch.from_numpy(bars)
        rows = len(bars)
        self.rows = torch.arange(rows)
        self.event = torch.tensor([0, 0, PARTS, PITCHES, DURATION_KINDS]).repeat(rows, 1)
        self.done = self.bars == 0
        self.written = torch.zeros(rows, dtype=torch.int64)
        self.seen_bar = torch.full((rows, CACHE), -999)
        keys = network.shape.keys
        self.keys = torch.zeros(network.shape.layers, rows, keys, HEAD, CACHE)
        self.values = torch.zeros(network.shape.layers, rows, keys, CACHE, HEAD)
        self.recalled = network.recall(memory.slots) + memory.summary[:, :, None]
        self.at_memory = network.at_memory(memory.slots)
        self.busy = busy(memory)

    def think(self, step: int) -> Tensor:
        """[rows, width] the state after the last event."""
        bar, slot = self.event[:, 0], self.event[:, 1]
        turn = angles(bar * SLOTS + slot, torch.full_like(bar, step))[:, None]
        cosine, sine = turn.cos(), turn.sin()
        condition = self.recalled[self.rows, bar, slot]
        place, filled = step % CACHE, min(step + 1, CACHE)
        self.seen_bar[:, place] = bar
        hidden = self.seen_bar[:, None, None, :filled] <= (bar - self.network.shape.bars)[:, None, None, None]
        states = self.network.embed(self.event)
        for layer, block in enumerate(self.network.stack):
            states = states + condition * block.taste
            query, key, value = block.project(states, cosine, sine)
            self.keys[layer, ..., place] = key
            self.values[layer, ..., place, :] = value
            query = (query * HEAD**-0.5).view(len(query), block.keys, -1, HEAD)
            scores = (query @ self.keys[layer, ..., :filled]).masked_fill(hidden, -torch.inf)
            seen = scores.softmax(-1) @ self.values[layer, ..., :filled, :]
            states = block.feed(states + block.out(seen.flatten(1)))
        return self.network.last(states)

    def write(self, step: int, uniform: Tensor, taste: Taste) -> Tensor:
        """[rows, 5] the next event of every row."""
        states = self.think(step)
        bar, here, part, pitch = self.event[:, :4].unbind(-1)
        rows, network, memory = self.rows, self.network, self.memory
        may = self.allowed[rows, bar]
        rank = torch.where(part < PARTS, part * PITCHES + pitch, -1)
        logits = network.slot_logits(states, self.busy[rows, bar])
        slot = choose(logits.masked_fill(self._closed(bar, here, rank, may), NEVER), uniform[0], taste)
        ends = slot == END
        at = slot.clamp(max=SLOTS - 1)
        rank = torch.where(at == here, rank, -1)
        states = states + network.at_slot(at) + self.at_memory[rows, bar, at]
        logits = network.next_part(states) + memory.onsets[rows, bar, at] * network.trust[1]
        next_part = choose(logits.masked_fill(parts_past(rank) | ~may, NEVER), uniform[1], taste)
        logits, states = network.pitch_logits(states, next_part, memory.roll[rows, bar, at, next_part])
        next_pitch = choose(logits.masked_fill(pitches_past(rank, next_part), NEVER), uniform[2], taste)
        duration = choose(network.duration_logits(states, next_pitch), uniform[3], taste)
        return self._advance(torch.stack([bar, at, next_part, next_pitch, duration], dim=-1), ends)

    def _closed(self, bar: Tensor, here: Tensor, rank: Tensor, may: Tensor) -> Tensor:
        """[rows, 17] slots where no note may begin: past ones, those after the bar, all of them when the bar is full
        or silent.
        """
        slots = torch.arange(END + 1)
        closed = (slots < here[:, None]) | (slots >= self.lengths[self.rows, bar][:, None])
        stuck = ~(may & ~parts_past(rank)).any(-1)
        closed |= (slots == here[:, None]) & stuck[:, None]
        closed |= ((self.written >= MOST_IN_BAR) | ~may.any(-1))[:, None]
        closed[:, END] = False
        return closed

    def _advance(self, event: Tensor, ends: Tensor) -> Tensor:
        line = torch.tensor([0, 0, PARTS, PITCHES, DURATION_KINDS]).repeat(len(event), 1)
        line[:, 0] = event[:, 0] + 1
        self.done |= ends & (line[:, 0] >= self.bars)
        event = torch.where(ends[:, None], line, event)
        self.written = torch.where(ends, 0, self.written + 1)
        self.event = torch.where(self.done[:, None], self.event, event)
        return torch.where(self.done[:, None], -1, event)


@torch.inference_mode()
def write(pen: Pen, chance: Chance, taste: Taste, tell: Tell | None = None) -> list[Ints]:
    """The notes of every row as [notes, 5] bar, slot, part, pitch, duration indices."""
    events: list[Tensor] = []
    while not bool(pen.done.all()):
        events.append(pen.write(len(events), chance.draw(len(events)), taste))
        if tell is not None and (len(events) % TOLD_EVERY == 0 or bool(pen.done.all())):
            tell(torch.where(pen.done, pen.bars, pen.event[:, 0]).tolist())
    if not events:
        return [np.zeros((0, 5), dtype=np.int64) for _ in pen.rows]
    everything = torch.stack(events, dim=1).numpy()
    return [row[(row[:, 2] >= 0) & (row[:, 2] < PARTS)] for row in everything]


def one_bar(pen: Pen, chance: Chance, taste: Taste, first: int) -> tuple[Ints, int]:
    """The notes of the next bar of the first row, and the number of the step after it. first: its own first step."""
    step, bar, notes = first, int(pen.event[0, 0]), []
    with torch.inference_mode():
        while not bool(pen.done[0]) and int(pen.event[0, 0]) == bar:
            event = pen.write(step, chance.draw(step), taste)[0].numpy()
            notes += [event] if 0 <= event[2] < PARTS else []
            step += 1
    return np.array(notes, dtype=np.int64).reshape(-1, 5), step
