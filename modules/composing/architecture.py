"""`Network`, the bar-latent variational autoencoder that composes: an encoder for every part of every bar, a decoder
that writes events.
"""

from dataclasses import dataclass
from typing import NamedTuple, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from modules.composing.bars import DURATIONS, PARTS, PITCHES, SLOTS
from modules.composing.chords import DESCRIPTIONS
from modules.composing.controls import SIZES
from modules.composing.layers import BarEncoder, Block, Ripple, Unroller, angles

END = SLOTS
NEVER = -1e4


@dataclass(frozen=True)
class Shape:
    """How large a network is. latent: dimensions of melody, bridge and accompaniment in a bar's latent."""

    width: int = 160
    layers: int = 4
    keys: int = 1
    latent: tuple[int, int, int] = (32, 24, 72)
    hidden: int = 432
    slot: int = 40
    memory: int = 96
    bars: int = 8


class Memory(NamedTuple):
    """What the decoder knows of the bars before it writes.

    slots: [rows, bars, 16, memory]. summary: [rows, bars, width]. roll: [rows, bars, 16, 3, 88] how likely each note
    begins there.
    onsets: [rows, bars, 16, 3] how likely each part begins a note there.
    """

    slots: Tensor
    summary: Tensor
    roll: Tensor
    onsets: Tensor


class Network(nn.Module):
    """All weights. Notes come as rows of indices, see `batches`."""

    wish_start: Tensor
    chord_table: Tensor

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        width, slot, latent = shape.width, shape.slot, sum(shape.latent)
        self.note_pitch, self.note_duration = nn.Embedding(PITCHES, slot), nn.Embedding(len(DURATIONS), slot)
        self.note_part = nn.Embedding(PARTS, slot)
        self.encoder = BarEncoder(SLOTS * slot, shape.hidden, shape.latent)
        self.absent = nn.Parameter(torch.zeros(latent))
        self.wish = nn.Embedding(sum(SIZES), 12)
        self.register_buffer("wish_start", torch.tensor([sum(SIZES[:k]) for k in range(len(SIZES))]), persistent=False)
        self.register_buffer("chord_table", torch.from_numpy(DESCRIPTIONS), persistent=False)
        self.chord = nn.Linear(DESCRIPTIONS.shape[1], 32)
        self.unroller = Unroller(latent + 12 * len(SIZES) + 4 * 32, shape.hidden, SLOTS, shape.memory)
        self.chord_memory, self.given_memory = nn.Linear(32, shape.memory), nn.Linear(slot, shape.memory)
        self.place = nn.Parameter(0.02 * torch.randn(SLOTS, shape.memory))
        self.ripple = Ripple(shape.memory, (1, 2, 4))
        self.memory_norm = nn.LayerNorm(shape.memory)
        self.roll = nn.Linear(shape.memory, PARTS * PITCHES)
        self.onsets = nn.Linear(shape.memory, PARTS)
        self.summary = nn.Linear(shape.hidden, width)
        self.recall = nn.Linear(shape.memory, width)
        self.event_pitch, self.event_part = nn.Embedding(PITCHES + 1, width), nn.Embedding(PARTS + 1, width)
        self.event_slot, self.event_duration = nn.Embedding(SLOTS, width), nn.Embedding(len(DURATIONS) + 1, width)
        self.blocks = nn.ModuleList(Block(width, shape.keys) for _ in range(shape.layers))
        self._heads(width)
        self.apply(_start)

    def _heads(self, width: int) -> None:
        self.last_norm = nn.LayerNorm(width)
        self.next_slot = nn.Linear(width, SLOTS + 1)
        self.at_slot, self.at_part = nn.Embedding(SLOTS + 1, width), nn.Embedding(PARTS, width)
        self.at_pitch, self.at_memory = nn.Embedding(PITCHES, width), nn.Linear(self.shape.memory, width)
        self.next_part, self.next_pitch = nn.Linear(width, PARTS), nn.Linear(width, PITCHES)
        self.pitch_hidden, self.duration_hidden = nn.Linear(width, width), nn.Linear(width, width)
        self.next_duration = nn.Linear(width, len(DURATIONS))
        self.trust = nn.Parameter(torch.tensor([0.5, 0.5, 0.5]))

    def encode(self, cells: Tensor, notes: Tensor, rows: int, bars: int) -> tuple[Tensor, Tensor]:
        """Mean and log variance [rows, bars, latent] of notes [notes, 3] (part, pitch, duration) that begin in
        cells [notes], counted through [rows, bars, parts, slots].
        """
        slots = self._scatter(cells, notes, rows * bars * PARTS * SLOTS)
        mean, spread = self.encoder(slots.view(rows, bars, PARTS, -1))
        return mean, spread

    def _scatter(self, cells: Tensor, notes: Tensor, size: int) -> Tensor:
        part, pitch, duration = notes.unbind(-1)
        states = self.note_part(part) + self.note_pitch(pitch) + self.note_duration(duration)
        return torch.zeros(size, states.shape[-1], dtype=states.dtype).index_add(0, cells, states)

    def remember(self, latents: Tensor, wishes: Tensor, chords: Tensor, given: tuple[Tensor, Tensor]) -> Memory:
        """The decoder's memory. latents: [rows, bars, latent], NaN where there is none; wishes: [rows, bars, features];
        chords: [rows, bars, 4]; given: notes that are there already, as for `encode` but in cells of [rows, bars,
        slots].
        """
        rows, bars = chords.shape[:2]
        known = torch.where(torch.isnan(latents), self.absent, latents)
        harmony = functional.relu(self.chord(self.chord_table[chords]))
        wished = self.wish(wishes + self.wish_start).flatten(2)
        slots, hidden = self.unroller(torch.cat([known, wished, harmony.flatten(2)], dim=-1))
        slots = slots + self.chord_memory(harmony).repeat_interleave(SLOTS // 4, dim=2) + self.place
        there = self._scatter(given[0], given[1], rows * bars * SLOTS).view(rows, bars, SLOTS, -1)
        slots = (slots + self.given_memory(there)).flatten(1, 2)
        slots = self.memory_norm(self.ripple(slots)).view(rows, bars, SLOTS, -1)
        roll = self.roll(slots).float().unflatten(-1, (PARTS, PITCHES)) - 5
        return Memory(slots, self.summary(hidden), roll, self.onsets(slots).float() - 1)

    def condition(self, memory: Memory, bar: Tensor, slot: Tensor) -> Tensor:
        """What every layer is told at an event: bar, slot [rows, time] -> [rows, time, width]."""
        row = torch.arange(len(bar))[:, None]
        recalled: Tensor = self.recall(memory.slots)
        return recalled[row, bar, slot] + memory.summary[row, bar]

    def embed(self, events: Tensor) -> Tensor:
        """events: [..., 5] bar, slot, part, pitch, duration as indices; a bar line has part 3, pitch 88."""
        _, slot, part, pitch, duration = events.unbind(-1)
        where: Tensor = self.event_slot(slot) + self.event_part(part)
        what: Tensor = self.event_pitch(pitch) + self.event_duration(duration)
        return where + what

    @property
    def stack(self) -> list[Block]:
        """The blocks, first to last."""
        return [cast("Block", block) for block in self.blocks]

    def forward(self, events: Tensor, memory: Memory) -> Tensor:
        """Hidden states [rows, time, width] after every event [rows, time, 5]."""
        bar, slot = events[..., 0], events[..., 1]
        order = torch.arange(events.shape[1]).expand_as(bar)
        turn = angles(bar * SLOTS + slot, order)[:, :, None]
        cosine, sine = turn.cos(), turn.sin()
        condition = self.condition(memory, bar, slot)
        states = self.embed(events)
        for block in self.stack:
            states = block(states, condition, cosine, sine)
        return self.last(states)

    def last(self, states: Tensor) -> Tensor:
        """What the heads read."""
        normed: Tensor = self.last_norm(states)
        return normed

    def slot_logits(self, states: Tensor, onsets: Tensor) -> Tensor:
        """[..., 17] the slot of the next note, 16 = the bar ends. onsets: [..., 16] expected onsets of the bar."""
        bias = functional.pad(onsets * self.trust[0], (0, 1))
        logits: Tensor = self.next_slot(states).float()
        return logits + bias

    def part_logits(self, states: Tensor, slot: Tensor, memory: Tensor, onsets: Tensor) -> tuple[Tensor, Tensor]:
        """[..., 3] the part of a note in that slot, and the states that know the slot. memory, onsets: those of the
        slot.
        """
        states = states + self.at_slot(slot) + self.at_memory(memory)
        return self.next_part(states).float() + onsets * self.trust[1], states

    def pitch_logits(self, states: Tensor, part: Tensor, roll: Tensor) -> tuple[Tensor, Tensor]:
        """[..., 88] the pitch of a note of that part, and the states that know the part. roll: [..., 88]."""
        states = states + self.at_part(part)
        states = states + functional.relu(self.pitch_hidden(states)).square()
        return self.next_pitch(states).float() + roll * self.trust[2], states

    def duration_logits(self, states: Tensor, pitch: Tensor) -> Tensor:
        """[..., 16] the duration of a note of that pitch."""
        hidden = functional.relu(self.duration_hidden(states + self.at_pitch(pitch)))
        logits: Tensor = self.next_duration(hidden).float()
        return logits


def _start(module: nn.Module) -> None:
    if isinstance(module, nn.Embedding):
        nn.init.normal_(module.weight, std=0.05)
    if isinstance(module, nn.Linear) and module.bias is not None:
        nn.init.zeros_(module.bias)
