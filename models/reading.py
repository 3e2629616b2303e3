"""What a detector saw in a picture or read in a text: a mood, the evidence for it, and whether to believe it."""

from pydantic import Field

from models.mood import Mood
from models.schema import Schema


class Box(Schema):
    """Where a face is, as shares of the picture's width and height."""

    left: float
    top: float
    width: float
    height: float
    score: float = Field(ge=0, le=1, description="How sure the finder is that this is a face")


class Reading(Schema):
    """One detector's answer about one picture or one text."""

    mood: Mood
    emotions: dict[str, float] = Field(description="How likely each emotion the network knows is")
    certain: bool = Field(description="False is an honest 'I cannot tell': do not act on it")
    boxes: list[Box] = Field(default_factory=list, description="Every face, the one that decided first")
    language: str | None = Field(default=None, description="The language the text seems to be in")
    notes: list[str] = Field(default_factory=list, description="What was noticed, in plain words")
    network: str = Field(description="Who read it, with the first characters of the weights' hash")
