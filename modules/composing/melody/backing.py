"""`Backing`: what a melody is written for, on the composing network's grid, and when all of it sounds."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from modules.composing.bars import Bars, Flags, Floats, Ints


class Stretch(NamedTuple):
    """Bars from start to before end; stretches with the same label are alike. free: MIDI pitches left for a voice."""

    label: str
    start: int
    end: int
    free: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Backing:
    """bars: all that plays, as accompaniment, at home in C major or A minor. shift: [bars] semitones that were added
    for it. tempo: [bars] quarters a minute. mode: 0 major, 1 minor. sung: [bars] where a voice is wanted. seconds:
    [sixteenths + 1] when each begins. first: in quarters, where the first bar lies in the score of what was heard.
    free: MIDI pitches that the whole leaves for a voice. remarks: what a person should know, in plain words.
    """

    bars: Bars
    shift: Ints
    tempo: Floats
    mode: int
    stretches: tuple[Stretch, ...]
    sung: Flags
    seconds: Floats
    first: float
    free: tuple[int, int]
    remarks: tuple[str, ...] = ()

    @property
    def lines(self) -> Ints:
        """[bars + 1] the sixteenth with which each bar begins."""
        return np.concatenate([[0], np.cumsum(self.bars.lengths)]).astype(np.int64)

    def when(self, sixteenths: Floats | Ints) -> Floats:
        """In seconds of the backing."""
        return np.asarray(np.interp(sixteenths, np.arange(len(self.seconds)), self.seconds))


class Listened(Protocol):
    """Something that was heard and can be sung to."""

    def backing(self) -> Backing: ...
