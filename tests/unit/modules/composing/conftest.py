"""Songs that the tests make up, and a network too small to know anything."""

import numpy as np
import pytest

from modules.composing.bars import Bars, tidy
from modules.composing.chords import hear_bars
from modules.composing.songs import Song

SCALE = np.array([0, 2, 4, 5, 7, 9, 11])


def made_up(seed, bars=12, length=16):
    rng = np.random.default_rng(seed)
    rows = []
    for bar in range(bars):
        rows += [(bar, slot, 0, 60 + int(rng.choice(SCALE)), 2) for slot in range(0, length, 4)]
        rows += [(bar, slot, 1, 67 + int(rng.choice(SCALE)), 4) for slot in (2, 6)]
        rows += [(bar, slot, 2, 48 + int(pitch), 8) for slot in (0, 6) for pitch in rng.choice(SCALE, 3, replace=False)]
    notes = tidy(np.array(rows))
    return Bars(notes, np.full(bars, length), hear_bars(notes, bars))


@pytest.fixture
def bars():
    return made_up(1)


@pytest.fixture
def songs():
    def song(seed):
        piece = made_up(seed, 16)
        zeros = np.zeros(len(piece))
        return Song(f"song/{seed}", "pop", piece, zeros.astype(int), zeros + 100, 0, zeros)

    return [song(seed) for seed in range(4)]
