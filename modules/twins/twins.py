"""Twins as their owners meet them: teach, look, listen, export, import, forget."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from models.errand import Errand, ErrandKind
from models.errors import Conflict, Invalid, NotFound, TooLarge, Unsupported
from models.twin import MOST_FILES, Twin, TwinOrder, TwinVersion, TwinView
from models.upload import UploadKind
from modules.documents.store import Duplicate, Query
from modules.errands.errands import Errands
from modules.files.scratch import Scratch
from modules.files.store import FileInfo
from modules.generation.engines.twin import USUAL_BACKEND
from modules.generation.engines.twin.backends.registry import Backends
from modules.twins.gemini import Gemini
from modules.twins.keeping import ADAPTER, KeptTwins, TwinNotFound
from modules.uploads.holding import held
from modules.uploads.uploads import Uploads

HEARD: Final = ("before.flac", "after.flac")
FILES: Final = (ADAPTER, *HEARD)


class RightsMissing(Invalid):
    code = "twin.rights_missing"
    title = "Nobody says that this music may be learned from"


class AlreadyTraining(Conflict):
    code = "twin.training"
    title = "It is being trained already"


class NothingUsable(Unsupported):
    code = "twin.nothing_usable"
    title = "Nothing to learn from"


class TooManyFiles(TooLarge):
    code = "twin.too_many_files"
    title = "More files than one training takes"


class NoSuchFile(NotFound):
    code = "twin.no_such_file"
    title = "No such file of a twin"


@dataclass(frozen=True)
class Foreign:
    """An adapter that comes from elsewhere."""

    producer: str
    model: str
    backend: str
    rights_confirmed: bool


@dataclass(frozen=True)
class Twins:
    kept: KeptTwins
    uploads: Uploads
    errands: Errands
    backends: Backends
    scratch: Path
    outside: Gemini | None = None
    """Who is asked for tags besides ourselves, where an order wants that."""

    def order(self, owner: str, order: TwinOrder) -> tuple[Twin, Errand]:
        """Begin to teach a twin, or to teach one anew. The same order while that goes on is the same training.

        Raises RightsMissing, TooManyFiles, UnknownBackend, BackendNotReady, NothingUsable, UploadNotFound,
        AlreadyTraining.
        """
        _need_rights(confirmed=order.rights_confirmed)
        check_count(len(order.uploads), "uploads")
        backend = order.backend or USUAL_BACKEND
        self.backends.ready(backend)
        self._check_uploads(owner, order.uploads)
        twin = self._twin(owner, order.producer, order.model, backend, order.title)
        told = {"order": order.model_dump(mode="json"), "backend": backend}
        errand = self.errands.start(owner, ErrandKind.TWIN, twin.id, told)
        if errand.options != told:
            raise AlreadyTraining(
                f"{twin.name} is being trained with other material.",
                field="model",
                next_step=f"Wait for it, call it off with DELETE /errands/{errand.id}, or choose another model name.",
                errand=errand.id,
            )
        changed = self.kept.shelf.change(twin.id, lambda one: self._begun(one, errand, order))
        if changed is None:
            self.errands.cancel(owner, errand.id)
            raise TwinNotFound("The twin was deleted meanwhile.", next_step="POST /twins again.")
        return changed, errand

    def get(self, owner: str, reference: str) -> Twin:
        """By id, producer:model, or an old path. Raises TwinNotFound."""
        return self.kept.find(owner, reference)[0]

    def page(self, owner: str, *, limit: int = 20, cursor: str | None = None) -> tuple[list[Twin], str | None]:
        """The owner's twins, newest first."""
        query = Query({"owner": owner}, order="created_at", descending=True)
        return self.kept.shelf.find(query, limit=limit, cursor=cursor)

    def view(self, twin: Twin) -> TwinView:
        return TwinView.of(twin, self._training(twin))

    def delete(self, owner: str, reference: str) -> None:
        """Gone, whatever is at work on it: a training finds nothing to finish. The document first."""
        twin = self.get(owner, reference)
        self.kept.shelf.delete(twin.id)
        if (training := self._training(twin)) is not None:
            self.errands.cancel(owner, training.id)
        self.kept.discard(twin)

    def forget(self, owner: str, reference: str, number: int) -> Twin:
        """Without that version. Raises TwinNotFound."""
        twin = self.get(owner, reference)
        version = twin.numbered(number)
        if version is None:
            raise TwinNotFound(f"{twin.name} has no version {number}.", next_step=f"See GET /twins/{twin.id}.")
        changed = self.kept.shelf.change(twin.id, lambda one: _without(one, number))
        self.kept.discard(twin, version.place)
        return changed or twin

    def file(self, owner: str, reference: str, number: int | None, name: str) -> tuple[Twin, TwinVersion, FileInfo]:
        """The adapter, or one of the two sounds of its receipt. Raises TwinNotFound, NoSuchFile, FileMissing."""
        if name not in FILES:
            raise NoSuchFile(f"A twin has no file {name[:80]!r}.", next_step=f"There are {', '.join(FILES)}.")
        twin, pinned = self.kept.find(owner, reference)
        version = twin.numbered(number or pinned)
        if version is None:
            raise TwinNotFound(f"{twin.name} has no such version yet.", next_step=f"See GET /twins/{twin.id}.")
        return twin, version, self.kept.info(twin, version, name)

    def receive(self, owner: str, foreign: Foreign, chunks: Iterable[bytes]) -> Twin:
        """Import an adapter: checked, and then a new version of the twin of that name.

        Raises RightsMissing, BadAdapter, UploadTooLarge.
        """
        _need_rights(confirmed=foreign.rights_confirmed)
        card = self.backends.card(foreign.backend)
        with held(Scratch(self.scratch / "imports"), chunks, card.most_bytes) as file:
            rank = self.kept.offload(card.check, file.path)
            twin = self._twin(owner, foreign.producer, foreign.model, foreign.backend, "")
            place = f"import-{self.kept.new_id()}"
            self.kept.put(twin, place, ADAPTER, file.path)
            facts = {"size": file.size, "sha256": file.sha256, "rank": rank, "created_at": self.kept.clock()}
            told = {"stopped": "imported", "steps": 0, "pieces": 0, "base": "", "backend": foreign.backend}
            changed = self.kept.add(twin, TwinVersion(number=1, place=place, **facts, **told))
        if changed is None:
            self.kept.discard(twin)
            raise TwinNotFound("The twin was deleted meanwhile.", next_step="Import it again.")
        return changed

    def _twin(self, owner: str, producer: str, model: str, backend: str, title: str) -> Twin:
        """The one of that name, or a new one."""
        now: datetime = self.kept.clock()
        known = self.kept.named(owner, producer, model)
        if known is not None:
            return known
        told = {"producer": producer, "model": model, "backend": backend, "title": title, "rights_confirmed_at": now}
        try:
            return self.kept.shelf.insert(
                Twin(id=self.kept.new_id(), owner=owner, created_at=now, updated_at=now, **told)
            )
        except Duplicate:
            found = self.kept.named(owner, producer, model)
            if found is None:
                raise
            return found

    def _begun(self, twin: Twin, errand: Errand, order: TwinOrder) -> Twin:
        now = self.kept.clock()
        told: dict[str, object] = {"errand": errand.id, "title": order.title or twin.title, "updated_at": now}
        told |= {"rights_confirmed_at": now, "notes": self._sent(order)}
        return twin.model_copy(update=told)

    def _sent(self, order: TwinOrder) -> list[str]:
        """What a training will send to others, said before it does."""
        return [self.outside.told] if self.outside and order.tag_before_train else []

    def _check_uploads(self, owner: str, ids: list[str]) -> None:
        found = [self.uploads.get(owner, upload_id) for upload_id in dict.fromkeys(ids)]
        if not any(upload.kind in (UploadKind.AUDIO, UploadKind.MIDI) for upload in found):
            raise NothingUsable(
                "None of these is sound or MIDI.", field="uploads", next_step="POST /uploads takes what can be used."
            )

    def _training(self, twin: Twin) -> Errand | None:
        """The latest, unless it is forgotten."""
        if twin.errand is None:
            return None
        try:
            return self.errands.get(twin.owner, twin.errand)
        except NotFound:
            return None


def check_count(files: int, field: str) -> None:
    """Raises TooManyFiles."""
    if files > MOST_FILES:
        raise TooManyFiles(
            f"There are {files} files; one training takes {MOST_FILES} at most.",
            field=field,
            next_step=f"Choose the {MOST_FILES} that are most like what the twin is to become.",
        )


def _need_rights(*, confirmed: bool) -> None:
    if not confirmed:
        raise RightsMissing(
            "A network may only learn from music that you made, or that you may use for this.",
            field="rights_confirmed",
            next_step="Send rights_confirmed: true if that is so.",
        )


def _without(twin: Twin, number: int) -> Twin:
    return twin.model_copy(update={"versions": [one for one in twin.versions if one.number != number]})
