"""What a request about a mood is answered with: the mood, what each source said, and what was seen meanwhile."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from pydantic import Field

from models.mood import Mood
from models.mood_entry import Evidence, MoodEntry
from models.reading import Reading
from models.schema import Schema


class MoodAnswer(Schema):
    id: str | None = Field(description="In the history; null when it was not to be remembered")
    created_at: datetime
    mood: Mood = Field(description="All evidence together, after what your earlier corrections taught")
    certain: bool = Field(description="False is an honest 'I cannot tell': do not act on it")
    evidence: list[Evidence] = Field(description="What each source said by itself, as the history keeps it")
    notes: list[str] = Field(description="Such as that face and text disagree")
    readings: list[Reading] = Field(
        description="What the networks saw, with faces, language and notes; told once and never kept"
    )

    @classmethod
    def of(cls, entry: MoodEntry, readings: Sequence[Reading], notes: Sequence[str] = ()) -> Self:
        shared = {name: getattr(entry, name) for name in ("created_at", "mood", "certain", "evidence")}
        return cls(**shared, id=entry.id or None, notes=[*entry.notes, *notes], readings=list(readings))
