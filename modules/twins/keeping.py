"""Where twins lie: their documents, and the files of their versions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from models.errors import NotFound
from models.twin import Twin, TwinVersion
from models.upload import Upload, UploadKind
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Query
from modules.files.store import FileInfo, Files
from modules.offload import Offload, directly
from modules.twins.collection import TWINS
from modules.twins.references import read_reference

ADAPTER: Final = "adapter_model.safetensors"
MEDIA_TYPE: Final = "application/octet-stream"
_CHUNK: Final = 1 << 18


class TwinNotFound(NotFound):
    code = "twin.not_found"
    title = "No such twin"


@dataclass(frozen=True)
class KeptTwins:
    documents: Documents
    files: Files
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    offload: Offload = directly

    @cached_property
    def shelf(self) -> Shelf[Twin]:
        return Shelf(self.documents, TWINS, Twin)

    def find(self, owner: str, reference: str) -> tuple[Twin, int | None]:
        """The owner's twin of that name, and the version that is meant. Raises TwinNotFound for strangers too."""
        meant = read_reference(reference)
        if meant.id is not None:
            twin = self.shelf.get(meant.id)
            if twin is not None and twin.owner == owner:
                return twin, meant.number
        for producer, model in meant.names:
            if (named := self.named(owner, producer, model)) is not None:
                return named, meant.number
        raise TwinNotFound(f"You have no twin {reference[:120]!r}.", next_step="GET /twins lists yours.")

    def named(self, owner: str, producer: str, model: str) -> Twin | None:
        query = Query({"owner": owner, "producer": producer, "model": model})
        found, _ = self.shelf.find(query, limit=1)
        return found[0] if found else None

    def version(self, owner: str, reference: str) -> tuple[Twin, TwinVersion]:
        """Raises TwinNotFound also for one that has learned nothing yet."""
        twin, number = self.find(owner, reference)
        version = twin.numbered(number)
        if version is None:
            raise TwinNotFound(
                f"The twin {twin.name} has no such version." if number else f"The twin {twin.name} is not trained yet.",
                next_step=f"GET /twins/{twin.id} says what it has.",
            )
        return twin, version

    def put(self, twin: Twin, place: str, name: str, path: Path, media_type: str = MEDIA_TYPE) -> None:
        """A file of a version, or of one that is still to be."""
        with path.open("rb") as file:
            self.offload(self.files.put, key_of(twin, place, name), iter(lambda: file.read(_CHUNK), b""), media_type)

    def info(self, twin: Twin, version: TwinVersion, name: str) -> FileInfo:
        """Raises FileMissing."""
        found: FileInfo = self.offload(self.files.info, key_of(twin, version.place, name))
        return found

    def copied(self, twin: Twin, place: str, name: str, path: Path) -> Path:
        """The file, on this machine. Raises FileMissing."""
        chunks: Iterator[bytes] = self.files.read(key_of(twin, place, name))
        with path.open("wb") as file:
            file.writelines(chunks)
        return path

    def add(self, twin: Twin, version: TwinVersion, **changes: Any) -> Twin | None:
        """The version becomes the twin's newest, under the next number; None where the twin is gone."""

        def grown(one: Twin) -> Twin:
            number = one.made + 1
            mine = version.model_copy(update={"number": number})
            told = {"versions": [*one.versions, mine], "made": number, "backend": version.backend}
            return one.model_copy(update={**told, **changes, "updated_at": self.clock()})

        return self.shelf.change(twin.id, grown)

    def discard(self, twin: Twin, place: str | None = None) -> None:
        """Its files, or those of one place."""
        self.offload(self.files.delete, f"twins/{twin.id}/" + (f"{place}/" if place else ""))

    def as_material(self, twin: Twin, version: TwinVersion) -> Upload:
        """A version as if it had been handed in, for orders."""
        facts: dict[str, Any] = {"format": "safetensors", "media_type": MEDIA_TYPE, "seconds": 0.0}
        facts |= {"size": version.size, "sha256": version.sha256, "created_at": version.created_at}
        name = f"{twin.name}@{version.number}"
        return Upload(id=f"{twin.id}@{version.number}", owner=twin.owner, name=name, kind=UploadKind.ADAPTER, **facts)


def key_of(twin: Twin, place: str, name: str) -> str:
    return f"twins/{twin.id}/{place}/{name}"
