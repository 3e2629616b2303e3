"""What the face network's answers are worth: accuracy under the published protocols, and honesty of its confidence."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from modules.mood.detectors.face import votes
from modules.mood.detectors.face.dataset import Faces
from modules.mood.detectors.face.recogniser import Recognised, Recogniser

BINS: Final = 15

Shares = NDArray[np.float32]
Labels = NDArray[np.int64]


def seen(recogniser: Recogniser, faces: Faces, batch: int = 128) -> Recognised:
    """All of them, some at a time."""
    starts = range(0, len(faces), batch)
    parts = [recogniser.recognise(faces.images[start : start + batch]) for start in starts]
    ferplus, fer = zip(*parts, strict=True)
    return Recognised(np.concatenate(ferplus), np.concatenate(fer))


def figures(faces: Faces, answers: Recognised) -> dict[str, float]:
    """Flat names to numbers; ece is that of the eight-class head under the probability protocol."""
    probable = votes.probability_labels(faces.ferplus)
    majority = votes.majority_labels(faces.ferplus)
    found = {
        "ferplus_accuracy": accuracy(answers.ferplus, probable),
        "ferplus_n": float((probable != votes.DISCARDED).sum()),
        "ferplus_accuracy_majority": accuracy(answers.ferplus, majority),
        "ferplus_majority_n": float((majority != votes.DISCARDED).sum()),
        "fer2013_accuracy": accuracy(answers.fer2013, faces.fer),
        "fer2013_n": float((faces.fer >= 0).sum()),
        "ece": calibration_error(answers.ferplus, probable),
        "ece_fer2013": calibration_error(answers.fer2013, faces.fer),
    }
    return found | {f"recall_{name}": value for name, value in recalls(answers.ferplus, probable).items()}


def accuracy(shares: Shares, labels: Labels) -> float:
    """Labels below zero do not count."""
    counted = labels >= 0
    return float((shares.argmax(1) == labels)[counted].mean()) if counted.any() else float("nan")


def recalls(shares: Shares, labels: Labels) -> dict[str, float]:
    """For each emotion that occurs: how many of its faces are recognised."""
    return {
        name: accuracy(shares, np.where(labels == place, labels, -1))
        for place, name in enumerate(votes.EMOTIONS)
        if (labels == place).any()
    }


def calibration_error(shares: Shares, labels: Labels) -> float:
    """How far the confidence is from the share of right answers, over bins of equal width."""
    counted = labels >= 0
    if not counted.any():
        return float("nan")
    confidence, right = shares.max(1)[counted], (shares.argmax(1) == labels)[counted]
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [
        abs(confidence[place == k].mean() - right[place == k].mean()) * (place == k).sum() for k in np.unique(place)
    ]
    return float(sum(gaps) / counted.sum())
