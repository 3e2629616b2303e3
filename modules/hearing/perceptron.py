"""`Perceptron`: the small fitted judgements of hearing, a hidden layer each, and the one file they all come from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from modules.hearing.sound import Floats

WEIGHTS: Final = Path(__file__).parent / "weights" / "judgements.npz"
ARRAYS: Final = ("mean", "spread", "inner", "inner_bias", "outer", "outer_bias")


@dataclass(frozen=True, eq=False)
class Perceptron:
    """inner: [features, hidden], outer: [hidden, answers]; features are brought to mean 0 and spread 1 first."""

    mean: Floats
    spread: Floats
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats

    def logits(self, features: Floats) -> Floats:
        """[rows, answers]."""
        known = (features - self.mean) / self.spread
        hidden = np.maximum(known @ self.inner + self.inner_bias, 0.0)
        return np.asarray(hidden @ self.outer + self.outer_bias, dtype=np.float32)

    def chances(self, features: Floats) -> Floats:
        """[rows, answers] that add up to 1 in every row."""
        logits = self.logits(features)
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


def read_perceptrons(path: Path = WEIGHTS) -> dict[str, Perceptron]:
    """By name."""
    with np.load(path) as file:
        names = sorted({name.partition(".")[0] for name in file.files})
        return {name: Perceptron(*(file[f"{name}.{array}"].astype(np.float32) for array in ARRAYS)) for name in names}
