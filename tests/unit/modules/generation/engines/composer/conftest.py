"""An engine without weights, one with a network too small to know anything, and orders for both."""

import hashlib
from datetime import UTC, datetime

import numpy as np
import pytest

from models.generation import Brief
from models.upload import Upload, UploadKind
from modules.composing import corpus, latents, network, publishing
from modules.composing.architecture import Shape
from modules.composing.bars import Bars, tidy
from modules.composing.chords import hear_bars
from modules.composing.songs import Song
from modules.composing.tasks import Windows
from modules.generation.engine import Commission, Material
from modules.generation.engines.composer import Composer, ComposerSettings
from modules.generation.engines.composer.engine import ComposerEngine
from modules.generation.progress import silent_progress
from modules.score.midi_writing import write_midi
from modules.score.score import Note, Score, track_of
from modules.score.tempo import TICKS, Tempo

TINY = Shape(width=32, layers=1, keys=1, latent=(4, 4, 8), hidden=32, slot=8, memory=16)
SCALE = np.array([0, 2, 4, 5, 7, 9, 11])


def learned(seed, bars=16):
    rng = np.random.default_rng(seed)
    rows = [(bar, slot, 0, 60 + int(rng.choice(SCALE)), 4) for bar in range(bars) for slot in (0, 4, 8, 12)]
    rows += [(bar, slot, 2, 48 + int(rng.choice(SCALE)), 8) for bar in range(bars) for slot in (0, 8)]
    notes = tidy(np.array(rows))
    piece = Bars(notes, np.full(bars, 16), hear_bars(notes, bars))
    zeros = np.zeros(bars)
    return Song(f"song/{seed}", "pop", piece, zeros.astype(int), zeros + 100, 0, zeros)


@pytest.fixture(scope="session")
def weights(tmp_path_factory):
    """A folder as training leaves it."""
    folder = tmp_path_factory.mktemp("weights")
    composer = network.fresh(TINY, 1)
    composer.save(folder / "composer.safetensors", {})
    bank = publishing.bank(composer, Windows(corpus.pack([learned(seed) for seed in range(4)]), 8), phrases=8)
    latents.save(bank, folder / "bank.npz")
    return folder


@pytest.fixture(scope="session")
def networked(weights):
    return Composer(ComposerSettings(weights=weights)).load()


@pytest.fixture(scope="session")
def ruled(tmp_path_factory):
    return ComposerEngine(tmp_path_factory.mktemp("empty"), Composer(ComposerSettings())._soundfont, 2)


@pytest.fixture
def order(tmp_path):
    """order(engine, mood="calm", like=[midi bytes], ...): the folder and the work."""

    def made(engine, progress=None, like=(), seed=7, mood=None, seconds=None, **options):
        folder = tmp_path / f"work-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        materials = {f"r{k}": material(data, tmp_path / f"r{k}.mid") for k, data in enumerate(like)}
        options = {"sounds": "none"} | options | ({"like": list(materials)} if materials else {})
        brief = Brief(engine="composer", seed=seed, mood=mood, seconds=seconds, options=options)
        return folder, engine.generate(Commission(brief, materials, folder), progress or silent_progress())

    return made


def material(data, path):
    path.write_bytes(data)
    facts = {"format": "midi", "media_type": "audio/midi", "size": len(data), "seconds": 1.0}
    facts |= {"sha256": hashlib.sha256(data).hexdigest(), "created_at": datetime(2026, 1, 1, tzinfo=UTC)}
    return Material(Upload(id=path.stem, owner="you", name=path.name, kind=UploadKind.MIDI, **facts), path)


@pytest.fixture
def tune():
    """tune(seed): sixteen bars with a melody, as a MIDI file."""
    return piece


def piece(seed=0, bars=16, bpm=90, *, drums=False):
    rng = np.random.default_rng(seed)
    half = TICKS // 2
    tune = [Note(k * half, (k + 1) * half, 60 + int(rng.choice(SCALE)), 80) for k in range(bars * 8)]
    chords = [Note(b * 4 * TICKS, (b + 1) * 4 * TICKS, 48 + int(p), 70) for b in range(bars) for p in (0, 4, 7)]
    tracks = (
        (track_of("Drums", tune, is_drum=True),) if drums else (track_of("Melody", tune), track_of("Piano", chords))
    )
    return write_midi(Score(tracks, (Tempo.from_bpm(bpm),)))
