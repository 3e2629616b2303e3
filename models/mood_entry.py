"""A mood that was recorded: what was heard from whom, what it amounts to, and what the person said to that.

Neither a picture nor a written sentence is ever part of it, nor anything they could be restored from: no boxes, no
language, no notes about the text. What stays is numbers on the circle and how likely each emotion was.
"""

from datetime import date, datetime

from pydantic import Field

from models.mood import Mood
from models.schema import Schema


class Evidence(Schema):
    """What one source said, before anything was learnt about this person."""

    mood: Mood
    certain: bool = Field(default=True, description="False: the source could not tell, and counts only if none could")
    network: str | None = Field(default=None, description="Who read it, with the first characters of the weights' hash")


class MoodEntryView(Schema):
    """A recorded mood as its owner sees it."""

    id: str
    created_at: datetime
    mood: Mood = Field(description="What counts: the person's own correction, or else what was observed")
    observed: Mood = Field(description="All evidence together, after what earlier corrections taught about each source")
    evidence: list[Evidence] = Field(description="What each source said by itself")
    certain: bool = Field(description="False is an honest 'I cannot tell'")
    corrected_at: datetime | None = None
    notes: list[str] = Field(default_factory=list, description="Such as that face and text disagree")


class MoodEntry(MoodEntryView):
    """A recorded mood as it is stored."""

    owner: str
    version: int = 0

    def view(self) -> MoodEntryView:
        return MoodEntryView(**self.model_dump(include=set(MoodEntryView.model_fields)))


class MoodPage(Schema):
    items: list[MoodEntryView]
    next_cursor: str | None = None


class MoodDay(Schema):
    """One day of a person, by their own clock."""

    day: date
    mood: Mood = Field(description="The mean of the day, called by the nearest word")
    spread: float = Field(ge=0, description="How far the day's moods lie from their mean, as a root mean square")
    count: int


class MoodDays(Schema):
    items: list[MoodDay]
