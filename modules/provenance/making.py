"""What is true for every file of one work, and how it becomes the record of one of them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from models.provenance import Content, Ingredient, Origin, Record, SourceType
from modules.provenance.canonical import canonical
from modules.provenance.device import device_class

LONGEST: Final = 7_000
"""Bytes of one list in a record, so that all together stay within what every format can carry."""


@dataclass(frozen=True)
class Lineage:
    """What the files that went in tell of themselves: the content hashes of signed ones, and whether AI made one."""

    parents: tuple[str, ...] = ()
    by_ai: bool = False


@dataclass(frozen=True)
class Making:
    engine: str
    seed: int | None
    origin: Origin
    lineage: Lineage = Lineage()

    @property
    def source(self) -> SourceType:
        """A mere rendering of what AI composed is still partly AI's work."""
        own = self.origin.source
        return SourceType.COMPOSITE if self.lineage.by_ai and not own.by_ai else own

    def record(self, content: Content, software: str) -> Record:
        return Record(
            content=content,
            digital_source_type=self.source,
            made_by_ai=self.source.by_ai,
            engine=self.engine,
            seed=self.seed,
            software=software,
            device=self.origin.device or device_class(),
            inputs=_listed(self.origin.inputs),
            weights=_listed(self.origin.weights),
            parents=_listed_hashes(self.lineage.parents),
            parameters=_told(self.origin.parameters),
        )


def _told(parameters: dict[str, Any]) -> dict[str, Any]:
    """What is too long to carry along is told by its hash."""
    text = canonical(parameters)
    return parameters if len(text) <= LONGEST else {"sha256": hashlib.sha256(text).hexdigest()}


def _listed(ingredients: Sequence[Ingredient]) -> list[Ingredient]:
    text = canonical([one.model_dump() for one in ingredients])
    if len(text) <= LONGEST:
        return list(ingredients)
    return [Ingredient(name=f"list of {len(ingredients)}", sha256=hashlib.sha256(text).hexdigest())]


def _listed_hashes(hashes: Sequence[str]) -> list[str]:
    text = canonical(list(hashes))
    return list(hashes) if len(text) <= LONGEST else [hashlib.sha256(text).hexdigest()]
