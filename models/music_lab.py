"""What the old MusicLab's routes take and answer, field for field, and what came to them since."""

from typing import Literal

from pydantic import ConfigDict, Field

from models.question import LONGEST, Fact
from models.schema import Schema

Origin = Literal["a", "b", "mix"]
OldState = Literal["pending", "processing", "completed", "failed"]


class OldBlend(Schema):
    """What the form says besides the two tracks."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    start_time: float = Field(default=0.0, description="Seconds: where in both tracks the part begins")
    end_time: float = Field(default=16.0, description="Seconds: where it ends; behind a track's end it is that end")
    amount: float | None = Field(default=None, ge=0, le=1, description="How much of track 2: 0 is all track 1")
    method: Literal["symbolic", "codec"] | None = Field(default=None, description="See GET /engines/blend")
    melody_from: Origin | None = Field(default=None, description="a is track 1, b is track 2")
    rhythm_from: Origin | None = None
    harmony_from: Origin | None = None
    seconds: float | None = Field(default=None, gt=0, le=180, description="As long as the part, when left out")
    seed: int | None = Field(default=None, ge=0, lt=2**53, description="The same seed makes the same music")


class OldJob(Schema):
    job_id: str


class OldStatus(Schema):
    job_id: str
    status: OldState
    progress: int = Field(ge=0, le=100, description="100 only when it is completed")
    message: str
    notes: list[str] = Field(default_factory=list, description="What a person should know about the work")
    files: dict[str, str] = Field(default_factory=dict, description="Mix, stems, MIDI, score and more, as links")


class OldCleaned(Schema):
    job_id: str
    status: Literal["cleaned"] = "cleaned"
    message: str = "Every trace of it is gone"


class OldQuestion(Schema):
    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)

    job_id: str = Field(min_length=1, max_length=100)
    question: str = Field(min_length=1, max_length=LONGEST, description="In English, about the tracks or the result")


class OldAnswer(Schema):
    answer: str
    known: bool = Field(description="False where the answer is that nobody knows")
    facts: list[Fact] = Field(default_factory=list, description="Everything the answer rests on")
    ask_next: list[str] = Field(default_factory=list, description="Questions that can be answered")
