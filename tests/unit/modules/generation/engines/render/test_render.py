import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from pydantic import ValidationError

from models.errors import Invalid
from modules.audio.clip import RATE
from modules.generation.engine import Work
from modules.generation.engines.render import Render, RenderOptions, RenderSettings
from modules.generation.engines.render.arranging import arranged
from modules.generation.progress import Cancelled, Progress, silent_progress
from modules.score.midi import read_midi
from modules.score.midi_writing import write_midi
from modules.score.score import Note, Score, Track
from modules.score.tempo import TICKS, Tempo
from tests.factories import brief_for, commission_for, small_score


@pytest.fixture(scope="module")
def card() -> Render:
    return Render(RenderSettings())


@pytest.fixture(scope="module")
def engine(card: Render):
    return card.load()


def work_of(card: Render, engine, folder: Path, data: bytes | None = None, **options) -> Work:
    return engine.generate(commission_for(card, folder, brief_for("render", **options), data), silent_progress())


def path_of(work: Work, name: str) -> Path:
    return next(part.path for part in work.parts if part.name == name)


def test_a_work_has_every_part_with_a_name_a_person_understands(card, engine, tmp_path):
    work = work_of(card, engine, tmp_path)

    assert [(part.name, part.kind, part.media_type) for part in work.parts] == [
        ("mix.flac", "mix", "audio/flac"),
        ("stems/01-tune.flac", "stem", "audio/flac"),
        ("stems/02-piano.flac", "stem", "audio/flac"),
        ("stems/03-kit.flac", "stem", "audio/flac"),
        ("score.mid", "midi", "audio/midi"),
        ("score.musicxml", "score", "application/vnd.recordare.musicxml+xml"),
        ("pianoroll.png", "picture", "image/png"),
        ("record.json", "record", "application/json"),
    ]
    assert soundfile.info(path_of(work, "mix.flac")).subtype == "PCM_24"


def test_the_mix_has_the_loudness_asked_for_and_the_record_says_so(card, engine, tmp_path):
    work = work_of(card, engine, tmp_path, loudness=-18)
    record = json.loads(path_of(work, "record.json").read_text())

    assert record["result"]["loudness"] == work.summary["loudness"] == pytest.approx(-18, abs=0.3)
    assert record["result"]["true_peak"] <= -1.0
    assert record["options"] == {
        "bpm": None,
        "instruments": {},
        "loudness": -18.0,
        "reverb": 0.25,
        "tempo": None,
        "transpose": 0,
    }


def test_tempo_key_and_instruments_are_changed_in_sound_and_score(card, engine, tmp_path):
    plain = work_of(card, engine, tmp_path / "plain")
    work = work_of(card, engine, tmp_path / "other", bpm=60, transpose=-5, instruments={"tune": "violin", "1": 19})
    score = read_midi(path_of(work, "score.mid").read_bytes())

    assert score.tempos == (Tempo.from_bpm(60),)
    assert [track.program for track in score.tracks] == [40, 19, 0]
    assert [note.pitch for note in score.tracks[0].notes] == [67, 68, 69, 70, 71, 67, 68, 69]
    assert work.seconds == pytest.approx(plain.seconds + 2.0, abs=0.01)


def test_half_the_tempo_takes_twice_the_time(card, engine, tmp_path):
    slow = work_of(card, engine, tmp_path, tempo=0.5)
    assert read_midi(path_of(slow, "score.mid").read_bytes()).seconds == pytest.approx(4.0)


def test_without_reverb_the_room_is_silent(card, engine, tmp_path):
    dry, wet = (
        soundfile.read(path_of(work_of(card, engine, tmp_path / str(reverb), reverb=reverb), "stems/03-kit.flac"))[0]
        for reverb in (0, 1)
    )
    after = slice(round(2.0 * RATE), round(2.4 * RATE))

    assert np.sqrt((wet[after] ** 2).mean()) > 10 * np.sqrt((dry[after] ** 2).mean())


def test_a_piece_that_can_hardly_be_heard_still_becomes_a_work(card, engine, tmp_path):
    silent = Score((Track("Ghost", 0, notes=(Note(0, 10, 60, 1),)),))
    work = work_of(card, engine, tmp_path, write_midi(silent))

    assert np.isfinite(soundfile.read(path_of(work, "mix.flac"))[0]).all()


def test_a_damaged_file_is_rendered_as_far_as_it_goes_and_the_work_says_so(card, engine, tmp_path):
    data = write_midi(small_score())
    work = work_of(card, engine, tmp_path, data[: len(data) - 40])

    assert any("ends early" in note for note in work.notes)


def test_a_mix_that_stays_quieter_than_asked_says_so(card, engine, tmp_path):
    clicks = tuple(Note(k * 4 * TICKS, k * 4 * TICKS + 30, 37, 127) for k in range(3))
    work = work_of(
        card, engine, tmp_path, write_midi(Score((Track("Kit", 0, is_drum=True, notes=clicks),))), loudness=-9
    )

    assert any("LUFS" in note for note in work.notes)


def test_an_unknown_track_is_answered_with_the_known_ones(card, engine, tmp_path):
    with pytest.raises(Invalid) as refusal:
        work_of(card, engine, tmp_path, instruments={"Trumpet": 56})

    assert refusal.value.code == "render.unknown_track"
    assert refusal.value.field == "options.instruments"
    assert "0 (Tune), 1 (Piano), 2 (Kit)" in (refusal.value.next_step or "")


@pytest.mark.parametrize(
    ("minutes", "tracks", "options", "code"),
    [(20, 1, {"tempo": 0.5}, "render.too_much"), (20, 20, {}, "render.too_much"), (1, 1, {"bpm": 400, "tempo": 4}, "")],
)
def test_too_much_is_refused_before_anything_is_played(minutes: int, tracks: int, options: dict, code: str):
    last = Note(minutes * 120 * TICKS - 10, minutes * 120 * TICKS, 60, 80)
    score = Score(tuple(Track(f"T{k}", notes=(last,)) for k in range(tracks)))
    with pytest.raises((Invalid, ValidationError)) as refusal:
        arranged(score, RenderOptions(midi="x", **options))

    assert getattr(refusal.value, "code", "") == code


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"midi": ""},
        {"midi": "x", "tempo": 5},
        {"midi": "x", "tempo": 1, "bpm": 100},
        {"midi": "x", "transpose": 25},
        {"midi": "x", "transpose": 1.5},
        {"midi": "x", "reverb": float("nan")},
        {"midi": "x", "loudness": 0},
        {"midi": "x", "instruments": {"0": "kazoo"}},
        {"midi": "x", "instruments": {"0": 128}},
        {"midi": "x", "instruments": {"0": True}},
        {"midi": "x", "instruments": {"0": None}},
        {"midi": "x", "instruments": ["violin"]},
        {"midi": "x", "surprise": 1},
        {"midi": {"$ne": 1}},
    ],
)
def test_options_that_make_no_sense_are_refused(options: dict):
    with pytest.raises(ValidationError):
        RenderOptions.model_validate(options)


def test_a_missing_soundfont_is_said_with_what_mends_it(tmp_path):
    assert "MUSEAIKA_SOUNDFONT" in Render(RenderSettings(soundfont=tmp_path / "none.sf2")).missing()[0]
    assert Render(RenderSettings()).missing() == []


def test_a_long_piece_keeps_its_sounds_on_disk_and_leaves_nothing_there(card, engine, tmp_path, monkeypatch):
    monkeypatch.setattr("modules.audio.memory.MOST_IN_MEMORY", 0)
    on_disk = work_of(card, engine, tmp_path / "disk")
    monkeypatch.undo()
    in_memory = work_of(card, engine, tmp_path / "memory")

    assert path_of(on_disk, "mix.flac").read_bytes() == path_of(in_memory, "mix.flac").read_bytes()
    assert len(list((tmp_path / "disk" / "out").iterdir())) == 6


def test_looks_at_whether_it_is_still_wanted_are_never_far_apart(card, engine, tmp_path):
    looks: list[None] = []

    def unwanted() -> bool:
        looks.append(None)
        return len(looks) > 60

    with pytest.raises(Cancelled):
        engine.generate(commission_for(card, tmp_path), Progress(lambda _share, _note: None, unwanted))
    assert len(looks) == 61
