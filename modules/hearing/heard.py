"""`Heard`: everything that was found in a piece, with how sure it is, as engines work with it."""

from dataclasses import dataclass, field, replace

import numpy as np

from models.hearing import Hearing
from modules.composing.melody.backing import Backing
from modules.composing.songs import Song
from modules.hearing.accompanying import backing_of
from modules.hearing.facts import hearing_of
from modules.hearing.findings import (
    Character,
    ChordSpan,
    KeySpan,
    Nature,
    Origin,
    Parts,
    Section,
    Time,
    main_key,
)
from modules.hearing.sound import Floats, Ints
from modules.hearing.writing import Harmony, Written, score_of, song_of


@dataclass(frozen=True, eq=False)
class Heard:
    """What is in a piece of music. sure: 0..1 for `beats`, `downbeats`, `tempo`, `metre`, `key`, `chords`, `notes`,
    `sections`.

    sung: [bars] how likely a voice sings in each. beat_chords: [beats] ids of `modules.composing.chords`. outline:
    [points, 2] lowest and highest sample, for pictures. remarks: what a person should know, in plain words.
    """

    origin: Origin
    nature: Nature
    seconds: float
    time: Time
    keys: tuple[KeySpan, ...]
    chords: tuple[ChordSpan, ...]
    beat_chords: Ints
    parts: Parts
    sections: tuple[Section, ...]
    character: Character
    sure: dict[str, float]
    outline: Floats
    remarks: tuple[str, ...] = ()
    sung: Floats = field(default_factory=lambda: np.zeros(0, dtype=np.float32))

    @property
    def key(self) -> KeySpan | None:
        """The one that lasts longest; None where there is no music."""
        return main_key(self.keys)

    @property
    def is_music(self) -> bool:
        """Whether there are beats and notes to work with."""
        return self.nature == "music" and len(self.time.beats) >= 2 and len(self.parts.pitched) > 0

    def score(self) -> Written:
        """What was heard as a score that begins with a whole bar, and where in the sound that is. Raises NotMusic."""
        return score_of(self.time, self.parts, self.harmony)

    def song(self, name: str, style: str = "other") -> Song:
        """What was heard on the composing network's grid. Raises NotMusic."""
        return song_of(self.time, self.parts, self.harmony, name, style)

    def backing(self) -> Backing:
        """What was heard as something to sing to. Raises NotMusic."""
        return replace(backing_of(self.time, self.parts, self.harmony, self.sung), remarks=self.remarks)

    @property
    def harmony(self) -> Harmony:
        return Harmony(self.keys, self.chords, self.beat_chords, self.sections)

    def facts(self) -> Hearing:
        """The same as clients see it."""
        return hearing_of(self)
