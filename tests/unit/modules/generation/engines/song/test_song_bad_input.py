import json
from pathlib import Path

import numpy as np
import pytest

from models.generation import Brief
from modules.generation.engine import Material
from modules.generation.engines.song import SongCard, SongSettings
from modules.generation.engines.song.request import NotMidi, TooLong
from tests.backings import in_sevens_and_threes, material
from tests.tunes import free_tune, wav_of

pytestmark = [pytest.mark.slow, pytest.mark.torch]


def test_odd_bars_another_key_and_words_of_every_kind_become_a_song(sing):
    folder, work, _ = sing(
        in_sevens_and_threes(),
        harmony=False,
        lyrics="On 21 May Dr. Smith paid <b>for</b> it \U0001f600\nDie Nacht ist still",
    )
    words = (folder / "lyrics.lrc").read_text()
    assert "<beats>7</beats>" in (folder / "score.musicxml").read_text()
    assert "21" in words
    assert "<b>" not in words
    assert any("German" in note for note in work.notes)
    assert max(note[1] for note in json.loads((folder / "song.json").read_text())["notes"]) > 12


def test_free_time_and_a_clipped_recording_are_sung_to_and_said(sing):
    _, work, _ = sing(wav_of(np.clip(30 * free_tune(9.0), -1, 1)), harmony=False, lyrics="\U0001f389")
    assert any("free or faint" in note for note in work.notes)
    assert any("clipped" in note for note in work.notes)
    assert any("no words that can be sung" in note for note in work.notes)
    assert work.summary["true_peak"] <= -1


def test_what_cannot_be_sung_is_refused_before_anybody_waits(tmp_path: Path):
    card = SongCard(SongSettings())
    sound = material(b"no midi", tmp_path / "sound")
    brief = Brief(engine="song", options={"backing": "a", "melody": "b"})
    with pytest.raises(NotMidi) as refusal:
        card.examine(brief, {"a": sound, "b": sound})
    assert refusal.value.field == "options.melody"
    long = Material(sound.upload.model_copy(update={"seconds": 1000.0}), sound.path)
    with pytest.raises(TooLong, match="15 are the most"):
        card.examine(Brief(engine="song", options={"backing": "a"}), {"a": long})
    with pytest.raises(ValueError, match="Take one of soprano, alto"):
        card.Options.model_validate({"backing": "a", "voice": "robot"})
