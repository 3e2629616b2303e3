import hashlib
import json
import time

import numpy as np
import pytest
import soundfile
import torch

from modules.composing.planning.length import LengthsDisagree
from modules.generation.engines.composer.engine import RULES_NOTE
from modules.generation.engines.composer.references import NoReference
from modules.generation.progress import Cancelled, Progress
from modules.score.midi import read_midi

pytestmark = pytest.mark.slow


def hashes(folder):
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*.*")}


def score_of(folder, inside=""):
    return read_midi((folder / inside / "score.mid").read_bytes())


def record_of(folder):
    return json.loads((folder / "record.json").read_text())


def test_a_mood_alone_is_a_whole_order_of_thirty_seconds(order, ruled):
    folder, work = order(ruled, mood="calm")

    assert score_of(folder).seconds == pytest.approx(30, abs=1e-3)
    assert RULES_NOTE in work.notes
    assert record_of(folder)["material"] == "rules"
    assert {part.name for part in work.parts} == {
        "score.mid",
        "score.musicxml",
        "pianoroll.png",
        "chords.json",
        "record.json",
    }


def test_with_neither_mood_nor_style_the_tempo_is_120(order, ruled):
    folder, work = order(ruled)

    assert work.summary["bpm"] == 120
    assert score_of(folder).tempo_map.tempos[0].bpm == 120


def test_tempo_key_metre_and_length_are_exactly_those_asked_for(order, networked):
    folder, work = order(networked, mood="sad", key="f# minor", bpm=97.5, metre="3/4", bars=12)
    score = score_of(folder)

    assert work.summary["key"] == "F# minor"
    assert work.summary["metre"] == "3/4"
    assert score.tempo_map.tempos[0].bpm == pytest.approx(97.5, abs=1e-4)
    assert score.seconds == pytest.approx(12 * 3 * 60 / 97.5, abs=1e-3)
    assert score.keys[0][1:] == (6, "minor")


@pytest.mark.parametrize("seconds", [2, 4, 7.3, 11])
@pytest.mark.parametrize("loop", [False, True])
def test_even_a_bar_lasts_to_its_end(order, networked, seconds, loop):
    folder, _ = order(networked, mood="calm", seconds=seconds, loop=loop)

    assert score_of(folder).seconds == pytest.approx(seconds, abs=2e-3)


@pytest.mark.parametrize("kind", ["networked", "ruled"])
def test_the_same_order_gives_the_same_bytes(order, kind, request):
    engine = request.getfixturevalue(kind)
    one, _ = order(engine, mood="happy", seconds=8, style="pop")
    other, _ = order(engine, mood="happy", seconds=8, style="pop")
    third, _ = order(engine, mood="happy", seconds=8, style="pop", seed=8)

    assert hashes(one) == hashes(other)
    assert hashes(one)["score.mid"] != hashes(third)["score.mid"]


def test_the_notes_do_not_depend_on_the_number_of_threads(order, networked):
    before = torch.get_num_threads()
    found = []
    try:
        for threads in (1, 2):
            torch.set_num_threads(threads)
            folder, _ = order(networked, mood="tense", seconds=8)
            found.append(hashes(folder)["score.mid"])
            assert torch.get_num_threads() == threads
    finally:
        torch.set_num_threads(before)

    assert found[0] == found[1]


def test_several_songs_are_complete_works_that_differ(order, networked):
    told = []
    progress = Progress(lambda share, note: told.append((share, note)), lambda: False)
    folder, work = order(networked, progress, mood="content", seconds=6, count=3, sounds="mix")

    names = {part.name for part in work.parts}
    for number in ("01", "02", "03"):
        inside = {name.removeprefix(f"songs/{number}/") for name in names if name.startswith(f"songs/{number}/")}
        assert inside == {"mix.flac", "score.mid", "score.musicxml", "pianoroll.png", "chords.json", "record.json"}
    assert len({(folder / f"songs/{n}/score.mid").read_bytes() for n in ("01", "02", "03")}) == 3
    assert len(work.summary["songs"]) == 3
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert any(note.startswith("song 2 of 3: ") for _, note in told)


def test_a_loop_has_whole_bars_to_the_sample_and_joins_without_a_click(order, ruled):
    folder, work = order(ruled, mood="tense", style="chiptune", bpm=128, bars=4, loop=True, sounds="all")
    mix, rate = soundfile.read(folder / "mix.flac", dtype="float64")
    stems = [soundfile.read(folder / p.name, dtype="float64")[0] for p in work.parts if p.kind == "stem"]
    jumps = np.abs(np.diff(mix, axis=0)).max(axis=1)

    assert len(mix) == round(4 * 4 * 60 / 128 * rate)
    assert np.abs(mix[0] - mix[-1]).max() <= jumps.max()
    assert np.abs(np.sum(stems, axis=0) - mix).max() < 1e-4
    layers = work.summary["layers"]
    assert sorted(name for names in layers.values() for name in names) == sorted(
        part.name for part in work.parts if part.kind == "stem"
    )
    assert len(layers) > 1


def test_a_path_moves_the_mood_along_the_piece(order, ruled):
    folder, _ = order(ruled, mood="tense", seconds=60, path=[{"at": 1, "mood": "calm"}])
    mood = record_of(folder)["result"]["mood"]
    tempos = [tempo.bpm for tempo in score_of(folder).tempo_map.tempos]

    assert mood["begins"][1] > 0.5 > -0.4 > mood["ends"][1]
    assert tempos[0] > 1.3 * tempos[-1]


def test_references_shape_the_music_and_stand_in_the_record(order, networked, tune):
    folder, work = order(networked, like=[tune(1), tune(2, bpm=100)], seconds=10)
    record = record_of(folder)

    assert [one["name"] for one in record["inputs"]["references"]] == ["r0.mid", "r1.mid"]
    assert work.summary["bpm"] == 95
    assert "references" in work.summary["copies"]
    assert [one.name for one in work.origin.inputs] == ["reference r0.mid", "reference r1.mid", "soundfont"]


def test_a_reference_that_cannot_be_used_is_named_and_left_out(order, networked, tune):
    folder, work = order(networked, like=[tune(1), tune(drums=True)], seconds=6)

    assert record_of(folder)["inputs"]["skipped"][0]["name"] == "r1.mid"
    assert any("r1.mid" in note and "only drums" in note for note in work.notes)


def test_when_no_reference_is_left_the_order_is_refused(order, networked, tune):
    with pytest.raises(NoReference) as refused:
        order(networked, like=[tune(drums=True), b"MThd nonsense"])

    assert refused.value.field == "options.like"


def test_bars_and_seconds_that_disagree_are_refused(order, ruled):
    with pytest.raises(LengthsDisagree) as refused:
        order(ruled, seconds=10, bars=40, bpm=60)

    assert refused.value.field == "seconds"


def test_whoever_gives_up_is_heard_while_the_network_writes(order, networked):
    began = []

    def gives_up() -> bool:
        return bool(began)

    def report(share, note):
        if note == "composing":
            began.append(time.monotonic())

    with pytest.raises(Cancelled):
        order(networked, Progress(report, gives_up), mood="angry", seconds=120)


def test_the_weights_stand_in_the_record(order, networked, weights):
    folder, work = order(networked, mood="calm", seconds=4)
    sha256 = hashlib.sha256((weights / "composer.safetensors").read_bytes()).hexdigest()

    assert record_of(folder)["weights"]["composer.safetensors"] == sha256
    assert work.origin.source.by_ai
    assert not order(networked, mood="calm", seconds=4, material="rules")[1].origin.source.by_ai
