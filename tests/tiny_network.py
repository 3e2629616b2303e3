"""A composing network too small to know anything, in a folder as training leaves it, and lessons for it."""

import hashlib

import numpy as np

from modules.composing import corpus, latents, network, publishing, scores
from modules.composing.architecture import Shape
from modules.composing.bars import Bars, tidy
from modules.composing.chords import hear_bars
from modules.composing.songs import Song
from modules.composing.tasks import Windows
from modules.generation.engines.twin.backends.backend import Lesson, Piece
from tests.producer_pieces import piece_of

TINY = Shape(width=32, layers=1, keys=1, latent=(4, 4, 8), hidden=32, slot=8, memory=16)


def song(seed, bars=16):
    rng = np.random.default_rng(seed)
    rows = [(bar, slot, 0, 60 + int(rng.choice([0, 2, 4, 7])), 4) for bar in range(bars) for slot in (0, 4, 8, 12)]
    rows += [(bar, slot, 2, 48 + int(rng.choice([0, 5, 7])), 8) for bar in range(bars) for slot in (0, 8)]
    notes = tidy(np.array(rows))
    zeros = np.zeros(bars)
    piece = Bars(notes, np.full(bars, 16), hear_bars(notes, bars))
    return Song(f"song/{seed}", "pop", piece, zeros.astype(int), zeros + 100, 0, zeros)


def write_weights(folder):
    folder.mkdir(parents=True, exist_ok=True)
    composer = network.fresh(TINY, 1)
    composer.save(folder / "composer.safetensors", {})
    bank = publishing.bank(composer, Windows(corpus.pack([song(seed) for seed in range(4)]), 8), phrases=8)
    latents.save(bank, folder / "bank.npz")
    return folder


def lesson_of(folder, pieces=5, bars=16, **how):
    """Prepared pieces in a folder that is made for them."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for number in range(pieces):
        data = piece_of(number, bars)
        path = folder / f"piece_{number}.npz"
        corpus.pack([scores.read(data, f"piece {number}", "pop")]).save(path)
        found.append(Piece(f"piece {number}", hashlib.sha256(data).hexdigest(), 30.0, "piano", path))
    return Lesson("ann", found, folder, folder / "adapter_model.safetensors", **{"rank": 2, "steps": 40} | how)
