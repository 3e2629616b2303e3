"""`Features`: what a person says, or brought from elsewhere, about how tracks feel; one table a person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from models.errors import TooLarge
from models.recommendation import FeatureRow, FeaturesKept, FeatureTable
from models.track import MOST_TRACKS
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Duplicate
from modules.recommending.collection import FEATURES
from modules.recommending.features_csv import Read, read_features, write_features
from modules.recommending.table import NOTHING, Table, table_of


class TooManyRows(TooLarge):
    code = "features.too_many"
    title = "Too many rows"


@dataclass(frozen=True)
class Kept:
    """version: of the table, for the record; empty where there is none."""

    version: str = ""
    text: str = ""

    def table(self) -> Table:
        """Takes a while: not for a web hub."""
        return table_of(read_features(self.text.encode()).rows, self.version) if self.text else NOTHING


class Features:
    def __init__(self, documents: Documents, clock: Callable[[], datetime]) -> None:
        self._documents = documents
        self._clock = clock

    def keep(self, owner: str, read: Read) -> FeaturesKept:
        """Behind those that are there; a later row about the same track replaces an earlier one. Raises TooManyRows."""

        def more(known: FeatureTable) -> FeatureTable:
            rows = _joined(_rows(known), read.rows)
            told = {"table": write_features(rows), "rows": len(rows), "updated_at": self._clock()}
            return known.model_copy(update=told)

        changed = self._shelf.change(owner, more)
        if changed is None:
            fresh = more(FeatureTable(id=owner, owner=owner, table="", rows=0, updated_at=self._clock()))
            try:
                changed = self._shelf.insert(fresh)
            except Duplicate:  # somebody was faster
                changed = self._shelf.change(owner, more) or fresh
        return FeaturesKept(count=changed.rows, version=changed.version, skipped=list(read.skipped))

    def text_of(self, owner: str) -> str:
        """What they brought, as CSV."""
        found = self._shelf.get(owner)
        return write_features(()) if found is None else found.table

    def kept(self, owner: str) -> "Kept":
        """What they brought, read but not yet understood."""
        found = self._documents.get(FEATURES, owner)
        return Kept() if found is None else Kept(f"yours {found['version']}", found["table"])

    def clear(self, owner: str) -> None:
        self._shelf.delete(owner)

    @cached_property
    def _shelf(self) -> Shelf[FeatureTable]:
        return Shelf(self._documents, FEATURES, FeatureTable)


def _rows(table: FeatureTable) -> Sequence[FeatureRow]:
    return read_features(table.table.encode()).rows if table.table else ()


def _joined(known: Sequence[FeatureRow], new: Sequence[FeatureRow]) -> list[FeatureRow]:
    kept = {(row.title, row.artist, row.source): row for row in (*known, *new)}
    if len(kept) > MOST_TRACKS:
        raise TooManyRows(
            f"A table has at most {MOST_TRACKS:,} rows; this would be {len(kept):,}.",
            field="body",
            next_step="Send fewer, or begin anew with DELETE /music/features.",
        )
    return list(kept.values())
