"""The engine `live`: a stream that was played becomes a work; ordered by keeping it, and never listed."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.generation import Brief, Sounds
from models.mood import Point
from models.mood_requests import Coordinate
from models.upload import Upload, UploadKind
from modules.generation.engine import Engine
from modules.live.composing.thread import Thread

USUAL = 2.0
"""Seconds of a bar, about."""


class Recording(BaseModel):
    """What a stream played: the composer's thread before its first bar, and the mood of every bar, two numbers each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    opening: Thread
    moods: list[Coordinate] = Field(min_length=2, max_length=20_000)
    sounds: Sounds = "all"

    @property
    def points(self) -> list[Point]:
        return [Point(*pair) for pair in zip(self.moods[::2], self.moods[1::2], strict=True)]

    @model_validator(mode="after")
    def _in_pairs(self) -> Self:
        if len(self.moods) % 2:
            raise ValueError("moods come in pairs: valence, arousal, valence, ...")
        return self


class KeptSettings(BaseModel):
    """Those of the engine `composer`."""

    model_config = ConfigDict(frozen=True)

    weights: Path
    soundfont: Path
    threads: int = 2


class KeptStream:
    """See `engine.KeptStreamEngine` for how it is done."""

    name: ClassVar[str] = "live"
    title: ClassVar[str] = "Kept stream"
    description: ClassVar[str] = "Plays a live stream again, note for note, as a work with stems and score."
    queue: ClassVar[str] = "cpu"
    Options: ClassVar[type[BaseModel]] = Recording
    Settings: ClassVar[type[BaseModel]] = KeptSettings

    def __init__(self, settings: KeptSettings) -> None:
        self._settings = settings

    def missing(self) -> list[str]:
        soundfont = self._settings.soundfont
        if soundfont.is_file():
            return []
        return [f"There is no soundfont at {soundfont}: set MUSEAIKA_SOUNDFONT to an .sf2 file, or clear it."]

    def materials(self, _brief: Brief) -> dict[str, UploadKind]:
        return {}

    def cost(self, brief: Brief, _uploads: Mapping[str, Upload]) -> float:
        return 5.0 + USUAL * len(brief.options["moods"]) / 2

    def load(self) -> Engine:
        from modules.live.keeping.engine import KeptStreamEngine  # noqa: PLC0415 - the door itself

        return KeptStreamEngine(self._settings.weights, self._settings.soundfont, self._settings.threads)
