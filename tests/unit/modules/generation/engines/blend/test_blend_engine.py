import json
from pathlib import Path

import numpy as np
import pytest

from models.generation import Brief
from models.upload import UploadKind
from modules.audio.clip import Clip
from modules.audio.decoding import decode_audio
from modules.audio.loudness import integrated_loudness
from modules.generation.engine import Commission, Material
from modules.generation.engines.blend import Blend, BlendSettings
from modules.generation.progress import Progress, silent_progress
from modules.score.midi import read_midi
from modules.score.midi_writing import write_midi
from modules.score.score import Key, Note, Score, track_of
from modules.score.tempo import TICKS, Tempo
from tests.factories import upload_of

pytestmark = [pytest.mark.slow, pytest.mark.torch]
SCALE = (0, 2, 4, 5, 7, 9, 11)


def song(bpm, tonic, program, *, drums=False):
    """Eight bars of a tune, chords and a bass."""
    tune = [Note(k * TICKS, (k + 1) * TICKS, 60 + tonic + SCALE[k * 3 % 7], 90) for k in range(32)]
    roots = [(0, 5, 7, 0)[k % 4] for k in range(8)]
    chords = [
        Note(bar * 4 * TICKS + half * 2 * TICKS, bar * 4 * TICKS + (half + 1) * 2 * TICKS, 48 + tonic + root + step, 70)
        for bar, root in enumerate(roots) for half in range(2) for step in (0, 4, 7)
    ]  # fmt: skip
    bass = [Note(bar * 4 * TICKS, (bar + 1) * 4 * TICKS, 36 + tonic + root, 80) for bar, root in enumerate(roots)]
    tracks = [track_of("Melody", tune, program), track_of("Chords", chords, 24), track_of("Bass", bass, 33)]
    if drums:
        struck = [Note(k * TICKS, k * TICKS + 60, (36, 38)[k % 2], 110) for k in range(32)]
        tracks.append(track_of("Drums", struck, is_drum=True))
    return write_midi(Score(tuple(tracks), (Tempo.from_bpm(bpm),), keys=(Key(0, tonic, "major"),)))


@pytest.fixture(scope="module")
def engine():
    return Blend(BlendSettings()).load()


@pytest.fixture
def blend(engine, tmp_path):
    def run(progress=None, seconds=None, **options):
        folder = tmp_path / f"work{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        materials = {}
        for name, data in (("one", song(100, 0, 73)), ("two", song(120, 2, 65, drums=True))):
            path = tmp_path / name
            path.write_bytes(data)
            materials[name] = Material(upload_of(data, UploadKind.MIDI), path)
        wish = {"a": "one", "b": "two", "sounds": "none"} | options
        brief = Brief(engine="blend", seed=3, seconds=seconds, options=wish)
        work = engine.generate(Commission(brief, materials, folder), progress or silent_progress())
        return folder, work

    return run


def record(folder: Path):
    return json.loads((folder / "record.json").read_text())


def test_it_sounds_like_music(blend):
    offered: list = []
    progress = Progress(lambda _share, _note: None, lambda: False).offering(lambda make, _: offered.append(make().name))
    folder, work = blend(progress, seconds=8, sounds="mix")
    mix = decode_audio(folder / "mix.flac").clip
    score = read_midi((folder / "score.mid").read_bytes())
    tonic = score.keys[0].tonic
    pitches = [note.pitch for track in score.tracks if not track.is_drum for note in track.notes]

    assert offered == ["preview.flac"]
    assert abs(integrated_loudness(Clip(mix.samples, mix.rate)) + 14) < 0.6
    assert np.abs(mix.samples).max() < 1
    assert score.seconds == pytest.approx(8, abs=0.01)
    assert np.mean([(pitch - tonic) % 12 in SCALE for pitch in pitches]) > 0.9
    last = max(note.start for track in score.tracks for note in track.notes)
    final = {note.pitch % 12 for track in score.tracks if not track.is_drum for note in track.notes if note.end >= last}
    assert tonic in final
    assert work.summary["key"] == "G major"


def test_each_aspect_can_be_of_either_track(blend):
    _, work = blend(rhythm_from="a", harmony_from="b", amount=0.3)
    assert work.summary["bpm"] == pytest.approx(100, rel=0.01)
    assert work.summary["key"] == "D major"
    assert work.summary["shares"] == {"melody": 0.3, "rhythm": 0.0, "harmony": 1.0}
    assert "Drums" not in [track["name"] for track in work.summary["tracks"]]
    _, other = blend(rhythm_from="b", harmony_from="a", melody_from="b")
    assert other.summary["bpm"] == pytest.approx(120, rel=0.01)
    assert {"name": "Melody", "instrument": "Alto Sax"}.items() <= other.summary["tracks"][0].items()
    assert "Drums" in [track["name"] for track in other.summary["tracks"]]


def test_what_is_longer_than_the_window_has_a_form_and_no_loop(blend):
    folder, work = blend(seconds=60)
    score = read_midi((folder / "score.mid").read_bytes())
    melody = next(track for track in score.tracks if track.name == "Melody")
    bar = 4 * TICKS
    bars: dict[int, list] = {}
    for note in melody.notes:
        bars.setdefault(note.start // bar, []).append((round((note.start % bar) / TICKS * 4), note.pitch))

    assert score.seconds == pytest.approx(60, abs=0.01)
    letters = [section["name"][0] for section in work.summary["sections"]]
    assert len(set(letters)) >= 3
    assert len({tuple(notes) for notes in bars.values()}) > 8


def test_record_and_notes_say_what_was_heard(blend):
    folder, work = blend(b="one")
    told = record(folder)
    assert told["inputs"]["tracks"]["a"]["key"] == "C major"
    assert told["inputs"]["tracks"]["b"]["instruments"]["melody"] == "Flute"
    assert "Both tracks are the same" in work.notes[0]
    assert {"a", "b"}.isdisjoint(told["options"])
