"""`Entries`: what people put into a list, looked at and named before it goes in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.errors import Invalid
from models.job import Job, JobState
from models.playlist import ItemKind, NewItem, PlaylistItem
from models.recommendation import Recommendation
from models.track import MatchedFile


class NoSuchMusic(Invalid):
    code = "playlist.no_such_music"
    title = "No such music"


@dataclass(frozen=True)
class Entries:
    """work_of: an order of somebody's; raises NotFound. file_of: of the collection; None where it is not there."""

    work_of: Callable[[str, str], Job]
    file_of: Callable[[str], MatchedFile | None]
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    def made(self, owner: str, items: Sequence[NewItem]) -> list[PlaylistItem]:
        """Raises NoSuchMusic, and NotFound for works that are not theirs."""
        return [self._made(owner, item, at) for at, item in enumerate(items)]

    def recommended(self, items: Sequence[Recommendation]) -> list[PlaylistItem]:
        return [self._item(_kind(one), seconds=self._seconds(one.file), **_facts(one)) for one in items]

    def _made(self, owner: str, item: NewItem, at: int) -> PlaylistItem:
        told = {"name": item.name, "artist": item.artist, "spotify_id": item.spotify_id, "file": item.file}
        if item.work is not None:
            told = self._of_work(owner, item, at)
        elif item.file is not None:
            told = self._of_file(item, at)
        return self._item(item.kind, **told, why=item.why)

    def _of_work(self, owner: str, item: NewItem, at: int) -> dict[str, Any]:
        job = self.work_of(owner, item.work or "")
        if job.state is not JobState.FINISHED or job.work is None:
            raise NoSuchMusic(
                f"The order {job.id} is {job.state.value}, and no work yet or no longer.",
                field=f"items.{at}.work",
                next_step="Name an order whose state is finished.",
            )
        title = item.name or str(job.work.summary.get("title") or f"A work by {job.engine}")
        part = next((one.name for one in job.work.parts if one.kind == "mix"), None)
        told = {"name": title, "artist": item.artist or "MuseAIka", "seconds": job.work.seconds}
        return told | {"work": job.id, "part": part}

    def _of_file(self, item: NewItem, at: int) -> dict[str, Any]:
        found = self.file_of(item.file or "")
        if found is None:
            raise NoSuchMusic(
                f"The collection has no file {item.file!r}.",
                field=f"items.{at}.file",
                next_step="Send the file of a recommendation or of a match.",
            )
        named = (item.name, item.artist) if item.name else (found.title, found.artist)
        told = {"name": named[0], "artist": named[1], "spotify_id": item.spotify_id}
        return told | {"file": found.id, "seconds": found.seconds}

    def _seconds(self, file: str | None) -> float | None:
        found = None if file is None else self.file_of(file)
        return None if found is None else found.seconds

    def _item(self, kind: ItemKind, **told: Any) -> PlaylistItem:
        return PlaylistItem(id=self.new_id()[:12], kind=kind, added_at=self.clock(), **told)


def _kind(one: Recommendation) -> ItemKind:
    return ItemKind.FILE if one.id == one.file else ItemKind.TRACK


def _facts(one: Recommendation) -> dict[str, Any]:
    told = {"name": one.name, "artist": one.artist, "spotify_id": one.spotify_id}
    return told | {"file": one.file, "why": one.sentence}
