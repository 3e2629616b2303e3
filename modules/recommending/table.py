"""Tables of features: what lists say about tracks, looked up by how a track is called, and which state of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

from models.errors import Unavailable
from models.recommendation import FeatureRow, TrackFeatures
from modules.matching.indexing import key_of
from modules.recommending.features_csv import read_features
from modules.recommending.pool import Candidate, Pool, pool_of, song_key

SHARED: Final = "table of features"


class TableUnreadable(Unavailable):
    code = "features.unreadable"
    title = "The table of features cannot be read"


@dataclass(frozen=True)
class Table:
    """version: of its content; the same content has the same."""

    version: str = ""
    rows: dict[str, TrackFeatures] = field(default_factory=dict)
    named: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Title and artist of each."""

    def look_up(self, key: str) -> TrackFeatures | None:
        """By `song_key`."""
        return self.rows.get(key)

    def candidates(self, source: str, but: Collection[str] = ()) -> list[Candidate]:
        """What is in it may be recommended, too. but: the keys of songs that are known already."""
        return [
            Candidate(f"table:{key_of(key):016x}", *self.named[key], source, features)
            for key, features in self.rows.items()
            if key not in but
        ]

    @cached_property
    def catalogue(self) -> Pool:
        """All of it. Takes a while: not for a web hub."""
        return pool_of(self.candidates(SHARED))


NOTHING = Table()


def table_of(rows: Sequence[FeatureRow], version: str) -> Table:
    """Of several rows about one track the surest counts, and of equally sure ones the last."""
    found: dict[str, TrackFeatures] = {}
    named: dict[str, tuple[str, str]] = {}
    for row in rows:
        key = song_key(row.title, row.artist)
        known = found.get(key)
        if known is None or row.confidence >= known.confidence:
            told = row.model_dump(include=set(TrackFeatures.model_fields)) | {"version": version}
            found[key], named[key] = TrackFeatures(**told), (row.title, row.artist)
    return Table(version, found, named)


class TableFile:
    """A CSV of the operator's, read when first needed and again when it changed."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._state: tuple[float, int] | None = None
        self._table = NOTHING

    @property
    def there(self) -> bool:
        return self._path is not None

    def read(self) -> Table:
        """Raises TableUnreadable, BadFeatures."""
        if self._path is None:
            return NOTHING
        try:
            facts = self._path.stat()
            state = facts.st_mtime, facts.st_size
            if state != self._state:
                data = self._path.read_bytes()
                read = read_features(data, self._path.name)
                self._table = table_of(read.rows, f"{self._path.name} {sha256(data).hexdigest()[:8]}")
                self._state = state
        except OSError as error:
            raise TableUnreadable(
                f"{self._path} cannot be read: {error.strerror or error}.",
                next_step="Correct or clear MUSEAIKA_RECOMMENDING__FEATURES.",
            ) from None
        return self._table
