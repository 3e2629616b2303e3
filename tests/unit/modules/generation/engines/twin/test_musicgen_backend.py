"""A twin of MusicGen, from a network too small to know anything: it learns, is kept, is played, and is refused."""

import pytest
import soundfile
import torch
from safetensors.torch import load_file, save_file

from modules.audio.clip import Clip
from modules.composing.one_thread import one_thread
from modules.generation.engines.twin.backends.backend import Part, Wish
from modules.generation.engines.twin.backends.composer.lessons import TooLittle
from modules.generation.engines.twin.backends.musicgen import MusicgenBackend
from modules.generation.engines.twin.backends.musicgen.delays import delayed
from modules.generation.engines.twin.backends.musicgen.network import open_musicgen
from modules.generation.engines.twin.backends.musicgen.trainer import trainer
from modules.generation.engines.twin.backends.safetensors_header import BadAdapter
from modules.generation.engines.twin.backends.sounding import adapter_file, low_rank
from modules.generation.engines.twin.prompts import understood
from modules.generation.engines.twin.settings import TwinSettings
from modules.generation.progress import silent_progress
from tests.tiny_sound import sound_lesson, write_musicgen

pytestmark = pytest.mark.torch
QUICK = 2e-2


class Killed(BaseException):
    """As if the process were gone."""


@pytest.fixture(scope="module", autouse=True)
def alone():
    with one_thread():
        yield


@pytest.fixture(scope="module")
def fetched(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fetched")
    write_musicgen(folder / "musicgen")
    return folder


@pytest.fixture(scope="module")
def card(fetched):
    return MusicgenBackend(TwinSettings(fetched=fetched, device="cpu"))


@pytest.fixture(scope="module")
def taught(fetched, tmp_path_factory):
    lesson, seen = sound_lesson(tmp_path_factory.mktemp("taught")), []
    trainer(fetched / "musicgen", "cpu", QUICK).train(lesson, seen.append)
    return lesson, seen


def test_the_loss_falls_and_held_out_sound_gets_likelier(fetched, card, taught):
    lesson, seen = taught
    assert seen[-1].loss < seen[0].loss - 0.1
    assert card.missing() == []
    assert card.check(lesson.adapter) == 4
    evidence = trainer(fetched / "musicgen", "cpu").examine(lesson)
    assert evidence.held[1] < evidence.held[0] - 0.1
    assert max(evidence.changed) > 0
    assert all(path.is_file() for path in evidence.pair)


def test_what_is_loaded_says_what_was_saved_and_off_is_the_network_itself(fetched, taught):
    weights = load_file(taught[0].adapter)
    learned, played = (open_musicgen(fetched / "musicgen", "cpu") for _ in range(2))
    sound = example_of(played, taught[0])
    plain = said_of(played, sound)
    for name, weight in low_rank.put_on(learned.learner, learned.targets, learned.prefix, 4, 0).items():
        weight.data.copy_(weights[name])
    with low_rank.worn(played.learner, played.prefix, [(weights, 1.0)]):
        torch.testing.assert_close(said_of(played, sound), said_of(learned, sound))
    with low_rank.worn(played.learner, played.prefix, [(weights, 0.5), (weights, 0.5)]):
        torch.testing.assert_close(said_of(played, sound), said_of(learned, sound))
    assert torch.equal(said_of(played, sound), plain)
    assert not torch.allclose(said_of(learned, sound), plain, atol=1e-3)


def example_of(network, lesson):
    segment = lesson.pieces[0].segments[0]
    samples, _ = soundfile.read(segment.audio, dtype="float32", always_2d=True)
    return network.encoded(Clip(samples[::4], network.rate), "dark piano")


@torch.no_grad()
def said_of(network, example):
    return network.loss(example, torch.Generator().manual_seed(1))


def test_killed_and_begun_again_the_weights_are_the_same(fetched, taught, tmp_path):
    def die(step):
        if step.step == 31:
            raise Killed

    lesson, seen = sound_lesson(tmp_path / "killed"), []
    teacher = trainer(fetched / "musicgen", "cpu", QUICK)
    assert teacher.save_now(lesson) is None
    with pytest.raises(Killed):
        teacher.train(lesson, die)
    assert teacher.save_now(lesson).steps == 20
    teacher.train(lesson, seen.append)
    assert seen[0].step == 21
    mine, theirs = load_file(lesson.adapter), load_file(taught[0].adapter)
    assert all(torch.equal(mine[name], theirs[name]) for name in theirs)


def played(card, taught, folder, strength, seconds=1.0):
    folder.mkdir()
    part = Part("ann:one", taught[0].adapter, "0" * 64)
    wish = Wish(understood("dark piano, 120 bpm, A minor"), [part], strength, 5, folder, seconds, lyrics="la la")
    work = card.player().generate(wish, silent_progress())
    return (folder / "mix.flac").read_bytes(), work


def test_an_order_is_as_long_as_asked_for_even_if_pieced_together_and_none_of_a_twin_is_none(card, taught, tmp_path):
    nought, work = played(card, taught, tmp_path / "nought", 0.0)
    again, _ = played(card, taught, tmp_path / "again", 0.0)
    full, _ = played(card, taught, tmp_path / "full", 1.0)
    assert nought == again != full
    assert work.seconds == 1.0
    assert {part.name for part in work.parts} == {"mix.flac", "record.json"}
    assert "no MIDI" in work.notes[0]
    assert "does not sing" in work.notes[1]
    _, long = played(card, taught, tmp_path / "long", 1.0, seconds=14.0)
    assert long.seconds == 14.0


def test_every_book_begins_a_step_later_and_in_stereo_two_do():
    codes = torch.arange(8).reshape(4, 2)
    given, said = delayed(codes, 1, 99)
    assert given.tolist() == [[99, 0, 1, 99, 99], [99, 99, 2, 3, 99], [99, 99, 99, 4, 5], [99, 99, 99, 99, 6]]
    assert said[3].tolist() == [-100, -100, -100, 6, 7]
    assert delayed(codes, 2, 99)[1].tolist() == [[0, 1, -100], [2, 3, -100], [-100, 4, 5], [-100, 6, 7]]


def test_too_little_sound_is_refused_with_what_is_needed(fetched, tmp_path):
    with pytest.raises(TooLittle, match="20 s in three segments"):
        trainer(fetched / "musicgen", "cpu").train(sound_lesson(tmp_path / "short", pieces=1), lambda _: None)


def test_an_adapter_of_another_network_is_refused(card, taught, tmp_path):
    weights = load_file(taught[0].adapter)
    first = next(name for name in weights if "lora_A" in name)
    for changed in ({first: torch.zeros(4, 3)}, {first: torch.full_like(weights[first], float("nan"))}):
        save_file(weights | changed, tmp_path / "foreign.safetensors")
        with pytest.raises(BadAdapter):
            card.check(tmp_path / "foreign.safetensors")
    assert adapter_file.read(taught[0].adapter).keys() == weights.keys()


def test_what_is_missing_is_said_with_the_command(tmp_path, monkeypatch):
    [told] = MusicgenBackend(TwinSettings(fetched=tmp_path)).missing()
    assert "museaika weights fetch musicgen" in told
    assert "CC BY-NC 4.0" in told
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    [told] = MusicgenBackend(TwinSettings(fetched=tmp_path, musicgen="facebook/musicgen-large")).missing()
    assert "hf download facebook/musicgen-large" in told
