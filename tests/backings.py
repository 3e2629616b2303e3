"""Backings and melodies for songs, as short as can be, and how one is handed in."""

from pathlib import Path

from models.upload import UploadKind
from modules.generation.engine import Material
from modules.score.midi_writing import write_midi
from modules.score.score import Note, Score, TimeSignature, track_of
from modules.score.tempo import TICKS, Tempo
from tests.factories import upload_of


def backing(bars: int = 4) -> bytes:
    """Chords and a bass at 120 bpm."""
    roots = [(0, 9, 5, 7)[bar % 4] for bar in range(bars)]
    chords = [
        Note((4 * bar + beat) * TICKS, (4 * bar + beat + 1) * TICKS, 48 + root + step, 70)
        for bar, root in enumerate(roots) for beat in range(4) for step in (0, 3 if root == 9 else 4, 7)
    ]  # fmt: skip
    bass = [Note(4 * bar * TICKS, 4 * (bar + 1) * TICKS, 36 + root, 80) for bar, root in enumerate(roots)]
    return write_midi(Score((track_of("Chords", chords, 0), track_of("Bass", bass, 33)), (Tempo.from_bpm(120),)))


def tune(octave: int = 0) -> bytes:
    """Two bars, the second note with another one below it."""
    notes = [Note(k * TICKS, (k + 1) * TICKS, 60 + 12 * octave + (0, 2, 4, 5, 7, 5, 4, 2)[k], 90) for k in range(8)]
    return write_midi(Score((track_of("Voice", [*notes, notes[1]._replace(pitch=50)]),), (Tempo.from_bpm(120),)))


def in_sevens_and_threes() -> bytes:
    """Four bars of 7/8, then four of 3/4 a tone lower."""
    eighth, notes, begin = TICKS // 2, [], 0
    metres = (TimeSignature(0, 7, 8), TimeSignature(4 * 7 * eighth, 3, 4))
    for bar in range(8):
        long, step, home = (7, 1, 50) if bar < 4 else (6, 2, 48)
        root = home + (0, 5, 7, 0)[bar % 4]
        for at in range(0, long, step):
            start = begin + at * eighth
            notes += [Note(start, start + step * eighth, root + above, 70) for above in (0, 4, 7)]
        notes.append(Note(begin, begin + long * eighth, root - 12, 90))
        begin += long * eighth
    return write_midi(Score((track_of("Piano", notes, 0),), (Tempo.from_bpm(120),), metres))


def material(data: bytes, path: Path) -> Material:
    path.write_bytes(data)
    kind = UploadKind.MIDI if data[:4] == b"MThd" else UploadKind.AUDIO
    return Material(upload_of(data, kind), path)
