"""Teaching the composing network a manner: what is learned, what is refused, what is left when it is killed."""

import json
from collections import Counter

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from modules.composing import corpus, scores
from modules.generation.engines.twin.backends.backend import Part, Wish
from modules.generation.engines.twin.backends.composer import adapter_file, lora, wearing
from modules.generation.engines.twin.backends.composer.lessons import TooLittle, lessons_of, read
from modules.generation.engines.twin.backends.composer.writing import Base, Follow
from modules.generation.engines.twin.backends.partition import by_pieces
from modules.generation.engines.twin.backends.safetensors_header import BadAdapter
from modules.generation.engines.twin.prompts import understood
from modules.generation.progress import silent_progress
from modules.score.midi import read_midi
from tests.producer_pieces import piece_of
from tests.tiny_network import lesson_of

pytestmark = [pytest.mark.torch, pytest.mark.slow]


class Killed(BaseException):
    """As if the process were gone."""


def test_held_out_music_gets_likelier_and_the_receipt_says_so(tiny, taught):
    lesson, trained = taught
    assert trained.stopped in ("plan", "enough")
    assert tiny.check(lesson.adapter) == 2
    assert lesson.adapter.stat().st_size < tiny.most_bytes
    evidence = tiny.trainer().examine(lesson)
    before, after = evidence.held
    assert after < before
    assert evidence.distance.after < evidence.distance.before
    assert min(evidence.changed) > 0
    assert all(path.is_file() for path in evidence.pair)


def test_killed_and_begun_again_the_weights_are_the_same(tiny, taught, tmp_path):
    def die(step):
        if step.step == 25:
            raise Killed

    lesson = lesson_of(tmp_path / "killed")
    with pytest.raises(Killed):
        tiny.trainer().train(lesson, die)
    seen = []
    tiny.trainer().train(lesson, lambda step: seen.append(step.step))
    assert seen[0] == 21
    mine, theirs = (load_file(one.adapter) for one in (lesson, taught[0]))
    assert mine.keys() == theirs.keys()
    assert all(torch.equal(mine[name], theirs[name]) for name in mine)


def test_the_music_of_the_receipt_has_no_say_in_what_is_learned_nor_when_that_ends(tiny, tmp_path):
    found = []
    for name, strange in (("one", None), ("other", 99)):
        lesson = lesson_of(tmp_path / name, pieces=6, steps=10)
        held = by_pieces([16] * 6, [piece.sha256 for piece in lesson.pieces], range(6)).held[0][0]
        if strange is not None:
            song = scores.read(piece_of(strange, 16), "strange", "pop")
            corpus.pack([song]).save(lesson.pieces[held].bars)
        looks = []
        tiny.trainer().train(lesson, lambda step, looks=looks: looks.append(step.watched))
        found.append((load_file(lesson.adapter), lessons_of(lesson), looks))
    (mine, first, seen), (theirs, second, again) = found
    assert all(torch.equal(mine[name], theirs[name]) for name in mine)
    assert seen == again
    assert list(_bars(first.held[0])) != list(_bars(second.held[0]))
    assert first.divided.startswith("Of 6 pieces 4 were learned from, 1 told when to stop, and 1 ")


@pytest.mark.parametrize(("pieces", "bars"), [(1, 24), (2, 16), (3, 8), (5, 16), (6, 16)])
def test_a_bar_is_learned_from_or_watched_or_held_and_few_pieces_are_enough(tmp_path, pieces, bars):
    lesson = lesson_of(tmp_path, pieces, bars)
    found = lessons_of(lesson)
    said = [[bar for song in some for bar in _bars(song)] for some in (found.learned, found.watched, found.held)]
    assert min(map(len, said)) >= 8
    assert Counter(bar for some in said for bar in some) == Counter(
        bar for piece in lesson.pieces for bar in _bars(read(piece))
    )


def _bars(song):
    """What every bar with notes says, which hardly another bar does."""
    notes = (song.bars.window(at, 1).notes for at in range(len(song.bars)))
    return (bar.tobytes() for bar in notes if len(bar))


def test_called_off_the_last_checkpoint_is_kept(tiny, tmp_path):
    lesson = lesson_of(tmp_path / "off", steps=25)
    assert tiny.trainer().save_now(lesson) is None
    tiny.trainer().train(lesson, lambda step: None)
    lesson.adapter.unlink()
    assert tiny.trainer().save_now(lesson).steps == 25
    assert tiny.check(lesson.adapter) == 2


def test_too_little_music_is_refused_with_what_is_needed(tiny, tmp_path):
    with pytest.raises(TooLittle, match="24 are the least"):
        tiny.trainer().train(lesson_of(tmp_path / "short", pieces=1, bars=4), lambda step: None)


def played(tiny, taught, folder, strength, parts=1):
    folder.mkdir()
    part = Part("ann:one", taught[0].adapter, "0" * 64, 1 / max(parts, 1))
    prompt = understood("ballad with drums, 100 bpm, A minor")
    wish = Wish(prompt, [part] * parts, strength, 5, folder, 6.0, "none", "la la")
    work = tiny.player().generate(wish, silent_progress())
    return (folder / "score.mid").read_bytes(), work


def test_none_of_a_twin_is_the_network_itself_and_all_of_it_is_not(tiny, taught, tmp_path):
    nought, _ = played(tiny, taught, tmp_path / "nought", 0.0)
    alone, _ = played(tiny, taught, tmp_path / "alone", 1.0, parts=0)
    full, work = played(tiny, taught, tmp_path / "full", 1.0)
    assert nought == alone
    assert full != nought
    assert work.summary["bpm"] == 100
    assert work.summary["key"] == "A minor"
    assert any(track.is_drum and track.notes for track in read_midi(full).tracks)
    assert [note for note in work.notes if "song engine" in note]
    assert abs(work.seconds - 6.0) < 0.01


def test_two_halves_of_a_twin_are_the_twin(tiny, taught):
    weights, manner = adapter_file.read(taught[0].adapter)
    base = Base(tiny._weights)
    halves = base.pen([Follow(weights, manner, 0.5)] * 2)
    whole = base.pen([Follow(weights, manner, 1.0)])
    for one, other in zip(halves.composer.network.parameters(), whole.composer.network.parameters(), strict=True):
        torch.testing.assert_close(one, other)
    np.testing.assert_allclose(halves.manner.mean, whole.manner.mean, rtol=1e-5)


def test_weights_are_added_as_peft_adds_them(tiny, taught):
    weights, _ = adapter_file.read(taught[0].adapter)
    base = Base(tiny._weights)
    mine = lora.adapted(base.network, [(weights, 1.0)]).get_submodule("roll").weight
    worn = base.network
    for name, weight in wearing.put_on(worn, 2, 0).items():
        weight.data.copy_(weights[name])
    layer = worn.get_submodule("roll")
    torch.testing.assert_close(layer.base_layer.weight + layer.get_delta_weight("default"), mine)


def spoiled(kind, weights):
    """Something that is no adapter of ours."""
    first = next(name for name in weights if "lora_A" in name)
    return {
        "other network": {name.replace("roll", "rule"): one for name, one in weights.items()},
        "half": {name: one for name, one in weights.items() if name != first},
        "shape": weights | {first: torch.zeros(2, 3)},
        "rank": {name: torch.zeros(4096, one.shape[1]) if "lora_A" in name else one for name, one in weights.items()},
        "numbers": weights | {first: torch.full_like(weights[first], float("nan"))},
        "kind": {name: one.double() for name, one in weights.items()},
    }[kind]


@pytest.mark.parametrize("kind", ["other network", "half", "shape", "rank", "numbers", "kind"])
def test_a_foreign_adapter_that_does_not_fit_is_refused(tiny, taught, tmp_path, kind):
    path = tmp_path / "foreign.safetensors"
    save_file(spoiled(kind, load_file(taught[0].adapter)), path)
    with pytest.raises(BadAdapter):
        tiny.check(path)


@pytest.mark.parametrize("head", ["pickle", "zip", "cut", "overlap"])
def test_what_only_calls_itself_safetensors_is_refused_unopened(tiny, taught, tmp_path, head):
    path = tmp_path / "foreign.safetensors"
    whole = taught[0].adapter.read_bytes()
    if head == "overlap":
        length = int.from_bytes(whole[:8], "little")
        told = json.loads(whole[8 : 8 + length])
        name = next(name for name in told if "lora_A" in name)
        told[name]["data_offsets"] = [0, told[name]["data_offsets"][1] - told[name]["data_offsets"][0]]
        raw = json.dumps(told).encode().ljust(length)
        path.write_bytes(whole[:8] + raw[:length] + whole[8 + length :])
    elif head == "cut":
        path.write_bytes(whole[:-100])
    else:
        torch.save({"weight": torch.zeros(2)}, path, _use_new_zipfile_serialization=head == "zip")
    with pytest.raises(BadAdapter) as refusal:
        tiny.check(path)
    assert ("pickle" in refusal.value.detail) == (head in ("pickle", "zip"))
