"""How pitches, chords and drums are written down."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from modules.score.score import Key, Note, Score

_FIFTHS: Final = "FCGDAEB"
_SHARPEST: Final = 8
"""How far to the sharp side of the key a note outside it is still called by its sharp name."""
_DIATONIC: Final = frozenset(range(-1, 6))
"""The notes of C major, in fifths from C."""
KINDS: Final = {
    "": ("major", ""),
    "maj": ("major", ""),
    "min": ("minor", "m"),
    "m": ("minor", "m"),
    "dim": ("diminished", "dim"),
    "aug": ("augmented", "aug"),
    "sus": ("suspended-fourth", "sus4"),
    "sus4": ("suspended-fourth", "sus4"),
    "sus2": ("suspended-second", "sus2"),
    "7": ("dominant", "7"),
    "maj7": ("major-seventh", "maj7"),
    "min7": ("minor-seventh", "m7"),
    "m7": ("minor-seventh", "m7"),
    "hdim7": ("half-diminished", "m7b5"),
    "dim7": ("diminished-seventh", "dim7"),
    "minmaj7": ("major-minor", "m(maj7)"),
    "maj6": ("major-sixth", "6"),
    "6": ("major-sixth", "6"),
    "min6": ("minor-sixth", "m6"),
    "9": ("dominant-ninth", "9"),
}
"""Chord qualities as MusicXML calls them, and as people write them."""


class Spelled(NamedTuple):
    step: str
    alter: int
    octave: int


class Drum(NamedTuple):
    """Where a drum stands on its staff, and whether it is a cymbal."""

    step: str
    octave: int
    is_cymbal: bool


def spelled(pitch: int, fifths: int) -> Spelled:
    """A pitch as a key with so many sharps (or flats, below 0) calls it."""
    place = pitch * 7 % 12
    while place > fifths + _SHARPEST:
        place -= 12
    while place <= fifths + _SHARPEST - 12:
        place += 12
    alter, index = divmod(place + 1, 7)
    return Spelled(_FIFTHS[index], alter, (pitch - alter) // 12 - 1)


def signature_of(score: Score) -> list[Key]:
    """The keys a score names, from its beginning on; where it names none, the one that most of its notes are in."""
    keys = list(score.keys)
    if not keys or keys[0].tick > 0:
        fifths = _likeliest_fifths(note for track in score.tracks if not track.is_drum for note in track.notes)
        keys.insert(0, Key(0, fifths * 7 % 12))
    return keys


def _likeliest_fifths(notes: Iterable[Note]) -> int:
    lasting = [0] * 12
    for note in notes:
        lasting[note.pitch % 12] += note.end - note.start
    found = {fifths: sum(lasting[(fifths + place) * 7 % 12] for place in _DIATONIC) for fifths in range(-5, 7)}
    return max(found, key=lambda fifths: (found[fifths], -abs(fifths)))


def kind_of(quality: str) -> tuple[str, str]:
    """MusicXML's kind and the text of a quality such as `min7/b7`; the nearest triad for those it does not know."""
    plain = quality.partition("/")[0].removeprefix(":")
    return KINDS.get(plain) or KINDS["min" if plain.startswith("min") else "maj"]


_DRUMS: Final = {
    35: Drum("F", 4, is_cymbal=False),
    36: Drum("F", 4, is_cymbal=False),
    37: Drum("C", 5, is_cymbal=True),
    38: Drum("C", 5, is_cymbal=False),
    39: Drum("C", 5, is_cymbal=True),
    40: Drum("C", 5, is_cymbal=False),
    41: Drum("G", 4, is_cymbal=False),
    42: Drum("G", 5, is_cymbal=True),
    43: Drum("A", 4, is_cymbal=False),
    44: Drum("D", 4, is_cymbal=True),
    45: Drum("B", 4, is_cymbal=False),
    46: Drum("G", 5, is_cymbal=True),
    47: Drum("D", 5, is_cymbal=False),
    48: Drum("E", 5, is_cymbal=False),
    49: Drum("A", 5, is_cymbal=True),
    50: Drum("E", 5, is_cymbal=False),
    51: Drum("F", 5, is_cymbal=True),
    52: Drum("B", 5, is_cymbal=True),
    53: Drum("F", 5, is_cymbal=True),
    55: Drum("B", 5, is_cymbal=True),
    57: Drum("A", 5, is_cymbal=True),
    59: Drum("F", 5, is_cymbal=True),
}
_OTHER_DRUM: Final = Drum("E", 4, is_cymbal=True)


def drum_of(key: int) -> Drum:
    return _DRUMS.get(key, _OTHER_DRUM)
