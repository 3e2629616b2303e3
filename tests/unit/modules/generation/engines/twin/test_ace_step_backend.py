"""A twin of ACE-Step, from a network too small to know anything: it learns, is kept, is played, by diffusers too."""

import pytest
import torch
from safetensors.torch import load_file

from modules.audio.clip import Clip
from modules.composing.one_thread import one_thread
from modules.generation.engines.twin.backends.ace_step import AceStepBackend, network
from modules.generation.engines.twin.backends.ace_step.trainer import trainer
from modules.generation.engines.twin.backends.backend import Part, Wish
from modules.generation.engines.twin.backends.sounding import low_rank
from modules.generation.engines.twin.backends.sounding.network import Order
from modules.generation.engines.twin.prompts import understood
from modules.generation.engines.twin.settings import TwinSettings
from modules.generation.progress import silent_progress
from tests.tiny_sound import sound_lesson, write_ace_step

pytestmark = pytest.mark.torch
QUICK = 2e-2


@pytest.fixture(scope="module", autouse=True)
def few_steps():
    with pytest.MonkeyPatch.context() as patch, one_thread():
        patch.setattr(network, "_STEPS", 2)
        yield


@pytest.fixture(scope="module")
def fetched(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fetched")
    write_ace_step(folder / "ace-step")
    return folder


@pytest.fixture(scope="module")
def card(fetched):
    return AceStepBackend(TwinSettings(fetched=fetched, device="cpu"))


@pytest.fixture(scope="module")
def taught(fetched, tmp_path_factory):
    lesson, seen = sound_lesson(tmp_path_factory.mktemp("taught")), []
    trainer(fetched / "ace-step", "cpu", QUICK).train(lesson, seen.append)
    return lesson, seen


def test_the_loss_falls_and_held_out_sound_gets_likelier(fetched, card, taught):
    lesson, seen = taught
    assert seen[-1].loss < seen[0].loss
    assert card.missing() == []
    assert card.check(lesson.adapter) == 4
    evidence = trainer(fetched / "ace-step", "cpu").examine(lesson)
    assert evidence.held[1] < evidence.held[0]
    assert all(path.is_file() for path in evidence.pair)


def test_what_is_loaded_says_what_was_saved_and_diffusers_agrees(fetched, taught):
    adapter = taught[0].adapter
    mine, theirs = (network.open_ace_step(fetched / "ace-step", "cpu") for _ in range(2))
    plain = missed(mine)
    theirs._pipe.load_lora_weights(str(adapter.parent), weight_name=adapter.name, use_safetensors=True)
    with low_rank.worn(mine.learner, mine.prefix, [(load_file(adapter), 1.0)]):
        torch.testing.assert_close(missed(mine), missed(theirs))
        assert not torch.allclose(missed(mine), plain, atol=1e-4)
    assert torch.equal(missed(mine), plain)


@torch.no_grad()
def missed(one):
    time = torch.arange(4000) / 2000
    sound = (0.4 * torch.sin(2 * torch.pi * 220 * time)).numpy()[:, None]
    return one.loss(one.encoded(Clip(sound, one.rate), "dark piano"), torch.Generator().manual_seed(1))


def test_learning_hears_words_as_playing_does(fetched, monkeypatch):
    one, seen = network.open_ace_step(fetched / "ace-step", "cpu"), []
    whole = one._pipe.transformer.forward

    def listening(**given):
        seen.append(given)
        return whole(**given)

    order = Order("dark piano", 2.0, 5, 120, "A minor", lyrics="la")
    with torch.no_grad():
        states = one._states(order, torch.float32)
    monkeypatch.setattr(one._pipe.transformer, "forward", listening)
    one.generate(order, lambda *_: None)
    torch.testing.assert_close(seen[0]["encoder_hidden_states"][:1], states)


def test_an_order_is_as_long_as_asked_for_and_none_of_a_twin_is_none(card, taught, tmp_path):
    player, found = card.player(), {}
    for name, strength, sung in (("nought", 0.0, ""), ("again", 0.0, ""), ("full", 1.0, ""), ("sung", 0.0, "la")):
        (tmp_path / name).mkdir()
        part = Part("ann:one", taught[0].adapter, "0" * 64)
        wish = Wish(understood("dark piano, 120 bpm"), [part], strength, 5, tmp_path / name, 1.5, lyrics=sung)
        work = player.generate(wish, silent_progress())
        found[name] = (tmp_path / name / "mix.flac").read_bytes()
        assert work.seconds == 1.5
    assert found["nought"] == found["again"] != found["full"]
    assert found["sung"] != found["nought"]
    assert not [note for note in work.notes if "sing" in note]


def test_what_is_missing_is_said_with_the_command(tmp_path):
    [told] = AceStepBackend(TwinSettings(fetched=tmp_path)).missing()
    assert "museaika weights fetch ace-step" in told


def test_whoever_learns_it_perfectly_plays_exactly_that(fetched, monkeypatch):
    one = network.open_ace_step(fetched / "ace-step", "cpu")
    sound = torch.randn(1, 50, 8, generator=torch.Generator().manual_seed(3))

    def perfect(hidden_states, timestep, **_):
        return ((hidden_states - sound) / timestep[:, None, None],)

    monkeypatch.setattr(one._pipe.transformer, "forward", perfect)
    example = {"latents": sound[0], "around": torch.zeros(50, 8), "states": torch.zeros(3, 16)}
    assert float(one.loss(example, torch.Generator().manual_seed(1))) < 1e-8
    told = {"generator": torch.Generator().manual_seed(1), "output_type": "latent", "num_inference_steps": 2}
    torch.testing.assert_close(one._pipe("dark", audio_duration=2.0, **told).audios, sound, atol=1e-4, rtol=1e-4)
