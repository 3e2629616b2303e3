"""A small collection of MIDI: names of songs everybody knows, and files of a few seconds."""

from collections.abc import Sequence

from modules.matching.content import Content
from modules.matching.entries import Entry
from modules.matching.index import MidiIndex
from modules.matching.indexing import build_arrays
from modules.matching.matcher import Matcher
from modules.score.midi_writing import write_midi
from modules.score.score import Note, Score, Track
from modules.score.tempo import TICKS, Tempo

NAMES = (
    ("Queen", "Bohemian Rhapsody"),
    ("Queen", "Radio Ga Ga"),
    ("Gaye,Marvin", "I Heard It Through the Grapevine"),
    ("The Beatles", "Let It Be"),
    ("The Beatles", "Help!"),
    ("Simple Minds", "Don't You (Forget About Me)"),
    ("Metallica", "One"),
    ("U2", "One"),
    ("Genesis", "Home Part 1"),
    ("Genesis", "Home Part 2"),
)


def matcher_of(names: Sequence[tuple[str, str]] = NAMES, contents: Sequence[Content] = ()) -> Matcher:
    entries = [
        Entry(artist, title, f"{artist}/{title}.mid", bytes([at]) * 32, contents[at] if contents else None)
        for at, (artist, title) in enumerate(names)
    ]
    return Matcher(MidiIndex(build_arrays(entries), {"name": "names"}, None))


def piece(
    *, name: str = "Piano", bpm: float = 120.0, minor: bool = False, step: int = TICKS, loud: int = 80, bars: int = 4
) -> bytes:
    """A scale, up and down, as a MIDI file."""
    tones = (0, 2, 3, 5, 7, 8, 10, 12) if minor else (0, 2, 4, 5, 7, 9, 11, 12)
    count = bars * 4 * TICKS // step
    notes = tuple(Note(k * step, (k + 1) * step, 60 + tones[k % 8], loud) for k in range(count))
    return write_midi(Score((Track(name, 0, notes=notes),), tempos=(Tempo.from_bpm(bpm),)))
