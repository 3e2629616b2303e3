"""How well the English network reads sentences whose emotions are known."""

from __future__ import annotations

import numpy as np

from modules.mood.detectors.text.english import EnglishNetwork
from modules.mood.detectors.text.labels import ENGLISH
from teaching.calibration import expected_error
from teaching.goemotions import Comments
from teaching.thresholds import f1, macro_f1


def read_logits(network: EnglishNetwork, texts: list[str]) -> np.ndarray:
    """One text at a time, as a server reads them."""
    return np.concatenate([network.logits([text]) for text in texts])


def measured(network: EnglishNetwork, comments: Comments) -> dict[str, float]:
    found = read_logits(network, comments.texts)
    said, likely = network.said(found), network.likelihoods(found)
    hits = (said & (comments.labels > 0)).sum()
    top = likely.argmax(1)
    right = comments.labels[np.arange(len(top)), top]
    figures = {
        "macro_f1": macro_f1(said, comments.labels),
        "macro_f1_at_half": macro_f1(likely > 0.5, comments.labels),
        "micro_f1": float(2 * hits / (said.sum() + comments.labels.sum())),
        "top1": float(right.mean()),
        "ece": expected_error(likely.max(1), right),
        "texts": float(len(comments)),
    }
    return figures | {f"f1_{name}": float(one) for name, one in zip(ENGLISH, f1(said, comments.labels), strict=True)}
