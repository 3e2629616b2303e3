import hashlib
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import soundfile

from modules.audio.clip import Clip
from modules.audio.encoding import encode
from modules.audio.loudness import integrated_loudness
from modules.generation.progress import Cancelled
from modules.hearing.writing import NotMusic
from modules.score.midi import read_midi
from tests.backings import backing, tune

pytestmark = [pytest.mark.slow, pytest.mark.torch]


def test_a_melody_is_written_sung_and_mixed_and_other_words_are_only_sung_and_mixed_anew(sing, stages):
    folder, work, told = sing(backing())
    mix, rate = soundfile.read(folder / "mix.wav", always_2d=True, dtype="float32")
    vocal, _ = soundfile.read(folder / "stems/vocal.flac")
    track, _ = soundfile.read(folder / "stems/backing.flac")

    assert stages(told) == ["listening", "melody", "singing", "mixing"]
    assert integrated_loudness(Clip(mix, rate)) == pytest.approx(-14, abs=0.5)
    assert work.summary["true_peak"] <= -1
    assert len(mix) == len(vocal) == len(track)
    assert "<lyric" in (folder / "score.musicxml").read_text()
    assert "<00:" in (folder / "lyrics.lrc").read_text()
    picture = ET.parse(folder / "picture.svg")  # noqa: S314 - written by the line above
    said = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {"C", "Am", "F", "G"} <= set(said)
    data = json.loads((folder / "song.json").read_text())
    sung = read_midi((folder / "melody.mid").read_bytes())
    starts = sung.tempo_map.seconds(np.array([note.start for note in sung.tracks[0].notes]))
    assert starts == pytest.approx([note[0] for note in data["notes"]], abs=0.002)

    _, _, told = sing(backing(), lyrics="Other words, the same tune")
    assert stages(told) == ["listening", "singing", "mixing"]
    assert sum(note.startswith("listening") for note in told) == 1
    same, _, told = sing(backing())
    assert stages(told) == ["listening", "mixing"]
    assert digests(same) == digests(folder)


def test_a_given_melody_is_sung_as_it_is_in_the_octave_of_the_voice(sing):
    folder, work, _ = sing(backing(), tune(octave=2), voice="bass", lyrics="", filler="ooh", harmony=False)
    data = json.loads((folder / "song.json").read_text())

    assert [note[2] % 12 for note in data["notes"]] == [0, 2, 4, 5, 7, 5, 4, 2]
    assert [note[0] for note in data["notes"]] == pytest.approx([0.5 * k for k in range(8)], abs=0.01)
    assert max(note[2] for note in data["notes"]) <= 62
    assert not (folder / "stems/harmony.flac").exists()
    assert any("top line" in note for note in work.notes)
    assert any("octave" in note for note in work.notes)


def test_a_recording_stays_as_it_was_handed_in(sing, tmp_path: Path):
    hiss = (np.random.RandomState(1).standard_normal((44_100 * 5, 1)) * 0.1).astype(np.float32)
    encode(Clip(hiss, 44_100), tmp_path / "hiss.wav")
    recording = (tmp_path / "hiss.wav").read_bytes()
    with pytest.raises(NotMusic) as refusal:
        sing(recording)
    assert refusal.value.field == "options.backing"
    folder, work, _ = sing(recording, tune())
    before, after = (
        soundfile.read(path, dtype="int32")[0] for path in (tmp_path / "track", folder / "stems/backing.flac")
    )

    assert np.array_equal(before, after)
    assert any("No beat" in note or "noise" in note for note in work.notes)


def test_whoever_gives_up_in_a_stage_goes_on_from_there(sing, stages, kept: Path):
    track = backing(5)
    before = {path.name for path in kept.glob("*/*")}
    with pytest.raises(Cancelled):
        sing(track, until="singing")
    made = {path.name.partition("-")[0] for path in kept.glob("*/*") if path.name not in before}
    assert made == {"listening", "melody"}
    _, _, told = sing(track)
    assert stages(told) == ["listening", "singing", "mixing"]


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}
