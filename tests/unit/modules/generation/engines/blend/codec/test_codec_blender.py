"""Two clips become one of the length that was asked for, always the same, and something of both."""

from itertools import pairwise

import numpy as np
import pytest

from modules.audio.clip import Clip
from modules.generation.engines.blend.codec.blender import NotReady, blend
from modules.generation.engines.blend.codec.canvas import JOIN, canvas
from modules.generation.engines.blend.codec.network import BadCascade, load
from modules.generation.engines.blend.codec.neural import RATE, BadCodec, open_codec, untrained
from modules.generation.engines.blend.codec.weights import cascade_file, missing
from modules.generation.progress import Cancelled
from tests.small_codec import SMALL, put_cascade, put_codec, tune

pytestmark = pytest.mark.torch
A, B = tune(220.0, 2.0), tune(330.0, 2.5)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("weights")
    put_codec(folder)
    put_cascade(folder)
    return folder


@pytest.fixture
def blended(folder):
    def blended(a=A, b=B, seconds=2.0, amount=0.5, seed=1, **rest):
        return blend(a, b, seconds=seconds, amount=amount, seed=seed, folder=folder, **rest)

    return blended


def test_the_clip_is_as_long_as_asked_and_tells_how_far_it_is(blended):
    told = []
    clip = blended(seconds=2.51, report=lambda fraction, note: told.append((fraction, note)))
    assert (clip.rate, clip.samples.shape) == (RATE, (round(2.51 * RATE), 1))
    assert clip.samples.dtype == np.float32
    assert np.abs(clip.samples).max() <= 1
    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1


def test_both_tracks_the_amount_and_the_seed_matter_and_nothing_else_does(blended):
    one = blended().samples
    assert np.array_equal(one, blended().samples)
    others = [blended(a=B), blended(b=A), blended(amount=0.2), blended(seed=2)]
    assert not any(np.array_equal(one, other.samples) for other in others)
    assert np.array_equal(blended(a=B, b=A, amount=1.0).samples, blended(amount=0.0).samples)


def test_at_either_end_of_the_amount_the_other_track_is_not_heard(blended):
    assert np.array_equal(blended(amount=0.0).samples, blended(amount=0.0, b=tune(500.0)).samples)
    assert np.array_equal(blended(amount=1.0).samples, blended(amount=1.0, a=tune(500.0)).samples)


@pytest.mark.parametrize(
    "clip",
    [
        Clip(np.zeros((4800, 2), np.float32), 48_000),
        Clip(np.full((100, 1), np.nan, np.float32), RATE),
        Clip(np.zeros((0, 1), np.float32), RATE),
        tune(220.0, 0.5, 8_000, 8),
    ],
    ids=["silence", "no numbers", "nothing", "eight channels"],
)
def test_difficult_clips_still_give_sound(blended, clip):
    samples = blended(a=clip, seconds=0.5, amount=0.2).samples
    assert samples.shape == (RATE // 2, 1)
    assert np.isfinite(samples).all()


def test_whoever_gives_up_is_let_go(blended):
    def gone():
        raise Cancelled

    with pytest.raises(Cancelled):
        blended(check=gone)


def test_without_weights_it_says_which_and_how(tmp_path):
    with pytest.raises(NotReady, match="museaika weights fetch encodec"):
        blend(A, B, seconds=1, amount=0.5, seed=1, folder=tmp_path)


def test_files_that_are_something_else_are_refused(folder, tmp_path):
    put_codec(tmp_path)
    with pytest.raises(BadCascade):
        load(tmp_path / "encodec" / "codec.safetensors")
    with pytest.raises(BadCodec):
        open_codec(cascade_file(folder))
    fake = tmp_path / "encodec" / "encodec_24khz-d7cc33bc.th"
    fake.write_bytes(b"not the real one")
    with pytest.raises(BadCodec, match="checksum"):
        open_codec(fake)


def test_what_is_missing_is_named_with_its_command(folder, tmp_path):
    assert missing(folder) == []
    codec, cascade = missing(tmp_path)
    assert str(tmp_path / "encodec" / "encodec_24khz-d7cc33bc.th") in codec
    assert "`museaika weights fetch encodec`" in codec
    assert "scripts/train_blend.py" in cascade
    (tmp_path / "blend").mkdir()
    (tmp_path / "blend" / "best_model.pt").touch()
    assert f"convert_blend.py {tmp_path / 'blend' / 'best_model.pt'}" in missing(tmp_path)[1]


def test_pieces_of_a_long_sound_say_what_the_whole_says():
    codec = untrained(SMALL)
    samples = np.random.default_rng(1).normal(0, 0.1, 17 * RATE).astype(np.float32)
    latents = codec.encode(samples)
    assert latents.shape == (17 * 75, 128)
    assert np.allclose(latents[:600], codec.encode(samples[: 8 * RATE]), atol=1e-5)
    assert np.allclose(latents[8 * 75 :][75:600], codec.encode(samples[8 * RATE :])[75:600], atol=1e-4)
    assert codec.decode(latents).shape == samples.shape


def test_the_second_track_takes_more_turns_the_larger_the_amount_and_joins_are_open():
    a, b = np.zeros((1500, 2), np.float32), np.ones((1500, 2), np.float32)
    made = [canvas(a, b, amount, np.random.default_rng(1)) for amount in (0.0, 0.3, 0.5, 1.0)]
    whose = [one.latents[:, 0] for one in made]
    assert [one.mean() for one in whose] == pytest.approx([0.0, 0.3, 0.5, 1.0])
    assert all((later >= sooner).all() for sooner, later in pairwise(whose))
    for join in np.flatnonzero(np.diff(whose[2])) + 1:
        assert made[2].open_[join - JOIN : join + JOIN].all()
