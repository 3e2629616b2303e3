"""Orders for the composer that cannot be: the same refusal over HTTP and on the command line, naming the field."""

import json
import shlex

import pytest
from benching.tune import tune
from typer.testing import CliRunner

from models.errors import Invalid
from modules.score.midi_writing import write_midi
from modules.score.score import Note, Score, TimeSignature, track_of
from modules.score.tempo import TICKS, Tempo
from museaika.commands.program import program
from tests.sounds import raw_midi
from tests.unit.modules.generation.engines.composer.conftest import piece

KEYS = "F# minor"
IMPOSSIBLE = [
    # what is asked, the field that is named, what the refusal tells, and the same on the command line
    ({"seconds": 60, "options": {"bars": 4}}, "options.bars", "60 seconds", "--seconds 60 --bars 4"),
    (
        {"seconds": 60, "options": {"bars": 4, "bpm": 120}},
        "seconds",
        "8.00 seconds",
        "--seconds 60 --bars 4 --bpm 120",
    ),
    ({"seconds": 0}, "seconds", "greater than 0", "--seconds 0"),
    ({"seconds": 1}, "seconds", "1 seconds", "--seconds 1"),
    ({"seconds": 901}, "seconds", "901", "--seconds 901"),
    ({"seconds": 1801}, "seconds", "1800", "--seconds 1801"),
    ({"options": {"bars": 0}}, "options.bars", "1", "--bars 0"),
    ({"options": {"bars": 601}}, "options.bars", "600", "--bars 601"),
    ({"options": {"bpm": 29}}, "options.bpm", "30", "--bpm 29"),
    ({"options": {"bpm": 301}}, "options.bpm", "300", "--bpm 301"),
    ({"mood": [1.5, 0]}, "mood.valence", "1", "--at 1.5,0"),
    ({"mood": [0, -1.01]}, "mood.arousal", "-1", "--at=0,-1.01"),
    ({"mood": "blurple"}, "mood", "melancholic", "--mood blurple"),
    ({"options": {"key": "H minor"}}, "options.key", KEYS, "--key 'H minor'"),
    ({"options": {"key": ""}}, "options.key", KEYS, "--key ''"),
    ({"options": {"metre": "7/8"}}, "options.metre", "6/8", "--metre 7/8"),
    ({"options": {"style": "polka"}}, "options.style", "chiptune", "--style polka"),
    ({"options": {"count": 0}}, "options.count", "1", "--count 0"),
    ({"options": {"count": 51}}, "options.count", "50", "--count 51"),
    ({"options": {"closeness": 1.1}}, "options.closeness", "1", "--closeness 1.1"),
    (
        {"options": {"path": [{"at": 0.5, "mood": "calm"}, {"at": 0.2, "mood": "sad"}]}},
        "options.path",
        "out of order",
        "--path '0.5:calm 0.2:sad'",
    ),
    (
        {"options": {"path": [{"at": 0.5, "mood": "calm"}, {"at": 0.5, "mood": "sad"}]}},
        "options.path",
        "out of order",
        "--path '0.5:calm 0.5:sad'",
    ),
    ({"options": {"path": [{"at": -1, "mood": "calm"}]}}, "options.path.0.at", "0", "--path=-1:calm"),
    (
        {"options": {"path": [{"at": 0, "valence": 2, "arousal": 0}]}},
        "options.path.0.valence",
        "1",
        "--path 0:2,0",
    ),
    (
        {"options": {"path": [{"at": 0, "mood": "blurple"}]}},
        "options.path.0",
        "melancholic",
        "--path 0:blurple",
    ),
    (
        {"mood": "sad", "options": {"path": [{"at": 0, "mood": "calm"}]}},
        "options.path",
        "beginning",
        "--mood sad --path 0:calm",
    ),
    ({"seed": -1}, "seed", "0", "--seed -1"),
]


def score(bars=16, bpm=90.0, **facts):
    notes = [Note(k * TICKS, (k + 1) * TICKS, 60 + k % 12, 80) for k in range(bars * 4)]
    return write_midi(Score((track_of("Melody", notes),), (Tempo.from_bpm(bpm),), **facts))


UNUSABLE = {
    "drums only": (piece(1, drums=True), "only drums"),
    "in seven eighths": (score(time_signatures=(TimeSignature(0, 7, 8),)), "metre"),
    "without tempo": (tune(16.0, 2), "tempo"),
    "of three bars": (score(bars=3), "bars"),
}
NEVER_TAKEN = {
    "without notes": (raw_midi(b"\0\xff\x51\x03\x07\xa1\x20\0\xff\x2f\0"), 422),
    "empty": (b"", 422),
    "three hours long": (score(bars=450, bpm=10.0), 413),
}


@pytest.fixture
def ask(guest):
    def ask(path, **options):
        return guest.http.post(guest.url + path, timeout=30, **options)

    return ask


@pytest.fixture
def compose(tmp_path):
    def run(words):
        command = ["compose", "--data", str(tmp_path / "data"), "--out", str(tmp_path / "songs"), "--format", "mid"]
        return CliRunner().invoke(program(), command + words, env={"COLUMNS": "200"})

    return run


def refused(answer, field, told, status=422):
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert problem["field"] == field
    assert told in problem["detail"] + json.dumps(problem.get("errors", ""))
    assert problem["next_step"]
    assert "Value error" not in answer.text


@pytest.mark.parametrize("case", IMPOSSIBLE, ids=lambda case: case[3])
def test_an_order_that_cannot_be_is_refused_alike_at_both_doors(ask, guest, compose, case):
    brief, field, told, words = case
    refused(ask("/generations", json={"engine": "composer", **brief}), field, told)
    assert guest.call("GET", "/generations").json()["items"] == []

    error = compose(shlex.split(words)).exception
    assert isinstance(error, Invalid)
    assert error.field.removeprefix("order.") == field
    assert told in error.detail + str(error.extra)
    assert error.next_step
    assert "Value error" not in error.detail


@pytest.mark.parametrize("kind", UNUSABLE)
def test_an_order_without_any_usable_reference_is_refused_before_anybody_waits(ask, guest, compose, tmp_path, kind):
    data, told = UNUSABLE[kind]
    upload = guest.upload(data, "odd.mid")
    answer = ask("/generations", json={"engine": "composer", "options": {"like": [upload]}})
    refused(answer, "options.like", told)
    assert answer.json()["detail"].count("odd.mid") == 1
    assert guest.call("GET", "/generations").json()["items"] == []

    path = tmp_path / "odd.mid"
    path.write_bytes(data)
    error = compose(["--like", str(path)]).exception
    assert (error.code, error.field) == ("composer.no_reference", "options.like")
    assert told in error.detail


@pytest.mark.parametrize("kind", NEVER_TAKEN)
def test_files_that_no_engine_could_use_are_refused_when_they_are_handed_in(ask, compose, tmp_path, kind):
    data, status = NEVER_TAKEN[kind]
    answer = ask("/uploads", files={"file": ("odd.mid", data, "audio/midi")})
    refused(answer, "file", "", status)

    path = tmp_path / "odd.mid"
    path.write_bytes(data)
    assert compose(["--like", str(path)]).exception.field == "options.like"


def test_what_cannot_be_used_is_skipped_and_named_where_something_is_left(guest, compose, tmp_path):
    files = {"good.mid": piece(2)} | {f"{kind}.mid": data for kind, (data, _) in UNUSABLE.items()}
    uploads = [guest.upload(data, name) for name, data in files.items()]
    brief = {"engine": "composer", "seconds": 4, "options": {"like": uploads, "sounds": "none"}}
    job = guest.wait(guest.call("POST", "/generations", json=brief).json()["id"])
    record = guest.call("GET", job["files"]["record.json"]).json()

    for kind, (_, why) in UNUSABLE.items():
        assert any(kind in note and why in note for note in job["work"]["notes"])
        assert any(one["name"] == f"{kind}.mid" and why in one["why"] for one in record["inputs"]["skipped"])
    assert [one["name"] for one in record["inputs"]["references"]] == ["good.mid"]

    paths = [tmp_path / name for name in files]
    for path in paths:
        path.write_bytes(files[path.name])
    told = compose([word for path in paths for word in ("--like", str(path))] + ["--seconds", "4"])
    assert told.exit_code == 0, told.output
    for kind in UNUSABLE:
        assert f"{kind}.mid was left out" in told.output
