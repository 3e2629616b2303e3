"""What made a file: told by its engine, signed by its server, embedded in the file."""

from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from models.schema import Schema

HASH = r"^[0-9a-f]{64}$"
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


class SourceType(StrEnum):
    """Whose work a file is, in the words of IPTC's vocabulary "Digital Source Type"."""

    TRAINED = IPTC + "trainedAlgorithmicMedia"
    """A trained network made it."""
    COMPOSITE = IPTC + "compositeWithTrainedAlgorithmicMedia"
    """Something people made, and something a trained network made, together."""
    ALGORITHMIC = IPTC + "algorithmicMedia"
    """Rules made it, without anything learned from examples."""
    RENDERED = IPTC + "dataDrivenMedia"
    """A program plays what somebody wrote, such as notes."""

    @property
    def by_ai(self) -> bool:
        return self in {SourceType.TRAINED, SourceType.COMPOSITE}


class Ingredient(Schema):
    """Something that went in: its part in the making ("midi", "soundfont"), and what it was."""

    name: str = Field(max_length=200)
    sha256: str = Field(pattern=HASH)


class Origin(Schema):
    """What an engine tells about the making of a work. No clock and no ids: the same order gives the same bytes."""

    source: SourceType
    inputs: list[Ingredient] = Field(default_factory=list)
    weights: list[Ingredient] = Field(default_factory=list)
    parameters: dict[str, Any] = Field(default_factory=dict)
    device: str | None = Field(default=None, max_length=100, description="Machines of one class give the same bytes")


class Content(Schema):
    """The file itself. Its hash is that of all its bytes but the embedded record."""

    part: str = Field(max_length=500)
    media_type: str = Field(max_length=100)
    sha256: str = Field(pattern=HASH)


class Record(Schema):
    """What is signed."""

    format: Literal[1] = 1
    content: Content
    digital_source_type: SourceType
    made_by_ai: bool
    engine: str
    seed: int | None
    software: str
    device: str
    inputs: list[Ingredient]
    weights: list[Ingredient]
    parents: list[str] = Field(description="The content hashes of signed files that this one was made from")
    parameters: dict[str, Any]


class Verdict(Schema):
    """Whether a file is as its server left it; only a valid one says for sure who made it."""

    valid: bool
    code: Literal[
        "valid",
        "no_record",
        "altered_file",
        "altered_record",
        "unknown_key",
        "unknown_format",
        "unreadable",
        "unsupported_type",
    ]
    reason: str
    made_by_ai: bool | None = Field(default=None, description="null where nobody can vouch for it")
    record: Record | None = None
    key_id: str | None = Field(default=None, description="The public key (Ed25519, base64url) that the record names")
