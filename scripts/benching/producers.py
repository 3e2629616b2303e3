"""Ten producers who do not exist, each with a manner of their own, and as many pieces of each as are wanted."""

from dataclasses import dataclass

import numpy as np

from modules.score.midi_writing import write_midi
from modules.score.score import Note, Score, track_of
from modules.score.tempo import TICKS, Tempo

SIXTEENTH = TICKS // 4
BAR = 16


@dataclass(frozen=True)
class Producer:
    """rhythms: sixteenths at which the melody may begin in a bar, by pattern. scale: its tones. leap: the usual step in
    scale tones. length: how long notes sound, of the way to the next. figure: how chords are played. changes: roots of
    the progression in semitones from home; minor: whether home is minor.
    """

    name: str
    rhythms: tuple[tuple[int, ...], ...]
    scale: tuple[int, ...]
    register: int
    leap: int
    length: float
    figure: str
    low: int
    changes: tuple[int, ...]
    minor: bool
    bpm: float


MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)
PENTATONIC, BLUES = (0, 2, 4, 7, 9), (0, 3, 5, 6, 7, 10)
PRODUCERS = (
    Producer("gallop", ((0, 3, 6, 8, 11, 14),), PENTATONIC, 72, 1, 0.5, "offbeat", 52, (0, 7, 9, 5), False, 128),
    Producer("hymn", ((0, 4, 8, 12), (0, 8)), MAJOR, 67, 1, 1.0, "block", 48, (0, 5, 7, 0), False, 72),
    Producer("sprinkle", (tuple(range(16)),), MAJOR, 84, 2, 0.9, "pedal", 45, (0, 9, 5, 7), False, 110),
    Producer("stab", ((2, 6, 10, 14),), BLUES, 70, 2, 0.3, "stabs", 55, (0, 3, 5, 0), True, 118),
    Producer("drone", ((0,), (0, 8)), MINOR, 62, 3, 1.0, "drone", 36, (0, 0, 8, 10), True, 64),
    Producer("alberti", ((0, 4, 6, 8, 12), (0, 2, 4, 8)), MAJOR, 76, 1, 0.8, "alberti", 53, (0, 7, 0, 5), False, 120),
    Producer("trap", ((0, 3, 4, 10), (0, 7, 12)), MINOR, 74, 2, 0.6, "long", 33, (0, 8, 3, 10), True, 140),
    Producer("runs", ((0, 1, 2, 3, 8, 9, 10, 11),), MINOR, 79, 1, 1.0, "fifths", 43, (0, 10, 8, 7), True, 132),
    Producer("leaps", ((0, 6, 12),), MAJOR, 74, 4, 0.7, "walking", 41, (0, 9, 2, 7), False, 96),
    Producer("echo", ((4, 6, 12, 14),), PENTATONIC, 81, 1, 0.4, "arpeggio", 50, (9, 5, 0, 7), False, 104),
)
FIGURES = {
    "block": ((0, 16, (0, 1, 2)),),
    "offbeat": ((2, 2, (0, 1, 2)), (6, 2, (0, 1, 2)), (10, 2, (0, 1, 2)), (14, 2, (0, 1, 2))),
    "pedal": ((0, 8, (0,)), (8, 8, (0,))),
    "stabs": ((0, 1, (0, 1, 2)), (3, 1, (0, 1, 2)), (6, 1, (0, 1, 2)), (10, 1, (0, 1, 2))),
    "drone": ((0, 16, (0, 2)),),
    "alberti": tuple((k * 2, 2, ((0, 2, 1, 2)[k % 4],)) for k in range(8)),
    "long": ((0, 6, (0,)), (10, 6, (0,))),
    "fifths": tuple((k * 2, 2, (0, 2)) for k in range(8)),
    "walking": tuple((k * 4, 4, ((0, 1, 2, 1)[k],)) for k in range(4)),
    "arpeggio": tuple((k, 1, ((0, 1, 2, 3)[k % 4],)) for k in range(16)),
}
"""(begin, length, tones of the chord) in sixteenths of a bar."""


def piece_of(producer: Producer, number: int, bars: int = 32) -> bytes:
    """A MIDI file; number: which piece of theirs, always the same."""
    chance = np.random.default_rng([PRODUCERS.index(producer), number])
    shift = int(chance.integers(-3, 4))
    tune, chords = [], []
    place = int(chance.integers(0, len(producer.scale)))
    for bar in range(bars):
        root = producer.changes[bar % len(producer.changes)]
        place, notes = _melody(producer, place, chance)
        tune += [_note(bar, begin, length, pitch + shift, 84) for begin, length, pitch in notes]
        chords += [
            _note(bar, begin, length, producer.low + root % 12 + shift + tone, 70)
            for begin, length, tones in FIGURES[producer.figure]
            for tone in (_triad(producer, root)[index] for index in tones)
        ]
    tracks = (track_of("Melody", tune), track_of("Piano accompaniment", chords))
    return write_midi(Score(tracks, (Tempo.from_bpm(producer.bpm),)))


def _melody(producer: Producer, place: int, chance: np.random.Generator) -> tuple[int, list[tuple[int, int, int]]]:
    rhythm = producer.rhythms[int(chance.integers(len(producer.rhythms)))]
    notes = []
    for begin, end in zip(rhythm, (*rhythm[1:], BAR), strict=True):
        step = producer.leap * int(chance.choice((-1, 1))) if chance.random() < 0.8 else int(chance.integers(-1, 2))
        place = int(np.clip(place + step, -3, len(producer.scale) + 3))
        octave, degree = divmod(place, len(producer.scale))
        length = max(round((end - begin) * producer.length), 1)
        notes.append((begin, length, producer.register + 12 * octave + producer.scale[degree]))
    return place, notes


def _triad(producer: Producer, root: int) -> tuple[int, int, int, int]:
    scale = MINOR if producer.minor else MAJOR
    third = 3 if (root + 4) % 12 not in scale else 4
    return 0, third, 7, 12


def _note(bar: int, begin: int, length: int, pitch: int, force: int) -> Note:
    start = (bar * BAR + begin) * SIXTEENTH
    return Note(start, start + length * SIXTEENTH, pitch, force)
