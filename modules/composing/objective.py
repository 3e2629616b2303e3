"""What training minimises: the loss of the next event's slot, part, pitch and duration, of the roll, and the latent's
cost.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from modules.composing.architecture import END, NEVER, Memory, Network
from modules.composing.bars import PARTS, PITCHES
from modules.composing.batches import PAD, Batch


@dataclass(frozen=True)
class Weights:
    """How much what counts. free: nats a latent dimension may cost for nothing."""

    roll: float = 0.4
    latent: float = 0.0006
    free: float = 0.1


def tensors(batch: Batch, device: torch.device) -> dict[str, Any]:
    """The batch's arrays for the network."""
    return {name: _tensor(value, device) for name, value in vars(batch).items()}


def _tensor(value: Any, device: torch.device) -> Any:
    return (
        tuple(_tensor(one, device) for one in value) if isinstance(value, tuple) else torch.from_numpy(value).to(device)
    )


def latents(network: Network, data: dict[str, Any], noise: torch.Generator | None) -> tuple[Tensor, Tensor]:
    """Latents of a batch [rows, bars, latent], NaN where dropped, and what they cost in nats a dimension [latent]."""
    rows, bars = data["chords"].shape[:2]
    where, what = data["source"]
    mean, spread = network.encode(where, what, rows, bars)
    mean, spread = mean.float(), spread.float()
    cost = 0.5 * (mean.square() + spread.exp() - 1 - spread)
    drawn = (
        mean
        if noise is None
        else mean + (0.5 * spread).exp() * torch.randn(mean.shape, generator=noise, device=mean.device)
    )
    sizes = torch.tensor(network.shape.latent)
    kept = data["kept"].bool().repeat_interleave(sizes, dim=-1, output_size=drawn.shape[-1])
    return torch.where(kept, drawn, torch.nan), cost.mean((0, 1))


def losses(
    network: Network, data: dict[str, Any], weights: Weights, noise: torch.Generator | None
) -> dict[str, Tensor]:
    """Every loss and their sum, `loss`."""
    drawn, cost = latents(network, data, noise)
    parts = judge(network, data, drawn)
    parts["nats"] = cost.sum()
    paid = cost.clamp(min=weights.free).sum()
    parts["loss"] = parts["music"] + weights.roll * parts["roll"] + weights.latent * paid
    return parts


def judge(network: Network, data: dict[str, Any], latents: Tensor) -> dict[str, Tensor]:
    """Losses of writing a batch from these latents [rows, bars, latent]; `music` is the sum of those of the events."""
    memory = network.remember(latents, data["controls"], data["chords"], data["given"])
    parts = _event_losses(network, network(data["events"], memory), memory, data)
    notes = (data["targets"][..., 1] != PAD).sum().clamp(min=1)
    parts["music"] = parts["slot"] + parts["part"] + parts["pitch"] + parts["duration"]
    parts["roll"] = _roll_loss(memory, data) / notes
    return parts


def _event_losses(network: Network, states: Tensor, memory: Memory, data: dict[str, Any]) -> dict[str, Tensor]:
    events, targets = data["events"], data["targets"]
    row = torch.arange(len(events))[:, None].expand(events.shape[:2])
    live = targets[..., 0] != PAD
    states, row, events, targets = states[live], row[live], events[live], targets[live]
    bar, here, part, pitch = events[:, 0], events[:, 1], events[:, 2], events[:, 3]
    slot_logits = network.slot_logits(states, busy(memory)[row, bar])
    slot_logits = slot_logits.masked_fill(torch.arange(END + 1) < here[:, None], NEVER)
    slot_loss = functional.cross_entropy(slot_logits, targets[:, 0])
    note = targets[:, 0] < END
    states, row, bar, targets = states[note], row[note], bar[note], targets[note]
    slot = targets[:, 0]
    same = slot == here[note]
    rank = torch.where(same & (part[note] < PARTS), part[note] * PITCHES + pitch[note], -1)
    part_logits, states = network.part_logits(states, slot, memory.slots[row, bar, slot], memory.onsets[row, bar, slot])
    part_logits = part_logits.masked_fill(parts_past(rank), NEVER)
    pitch_logits, states = network.pitch_logits(states, targets[:, 1], memory.roll[row, bar, slot, targets[:, 1]])
    pitch_logits = pitch_logits.masked_fill(pitches_past(rank, targets[:, 1]), NEVER)
    return {
        "slot": slot_loss,
        "part": functional.cross_entropy(part_logits, targets[:, 1]),
        "pitch": functional.cross_entropy(pitch_logits, targets[:, 2]),
        "duration": functional.cross_entropy(network.duration_logits(states, targets[:, 2]), targets[:, 3]),
    }


def busy(memory: Memory) -> Tensor:
    """[rows, bars, 16] how likely any part begins a note."""
    return memory.onsets.logsumexp(-1)


def parts_past(rank: Tensor) -> Tensor:
    """[..., 3] parts that cannot follow a note of that rank (part * 88 + pitch, -1 for none) in its slot."""
    return (torch.arange(PARTS) + 1) * PITCHES - 1 <= rank[..., None]


def pitches_past(rank: Tensor, part: Tensor) -> Tensor:
    """[..., 88] pitches that cannot follow a note of that rank in its slot when the next is of that part."""
    return part[..., None] * PITCHES + torch.arange(PITCHES) <= rank[..., None]


def _roll_loss(memory: Memory, data: dict[str, Any]) -> Tensor:
    wanted = torch.zeros(memory.roll.numel())
    wanted[data["roll"]] = 1
    wanted = wanted.view(memory.roll.shape)
    written = data["written"][:, None, None, :]
    notes = functional.binary_cross_entropy_with_logits(memory.roll, wanted, reduction="none").sum(-1) * written
    onsets = functional.binary_cross_entropy_with_logits(memory.onsets, wanted.amax(-1), reduction="none") * written
    total: Tensor = notes.sum() + onsets.sum()
    return total
