"""What an order for `song` may say; a backing is a whole order."""

from collections.abc import Callable
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from models.errors import Invalid
from modules.voice.languages import language_named
from modules.voice.voices import VOICES, voice_named

UploadId = Annotated[str, Field(min_length=1, max_length=64)]
Filler = Literal["la", "na", "ooh"]
MOST_LETTERS: Final = 100_000
ANY: Final = "auto"


class SongOptions(BaseModel):
    """What an order for `song` may say besides mood (as heard) and seed (by chance); it is as long as its backing."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    backing: UploadId = Field(title="Backing", description="The id of an uploaded track, sound or MIDI, up to 15 min")
    lyrics: str = Field(
        default="", max_length=MOST_LETTERS, description="Words, a line for a line; empty: the filler on every note"
    )
    filler: Filler = Field(default="la", description="What is sung where there are no words")
    voice: str = Field(
        default="alto", description="Who sings", json_schema_extra={"enum": list(VOICES), "examples": ["tenor"]}
    )
    language: str = Field(
        default=ANY, max_length=10, description="Of the words, such as en-us, de or fr; auto: by each line's own looks"
    )
    melody: UploadId | None = Field(
        default=None, description="The id of an uploaded MIDI file with a melody that is sung as it is"
    )
    density: float = Field(default=1.0, ge=0.4, le=2, description="How many notes the melody has; 2 is twice as many")
    harmony: bool = Field(default=True, description="Whether a second voice joins where the song returns")
    balance: float = Field(default=0.0, ge=-12, le=12, description="How much louder the voice is, in dB")
    room: float = Field(default=0.16, ge=0, le=1, description="How much of the room is heard around the voice")
    loudness: float = Field(default=-14.0, ge=-40, le=-8, description="LUFS of the mix")

    @field_validator("voice")
    @classmethod
    def _known_voice(cls, voice: str) -> str:
        return _known(lambda: voice_named(voice).name)

    @field_validator("language")
    @classmethod
    def _known_language(cls, language: str) -> str:
        return language if language == ANY else _known(lambda: language_named(language).code)


def _known(look: Callable[[], str]) -> str:
    try:
        return look()
    except Invalid as error:
        raise ValueError(f"{error.detail} {error.next_step}") from None
