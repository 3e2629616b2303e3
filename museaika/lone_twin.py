"""A twin in a folder of its own, without any server: taught from files, kept beside its receipt, played."""

import hashlib
import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from models.errors import Invalid, NotFound
from models.generation import Brief
from models.schema import utc_now
from models.twin import PREFIX, Receipt, Skipped
from models.upload import Upload, UploadKind
from modules.generation.engine import Commission, Material, Work
from modules.generation.engines.twin import Twin
from modules.generation.engines.twin.backends.backend import Lesson, Step
from modules.generation.engines.twin.backends.registry import Backends
from modules.generation.progress import Progress
from modules.twins.keeping import ADAPTER
from modules.twins.preparation import Preparation
from modules.twins.prepared import Source
from modules.twins.receipt import receipt_of
from modules.uploads.inspection import inspect

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,100}")
_LONGEST: Final = 1800.0
_RECEIPT: Final = "receipt.json"
_PREPARED, _LEARNED = 0.25, 0.85
Report = Callable[[float, str], None]


class BadName(Invalid):
    code = "twin.bad_name"


class NotTaught(NotFound):
    code = "twin.not_taught"


@dataclass(frozen=True)
class Taught:
    receipt: Receipt
    skipped: list[Skipped]
    adapter: Path
    steps: int


class LoneTwin:
    """folder: that of all twins of this machine."""

    def __init__(self, folder: Path, name: str, backends: Backends, backend: str) -> None:
        if not _NAME.fullmatch(name):
            raise BadName(
                f"{name!r} is no name for a twin.", field="NAME", next_step="Use letters, digits, _ . : and - only."
            )
        self.name = name
        self._folder = folder / name.replace(":", "_")
        self._backends = backends
        self._backend = backend

    @cached_property
    def adapter(self) -> Path:
        return self._folder / ADAPTER

    def teach(self, files: Sequence[Path], rank: int, steps: int | None, report: Report, *, as_it_is: bool) -> Taught:
        """Stopped in the middle, the same command goes on from the last checkpoint."""
        work = self._folder / "training"
        work.mkdir(parents=True, exist_ok=True)
        skipped: list[Skipped] = []
        sources = [source for path in files if (source := _source(path, skipped)) is not None]
        preparation = Preparation(work / "training_data" / "own", as_it_is=as_it_is)
        prepared = preparation.prepare(sources, lambda share, note: report(_PREPARED * share, note))
        prepared.need_pieces()
        lesson = Lesson(self.name, prepared.pieces, work, work / ADAPTER, rank, steps)
        trainer = self._backends.ready(self._backend).trainer()
        trained = trainer.train(lesson, lambda step: _told(step, report))
        report(_LEARNED, "listening to what was learned")
        evidence = trainer.examine(lesson)
        receipt = receipt_of(evidence)
        for path in (lesson.adapter, *(evidence.pair or ())):
            shutil.move(path, self._folder / path.name)
        (self._folder / _RECEIPT).write_text(receipt.model_dump_json(indent=2) + "\n", encoding="utf-8")
        shutil.rmtree(work)
        return Taught(receipt, [*skipped, *prepared.skipped], self.adapter, trained.steps)

    def play(self, card: Twin, brief: Brief, folder: Path, progress: Progress) -> Work:
        """brief: without any twin named; this one is. Raises NotTaught."""
        if not self.adapter.is_file():
            raise NotTaught(
                f"There is no twin {self.name!r} here.", next_step=f"museaika twin train {self.name} FILES..."
            )
        data = self.adapter.read_bytes()
        facts: dict[str, Any] = {"format": "safetensors", "media_type": "application/octet-stream", "seconds": 0.0}
        facts |= {"size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "created_at": utc_now()}
        upload = Upload(id=self.name, owner="you", name=self.name, kind=UploadKind.ADAPTER, **facts)
        named = brief.model_copy(update={"options": brief.options | {"twin": self.name}})
        materials = {PREFIX + self.name: Material(upload, self.adapter)}
        return card.load().generate(Commission(named, materials, folder), progress)


def _source(path: Path, skipped: list[Skipped]) -> Source | None:
    try:
        found = inspect(path, _LONGEST)
    except Invalid as refusal:
        skipped.append(Skipped(name=path.name, why=refusal.detail))
        return None
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Source(path.name, digest, found.format.kind, path)


def _told(step: Step, report: Report) -> None:
    share = _PREPARED + (_LEARNED - _PREPARED) * step.step / max(step.steps, 1)
    left = "" if step.seconds is None else f", {step.seconds:.0f} s left"
    report(share, f"step {step.step} of {step.steps}, loss {step.loss:.2f}{left}")
