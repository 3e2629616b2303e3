"""The protocols of a backend: a card that imports nothing heavy, and behind it training and playing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

from models.generation import Sounds
from models.twin import Copying, StyleDistance
from modules.audio.clip import Check, never
from modules.generation.engine import Work
from modules.generation.engines.twin.prompts import Prompt
from modules.generation.engines.twin.settings import TwinSettings
from modules.generation.progress import Progress


@dataclass(frozen=True)
class Segment:
    """Sound of at most 15 s (44.1 kHz, mono) and the file with its tags; skip_preprocess leaves files as they were."""

    audio: Path
    text: Path
    seconds: float


@dataclass(frozen=True)
class Piece:
    """One file of the producer's, prepared. bars: its notes as `modules.composing.corpus` keeps them, None where no
    notes were heard. segments: its sound; none for MIDI. tags: such as "120 bpm, A minor, dark, piano".
    """

    name: str
    sha256: str
    seconds: float
    tags: str
    bars: Path | None = None
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True)
class Lesson:
    """What to learn from. folder: where the run keeps its checkpoint: one that is there already is gone on from, and
    then the same weights come out as if nothing had happened. adapter: the .safetensors file to write in the end.
    """

    producer: str
    pieces: Sequence[Piece]
    folder: Path
    adapter: Path
    rank: int = 8
    steps: int | None = None
    seed: int = 0


@dataclass(frozen=True)
class Step:
    """How far a training is. watched: surprise at what early stopping looks at. seconds: still to come, as far as can
    be told. saved: a checkpoint was just written.
    """

    step: int
    steps: int
    loss: float
    watched: float | None = None
    seconds: float | None = None
    saved: bool = False


Tell = Callable[[Step], None]
"""Called at every step; what it raises ends the training, and the last checkpoint stays."""


@dataclass(frozen=True)
class Trained:
    """stopped: "plan" (all steps done) or "enough" (watched music got no likelier). base: the network it fits."""

    steps: int
    rank: int
    stopped: str
    loss: float
    base: str


@dataclass(frozen=True)
class Evidence:
    """What a receipt is written from: the same orders and seeds without and with the adapter.

    held: surprise at music that neither learning nor stopping saw, (before, after), and its unit. distances: [samples]
    to the producer's style, of each sample before and after. changed: [samples] share of what is heard that differs.
    pair: two sound files.
    """

    held: tuple[float, float]
    unit: str
    distance: StyleDistance
    distances: tuple[Sequence[float], Sequence[float]]
    changed: Sequence[float]
    copying: Copying
    pair: tuple[Path, Path] | None = None
    seed: int = 0
    divided: str = ""
    """How the producer's music was divided, as a sentence."""


@dataclass(frozen=True)
class Part:
    """One of the twins an order names, as a file here. share: how much of it, all of them together 1 at most."""

    name: str
    adapter: Path
    sha256: str
    share: float = 1.0


@dataclass(frozen=True)
class Wish:
    """An order to a backend. strength: 0 is the network as it is, 1 the twin in full."""

    prompt: Prompt
    parts: Sequence[Part]
    strength: float
    seed: int
    folder: Path
    seconds: float | None = None
    sounds: Sounds = "all"
    lyrics: str = ""


class TrainBackend(Protocol):
    def train(self, lesson: Lesson, tell: Tell, check: Check = never) -> Trained:
        """Learn, and write the adapter. Deterministic; what is set aside is chosen by hashes.

        Raises an Invalid where the pieces are too few.
        """

    def save_now(self, lesson: Lesson) -> Trained | None:
        """The adapter of the last checkpoint, for a training that was called off; None where there is none."""

    def examine(self, lesson: Lesson, check: Check = never) -> Evidence:
        """What the adapter of the lesson does to music it did not learn from; writes the pair beside the adapter."""


class InferBackend(Protocol):
    def generate(self, wish: Wish, progress: Progress) -> Work:
        """Music as the twin would make it; at strength 0 exactly what comes out without any."""


class BackendCard(Protocol):
    """Imports nothing heavy."""

    name: ClassVar[str]
    title: ClassVar[str]
    licence: ClassVar[str]
    """Of the weights that adapters belong to, in words a person can act on."""
    most_bytes: ClassVar[int]
    """The largest adapter."""

    def __init__(self, settings: TwinSettings) -> None: ...

    def missing(self) -> list[str]:
        """What keeps it from working, each with the command that mends it; empty means ready."""

    @property
    def queue(self) -> str:
        """Where its orders belong: cpu, or gpu where somebody works on that."""

    def check(self, adapter: Path) -> int:
        """The rank of a foreign adapter. Raises BadAdapter unless it is a safetensors file of this network's shapes."""

    def cost(self, seconds: float) -> float:
        """How long music of so many seconds takes, relative to the composing network."""

    def trainer(self) -> TrainBackend:
        """Opens what learns, in `trainer.py` beside the card: the function-level import lives here, and only here."""

    def player(self) -> InferBackend:
        """Opens what makes music, in `player.py` beside the card, in the same way."""
