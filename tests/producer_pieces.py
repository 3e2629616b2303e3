"""MIDI files by a producer with a manner of their own: off-beat stabs under a syncopated tune in a few high tones."""

import numpy as np

from modules.score.midi_writing import write_midi
from modules.score.score import Note, Score, track_of
from modules.score.tempo import TICKS, Tempo

SIXTEENTH = TICKS // 4
RHYTHM = (0, 3, 6, 8, 11, 14)
TONES = (72, 74, 76, 79, 81)
ROOTS = (48, 55, 57, 53)


def piece_of(number=0, bars=16, bpm=128.0):
    """Another piece for every number."""
    chance = np.random.default_rng(number)
    tune = [note(bar, at, 2, int(chance.choice(TONES))) for bar in range(bars) for at in RHYTHM]
    chords = [
        note(bar, at, 2, ROOTS[bar % 4] + tone) for bar in range(bars) for at in (2, 6, 10, 14) for tone in (0, 4, 7)
    ]
    tracks = track_of("Melody", tune), track_of("Piano accompaniment", chords)
    return write_midi(Score(tracks, (Tempo.from_bpm(bpm),)))


def note(bar, at, length, pitch):
    start = (16 * bar + at) * SIXTEENTH
    return Note(start, start + length * SIXTEENTH, pitch, 80)
