"""What a training leaves behind at every stop, so that whoever goes on comes to the very same weights."""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from modules.generation.engines.twin.backends.backend import Lesson

NAME: Final = "checkpoint.safetensors"
_DIVIDED: Final = "learned, watched, held"
"""How the music of a lesson is divided: checkpoints of another way are not gone on from."""


@dataclass(frozen=True)
class Checkpoint:
    """groups: tensors by name under "now", "first", "second" (the optimiser's) and "best". facts: everything else."""

    groups: Mapping[str, Mapping[str, Tensor]]
    facts: Mapping[str, Any]

    def save(self, folder: Path) -> None:
        """All of it or nothing."""
        tensors = {
            f"{group}.{name}": one.detach().contiguous()
            for group, some in self.groups.items()
            for name, one in some.items()
        }
        beside = folder / f"{NAME}.new"
        save_file(tensors, beside, {"facts": json.dumps(dict(self.facts))})
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        beside.replace(folder / NAME)


def read_checkpoint(folder: Path, lesson: str) -> Checkpoint | None:
    """That of the same lesson; None where there is none, or none that can be read."""
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        with safe_open(path, "pt") as file:
            facts = json.loads(file.metadata()["facts"])
            groups: dict[str, dict[str, Tensor]] = {}
            for key in file.keys():  # noqa: SIM118  # no dict: it cannot be iterated
                group, _, name = key.partition(".")
                groups.setdefault(group, {})[name] = file.get_tensor(key)
    except (SafetensorError, OSError, KeyError, TypeError, ValueError):
        return None
    return Checkpoint(groups, facts) if facts.get("lesson") == lesson else None


def fingerprint(lesson: Lesson, base: str) -> str:
    """What a checkpoint must belong to."""
    told = [base, lesson.rank, lesson.steps, lesson.seed, _DIVIDED, *(piece.sha256 for piece in lesson.pieces)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
