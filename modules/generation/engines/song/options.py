"""What an order for `song` may say; a backing is a whole order."""

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, create_model, field_validator

from models.errors import Invalid
from modules.generation.engines.song.singers import known_name, titles
from modules.voice.banks.banks import Banks
from modules.voice.languages import language_named

UploadId = Annotated[str, Field(min_length=1, max_length=64)]
Filler = Literal["la", "na", "ooh"]
MOST_LETTERS: Final = 100_000
MOST_CANDIDATES: Final = 4
ANY: Final = "auto"
_VOICE: Final = "alto"


class SongOptions(BaseModel):
    """What an order for `song` may say besides mood (as heard) and seed (by chance); it is as long as its backing."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    backing: UploadId = Field(title="Backing", description="The id of an uploaded track, sound or MIDI, up to 15 min")
    lyrics: str = Field(
        default="", max_length=MOST_LETTERS, description="Words, a line for a line; empty: the filler on every note"
    )
    filler: Filler = Field(default="la", description="What is sung where there are no words")
    voice: str = Field(default=_VOICE, max_length=100, description="Who sings")
    language: str = Field(
        default=ANY, max_length=10, description="Of the words, such as en-us, de or fr; auto: by each line's own looks"
    )
    melody: UploadId | None = Field(
        default=None, description="The id of an uploaded MIDI file with a melody that is sung as it is"
    )
    density: float = Field(default=1.0, ge=0.4, le=2, description="How many notes the melody has; 2 is twice as many")
    candidates: int = Field(
        default=1, ge=1, le=MOST_CANDIDATES, description="How many melodies are shown to choose from, the best first"
    )
    melody_choice: int = Field(
        default=1, ge=1, le=MOST_CANDIDATES, description="Which of the candidates is sung; 1 is the best"
    )
    harmony: bool = Field(default=True, description="Whether a second voice joins where the song returns")
    balance: float = Field(default=0.0, ge=-12, le=12, description="How much louder the voice is, in dB")
    room: float = Field(default=0.16, ge=0, le=1, description="How much of the room is heard around the voice")
    loudness: float = Field(default=-14.0, ge=-40, le=-8, description="LUFS of the mix")

    @field_validator("language")
    @classmethod
    def _known_language(cls, language: str) -> str:
        return language if language == ANY else _known(lambda: language_named(language).code)

    @field_validator("melody_choice")
    @classmethod
    def _one_of_them(cls, choice: int, info: ValidationInfo) -> int:
        shown = info.data.get("candidates", MOST_CANDIDATES)
        if choice > shown:
            raise ValueError(f"It is one of {shown} candidates. Ask for {choice} candidates to sing the last of them.")
        return choice


def offered(banks: Banks) -> type[SongOptions]:
    """The options where these banks sing besides the house's own voices."""
    return _offered(tuple(titles(banks).items()), tuple(banks.broken.items()))


@lru_cache(maxsize=16)
def _offered(titled: tuple[tuple[str, str], ...], broken: tuple[tuple[str, str], ...]) -> type[SongOptions]:
    """One class for one set of voices, so that equal orders are equal."""
    known = dict(titled)
    listed: dict[str, Any] = {
        "enum": list(known),
        "oneOf": [{"const": name, "title": title} for name, title in titled],
        "examples": ["tenor"],
    }
    about = SongOptions.model_fields["voice"].description
    field = Field(default=_VOICE, max_length=100, description=about, json_schema_extra=listed)
    check = AfterValidator(lambda voice: _known(lambda: known_name(voice, known, dict(broken))))
    made: type[SongOptions] = create_model(
        SongOptions.__name__, __base__=SongOptions, __doc__=SongOptions.__doc__, voice=(Annotated[str, check], field)
    )
    return made


def _known(look: Callable[[], str]) -> str:
    try:
        return look()
    except Invalid as error:
        raise ValueError(f"{error.detail} {error.next_step}") from None
