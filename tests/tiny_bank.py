"""A DiffSinger voice bank so small that it is written for the test: it sings a sine on the pitch it is given."""

from pathlib import Path

import numpy as np
import onnx
import yaml
from onnx import TensorProto, helper, numpy_helper

from modules.audio.clip import RATE

HOP, BINS = 441, 4
PHONEMES = ["<PAD>", "SP", "AP", "l", "aa", "t", "ah", "iy", "ih", "d"]
INT, FLOAT = TensorProto.INT64, TensorProto.FLOAT


def network(path: Path, nodes: list, inputs: list, outputs: list, constants: dict) -> None:
    held = [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "tiny", inputs, outputs, held)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)])
    model.ir_version = 9
    onnx.save(model, str(path))


def tensor(name: str, kind: int, shape: list) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)


def acoustic(path: Path, more: str = "speedup") -> None:
    """The pitch and some noise of its own as mel, which is enough to see that both arrive."""
    node = helper.make_node
    nodes = [
        node("Unsqueeze", ["f0", "last"], ["high"]),
        node("Expand", ["high", "shape"], ["wide"]),
        node("RandomNormalLike", ["wide"], ["noise"]),
        node("Add", ["wide", "noise"], ["mel"]),
    ]
    inputs = [
        tensor("tokens", INT, [1, "n"]),
        tensor("durations", INT, [1, "n"]),
        tensor("f0", FLOAT, [1, "t"]),
        tensor(more, INT, []),
    ]
    constants = {"last": np.array([2]), "shape": np.array([1, 1, BINS])}
    network(path, nodes, inputs, [tensor("mel", FLOAT, [1, "t", BINS])], constants)


def vocoder(path: Path) -> None:
    """A sine on the pitch it is given, with a trace of the mel, a hop of samples for each frame."""
    node = helper.make_node
    nodes = [
        node("Unsqueeze", ["f0", "last"], ["high"]),
        node("Expand", ["high", "shape"], ["wide"]),
        node("Reshape", ["wide", "flat"], ["hertz"]),
        node("Mul", ["hertz", "turn"], ["step"]),
        node("CumSum", ["step", "axis"], ["phase"]),
        node("Sin", ["phase"], ["sine"]),
        node("ReduceMean", ["mel"], ["mean"], keepdims=0),
        node("Mul", ["mean", "trace"], ["whisper"]),
        node("Add", ["sine", "whisper"], ["loud"]),
        node("Mul", ["loud", "half"], ["waveform"]),
    ]
    constants = {
        "last": np.array([2]),
        "shape": np.array([1, 1, HOP]),
        "flat": np.array([1, -1]),
        "turn": np.array(2 * np.pi / RATE, dtype=np.float32),
        "axis": np.array(1),
        "trace": np.array(1e-4, dtype=np.float32),
        "half": np.array(0.5, dtype=np.float32),
    }
    inputs = [tensor("mel", FLOAT, [1, "t", BINS]), tensor("f0", FLOAT, [1, "t"])]
    network(path, nodes, inputs, [tensor("waveform", FLOAT, [1, "s"])], constants)


def bank_in(folder: Path, name: str = "Tiny Voice") -> Path:
    """A bank that knows "la" and "little"."""
    (folder / "dsvocoder").mkdir(parents=True)
    (folder / "phonemes.txt").write_text("\n".join(PHONEMES) + "\n")
    (folder / "character.yaml").write_text(f"name: {name}\n")
    config = {"phonemes": "phonemes.txt", "acoustic": "acoustic.onnx", "vocoder": "tiny", "hop_size": HOP}
    (folder / "dsconfig.yaml").write_text(yaml.safe_dump(config))
    told = {"model": "vocoder.onnx", "sample_rate": RATE, "hop_size": HOP, "num_mel_bins": BINS}
    (folder / "dsvocoder/vocoder.yaml").write_text(yaml.safe_dump(told))
    acoustic(folder / "acoustic.onnx")
    vocoder(folder / "dsvocoder/vocoder.onnx")
    return folder
