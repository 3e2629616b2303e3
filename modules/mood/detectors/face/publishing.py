"""Turns a trained face network into what is shipped: calibrated, in one ONNX file of half-precision weights."""

from __future__ import annotations

import json
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import onnx
import torch
from matplotlib.figure import Figure
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from modules.mood.detectors.face import votes
from modules.mood.detectors.face.recogniser import Calibration, Recognised, mean, mixed, together
from modules.mood.detectors.face.training import look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from modules.mood.detectors.face.dataset import Faces
    from modules.mood.detectors.face.network import FaceNetwork

SECOND: Final = 0.15
"""FER2013's labels are the words that pictures were searched with: nearer to posed faces than what ten people see."""
_WORTH_HALVING: Final = 64
_NEAR: Final = 0.06


class Published(nn.Module):
    """Grey faces as bytes to calibrated shares of both heads."""

    def __init__(self, network: FaceNetwork, temperatures: tuple[float, float]) -> None:
        super().__init__()
        self.network = network
        self.temperatures = temperatures

    def forward(self, faces: Tensor) -> tuple[Tensor, Tensor]:
        heads = self.network(faces[:, None].float() / 255)
        ferplus, fer = (torch.softmax(head / each, 1) for head, each in zip(heads, self.temperatures, strict=True))
        return ferplus, fer


def temperature(logits: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    """What the logits must be divided by for the likelihoods to be honest; labels below zero do not count."""
    counted = labels >= 0
    if not counted.any():
        return 1.0
    scores, wanted = torch.from_numpy(logits[counted]), torch.from_numpy(labels[counted])
    choices = np.geomspace(0.3, 3.0, 200)
    losses = [float(nn.functional.cross_entropy(scores / choice, wanted)) for choice in choices]
    return float(choices[int(np.argmin(losses))])


def publish(networks: Sequence[FaceNetwork], held: Faces) -> tuple[list[bytes], Calibration]:
    """The files to ship, one for each network, the calibration in the first; held: faces that were not learned from."""
    labels = (votes.probability_labels(held.ferplus), held.fer)
    straight = [look(network, held.images) for network in networks]
    own = [(temperature(heads[0], labels[0]), temperature(heads[1], labels[1])) for heads in straight]
    mirrored = [look(network, held.images, mirrored=True) for network in networks]
    both = [
        shares((np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1]])), warmth)
        for one, other, warmth in zip(straight, mirrored, own, strict=True)
    ]
    calibration = calibrated(both, held)
    notes = [{"calibration": json.dumps(calibration._asdict())}, *({} for _ in networks[1:])]
    files = [onnx_bytes(*each) for each in zip(networks, own, notes, strict=True)]
    return files, calibration


def shares(logits: tuple[Any, Any], temperatures: tuple[float, float]) -> Recognised:
    """As the shipped file answers."""
    calm = [torch.from_numpy(head) / each for head, each in zip(logits, temperatures, strict=True)]
    return Recognised(*(torch.softmax(head, 1).numpy() for head in calm))


def calibrated(looks: Sequence[Recognised], held: Faces) -> Calibration:
    """What makes the faces held out likeliest."""
    labels = (votes.probability_labels(held.ferplus), held.fer)
    heads = zip(*looks, strict=True)
    ferplus, fer2013 = (temperature(mean(head), wanted) for head, wanted in zip(heads, labels, strict=True))
    both = mixed(together(looks, (ferplus, fer2013)), SECOND)
    confidence, right = both.max(1), both.argmax(1) == labels[0]
    threshold = _threshold(confidence[labels[0] >= 0], right[labels[0] >= 0])
    return Calibration(certain_above=threshold, second=SECOND, warmth=(ferplus, fer2013))


def onnx_bytes(network: FaceNetwork, temperatures: tuple[float, float], notes: dict[str, str]) -> bytes:
    """The whole network in one file."""
    names = ("faces", "ferplus", "fer2013")
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the newer exporter needs one more package
        file = Path(folder) / "face.onnx"
        torch.onnx.export(
            Published(network.eval(), temperatures).eval(),
            (torch.zeros((2, 48, 48), dtype=torch.uint8),),
            file,
            input_names=list(names[:1]),
            output_names=list(names[1:]),
            dynamic_axes={name: {0: "n"} for name in names},
            opset_version=17,
            dynamo=False,
        )
        graph = onnx.load(file)
    _halve(graph)
    helper.set_model_props(graph, notes)
    onnx.checker.check_model(graph)
    return bytes(graph.SerializeToString())


def curves(runs: Sequence[Sequence[Mapping[str, float]]], file: Path) -> None:
    """The picture of the runs: loss and accuracies on the faces held out."""
    figure = Figure(figsize=(9, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    for number, rows in enumerate(runs, 1):
        epochs = [row["epoch"] for row in rows]
        left.plot(epochs, [row["loss"] for row in rows], label=f"{number}: learning (both heads, distorted, mixed)")
        left.plot(epochs, [row["held_out_loss"] for row in rows], label=f"{number}: held out (FER+ head)")
        for name in ("ferplus", "fer2013"):
            right.plot(epochs, [row[f"held_out_{name}_accuracy"] for row in rows], label=f"{number}: {name}, held out")
    for panel in (left, right):
        panel.set_xlabel("epoch")
        panel.legend()
        panel.grid(alpha=0.3)
    figure.savefig(file, dpi=80)


def _threshold(confidence: NDArray[Any], right: NDArray[Any]) -> float:
    """The least confidence from which on answers are right at least every second time."""
    certain = 0.8
    for level in np.arange(certain, 0.2, -0.01):
        near = np.abs(confidence - level) <= _NEAR
        if near.sum() < 20 or right[near].mean() < 0.5:
            break
        certain = round(float(level), 2)
    return certain


def _halve(graph: onnx.ModelProto) -> None:
    """Large weights are stored in 16 bits and widened when the file is opened: half the size, the same speed."""
    casts = []
    for weight in list(graph.graph.initializer):
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < _WORTH_HALVING:
            continue
        stored = f"{weight.name}_half"
        graph.graph.initializer.remove(weight)
        graph.graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), stored))
        casts.append(helper.make_node("Cast", [stored], [weight.name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.graph.node]
    del graph.graph.node[:]
    graph.graph.node.extend(nodes)
