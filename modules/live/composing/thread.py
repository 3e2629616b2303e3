"""`Thread`: everything the next bar of a stream depends on, small enough to be kept after every bar."""

from pydantic import Field

from models.live import LiveStyle
from models.schema import Schema

Row = tuple[int, int, int, int]
"""A note as written: sixteenth of the bar, part, pitch in C major or A minor, sixteenths."""


class Writing(Schema):
    """One bar as it was written: its notes, its chords (one a quarter), and the mood it was written for."""

    notes: tuple[Row, ...]
    chords: tuple[int, int, int, int]
    valence: float
    arousal: float


class Theme(Schema):
    """What returns whenever its letter does. phrase: where its latents come from. bars: as many as are written."""

    mode: int
    phrase: int
    progressions: tuple[tuple[str, ...], ...]
    bars: tuple[Writing, ...] = ()


class Thread(Schema):
    """What comes after the bars before `index`; `index`, `at` and `tempo` may be read by anybody.

    micros: the length of all bars before, exact. tempo: of the bar before. valence, arousal: the mood that layers and
    levels went by, which follows small movements only after a while.
    """

    seed: int
    style: LiveStyle
    index: int = 0
    micros: int = 0
    asked_tempo: float | None = None
    tempo: float
    valence: float
    arousal: float
    tonic: int
    mode: int
    section: int = 0
    """How many sections came before."""
    letter: str = "A"
    variant: int = 0
    place: int = 0
    """The bar of the section that comes next, from 0."""
    chords: tuple[tuple[int, int, int, int], ...] = ()
    """Those of the section, bar by bar, as far as they are decided."""
    level: int = 0
    last: int | None = None
    """The last pitch of the melody."""
    themes: dict[str, Theme] = Field(default_factory=dict)
    heard: dict[str, int] = Field(default_factory=dict)
    """How often each letter was heard."""

    @property
    def at(self) -> float:
        """Seconds from the stream's beginning to this bar."""
        return self.micros / 1_000_000
