import hashlib
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import soundfile

from models.generation import Brief
from models.upload import UploadKind
from modules.audio.clip import Clip
from modules.audio.encoding import encode
from modules.audio.loudness import integrated_loudness
from modules.generation.engine import Commission, Material
from modules.generation.engines.song import SongCard, SongSettings
from modules.generation.engines.song.options import SongOptions
from modules.generation.engines.song.request import NotMidi, TooLong
from modules.generation.progress import Cancelled, Progress
from modules.hearing.writing import NotMusic
from modules.score.midi import read_midi
from modules.score.midi_writing import write_midi
from modules.score.score import Note, Score, track_of
from modules.score.tempo import TICKS, Tempo
from modules.voice.banks.bank import BankUnsupported
from modules.voice.banks.banks import Banks
from tests.factories import upload_of
from tests.tiny_bank import bank_in

pytestmark = [pytest.mark.slow, pytest.mark.torch]
WORDS = "Walking down the river\nin the morning light"


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


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def banks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("voices")
    (bank_in(folder / "Tiny") / "LICENSE.txt").write_text("Name the singer.")
    (bank_in(folder / "Torn") / "acoustic.onnx").unlink()
    return folder


@pytest.fixture(scope="module")
def engine(kept: Path, banks: Path):
    return SongCard(SongSettings(kept=kept, banks=banks)).load()


@pytest.fixture
def sing(engine, tmp_path: Path):
    def run(track: bytes, tune: bytes | None = None, until: str = "", **options):
        folder = tmp_path / f"work{len(list(tmp_path.glob('work*')))}"
        folder.mkdir()
        materials = {"track": material(track, tmp_path / "track")}
        wish = {"backing": "track", "lyrics": WORDS} | options
        if tune is not None:
            materials["tune"] = material(tune, tmp_path / "tune")
            wish["melody"] = "tune"
        told: list[str] = []
        stop = lambda: bool(until and told and told[-1].startswith(until))
        progress = Progress(lambda _share, note: told.append(note), stop)
        work = engine.generate(Commission(Brief(engine="song", seed=3, options=wish), materials, folder), progress)
        return folder, work, told

    return run


def material(data: bytes, path: Path) -> Material:
    path.write_bytes(data)
    kind = UploadKind.MIDI if data[:4] == b"MThd" else UploadKind.AUDIO
    return Material(upload_of(data, kind), path)


def stages(told: list[str]) -> list[str]:
    return list(dict.fromkeys(note.partition(":")[0] for note in told))


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_a_melody_is_written_sung_and_mixed_and_other_words_are_only_sung_and_mixed_anew(sing):
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


def test_whoever_gives_up_in_a_stage_goes_on_from_there(sing, kept: Path):
    track = backing(5)
    before = {path.name for path in kept.glob("*/*")}
    with pytest.raises(Cancelled):
        sing(track, until="singing")
    made = {path.name.partition("-")[0] for path in kept.glob("*/*") if path.name not in before}
    assert made == {"listening", "melody"}
    _, _, told = sing(track)
    assert stages(told) == ["listening", "singing", "mixing"]


def test_a_bank_that_somebody_brought_sings_both_voices_and_is_named(sing, banks: Path):
    folder, work, told = sing(backing(2), tune(), voice="Tiny", lyrics="la la little", language="en-us")
    record = json.loads((folder / "record.json").read_text())
    dry, rate = soundfile.read(folder / "vocal-dry.flac")
    note = dry[round(0.7 * rate) : round(0.9 * rate)]
    hertz = np.count_nonzero(np.diff(np.signbit(note))) / 2 / 0.2

    assert "singing" in stages(told)
    assert 69 + 12 * np.log2(hertz / 440) == pytest.approx(62, abs=0.7)
    assert (folder / "stems/harmony.flac").is_file()
    assert (record["singer"]["title"], record["singer"]["licence"]) == ("Tiny Voice", "Name the singer.")
    digest = Banks(banks).singers["tiny"].digest()
    assert record["singer"]["sha256"] == record["weights"]["voice bank Tiny Voice"] == digest
    assert work.origin.parameters["singer"]["licence"] == "Name the singer."
    assert any(one.sha256 == digest for one in work.origin.weights)
    assert any("licence stands in the record" in note for note in work.notes)
    with pytest.raises(BankUnsupported) as refusal:
        sing(backing(), tune(), voice="tiny", lyrics="book", language="en-us")
    assert refusal.value.field == "options.voice"


def test_a_card_lists_banks_beside_the_house_and_names_the_broken_ones(banks: Path):
    card = SongCard(SongSettings(banks=banks))
    voice = card.Options.model_json_schema()["properties"]["voice"]
    assert voice["enum"][-1] == "tiny"
    assert {"const": "tiny", "title": "Tiny Voice"} in voice["oneOf"]
    assert card.Options.model_validate({"backing": "a", "voice": " TINY "}).voice == "tiny"
    [broken] = card.limits()
    assert "Torn" in broken
    assert "acoustic.onnx" in broken
    with pytest.raises(ValueError, match=r"(?s)called 'torn'.*acoustic.*Take one of .*giant, tiny"):
        card.Options.model_validate({"backing": "a", "voice": "torn"})


def test_melodies_are_offered_with_reasons_and_another_one_is_only_sung_and_mixed(sing):
    folder, work, _ = sing(backing(), candidates=3)
    shown = work.summary["candidates"]
    assert [one["rank"] for one in shown] == [1, 2, 3]
    assert [one["file"] for one in shown] == ["melody.mid", "melody-2.mid", "melody-3.mid"]
    assert all(one["reasons"] for one in shown)

    other, work, told = sing(backing(), candidates=3, melody_choice=2)
    assert stages(told) == ["listening", "singing", "mixing"]
    assert [one["file"] for one in work.summary["candidates"] if one["sung"]] == ["melody.mid"]
    assert pitches(other / "melody.mid") == pitches(folder / "melody-2.mid")
    assert pitches(other / "melody-1.mid") == pitches(folder / "melody.mid") != pitches(other / "melody.mid")
    with pytest.raises(ValueError, match="Ask for 3 candidates"):
        SongOptions(backing="a", candidates=2, melody_choice=3)


def test_fewer_melodies_than_asked_for_are_said(sing):
    folder, work, _ = sing(backing(), tune(), candidates=3, melody_choice=3, harmony=False)
    assert not (folder / "melody-2.mid").exists()
    assert any("no other to choose" in note for note in work.notes)


def pitches(path: Path) -> list[int]:
    return [note.pitch for note in read_midi(path.read_bytes()).tracks[0].notes]


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
