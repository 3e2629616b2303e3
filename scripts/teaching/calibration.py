"""Makes honest likelihoods of logits: of a hundred at .3, about thirty should be true."""

from __future__ import annotations

import numpy as np


def platt(
    logits: np.ndarray, true: np.ndarray, start: tuple[float, float] = (1.0, 0.0), resistance: float = 1e-3
) -> tuple[float, float]:
    """Slope and shift by Newton's method; resistance holds them near the start, which helps rare labels."""
    rows = np.stack([logits, np.ones_like(logits)], axis=1).astype(float)
    weights = np.array(start)
    for _ in range(40):
        likely = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        pull = rows.T @ (likely - true) + resistance * (weights - start)
        bend = (rows * (likely * (1 - likely))[:, None]).T @ rows + resistance * np.eye(2)
        weights = weights - np.linalg.solve(bend, pull)
    return float(weights[0]), float(weights[1])


def expected_error(likely: np.ndarray, true: np.ndarray, bins: int = 15) -> float:
    """The expected calibration error: the mean distance of promise and truth, over bins of like promises."""
    places = np.clip((likely * bins).astype(int), 0, bins - 1)
    counts = np.bincount(places, minlength=bins)
    promised = np.bincount(places, likely, bins) / np.maximum(counts, 1)
    kept = np.bincount(places, true, bins) / np.maximum(counts, 1)
    return float((np.abs(promised - kept) * counts).sum() / len(likely))
