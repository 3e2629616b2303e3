"""Moods: what people felt and when, as it was read, as they corrected it, and what that teaches."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from models.errors import NotFound
from models.mood import Mood
from models.mood_entry import MoodDay, MoodEntry
from models.reading import Reading
from modules.documents.idempotency import Idempotency
from modules.documents.shelf import Shelf
from modules.documents.store import Documents, Query, Range
from modules.mood.calibration import Calibration, Lesson
from modules.mood.collection import MOODS
from modules.mood.days import Span, days_of
from modules.mood.diary import Diary
from modules.mood.evidence import counting, evidence_of
from modules.mood.fusion import fuse

MEMORY = 24
"""So many of the latest corrections teach: people and cameras change."""
OWN_WORD = frozenset({"pointed", "named"})
"""What people say themselves is no reading that could be biased: correcting it is changing one's mind."""
EVER = Range()


class MoodNotFound(NotFound):
    code = "mood.not_found"
    title = "No such mood"


@dataclass(frozen=True)
class Moods:
    """A correction is kept in the mood it corrects, and learnt from anew each time: taken back, it leaves no trace."""

    documents: Documents
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    def record(self, owner: str, heard: Sequence[Reading | Mood], key: str | None = None) -> MoodEntry:
        """Keep what was read, pointed at, or both, as one mood. Raises NoEvidence, UnknownSource.

        The same idempotency key and evidence give the same entry again.
        """
        entry = self.weigh(owner, heard)
        content = "mood " + " ".join(one.model_dump_json() for one in entry.evidence)
        entry_id = Idempotency(self.documents, self.clock).reserve(owner, key, content, self.new_id())
        return self._shelf.get(entry_id) or self._shelf.insert(entry.model_copy(update={"id": entry_id}))

    def weigh(self, owner: str, heard: Sequence[Reading | Mood]) -> MoodEntry:
        """What all this amounts to for this person; kept nowhere, and so without an id. Raises as `record` does."""
        evidence = [evidence_of(one) for one in heard]
        counted = counting(evidence)
        calibration = self.calibration(owner)
        fused = fuse([calibration.adjusted(one.mood) for one in counted])
        ignored = [
            f"The {one.mood.source} could not be told, and did not count." for one in evidence if one not in counted
        ]
        return MoodEntry(
            id="",
            owner=owner,
            created_at=self.clock(),
            mood=fused.mood,
            observed=fused.mood,
            evidence=evidence,
            certain=any(one.certain for one in evidence),
            notes=[*fused.notes, *ignored],
        )

    def get(self, owner: str, entry_id: str) -> MoodEntry:
        """The owner's mood. Raises MoodNotFound for strangers too."""
        entry = self._shelf.get(entry_id)
        if entry is None or entry.owner != owner:
            raise _not_found()
        return entry

    def correct(self, owner: str, entry_id: str, mood: Mood) -> MoodEntry:
        """Believe the person; later readings from the same sources follow. Correcting again replaces the correction."""
        source = "named" if mood.source == "named" else "pointed"
        told = mood.model_copy(update={"confidence": 1.0, "source": source, "distribution": {}})
        return self._changed(owner, entry_id, told, self.clock())

    def restore(self, owner: str, entry_id: str) -> MoodEntry:
        """Take the correction back, and with it all that it taught. Without one nothing changes."""
        return self._changed(owner, entry_id, None, None)

    def delete(self, owner: str, entry_id: str) -> None:
        """Forget the mood, and what its correction taught."""
        self._shelf.delete(self.get(owner, entry_id).id)

    def page(
        self, owner: str, *, when: Range = EVER, limit: int = 20, cursor: str | None = None
    ) -> tuple[list[MoodEntry], str | None]:
        """The owner's moods, newest first, and the cursor of the next page."""
        return self._shelf.find(_of(owner, when, descending=True), limit=limit, cursor=cursor)

    def days(self, owner: str, span: Span) -> list[MoodDay]:
        """The days on which there was a mood, oldest first."""
        return days_of(self.between(owner, span.when), span.offset)

    def diary(self, owner: str, span: Span) -> Diary:
        """The same days, ready to be drawn: `diary.png()`."""
        return Diary.of(self.between(owner, span.when, newest_first=True), span.offset)

    def between(self, owner: str, when: Range = EVER, *, newest_first: bool = False) -> Iterator[MoodEntry]:
        """All the owner's moods of that time, one after the other."""
        cursor = None
        while True:
            entries, cursor = self._shelf.find(_of(owner, when, descending=newest_first), limit=200, cursor=cursor)
            yield from entries
            if cursor is None:
                return

    def calibration(self, owner: str) -> Calibration:
        """What this person's corrections taught so far: a value to keep for as long as a stream of frames lasts."""
        corrected = Query({"owner": owner}, order="corrected_at", descending=True)
        return Calibration.learnt(_lessons(self._shelf.find(corrected, limit=MEMORY)[0]))

    @cached_property
    def _shelf(self) -> Shelf[MoodEntry]:
        return Shelf(self.documents, MOODS, MoodEntry)

    def _changed(self, owner: str, entry_id: str, told: Mood | None, at: datetime | None) -> MoodEntry:
        def how(entry: MoodEntry) -> MoodEntry | None:
            if entry.owner != owner:
                return None
            return entry.model_copy(update={"mood": told or entry.observed, "corrected_at": at})

        changed = self._shelf.change(entry_id, how)
        if changed is None:
            raise _not_found()
        return changed


def _of(owner: str, when: Range, *, descending: bool = False) -> Query:
    return Query({"owner": owner}, {"created_at": when}, order="created_at", descending=descending)


def _lessons(entries: Iterable[MoodEntry]) -> dict[str, list[Lesson]]:
    lessons: dict[str, list[Lesson]] = {}
    for entry in entries:
        for one in counting(entry.evidence):
            if one.mood.source in OWN_WORD:
                continue
            lessons.setdefault(one.mood.source, []).append(Lesson.of(one.mood, entry.mood))
    return lessons


def _not_found() -> MoodNotFound:
    return MoodNotFound("There is no such mood of yours.", next_step="GET /mood/history lists yours.")
