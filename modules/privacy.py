"""Privacy: everything a person has here, to take away or to erase."""

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from models.account import SessionView, User, UserView
from models.errand import ErrandView
from models.errors import NotFound
from models.job import JobView
from models.mood_entry import MoodEntryView
from models.playlist import PlaylistView
from models.recommendation import FeedbackView
from models.schema import utc_now
from models.upload import UploadView
from modules.documents.idempotency import KEYS
from modules.documents.shelf import Shelf
from modules.documents.store import Collection, Document, Documents, Query, Range
from modules.errands.collection import ERRANDS
from modules.files.bundle import zipped
from modules.files.store import FileMissing, Files
from modules.identity.collection import CONSENTS, SESSIONS, USERS
from modules.jobs.collection import JOBS
from modules.library.collection import TRACKS
from modules.live.collection import STREAMS
from modules.mood.collection import MOODS
from modules.playlists.collection import PLAYLISTS
from modules.producer.collection import PRODUCER_FILES
from modules.recommending.collection import FEATURES, FEEDBACK, SHOWN
from modules.spotify.collection import SPOTIFY_HANDOFFS, SPOTIFY_LINKS, SPOTIFY_LOGINS
from modules.twins.collection import TWINS
from modules.uploads.collection import UPLOADS

PASSES = 10
"""How often an erasure looks again for what a request in flight may have added."""


class NobodyThere(NotFound):
    code = "user.not_found"


@dataclass(frozen=True)
class Holding:
    """One kind of thing people own: documents with an `owner`, and the folder of files that belongs to each."""

    collection: Collection
    told: Iterable[str]
    """The fields the owner gets to see; never a hash."""
    folder: str | None = None
    """Such as "uploads/{id}/"."""

    @property
    def name(self) -> str:
        return self.collection.name

    def files_of(self, document: Document) -> str | None:
        return None if self.folder is None else self.folder.format(id=document["id"])


HOLDINGS = (
    Holding(SESSIONS, told=SessionView.model_fields),
    Holding(CONSENTS, told=("purpose", "wording", "given", "given_at", "withdrawn_at")),
    Holding(MOODS, told=MoodEntryView.model_fields),
    Holding(TRACKS, told=("tracks", "sync", "updated_at")),
    Holding(PLAYLISTS, told=[name for name in PlaylistView.model_fields if name not in {"count", "shared"}]),
    Holding(FEEDBACK, told=FeedbackView.model_fields),
    Holding(FEATURES, told=("table", "rows", "updated_at")),
    Holding(SHOWN, told=("items", "at", "expires_at")),
    Holding(UPLOADS, told=UploadView.model_fields, folder="uploads/{id}/"),
    Holding(PRODUCER_FILES, told=("path", "upload", "expires_at")),
    Holding(JOBS, told=JobView.model_fields, folder="generations/{id}/"),
    Holding(STREAMS, told=("id", "order", "seed", "state", "created_at", "ended_at", "reason", "moods", "work")),
    Holding(
        TWINS,
        told=("id", "producer", "model", "title", "rights_confirmed_at", "pieces", "skipped", "versions", "created_at"),
        folder="twins/{id}/",
    ),
    Holding(ERRANDS, told=ErrandView.model_fields),
    Holding(SPOTIFY_LINKS, told=("account_id", "display_name", "scopes", "linked_at", "reauth_by", "lost_at")),
    Holding(SPOTIFY_LOGINS, told=("scopes", "created_at", "expires_at", "used_at")),
    Holding(SPOTIFY_HANDOFFS, told=("expires_at",)),
    Holding(KEYS, told=("id", "made", "expires_at")),
)
"""A capability whose things belong to people joins with one line here."""
IMPERSONAL = frozenset({"paces", "spotify_pauses"})
"""Collections that know nothing about anybody. Every other one is a holding, or the users themselves."""


class Privacy:
    def __init__(
        self,
        documents: Documents,
        files: Files,
        holdings: Sequence[Holding] = HOLDINGS,
        clock: Callable[[], datetime] = utc_now,
        also: Sequence[Callable[[str], None]] = (),
    ) -> None:
        """also: called with whoever is erased, by those who keep something outside documents and files."""
        self._documents = documents
        self._files = files
        self._holdings = holdings
        self._users = Shelf(documents, USERS, User)
        self._clock = clock
        self._also = also

    def export(self, user_id: str) -> Iterator[bytes]:
        """A zip of all they have, streamed. Raises NobodyThere at once."""
        user = self._users.get(user_id)
        if user is None:
            raise NobodyThere("There is no such person.", next_step="POST /auth/guest makes a new guest.")
        about = ("user.json", iter([_json(UserView.of(user).model_dump())]))
        return zipped(chain([about], self._lists(user_id), self._contents(user_id)))

    def erase(self, user_id: str) -> None:
        """Remove the person and all they have. Cut short, it is finished by `resume`. Erasing nobody is fine."""
        marked = self._users.change(user_id, self._leaving)
        if marked is None and self._users.get(user_id) is None:
            return
        for _ in range(PASSES):
            if not sum(self._emptied(holding, user_id) for holding in self._holdings):
                break
        for forget in self._also:
            forget(user_id)
        self._documents.sweep([holding.collection for holding in self._holdings])
        self._users.delete(user_id)

    def resume(self) -> int:
        """Finish the erasures that a dying process left half done; how many there were."""
        marked = Query(ranges={"erasing_since": Range(lte=self._clock())}, order="erasing_since")
        found, _ = self._users.find(marked, limit=100)
        for user in found:
            self.erase(user.id)
        return len(found)

    def _leaving(self, user: User) -> User | None:
        if user.erasing_since is not None:
            return None
        return user.model_copy(update={"erasing_since": self._clock()})

    def _emptied(self, holding: Holding, owner: str) -> int:
        """Remove all the owner has of one kind, files before the document that leads to them; how many there were."""
        count = 0
        for document in self._each(holding, owner):
            folder = holding.files_of(document)
            if folder is not None:
                self._files.delete(folder)
            count += self._documents.delete(holding.collection, document["id"])
        return count

    def _each(self, holding: Holding, owner: str) -> Iterator[Document]:
        cursor = None
        while True:
            page = self._documents.find(holding.collection, Query({"owner": owner}), limit=100, cursor=cursor)
            yield from page.items
            cursor = page.next_cursor
            if cursor is None:
                return

    def _lists(self, owner: str) -> Iterator[tuple[str, Iterator[bytes]]]:
        for holding in self._holdings:
            yield (
                f"{holding.name}.json",
                _listed(
                    {name: document[name] for name in holding.told if name in document}
                    for document in self._each(holding, owner)
                ),
            )

    def _contents(self, owner: str) -> Iterator[tuple[str, Iterator[bytes]]]:
        for holding in self._holdings:
            for document in self._each(holding, owner) if holding.folder else ():
                folder = holding.files_of(document) or ""
                for key in sorted(info.key for info in self._files.list(folder)):
                    yield from self._content(key)

    def _content(self, key: str) -> Iterator[tuple[str, Iterator[bytes]]]:
        """The file, unless it expired since it was listed."""
        try:
            yield key, self._files.read(key)
        except FileMissing:
            return


def _listed(documents: Iterable[Document]) -> Iterator[bytes]:
    """A JSON array, one document at a time."""
    yield b"["
    for number, document in enumerate(documents):
        yield (b",\n" if number else b"\n") + _json(document)
    yield b"\n]\n"


def _json(value: Any) -> bytes:
    return json.dumps(value, default=_told, ensure_ascii=False, indent=2).encode()


def _told(value: Any) -> str:
    """What JSON has no word for."""
    return value.isoformat() if isinstance(value, datetime) else base64.b64encode(value).decode()
