"""`Thread`: everything the next bar of a stream depends on, small enough to be kept after every bar."""

from typing import Final

from pydantic import Field

from models.live import LiveStyle
from models.mood import Point
from models.schema import Schema
from modules.live.composing.likeness import Likeness

MICROSECONDS: Final = 1_000_000
Row = tuple[int, int, int, int]
"""A note as written: sixteenth of the bar, part, pitch in C major or A minor, sixteenths."""
Quarters = tuple[int, int, int, int]
"""The chord of every quarter of a bar, ids of `modules.composing.chords`, in C major or A minor."""


class Writing(Schema):
    """One bar as it was written, and the mood it was written for. mode: of the phrase it stood in."""

    notes: tuple[Row, ...]
    chords: Quarters
    mode: int
    valence: float
    arousal: float


class Theme(Schema):
    """What returns whenever its letter does. phrase: where its latents come from; -1 is nowhere."""

    phrase: int
    bars: tuple[Writing, ...] = ()


class Thread(Schema):
    """What the bars from `index` on depend on; `index`, `at` and `tempo` are for everybody, the rest is the composer's.

    micros: the length of all bars before. tempo: of the bar before; asked_tempo: at an ordinary arousal.
    valence, arousal: the mood that the music goes by: what was asked, but for stirrings too small to hear.
    """

    seed: int
    style: LiveStyle
    index: int = 0
    micros: int = 0
    tempo: float
    asked_tempo: float | None = None
    valence: float
    arousal: float
    shift: int
    mode: int
    """Of the phrase."""
    colour: float = 0.0
    """What the chords were planned for."""
    ahead: int = 0
    """The mode that the section's second phrase is planned in."""
    meant: float = 0.0
    """The colours that the moods of the section's bars wanted, added up."""
    sounded: tuple[int, ...] = (0,) * 12
    """How long each pitch class has sounded in the section, in hundredths of a quarter, in C major or A minor."""
    section: int = 0
    """Sections before this one."""
    place: int = 0
    """The next bar's number in its section."""
    variant: int = 0
    """How often this section's letter was heard before."""
    chords: tuple[Quarters, ...] = ()
    """Those of the section."""
    programs: dict[str, int] = Field(default_factory=dict)
    """The instrument of every player in this section."""
    intensity: float | None = None
    """Of the bar before."""
    recent: tuple[Writing, ...] = ()
    """The bars before, as the composing network sees them."""
    themes: dict[str, Theme] = Field(default_factory=dict)
    likeness: Likeness | None = None

    @property
    def at(self) -> float:
        """Seconds from the stream's beginning to the next bar."""
        return self.micros / MICROSECONDS

    @property
    def mood(self) -> Point:
        return Point(self.valence, self.arousal)
