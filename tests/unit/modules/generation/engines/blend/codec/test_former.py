"""The old service's weights are taken over when they are what we know, and otherwise refused with the reason."""

import argparse
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

ROOT = Path(__file__).resolve().parents[7]
sys.path.insert(0, str(ROOT / "scripts"))

import convert_blend  # noqa: E402 - scripts are no package

from modules.generation.engines.blend.codec.blender import blend  # noqa: E402 - after the path
from modules.generation.engines.blend.codec.canvas import Canvas  # noqa: E402 - the same
from modules.generation.engines.blend.codec.former import Former, NotConverted, read  # noqa: E402 - the same
from modules.generation.engines.blend.codec.network import Window, load  # noqa: E402 - the same
from modules.generation.engines.blend.codec.weights import cascade_file, missing  # noqa: E402 - the same
from tests.small_codec import put_codec, tune  # noqa: E402 - the same

pytestmark = pytest.mark.torch


@pytest.fixture
def former():
    with torch.random.fork_rng():
        torch.manual_seed(2)
        return Former().eval()


@pytest.fixture
def checkpoint(former, tmp_path):
    """As the old training saved it: the output's weight apart from its spectral norm."""

    def checkpoint(changes=None, args=None):
        state = former.state_dict()
        weight = state.pop("output_proj.weight")
        left, right = weight[:, 0] / weight[:, 0].norm(), torch.eye(128)[0]
        state |= {"output_proj.weight_orig": weight, "output_proj.weight_u": left, "output_proj.weight_v": right}
        former.output_proj.weight.data = weight / weight[:, 0].norm()
        state |= changes or {}
        path = tmp_path / "checkpoints" / "best_model.pt"
        path.parent.mkdir(exist_ok=True)
        given = {"nhead": 8, "num_layers": 4} if args is None else args
        kept = {name: value for name, value in state.items() if value is not None}
        torch.save({"model_state_dict": kept, "args": given, "epoch": 7}, path)
        return path

    return checkpoint


def test_an_old_checkpoint_is_converted_and_blends(checkpoint, former, tmp_path):
    folder = tmp_path / "weights"
    put_codec(folder)
    convert_blend.main([str(checkpoint()), "--weights", str(folder)])
    assert missing(folder) == []
    a, b = np.random.default_rng(1).normal(size=(2, 20, 128)).astype(np.float32)
    network = load(cascade_file(folder))
    for amount in (0.0, 0.3, 1.0):
        said = network.complete(Window(a, b, Canvas(a, np.zeros(20, dtype=bool)), a, b), amount)
        with torch.inference_mode():
            wanted = former(torch.from_numpy((1 - amount) * a + amount * b)[None].float())[0].numpy()
        assert np.allclose(said, wanted, atol=1e-4)
    made = blend(tune(220.0, 1.0), tune(330.0, 1.0), seconds=1.0, amount=0.5, seed=1, folder=folder)
    assert np.isfinite(made.samples).all()
    with pytest.raises(SystemExit, match="there already"):
        convert_blend.main([str(checkpoint()), "--weights", str(folder)])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"post_norm.weight": None}, r"post_norm\.weight is lacking"),
        ({"creative_agent.key": torch.zeros(3)}, r"creative_agent\.key is not known"),
        ({"post_norm.bias": torch.zeros(64)}, r"post_norm\.bias is \[64\], not \[128\]"),
        ({"post_norm.bias": torch.full((128,), torch.nan)}, "no numbers"),
        ({"cascade_stages.0.input_norm.weight": torch.zeros(256)}, "stages 256 and 384 wide"),
    ],
    ids=["lacking", "unknown", "another shape", "not a number", "two stages"],
)
def test_another_network_is_refused_with_the_first_difference(checkpoint, changes, reason):
    with pytest.raises(NotConverted, match=reason) as refusal:
        read(checkpoint(changes))
    assert "train_blend.py" in refusal.value.next_step


def test_a_checkpoint_that_carries_programs_is_not_opened(checkpoint, tmp_path):
    with pytest.raises(NotConverted, match="plain weights"):
        read(checkpoint(args=argparse.Namespace(nhead=8)))
    (tmp_path / "noise.pt").write_bytes(b"\x80noise")
    with pytest.raises(SystemExit, match="cannot be read"):
        convert_blend.main([str(tmp_path / "noise.pt"), "--weights", str(tmp_path)])
    assert not cascade_file(tmp_path).exists()
