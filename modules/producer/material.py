"""The files of one training: those that were stored, those handed in with the order, and those at addresses."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field

from models.errors import Invalid, MuseaikaError, NotFound
from models.producer import OldTrain
from models.twin import FileFacts, Skipped
from models.upload import Upload
from modules.fetching.strangers import AddressRefused, Strangers, name_of
from modules.producer.keys import Keys
from modules.uploads.uploads import Uploads


class NoMaterial(Invalid):
    code = "producer.no_material"
    title = "Nothing to learn from"


@dataclass
class Found:
    """passing: uploads that were taken in for this one training."""

    facts: dict[str, FileFacts] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    passing: list[Upload] = field(default_factory=list)

    @property
    def uploads(self) -> list[str]:
        return list(self.facts)


@dataclass(frozen=True)
class Material:
    uploads: Uploads
    keys: Keys
    strangers: Strangers

    @contextmanager
    def of(
        self, owner: str, wanted: OldTrain, given: Sequence[Upload | Skipped], in_time: Callable[[], bool]
    ) -> Iterator[Found]:
        """All of it; what was taken in for this alone goes again at the end. A process that dies takes nothing along:
        somebody else may be learning from it.

        Raises UnknownKey, AddressRefused, NoMaterial.
        """
        found = Found()
        for number, one in enumerate(given):
            if isinstance(one, Skipped):
                found.skipped.append(one)
            else:
                found.passing.append(one)
                found.facts[one.id] = wanted.facts_of(number, one.name)
        try:
            self._gather(owner, wanted, found, in_time)
            yield found
        except MuseaikaError:
            self._let_go(owner, found)
            raise
        self._let_go(owner, found)

    def _let_go(self, owner: str, found: Found) -> None:
        for upload in found.passing:
            with suppress(NotFound):
                self.uploads.delete(owner, upload.id)

    def _gather(self, owner: str, wanted: OldTrain, found: Found, in_time: Callable[[], bool]) -> None:
        stored = [(path, self.keys.upload(owner, path)) for path in wanted.upload_paths]
        for number, (path, upload) in enumerate(stored):
            found.facts.setdefault(upload.id, wanted.facts_of(len(wanted.upload_urls) + number, path, upload.name))
        for number, url in enumerate(wanted.upload_urls):
            if in_time():
                self._fetch(owner, wanted.facts_of(number, url, name_of(url)), url, found)
            else:
                found.skipped.append(Skipped(name=_name(url), why="there was no time left to fetch it"))
        if not found.facts:
            why = f": {found.skipped[0].why}" if found.skipped else ": send upload_urls or upload_paths."
            raise NoMaterial(f"There is nothing to learn from{why}", field="upload_urls")

    def _fetch(self, owner: str, facts: FileFacts, url: str, found: Found) -> None:
        """A file that is broken, or not there, is named and left out; an address that is none of ours ends it all."""
        name = _name(url)
        try:
            with closing(self.strangers.read(url)) as chunks:
                upload = self.uploads.receive(owner, name, chunks)
        except AddressRefused:
            raise
        except Invalid as refusal:
            found.skipped.append(Skipped(name=name, why=refusal.detail))
            return
        found.passing.append(upload)
        found.facts[upload.id] = facts


def _name(url: str) -> str:
    return name_of(url)[:200] or "file"
