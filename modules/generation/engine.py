"""What an engine is: a card that clients and the wiring see, and the worker behind it that makes a work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Protocol, runtime_checkable

from pydantic import BaseModel

from models.errors import Invalid, Unavailable
from models.generation import Brief, PartKind
from models.provenance import Origin
from models.upload import Upload, UploadKind
from modules.generation.progress import Progress


class BadOptions(Invalid):
    code = "options.invalid"


class EngineNotReady(Unavailable):
    code = "engine.not_ready"


@dataclass(frozen=True)
class Material:
    """An upload that an order refers to, as a file on this machine for as long as the engine runs."""

    upload: Upload
    path: Path


@dataclass(frozen=True)
class Commission:
    """An order ready to be made: brief (seed filled in), materials by upload id, an empty folder for the parts."""

    brief: Brief
    materials: Mapping[str, Material]
    folder: Path


@dataclass(frozen=True)
class Part:
    """A file of the work, lying in the commission's folder."""

    name: str
    kind: PartKind
    media_type: str
    path: Path
    title: str | None = None


@dataclass(frozen=True)
class Work:
    parts: list[Part]
    seconds: float
    summary: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    origin: Origin | None = None
    """What made it, as every part that can carry a signed record will say; without it none is signed."""


class Engine(Protocol):
    def generate(self, commission: Commission, progress: Progress) -> Work:
        """The same brief, seed and weights give the same bytes. Leave nothing behind outside the folder."""


@runtime_checkable
class Examiner(Protocol):
    """A card that looks into an order's materials before it is taken, so that nobody waits for a refusal."""

    def examine(self, brief: Brief, materials: Mapping[str, Material]) -> None:
        """Raises an Invalid that names the field. Reads no more than it must: somebody is waiting."""


@runtime_checkable
class Limited(Protocol):
    """A card that is ready, and yet cannot do everything it describes."""

    def limits(self) -> list[str]:
        """What does not work, each with the command that mends it."""


@runtime_checkable
class Placing(Protocol):
    """A card whose orders do not all belong to one queue."""

    def place(self, brief: Brief) -> str:
        """Where this order is best made; it waits in the card's own queue where nobody works on that one."""


class EngineCard(Protocol):
    """Imports nothing heavy: the web process holds one per engine."""

    name: ClassVar[str]
    title: ClassVar[str]
    description: ClassVar[str]
    queue: ClassVar[str]
    Options: ClassVar[type[BaseModel]]
    Settings: ClassVar[type[BaseModel]]

    def __init__(self, settings: Any) -> None: ...

    def missing(self) -> list[str]:
        """What keeps it from working, each with the command that mends it; empty means ready."""

    def materials(self, brief: Brief) -> Mapping[str, UploadKind | None]:
        """The ids of the uploads the order needs, and what kind each must be; None where any will do."""

    def cost(self, brief: Brief, uploads: Mapping[str, Upload]) -> float:
        """Relative size of the order (seconds of music, say): what the estimate of its duration is learned from."""

    def load(self) -> Engine:
        """Opens the heavy part; the function-level import lives here, and only here."""
