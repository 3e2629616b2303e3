"""The engine `render`: an uploaded MIDI file becomes a mix, stems, a printed score and a picture."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from models.generation import Brief
from models.upload import Upload, UploadKind
from modules.audio.bundled import bundled_soundfont
from modules.generation.engine import Engine
from modules.score.instruments import UnknownInstrument, program_number


def _program(wanted: Any) -> Any:
    if isinstance(wanted, str) and not wanted.isdigit():
        try:
            return program_number(wanted)
        except UnknownInstrument as error:
            raise ValueError(f"{error.detail} {error.next_step}") from None
    program = int(wanted) if isinstance(wanted, str) else wanted
    if isinstance(program, bool) or not isinstance(program, int) or not 0 <= program <= 127:
        raise ValueError(f"{wanted!r} is no program: give a number from 0 to 127 or a General MIDI name")
    return program


Program = Annotated[
    int,
    BeforeValidator(_program),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0, "maximum": 127}, {"type": "string"}]}),
]


class RenderOptions(BaseModel):
    """What an order for `render` may say."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    midi: str = Field(min_length=1, max_length=64, description="The id of an uploaded MIDI file")
    instruments: dict[str, Program] = Field(
        default_factory=dict,
        json_schema_extra={"default": {}},
        max_length=64,
        description="Other instruments for some tracks: the track's name or its number from 0,"
        " and a General MIDI program from 0 to 127 or its name",
    )
    tempo: float | None = Field(default=None, ge=0.25, le=4, description="How much faster; 0.5 is half as fast")
    bpm: float | None = Field(default=None, ge=10, le=400, description="Quarters a minute, instead of tempo")
    transpose: int = Field(default=0, ge=-24, le=24, description="Semitones up; drums stay")
    reverb: float = Field(default=0.25, ge=0, le=1, description="How much of the room is heard")
    loudness: float = Field(default=-14.0, ge=-40, le=-8, description="LUFS of the mix")

    @model_validator(mode="after")
    def _one_tempo(self) -> Self:
        if self.tempo is not None and self.bpm is not None:
            raise ValueError("give tempo or bpm, not both")
        return self


class RenderSettings(BaseModel):
    """MUSEAIKA_ENGINES__RENDER__..."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    soundfont: Path | None = Field(None, description="An .sf2 file; empty means the built-in one")


class Render:
    """See `engine.RenderEngine` for how it is done."""

    name: ClassVar[str] = "render"
    title: ClassVar[str] = "Render a MIDI file"
    description: ClassVar[str] = (
        "Plays an uploaded MIDI file on sampled instruments: a mastered mix, stems per track that add up to it exactly,"
        " the score as MusicXML and MIDI, and a picture of the notes."
    )
    queue: ClassVar[str] = "cpu"
    Options: ClassVar[type[BaseModel]] = RenderOptions
    Settings: ClassVar[type[BaseModel]] = RenderSettings

    def __init__(self, settings: RenderSettings) -> None:
        self._soundfont = settings.soundfont or bundled_soundfont()

    def missing(self) -> list[str]:
        if self._soundfont.is_file():
            return []
        return [
            f"There is no soundfont at {self._soundfont}: set MUSEAIKA_SOUNDFONT to an .sf2 file, or leave it empty."
        ]

    def materials(self, brief: Brief) -> dict[str, UploadKind]:
        return {RenderOptions.model_validate(brief.options).midi: UploadKind.MIDI}

    def cost(self, brief: Brief, uploads: Mapping[str, Upload]) -> float:
        options = RenderOptions.model_validate(brief.options)
        return 5.0 + uploads[options.midi].seconds / (options.tempo or 1.0)

    def load(self) -> Engine:
        from modules.generation.engines.render.engine import RenderEngine

        return RenderEngine(self._soundfont)
