"""Where people sing, from the accompaniment alone: songs whose melody was taken out are heard, and its bars learned."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np

from listening.fitting import fitted, plain
from listening.songs import Floats, Known, numbers, read_songs
from modules.hearing import singing
from modules.hearing.beating import beaten
from modules.hearing.findings import Parts
from modules.hearing.midi import parts_of, reading_of
from modules.hearing.perceptron import Perceptron

SHARE = 0.25
"""Of a bar that must be filled with melody to be called sung."""
FEWEST = 20
"""Bars of a song that says anything about form."""


def sung(archive: Path, count: int, judges: dict[str, Perceptron]) -> Perceptron:
    """From so many songs that are not held out, read as notes; their beats and parts are heard with these judges."""
    wanted = numbers(archive, held_out=False)
    random.Random(5).shuffle(wanted)  # noqa: S311 - the same songs every time
    found = [one for song in read_songs(archive, wanted[:count]) if (one := _bars(song, judges)) is not None]
    features, right = (np.concatenate(column) for column in zip(*found, strict=True))
    return fitted(features[:, None], right, plain, (12, 2), epochs=5, decay=5e-2)


def _bars(song: Known, judges: dict[str, Perceptron]) -> tuple[Floats, Floats] | None:
    """(features, 1 where sung) of every bar that is heard."""
    melody = [track for track in song.score.tracks if track.name.upper() == "MELODY"]
    rest = tuple(track for track in song.score.tracks if track not in melody)
    if not melody or not rest:
        return None
    reading = reading_of(replace(song.score, tracks=rest))
    time = beaten(reading.evidence, judges).time
    if len(time.downbeats) < FEWEST:
        return None
    bars, seconds = time.beats[time.downbeats], reading.evidence.seconds
    parts = Parts(*parts_of(reading, judges["melody"]))
    sounding = song.score.tempo_map.seconds([(note.start, note.end) for note in melody[0].notes])
    ends = np.append(bars[1:], seconds)
    filled = [
        np.clip(np.minimum(sounding[:, 1], end) - np.maximum(sounding[:, 0], start), 0, None).sum()
        for start, end in zip(bars, ends, strict=True)
    ]
    return singing.described(parts, bars, seconds), (np.array(filled) > SHARE * (ends - bars)).astype(np.int64)
