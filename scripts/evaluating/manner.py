"""The manner of a piece as numbers, so that pieces can be near to or far from a set of references."""

from typing import Final

import numpy as np
import numpy.typing as npt

from modules.composing.bars import ACCOMPANIMENT, DURATION, MELODY, PART, PITCH, SLOT
from modules.composing.songs import Song
from modules.generation.engines.composer.references import Reference, References

Floats = npt.NDArray[np.float64]
_LEAST: Final = 0.05
"""A feature in which all pieces are all but the same is not measured finer than this."""


def manner(song: Song) -> Floats:
    """Busyness, fullness and register of melody and accompaniment, lengths, where notes begin, leaps, tempo, mode."""
    controls, notes = song.controls(), song.bars.notes
    told = []
    for part in (MELODY, ACCOMPANIMENT):
        here = controls.density[:, part] > 0
        for name in ("density", "polyphony", "register"):
            values = getattr(controls, name)[here, part]
            told.append(float(values.mean()) if len(values) else 0.0)
        own = notes[notes[:, PART] == part]
        slots = own[:, SLOT] if len(own) else np.zeros(1, dtype=int)
        told += [float(np.mean(np.log2(own[:, DURATION]))) if len(own) else 0.0]
        told += [float(np.mean(slots % 4 == 0)), float(np.mean(slots % 2 == 1))]
    tune = notes[notes[:, PART] == MELODY][:, PITCH]
    told += [float(np.abs(np.diff(tune)).mean()) if len(tune) > 1 else 0.0]
    told += [float(np.log2(np.median(song.tempo))), 0.5 * song.mode]
    return np.array(told)


def neighbourly_sets(songs: list[Song], count: int, size: int) -> list[list[int]]:
    """Sets of songs as one person may like them: a song and those nearest to it, no song in two sets."""
    table = np.stack([manner(song) for song in songs])
    table = (table - table.mean(axis=0)) / np.maximum(table.std(axis=0), _LEAST)
    free = list(np.random.default_rng(2).permutation(len(songs)))
    sets = []
    while len(sets) < count and len(free) >= size:
        first = free.pop(0)
        near = sorted(free, key=lambda k: float(np.linalg.norm(table[k] - table[first])))[: size - 1]
        free = [k for k in free if k not in near]
        sets.append([int(first), *map(int, near)])
    return sets


def references_of(songs: list[Song]) -> References:
    return References(tuple(Reference(song.name, "0" * 64, song) for song in songs))


def nearer(made: Song, own: int, sets: list[list[Song]]) -> float:
    """Share of the other sets that a piece is farther from than from its own."""
    tables = [np.stack([manner(song) for song in some]) for some in sets]
    everything = np.concatenate(tables)
    spread = np.maximum(everything.std(axis=0), _LEAST)
    far = [float(np.linalg.norm((manner(made) - table.mean(axis=0)) / spread)) for table in tables]
    others = [distance for index, distance in enumerate(far) if index != own]
    return float(np.mean([distance > far[own] for distance in others]))
