"""Any folder of sound teaches the cascade: it stops and goes on, gets better, and what it wrote blends."""

import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

import train_blend  # noqa: E402 - scripts are no package

from modules.generation.engines.blend.codec.architecture import Cascade, Shape  # noqa: E402 - after the path
from modules.generation.engines.blend.codec.blender import blend  # noqa: E402 - the same
from modules.generation.engines.blend.codec.network import load  # noqa: E402 - the same
from modules.generation.engines.blend.codec.training import Plan, Training  # noqa: E402 - the same
from modules.generation.engines.blend.codec.weights import cascade_file, missing  # noqa: E402 - the same
from tests.small_codec import put_codec, tune  # noqa: E402 - the same

pytestmark = pytest.mark.torch
PITCHES = (110.0, 196.0, 262.0, 330.0, 415.0)


@pytest.fixture(autouse=True)
def _threads():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    place = tmp_path_factory.mktemp("training")
    (place / "audio").mkdir()
    for pitch in PITCHES:
        clip = tune(pitch)
        soundfile.write(place / "audio" / f"{pitch:.0f}.wav", clip.samples, clip.rate)
    (place / "audio" / "noise.mp3").write_bytes(b"no sound at all")
    put_codec(place / "weights")
    return place


def words(place, *more):
    small = ["--preset", "tiny", "--window", "75", "--batch", "4", "--every", "20", "--steps", "40", "--rate", "1e-2"]
    folders = ["--weights", str(place / "weights"), "--work", str(place / "work")]
    return [str(place / "audio"), *folders, *small, "--threads", "1", *more]


def test_a_run_stops_goes_on_gets_better_and_blends(place, capsys):
    train_blend.main(words(place, "--until", "20"))
    stopped = cascade_file(place / "weights").read_bytes()
    train_blend.main(words(place))
    told = capsys.readouterr().out
    assert "4 tracks to learn from, 1 held out" in told
    assert "going on after step 20" in told
    rows = (place / "work" / "training.csv").read_text().splitlines()
    first, *_, last = (float(row.split(",")[2]) for row in rows[1:])
    assert len(rows) == 4
    assert last < 0.8 * first
    weights = cascade_file(place / "weights")
    assert sum(4 * weight.numel() for weight in Cascade(Shape()).state_dict().values()) < 4_000_000 - 10_000
    assert weights.read_bytes() != stopped
    assert (place / "work" / "training.png").read_bytes().startswith(b"\x89PNG")
    assert missing(place / "weights") == []
    made = {
        amount: blend(tune(110.0), tune(415.0), seconds=2, amount=amount, seed=3, folder=place / "weights").samples
        for amount in (0.0, 0.5, 1.0)
    }
    assert not np.array_equal(made[0.0], made[0.5])
    assert not np.array_equal(made[0.5], made[1.0])


def test_what_was_written_is_what_was_trained_and_another_shape_is_not_mixed_in(place, capsys):
    train_blend.main(words(place))
    training = train_blend.prepared(train_blend.arguments(words(place)))
    assert training.resume()
    kept = load(cascade_file(place / "weights")).cascade.state_dict()
    assert all((kept[name] == value).all() for name, value in training.cascade.state_dict().items())
    with pytest.raises(SystemExit, match="another shape"):
        train_blend.main(words(place, "--stages", "3"))


def test_a_run_in_two_parts_ends_like_a_run_in_one(place, tmp_path):
    training = train_blend.prepared(train_blend.arguments(words(place)))
    ends = []
    for name, parts in (("one", (6,)), ("two", (3, 6))):
        (tmp_path / name).mkdir()
        for until in parts:
            plan = Plan(training.plan.shape, tmp_path / name, steps=6, batch=2)
            part = Training(training.corpus, plan)
            part.resume()
            part.run(lambda _: None, until)
        ends.append(part.cascade.leave.weight.detach().numpy())
    assert np.array_equal(*ends)


def test_too_little_sound_and_no_codec_are_said(place, tmp_path):
    with pytest.raises(SystemExit, match="0 of the 0 sound files"):
        train_blend.main([str(tmp_path), *words(place)[1:]])
    with pytest.raises(SystemExit, match="museaika weights fetch encodec"):
        train_blend.main([*words(place), "--weights", str(tmp_path)])
