"""`Singer`: whoever turns notes with syllables into a sung clip."""

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from models.errors import Invalid
from modules.audio.clip import Check, Clip
from modules.voice.sung import SungNote

Report = Callable[[float, str], None]
"""Takes a fraction from 0 to 1 and a note."""


_BREATH: Final = 14.0
"""Seconds."""


class NothingToSing(Invalid):
    code = "voice.nothing_to_sing"
    title = "There is no note to sing"


class Singer(Protocol):
    def sing(self, notes: Sequence[SungNote], *, seed: int, report: Report, check: Check) -> Clip:
        """[frames, 1] at 44.1 kHz from time 0, vowels on the notes' starts.

        One voice: a note that begins before another has ended cuts it off. The same notes and seed give the same
        samples; report and check are called at each phrase.
        """


def by_time(notes: Sequence[SungNote]) -> list[SungNote]:
    """In order, none of them reaching into the next."""
    ordered = sorted((note for note in notes if note.seconds > 0), key=lambda note: note.start)
    if not ordered:
        raise NothingToSing("The melody has no notes.", field="melody", next_step="Send a melody with notes.")
    ends = [note.start for note in ordered[1:]] + [float("inf")]
    cut = [
        SungNote(note.start, min(note.seconds, end - note.start), note.pitch, note.syllable)
        for note, end in zip(ordered, ends, strict=True)
    ]
    return [note for note in cut if note.seconds > 0.02]


def phrases(notes: Sequence[SungNote], rest: float = 0.22) -> list[list[SungNote]]:
    """Notes that are sung in one breath: a new phrase begins behind a rest, or when nobody has that much breath."""
    made: list[list[SungNote]] = []
    for note in notes:
        spent = bool(made) and note.start - made[-1][0].start > _BREATH and note.syllable is not None
        if made and note.start - made[-1][-1].end < rest and not spent:
            made[-1].append(note)
        else:
            made.append([note])
    return made
