"""What the old producer service's routes take, in both spellings of every field, and what they answer."""

from typing import Any

from pydantic import AliasChoices, AliasGenerator, ConfigDict, Field, field_validator, model_validator
from pydantic.alias_generators import to_camel

from models.schema import Schema
from models.twin import MOST_LISTED, NAME, USUAL_MODEL, FileFacts, Skipped

_FILE = r"^[^/\\\x00-\x1f]{1,200}$"
_TAGS = 30


class OldBody(Schema):
    """snake_case and camelCase alike; null and "" mean that nothing was said."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        allow_inf_nan=False,
        coerce_numbers_to_str=True,
        populate_by_name=True,
        alias_generator=AliasGenerator(validation_alias=lambda name: AliasChoices(name, to_camel(name))),
    )

    @model_validator(mode="before")
    @classmethod
    def _said(cls, given: Any) -> Any:
        return {name: one for name, one in given.items() if one not in (None, "")} if isinstance(given, dict) else given


class OldStore(OldBody):
    """A file to be learned from later, as text."""

    producer_id: str = Field(pattern=NAME)
    job_id: str = Field(pattern=NAME)
    filename: str = Field(pattern=_FILE)
    content_base64: str


class OldStored(Schema):
    path: str = Field(description="A key for upload_paths, and no place on a disk")
    producer_id: str
    job_id: str


class OldFacts(OldBody):
    """What is said of a file besides its sound."""

    title: str | None = None
    bpm: float | None = None
    tags: list[str] = Field(default_factory=list)

    @field_validator("tags", mode="before")
    @classmethod
    def _listed(cls, given: Any) -> Any:
        return given.split(",") if isinstance(given, str) else given

    def facts(self) -> FileFacts:
        tags = [tag.strip()[:100] for tag in self.tags if tag.strip()][:_TAGS]
        bpm = self.bpm if self.bpm and 0 < self.bpm <= 400 else None
        return FileFacts(title=self.title[:200] if self.title else None, bpm=bpm, tags=tags)


class OldTrain(OldBody):
    """What is to be learned from, and what it is to be called."""

    producer_id: str = Field(pattern=NAME)
    upload_urls: list[str] = Field(default_factory=list, max_length=MOST_LISTED)
    upload_paths: list[str] = Field(default_factory=list, max_length=MOST_LISTED, description="From store-upload")
    model_name: str = Field(default=USUAL_MODEL, pattern=NAME)
    metadata_per_file: list[OldFacts | None] | dict[str, OldFacts] = Field(
        default_factory=list, description="In the order of the files, or by address, path or file name"
    )
    job_id: str | None = Field(default=None, max_length=200, description="Given back as it came")
    skip_preprocess: bool = False
    tag_before_train: bool = Field(
        default=False,
        description="Our own tags are there in any case; true: Gemini's too, if the operator has a key",
    )
    backend_override: str | None = Field(default=None, max_length=40)
    steps: int | None = Field(default=None, ge=1, le=5000, description="At most so many")

    def facts_of(self, number: int, *names: str) -> FileFacts:
        """Of the file in that place, which may go by any of these names."""
        told = self.metadata_per_file
        if isinstance(told, dict):
            found = next((told[name] for name in names if name in told), None)
        else:
            found = told[number] if number < len(told) else None
        return found.facts() if found else FileFacts()


class OldTrained(Schema):
    job_id: str
    producer_id: str
    model_name: str
    backend: str
    lora_path: str = Field(description="What lora_id of an order takes")
    verdict: str | None = Field(default=None, description="What the training did, in words")
    skipped: list[Skipped] = Field(default_factory=list, description="Files that were not learned from, and why")


class OldOrder(OldBody):
    """What is to be played, and in whose sound."""

    prompt: str = Field(max_length=1000)
    lora_id: str | None = Field(default=None, max_length=160)
    artist_id: str | None = Field(default=None, max_length=64)
    duration_seconds: float = Field(default=60.0, gt=0, le=1800)
    backend_override: str | None = Field(default=None, max_length=40)
    seed: int | None = Field(default=None, ge=0, lt=2**53)


class OldMusic(Schema):
    audio_base64: str = Field(description="A WAV file")
    backend: str
    job_id: str


class OldSong(OldMusic):
    audioUrl: str = Field(description="The same sound, for a day")  # noqa: N815  (that page's own spelling)
