"""Twins: what was learned of a producer's sound, its versions, and the receipt that says what the training did."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from models.errand import ENDED, Errand, ErrandState, ErrandView
from models.job import JobError
from models.schema import Schema

PREFIX = "twin:"
"""What a twin's adapter is called among the materials of an order: twin:<id>:<version>."""
NAME = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"
"""Of producers and models: no separators, nothing that could be a path."""
USUAL_MODEL = "nawfside_lora"
MOST_FILES = 200
"""That one training takes; whoever sends more is told so in words, up to what a list may hold at all."""
MOST_LISTED = 5000


class TwinState(StrEnum):
    TRAINING = "training"
    READY = "ready"
    FAILED = "failed"
    """Its training ended without a version, and there is none from before."""
    EMPTY = "empty"
    """Its training was called off before there was anything to keep."""


Audible = Literal["clearly audible", "slight", "no audible effect"]


class StyleDistance(Schema):
    """How far what is written is from the producer's own music: 0 would be one of their own pieces."""

    before: float = Field(description="Without the adapter")
    after: float = Field(description="With it, the same orders and seeds")
    own: float = Field(description="Between the producer's own pieces")


class Copying(Schema):
    """The longest run of notes (or of sound) that came out as it went in."""

    longest: int = Field(description="In the unit")
    unit: str = "notes"
    usual: int = Field(description="The longest that held-out pieces of the producer share with the others")
    source: str | None = Field(default=None, description="The piece it is shared with")
    remark: str


class Listening(Schema):
    """One order with the same seed, without and with the adapter: GET /twins/<id>/files/<name>."""

    before: str
    after: str
    seed: int
    changed: float = Field(ge=0, le=1, description="The share of what is heard that is not the same")


class Receipt(Schema):
    """What the training did, measured on music that neither learning nor early stopping saw."""

    verdict: Audible
    words: str = Field(description="The verdict and its reasons as one sentence")
    unit: str = Field(description="What the likelihood is counted in, such as nats a note")
    held_before: float = Field(description="How surprised the network is by held-out music without the adapter")
    held_after: float
    gain: float = Field(description="held_before - held_after: above 0 it knows the producer better")
    distance: StyleDistance
    copying: Copying
    listening: Listening | None = None
    divided: str = Field(default="", description="How much was learned from, told when to stop, and was measured on")


class TwinVersion(Schema):
    """One finished training."""

    number: int = Field(ge=1)
    place: str = Field(description="The folder of its files; of a training, its errand's id")
    backend: str
    created_at: datetime
    sha256: str
    size: int
    rank: int
    steps: int
    stopped: str = Field(description="Why the training ended: enough, plan, cancelled or imported")
    pieces: int
    base: str = Field(description="The network it belongs to")
    receipt: Receipt | None = Field(default=None, description="None where there was no music to measure with")
    facts: dict[str, Any] = Field(default_factory=dict)


class Skipped(Schema):
    """A file that was not learned from."""

    name: str
    why: str


class Twin(Schema):
    """A twin as it is stored."""

    id: str
    owner: str
    producer: str = Field(pattern=NAME)
    model: str = Field(pattern=NAME)
    backend: str
    title: str = ""
    errand: str | None = None
    """Its latest training."""
    rights_confirmed_at: datetime
    pieces: list[str] = Field(default_factory=list)
    skipped: list[Skipped] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    """Of its latest training: what is sent to whom, and what went otherwise than asked for."""
    versions: list[TwinVersion] = Field(default_factory=list)
    made: int = 0
    """How many versions there ever were: a number is never given twice."""
    created_at: datetime
    updated_at: datetime
    version: int = 0

    @property
    def name(self) -> str:
        """As an order may name it."""
        return f"{self.producer}:{self.model}"

    @property
    def latest(self) -> TwinVersion | None:
        return self.versions[-1] if self.versions else None

    def numbered(self, number: int | None) -> TwinVersion | None:
        """That version, or the newest."""
        if number is None:
            return self.latest
        return next((one for one in self.versions if one.number == number), None)


class TwinView(Schema):
    """What GET /twins/<id> answers."""

    id: str
    name: str = Field(description="producer:model, as an order may name it")
    producer: str
    model: str
    backend: str
    title: str
    state: TwinState
    rights_confirmed_at: datetime
    pieces: list[str]
    skipped: list[Skipped] = Field(description="Files that were not learned from, and why")
    notes: list[str] = Field(description="What the latest training sends to whom, and what went otherwise than asked")
    versions: list[TwinVersion]
    receipt: Receipt | None = Field(description="Of the newest version")
    training: ErrandView | None = Field(default=None, description="The training that is under way, or was last")
    error: JobError | None
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, twin: Twin, training: Errand | None) -> "TwinView":
        """training: its latest, unless that is forgotten."""
        told = {name: getattr(twin, name) for name in cls.model_fields if name in {*Twin.model_fields, "name"}}
        latest = twin.latest
        return cls(
            **told,
            state=_state(twin, training),
            receipt=latest.receipt if latest else None,
            training=ErrandView.of(training) if training else None,
            error=training.error if training else None,
        )


def _state(twin: Twin, training: Errand | None) -> TwinState:
    if training is not None and training.state not in ENDED:
        return TwinState.TRAINING
    if twin.versions:
        return TwinState.READY
    failed = training is not None and training.state is ErrandState.FAILED
    return TwinState.FAILED if failed else TwinState.EMPTY


class TwinPage(Schema):
    items: list[TwinView]
    next_cursor: str | None = None


class FileFacts(Schema):
    """What is known about a file besides its sound: it feeds the tags."""

    title: str | None = Field(default=None, max_length=200)
    bpm: float | None = Field(default=None, gt=0, le=400)
    tags: list[str] = Field(default_factory=list, max_length=30)


class TwinOrder(Schema):
    """What POST /twins takes."""

    producer: str = Field(pattern=NAME, description="Whose sound it is")
    model: str = Field(default=USUAL_MODEL, pattern=NAME, description="What this twin of theirs is called")
    uploads: list[str] = Field(
        min_length=1, max_length=MOST_LISTED, description="Ids of uploaded sound or MIDI files, 200 at most"
    )
    rights_confirmed: bool = Field(
        description="true: you made this music, or may have a network learn from it; without that nothing is learned"
    )
    backend: str | None = Field(default=None, max_length=40, description="composer if left out")
    title: str = Field(default="", max_length=200)
    skip_preprocess: bool = Field(default=False, description="Keep sound files as they are")
    tag_before_train: bool = Field(
        default=False,
        description="Also ask the tagger that the operator set up (Gemini), which is sent short excerpts; see notes",
    )
    rank: int = Field(default=8, ge=1, le=64)
    steps: int | None = Field(default=None, ge=1, le=5000, description="At most so many; the backend knows its usual")
    seed: int = Field(default=0, ge=0, lt=2**31)
    facts: dict[str, FileFacts] = Field(default_factory=dict, description="By upload id; they feed the tags")
