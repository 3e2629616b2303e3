"""`Features`: what a person says, or brought from elsewhere, about how tracks feel; one table a person."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property

from models.errors import TooLarge
from models.recommendation import FeatureRow, FeaturesKept, FeatureTable
from models.track import MOST_TRACKS
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Duplicate
from modules.recommending.collection import FEATURES
from modules.recommending.features_csv import Read
from modules.recommending.table import NOTHING, Table, table_of


class TooManyRows(TooLarge):
    code = "features.too_many"
    title = "Too many rows"


class Features:
    def __init__(self, documents: Documents, clock: Callable[[], datetime]) -> None:
        self._documents = documents
        self._clock = clock

    def keep(self, owner: str, read: Read) -> FeaturesKept:
        """What a file said. Raises TooManyRows."""
        table = self.add(owner, read.rows)
        return FeaturesKept(count=len(table.rows), version=table.version, skipped=list(read.skipped))

    def add(self, owner: str, rows: Sequence[FeatureRow]) -> FeatureTable:
        """Behind those that are there; a later row about the same track replaces an earlier one. Raises TooManyRows."""

        def more(known: FeatureTable) -> FeatureTable:
            kept = {(row.title, row.artist, row.source): row for row in (*known.rows, *rows)}
            if len(kept) > MOST_TRACKS:
                raise TooManyRows(
                    f"A table has at most {MOST_TRACKS:,} rows; this would be {len(kept):,}.",
                    field="body",
                    next_step="Send fewer, or begin anew with DELETE /music/features.",
                )
            return known.model_copy(update={"rows": list(kept.values()), "updated_at": self._clock()})

        changed = self._shelf.change(owner, more)
        if changed is None:
            fresh = more(FeatureTable(id=owner, owner=owner, rows=[], updated_at=self._clock()))
            try:
                return self._shelf.insert(fresh)
            except Duplicate:  # somebody was faster
                return self._shelf.change(owner, more) or fresh
        return changed

    def rows_of(self, owner: str) -> list[FeatureRow]:
        found = self._shelf.get(owner)
        return [] if found is None else found.rows

    def table_of(self, owner: str, version: str) -> Table:
        """version: what `version_of` said, for the record."""
        rows = self.rows_of(owner)
        return table_of(rows, version) if rows else NOTHING

    def version_of(self, owner: str) -> str:
        found = self._documents.get(FEATURES, owner)
        return "" if found is None else f"yours {found['version']}"

    def clear(self, owner: str) -> None:
        self._shelf.delete(owner)

    @cached_property
    def _shelf(self) -> Shelf[FeatureTable]:
        return Shelf(self._documents, FEATURES, FeatureTable)
