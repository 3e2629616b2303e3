"""What clients send about a mood, over HTTP and over a socket."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

from models.mood import Mood
from models.schema import Schema

TEXT_LIMIT = 100_000
Coordinate = Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]


class TextRequest(Schema):
    text: str = Field(
        min_length=1,
        max_length=TEXT_LIMIT,
        description="A word, a sentence or a long text; the language need not be told",
    )


class PointRequest(Schema):
    """A mood as two numbers: pointed at by the person, or computed where the picture was taken."""

    valence: Coordinate | None = Field(default=None, description="From unpleasant (-1) to pleasant (1)")
    arousal: Coordinate | None = Field(default=None, description="From sleepy (-1) to wide awake (1)")
    confidence: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] | None = Field(
        default=None, description="How sure the computation is; leave it out when the person pointed"
    )
    source: Literal["pointed", "device"] | None = Field(
        default=None, description="Who says so: the person, or a program of theirs. Told by confidence if left out"
    )

    @property
    def mood(self) -> Mood | None:
        """What was said, if anything was."""
        if self.valence is None or self.arousal is None:
            return None
        source = self.source or ("pointed" if self.confidence is None else "device")
        confidence = 1.0 if self.confidence is None else self.confidence
        return Mood.at(self.valence, self.arousal, confidence=confidence, source=source)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.valence is None) != (self.arousal is None):
            raise ValueError("valence and arousal belong together: give both or neither")
        if self.valence is None and (self.confidence is not None or self.source is not None):
            raise ValueError("confidence and source say something about valence and arousal, which are missing")
        return self


class MoodRequest(PointRequest):
    """Everything that is known, weighed by how reliable each is: words, a point, and in a form also a picture."""

    text: str | None = Field(default=None, min_length=1, max_length=TEXT_LIMIT)


class Remembering(BaseModel):
    """How a mood is to be treated, in the query."""

    model_config = ConfigDict(extra="forbid")
    remember: bool = Field(default=True, description="false: answer, and keep nothing")


class MoodCorrection(Schema):
    """What the person says it was: {"mood": "calm"}, or just {"label": "calm"} or {"valence": .5, "arousal": -.6}."""

    mood: Mood

    @model_validator(mode="before")
    @classmethod
    def _from_short_forms(cls, given: Any) -> Any:
        return {"mood": dict(given)} if isinstance(given, Mapping) and "mood" not in given else given


class FrameMessage(Schema):
    """A picture of a camera, up to ten a second; the newest one wins."""

    image: Annotated[bytes, Strict()] = Field(description="JPEG, PNG or WebP, as a binary attachment")
    at: float | None = Field(default=None, allow_inf_nan=False, description="Your own time of it, given back to you")
    remember: bool = Field(default=False, description="Keep what is seen in the history, once a minute at most")


class TextMessage(TextRequest):
    """A sentence, such as a line of a chat."""

    remember: bool = Field(default=False, description="Keep what is read in the history")
