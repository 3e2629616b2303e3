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
from modules.mood.detectors.face.recogniser import Calibration, Recognised, mixed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from modules.mood.detectors.face.dataset import Faces
    from modules.mood.detectors.face.network import FaceNetwork

SECOND: Final = 0.15
"""FER2013's labels are the words that pictures were searched with: nearer to posed faces than what ten people see."""
_WORTH_HALVING: Final = 64
_NEAR: Final = 0.06


class Published(nn.Module):
    """Grey faces as bytes to calibrated shares of both heads; a face and its mirror image are asked, and averaged."""

    mirror: Tensor

    def __init__(self, network: FaceNetwork, temperatures: tuple[float, float]) -> None:
        super().__init__()
        self.network = network
        self.temperatures = temperatures
        self.register_buffer("mirror", torch.arange(47, -1, -1))

    def forward(self, faces: Tensor) -> tuple[Tensor, Tensor]:
        count = faces.shape[0]
        seen = faces[:, None].float() / 255
        heads = self.network(torch.cat([seen, seen[..., self.mirror]]))
        means = [(head[:count] + head[count:]) / 2 for head in heads]
        ferplus, fer = (torch.softmax(mean / each, 1) for mean, each in zip(means, self.temperatures, strict=True))
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


def publish(network: FaceNetwork, held: Faces, logits: tuple[Any, Any]) -> tuple[bytes, Calibration]:
    """The file to ship; held: faces that were not learned from, logits: what the network says of them."""
    labels = (votes.probability_labels(held.ferplus), held.fer)
    warmth = (temperature(logits[0], labels[0]), temperature(logits[1], labels[1]))
    calm = [torch.softmax(torch.from_numpy(head) / each, 1).numpy() for head, each in zip(logits, warmth, strict=True)]
    calibration = calibrated(held, Recognised(calm[0], calm[1]))
    return onnx_bytes(network, warmth, calibration), calibration


def calibrated(held: Faces, seen: Recognised) -> Calibration:
    labels = votes.probability_labels(held.ferplus)
    shares = mixed(seen, SECOND)
    confidence, right = shares.max(1), shares.argmax(1) == labels
    return Calibration(certain_above=_threshold(confidence[labels >= 0], right[labels >= 0]), second=SECOND)


def onnx_bytes(network: FaceNetwork, temperatures: tuple[float, float], calibration: Calibration) -> bytes:
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
    helper.set_model_props(graph, {"calibration": json.dumps(calibration._asdict())})
    onnx.checker.check_model(graph)
    return bytes(graph.SerializeToString())


def curves(rows: Sequence[Mapping[str, float]], file: Path) -> None:
    """The picture of a run: loss and accuracies on the faces held out."""
    figure = Figure(figsize=(9, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    epochs = [row["epoch"] for row in rows]
    left.plot(epochs, [row["loss"] for row in rows], label="learning (both heads, distorted, mixed)")
    left.plot(epochs, [row["held_out_loss"] for row in rows], label="held out (FER+ head)")
    for name in ("ferplus", "fer2013"):
        right.plot(epochs, [row[f"held_out_{name}_accuracy"] for row in rows], label=f"{name} accuracy, held out")
    for panel in (left, right):
        panel.set_xlabel("epoch")
        panel.legend()
        panel.grid(alpha=0.3)
    figure.savefig(file, dpi=80)


def _threshold(confidence: NDArray[Any], right: NDArray[Any]) -> float:
    """The least confidence around which answers are right at least every second time."""
    for level in np.arange(0.2, 0.8, 0.01):
        near = np.abs(confidence - level) <= _NEAR
        if near.sum() >= 20 and right[near].mean() >= 0.5:
            return round(float(level), 2)
    return 0.5


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
