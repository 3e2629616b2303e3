"""Fits the small judgements of hearing: one hidden layer each, written into one file."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from listening.songs import Floats
from modules.hearing.perceptron import ARRAYS, Perceptron

Loss = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
"""Takes [batch, rows, answers] and what is right, gives [batch]."""


def plain(answers: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Every example is one row; right is the number of its answer."""
    return torch.nn.functional.cross_entropy(answers[:, 0], right, reduction="none")


def of_chords(answers: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """An example is twelve rows, one for every root; the last answer of each is "no chord"."""
    none = answers[:, :, -1].mean(dim=1, keepdim=True)
    everything = torch.cat([none, answers[:, :, :-1].reshape(len(answers), -1)], dim=1)
    return torch.nn.functional.cross_entropy(everything, right, reduction="none")


def of_keys(answers: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """An example is twelve rows, one for every tonic, of two answers: major, minor."""
    both = answers.permute(0, 2, 1).reshape(len(answers), 24)
    return torch.nn.functional.cross_entropy(both, right, reduction="none")


def of_levels(answers: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """An example is a row for every guess; right: [batch, guesses] how good each is, adding up to 1."""
    return -(right * torch.log_softmax(answers[:, :, 0], dim=1)).sum(dim=1)


def fitted(features: Floats, right: Floats, loss: Loss, shape: tuple[int, int], **plan: float) -> Perceptron:
    """features: [examples, rows, features]; shape: hidden and answers; plan: epochs, batch, rate, decay; weight."""
    torch.manual_seed(1)
    flat = features.reshape(-1, features.shape[2])
    mean, spread = flat.mean(axis=0), flat.std(axis=0) + 1e-3
    network = torch.nn.Sequential(
        torch.nn.Linear(features.shape[2], shape[0]), torch.nn.ReLU(), torch.nn.Linear(shape[0], shape[1])
    )
    known = torch.from_numpy(((features - mean) / spread).astype(np.float32))
    truth = torch.from_numpy(np.asarray(right))
    epochs, batch = int(plan.get("epochs", 6)), int(plan.get("batch", 512))
    learner = torch.optim.AdamW(network.parameters(), plan.get("rate", 3e-3), weight_decay=plan.get("decay", 1e-3))
    steps = epochs * (len(known) // batch + 1) + 1
    pace = torch.optim.lr_scheduler.OneCycleLR(learner, plan.get("rate", 3e-3), total_steps=steps)
    for _ in range(epochs):
        for chosen in torch.randperm(len(known)).split(batch):
            missed = loss(network(known[chosen]), truth[chosen]).mean()
            learner.zero_grad()
            missed.backward()
            learner.step()
            pace.step()
    inner, inner_bias, outer, outer_bias = (one.detach().numpy() for one in network.parameters())
    return Perceptron(mean, spread, inner.T.copy(), inner_bias, outer.T.copy(), outer_bias)


def save(judges: dict[str, Perceptron], path: Path) -> None:
    """Weights in half precision."""
    arrays = {}
    for name, judge in judges.items():
        for array in ARRAYS:
            kind = np.float16 if array in {"inner", "outer"} else np.float32
            arrays[f"{name}.{array}"] = getattr(judge, array).astype(kind)
    np.savez_compressed(path, **arrays)
