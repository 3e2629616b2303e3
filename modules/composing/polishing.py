"""Latents brought closer to their bars than the encoder's first guess: a few steps downhill through the decoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from modules.composing import objective, tasks
from modules.composing.bars import SLOTS, Bars, concatenate, silence
from modules.composing.batches import Task, pack
from modules.composing.controls import features, free

if TYPE_CHECKING:
    from modules.composing.architecture import Network
    from modules.composing.bars import Floats
    from modules.composing.controls import Controls

RATE, LEASH = 0.1, 5e-4
MOMENTUM, MEMORY = 0.9, 0.999
"""Adam's, written out: torch's own takes a second of a process's life to be imported."""


def polish(network: Network, latents: Floats, bars: Bars, controls: Controls, steps: int) -> Floats:
    """[bars, latent] latents from which the decoder is likelier to write these bars, under these wishes."""
    size = network.shape.bars
    rows = -(-len(bars) // size)
    data = objective.tensors(pack(_windows(bars, controls, rows, size)), torch.device("cpu"))
    start = np.zeros((rows * size, latents.shape[1]), dtype=np.float32)
    start[: len(bars)] = latents
    point = torch.from_numpy(start).view(rows, size, -1)
    first, second = torch.zeros_like(point), torch.zeros_like(point)
    for step in range(1, steps + 1):
        point = point.detach().requires_grad_()
        judged = objective.judge(network, data, point)
        loss = judged["music"] + objective.Weights.roll * judged["roll"] + LEASH * point.square().sum(-1).mean()
        (slope,) = torch.autograd.grad(loss, [point])
        first, second = first.lerp(slope, 1 - MOMENTUM), second.lerp(slope.square(), 1 - MEMORY)
        spread = (second / (1 - MEMORY**step)).sqrt() + 1e-8
        point = point - RATE / (1 - MOMENTUM**step) * first / spread
    return point.detach().flatten(0, 1)[: len(bars)].numpy()


def _windows(bars: Bars, controls: Controls, rows: int, size: int) -> list[Task]:
    missing = rows * size - len(bars)
    whole = concatenate([bars, silence(np.full(missing, SLOTS))]) if missing else bars
    wished = np.concatenate([features(controls, bars.lengths), features(free(missing), np.full(missing, SLOTS))])
    pieces = []
    for row in range(rows):
        piece = whole.window(row * size, size)
        task = tasks.whole(piece, free(size))
        pieces.append(Task(task.source, task.given, task.target, wished[row * size :][:size], task.kept, task.written))
    return pieces
