"""Faces to learn from: FER2013's pictures with both sets of labels, and which of them stay unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from modules.mood.detectors.face import votes

USAGES: Final = {"Training": 0, "PublicTest": 1, "PrivateTest": 2}
HELD_OUT: Final = 10
"""One of so many fingerprints is kept out of training, for stopping and calibration."""


@dataclass(frozen=True)
class Faces:
    images: NDArray[np.uint8]
    ferplus: NDArray[np.uint8]
    fer: NDArray[np.int64]
    usage: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.images)

    def where(self, chosen: NDArray[np.bool_]) -> Faces:
        return replace(self, **{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    def used_for(self, usage: str) -> Faces:
        return self.where(self.usage == USAGES[usage])

    def fingerprints(self) -> NDArray[np.str_]:
        """Equal for pictures that differ in compression or brightness alone: where it grows lighter to the right."""
        return np.array([_fingerprint(image) for image in self.images])


def read(paths: Iterable[Path]) -> Faces:
    """All rows of all files that are valid faces."""
    parts = [_read_one(path) for path in paths]
    return Faces(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Faces)))


def split(faces: Faces) -> tuple[Faces, Faces]:
    """(to learn from, held out): a tenth of Training by fingerprint, so that copies of a picture stay together, and
    without what also lies in a test set.
    """
    training = faces.used_for("Training")
    tested = set(faces.where(faces.usage != USAGES["Training"]).fingerprints())
    prints = training.fingerprints()
    held = np.array([int(print_[:8], 16) % HELD_OUT == 0 for print_ in prints], bool)
    tested_too = np.array([print_ in tested for print_ in prints], bool)
    return training.where(~held & ~tested_too), training.where(held & ~tested_too)


def _read_one(path: Path) -> Faces:
    with np.load(path) as file:
        names = ("images", "ferplus", "fer", "usage")
        missing = [name for name in names if name not in file]
        if missing:
            raise ValueError(f"{path} has no {', '.join(missing)}")
        valid = file["valid"].astype(bool) if "valid" in file else np.ones(len(file["images"]), bool)
        images, ferplus, fer, usage = (file[name][valid] for name in names)
    if images.shape[1:] != (48, 48) or ferplus.shape[1] != len(votes.EMOTIONS) + 2:
        raise ValueError(f"{path} holds no FER2013 faces of 48x48 with ten FER+ columns")
    return Faces(images, ferplus, fer.astype(np.int64), usage.astype(np.int64))


def _fingerprint(image: NDArray[np.uint8]) -> str:
    small = cv2.resize(image, (13, 12), interpolation=cv2.INTER_AREA).astype(np.int16)
    bits = np.packbits(small[:, 1:] > small[:, :-1])
    return hashlib.sha256(bits.tobytes()).hexdigest()
