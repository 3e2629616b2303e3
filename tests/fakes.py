"""Fakes that keep the real interfaces."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from models.errors import Invalid
from models.events import Event
from models.generation import Brief
from models.provenance import Origin, SourceType
from models.reading import Box, Reading
from models.upload import Upload, UploadKind
from modules.generation.engine import Commission, Part, Work
from modules.generation.progress import Progress
from modules.mood.emotions import mood_of


class Clock:
    """A time that stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> None:
        self.now += timedelta(**duration)


class RememberingPublisher:
    def __init__(self) -> None:
        self.events: list[Event] = []

    def publish(self, event: Event) -> None:
        self.events.append(event)

    @property
    def names(self) -> list[str]:
        return [event.name for event in self.events]


class TextEngine:
    """Writes a text file in steps; what happens in between is up to the test."""

    def __init__(self, during: Any = None) -> None:
        self.during = during

    def generate(self, commission: Commission, progress: Progress) -> Work:
        steps = int(commission.brief.options.get("steps", 4))
        for step in progress.each(range(steps), "writing"):
            if self.during:
                self.during(step)
            time.sleep(float(commission.brief.options.get("seconds", 0)) / steps)
        path = commission.folder / "text.txt"
        path.write_text(f"seed {commission.brief.seed}")
        return Work([Part("text.txt", "record", "text/plain", path)], seconds=steps)


class PreviewingEngine(TextEngine):
    """Offers a first part before it writes."""

    def generate(self, commission: Commission, progress: Progress) -> Work:
        path = commission.folder / "preview.txt"
        path.write_text("first")
        part = Part("preview.txt", "mix", "text/plain", path, "First bars")
        progress.part(0, 0.1).offer(lambda: part, Origin(source=SourceType.TRAINED))
        return super().generate(commission, progress.part(0.1, 1))


class TextCard:
    name: ClassVar[str] = "text"
    title: ClassVar[str] = "Text"
    description: ClassVar[str] = "Writes text, for tests."
    queue: ClassVar[str] = "cpu"

    class Options(BaseModel):
        model_config = ConfigDict(extra="forbid")
        steps: int = 4
        seconds: float = 0
        midi: str | None = None

    class Settings(BaseModel):
        pass

    def __init__(self, settings: Any = None, engine: Any = None) -> None:
        self.engine = engine or TextEngine()
        self.lacks: list[str] = []

    def missing(self) -> list[str]:
        return self.lacks

    def materials(self, brief: Brief) -> dict[str, UploadKind]:
        midi = brief.options.get("midi")
        return {midi: UploadKind.MIDI} if midi else {}

    def cost(self, brief: Brief, uploads: Mapping[str, Upload]) -> float:
        if brief.options.get("steps", 4) < 1:
            raise Invalid("steps must be positive", field="options.steps")
        return float(brief.options.get("steps", 4))

    def load(self) -> Any:
        return self.engine


class FixedReaders:
    """Reads the same mood in every picture and text; `during` is called first, and may take long or raise."""

    def __init__(self, during: Any = None) -> None:
        self.during = during or (lambda given: None)
        self.read: list[bytes | str] = []
        self.lacks: dict[str, list[str]] = {"face": [], "text": []}

    def missing(self, kind: str) -> list[str]:
        return self.lacks[kind]

    def picture(self, data: bytes) -> Reading:
        self.read.append(data)
        self.during(data)
        box = Box(left=0.4, top=0.2, width=0.2, height=0.3, score=0.9)
        return _reading("face", {"happy": 0.8, "neutral": 0.2}).model_copy(update={"boxes": [box]})

    def frame(self, data: bytes) -> Reading:
        return self.picture(data)

    def text(self, text: str) -> Reading:
        self.read.append(text)
        self.during(text)
        return _reading("text", {"sadness": 0.7, "neutral": 0.3}).model_copy(update={"language": "English"})


def _reading(source: str, emotions: dict[str, float]) -> Reading:
    mood = mood_of(emotions, source, 0.7)
    return Reading(mood=mood, emotions=emotions, certain=True, network=f"fixed {source}")
