"""Tunes to sing: the voice's lines of held-out songs of POP909, as notes with beats and phrases, moved into a range."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from listening.songs import Known, numbers, read_songs

from modules.voice.voices import Voice
from modules.voice.words.melody import MelodyNote

REST = 0.3
LONGEST = 22.0
"""Seconds of a tune."""


def tunes(archive: Path, count: int) -> Iterator[tuple[int, list[MelodyNote]]]:
    """The first seconds of each song's melody; the same ones every time."""
    for song in read_songs(archive, numbers(archive, held_out=True)[:count]):
        yield song.number, tune(song)


def tune(song: Known) -> list[MelodyNote]:
    track = next(track for track in song.score.tracks if "MELODY" in track.name.upper())
    seconds = song.score.tempo_map.seconds
    rows = sorted((float(seconds(note.start)), float(seconds(note.end)), note.pitch) for note in track.notes)
    begin = rows[0][0] - 1.0
    rows = [(start - begin, end - begin, pitch) for start, end, pitch in rows if start - rows[0][0] < LONGEST]
    made: list[MelodyNote] = []
    phrase = 0
    for at, (start, end, pitch) in enumerate(rows):
        stop = min(end, rows[at + 1][0]) if at + 1 < len(rows) else end
        if stop - start < 0.06:
            continue
        phrase += bool(made) and start - made[-1].end > REST
        made.append(MelodyNote(start, stop - start, pitch, _strength(song, start + begin), phrase))
    return made


def _strength(song: Known, time: float) -> float:
    """1 on a downbeat, .7 on a beat, less the further from one."""
    at = int(np.argmin(np.abs(song.beats[:, 0] - time)))
    off = abs(float(song.beats[at, 0]) - time)
    return (1.0 if song.beats[at, 1] else 0.7) if off < 0.06 else 0.3


def placed(melody: list[MelodyNote], voice: Voice) -> list[MelodyNote]:
    up = 12 * voice.octaves([note.pitch for note in melody])
    return [MelodyNote(note.start, note.seconds, note.pitch + up, note.strength, note.phrase) for note in melody]
