"""Writes the network with which the page finds faces: mediapipe's near detector (BlazeFace, Apache-2.0), as ONNX.

Browsers get it for "Keep it in my browser"; the server uses mediapipe itself. Nothing is trained: the weights are those
inside the mediapipe package, the operations are the same, and the answers differ by less than a thousandth of a pixel.

Usage: .venv/bin/python scripts/build_face_finder.py [--to web/src/pages/feel/here/face-finder.onnx]
"""

import argparse
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from mediapipe.tasks.metadata import schema_py_generated as schema
from onnx import TensorProto, helper, numpy_helper

HERE: Final = Path(__file__).parent.parent
TO: Final = HERE / "web" / "src" / "pages" / "feel" / "here" / "face-finder.onnx"
SOURCE: Final = "modules/face_detection/face_detection_short_range.tflite"
OPERATORS: Final = {number: name for name, number in vars(schema.BuiltinOperator).items() if not name.startswith("_")}
TYPES: Final = {schema.TensorType.FLOAT32: np.float32, schema.TensorType.FLOAT16: np.float16}
INTO_CHANNELS_FIRST: Final = [0, 3, 1, 2]
INTO_CHANNELS_LAST: Final = [0, 2, 3, 1]


class Converter:
    """One graph of TensorFlow Lite, operation by operation; channels come first in between, as ONNX wants them."""

    def __init__(self, content: bytes) -> None:
        self._model = schema.Model.GetRootAsModel(content, 0)
        self._graph = self._model.Subgraphs(0)
        self._nodes: list[onnx.NodeProto] = []
        self._weights: dict[str, onnx.TensorProto] = {}
        self._halves: dict[int, int] = {}

    def converted(self) -> onnx.ModelProto:
        first, outputs = self._graph.Inputs(0), self._graph.OutputsAsNumpy()
        self._add("Transpose", ["picture"], self._name(first), perm=INTO_CHANNELS_FIRST)
        for index in range(self._graph.OperatorsLength()):
            self._convert(self._graph.Operators(index))
        given = helper.make_tensor_value_info("picture", TensorProto.FLOAT, self._shape(first))
        told = [helper.make_tensor_value_info(self._name(one), TensorProto.FLOAT, self._shape(one)) for one in outputs]
        graph = helper.make_graph(self._nodes, "face-finder", [given], told, list(self._weights.values()))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
        onnx.checker.check_model(model)
        return model

    def _convert(self, operator: Any) -> None:
        code = self._model.OperatorCodes(operator.OpcodeIndex())
        kind = OPERATORS[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
        takes, gives = [int(one) for one in operator.InputsAsNumpy()], int(operator.Outputs(0))
        by_kind: dict[str, Callable[[Any, list[int], int], None]] = {
            "DEQUANTIZE": lambda _, takes, gives: self._halves.update({gives: takes[0]}),
            "CONV_2D": self._convolution,
            "DEPTHWISE_CONV_2D": self._channel_by_channel,
            "RELU": lambda _, takes, gives: self._add("Relu", [self._name(takes[0])], self._name(gives)),
            "ADD": lambda _, takes, gives: self._add("Add", [*map(self._name, takes)], self._name(gives)),
            "PAD": self._padding,
            "MAX_POOL_2D": self._pooling,
            "RESHAPE": self._reshaping,
            "CONCATENATION": lambda _, takes, gives: self._add(
                "Concat", [*map(self._name, takes)], self._name(gives), axis=1
            ),
        }
        by_kind[kind](operator, takes, gives)

    def _convolution(self, operator: Any, takes: list[int], gives: int) -> None:
        """Kernels are [out, height, width, in]."""
        options = schema.Conv2DOptions()
        options.Init(operator.BuiltinOptions().Bytes, operator.BuiltinOptions().Pos)
        self._fold(takes, gives, self._values(takes[1]).transpose(0, 3, 1, 2), 1, options)

    def _channel_by_channel(self, operator: Any, takes: list[int], gives: int) -> None:
        """Kernels are [1, height, width, channels]."""
        options = schema.DepthwiseConv2DOptions()
        options.Init(operator.BuiltinOptions().Bytes, operator.BuiltinOptions().Pos)
        kernel = self._values(takes[1]).transpose(3, 0, 1, 2)
        self._fold(takes, gives, kernel, len(kernel), options)

    def _fold(self, takes: list[int], gives: int, kernel: np.ndarray, groups: int, options: Any) -> None:
        names = [self._name(takes[0]), self._weight(takes[1], kernel), self._weight(takes[2], self._values(takes[2]))]
        strides = [options.StrideH(), options.StrideW()]
        self._add("Conv", names, self._name(gives), auto_pad="SAME_UPPER", strides=strides, group=groups)

    def _pooling(self, operator: Any, takes: list[int], gives: int) -> None:
        options = schema.Pool2DOptions()
        options.Init(operator.BuiltinOptions().Bytes, operator.BuiltinOptions().Pos)
        size, strides = [options.FilterHeight(), options.FilterWidth()], [options.StrideH(), options.StrideW()]
        names = [self._name(takes[0])]
        self._add("MaxPool", names, self._name(gives), kernel_shape=size, strides=strides, auto_pad="SAME_UPPER")

    def _padding(self, _: Any, takes: list[int], gives: int) -> None:
        around = np.frombuffer(self._buffer(takes[1]), np.int32).reshape(4, 2)[INTO_CHANNELS_FIRST]
        name = f"{self._name(gives)}/around"
        self._weights[name] = numpy_helper.from_array(around.T.reshape(-1).astype(np.int64), name)
        self._add("Pad", [self._name(takes[0]), name], self._name(gives))

    def _reshaping(self, _: Any, takes: list[int], gives: int) -> None:
        name = f"{self._name(gives)}/shape"
        self._weights[name] = numpy_helper.from_array(np.array(self._shape(gives), np.int64), name)
        self._add("Transpose", [self._name(takes[0])], f"{name}/last", perm=INTO_CHANNELS_LAST)
        self._add("Reshape", [f"{name}/last", name], self._name(gives))

    def _weight(self, tensor: int, values: np.ndarray) -> str:
        """Kept with half the digits, as in the source; whole again when it is opened."""
        name = self._name(tensor)
        self._weights[f"{name}/half"] = numpy_helper.from_array(
            np.ascontiguousarray(values, np.float16), f"{name}/half"
        )
        self._add("Cast", [f"{name}/half"], name, to=TensorProto.FLOAT)
        return name

    def _values(self, tensor: int) -> np.ndarray:
        stored = self._halves.get(tensor, tensor)
        kind = TYPES[self._graph.Tensors(stored).Type()]
        return np.frombuffer(self._buffer(stored), kind).reshape(self._shape(stored))

    def _add(self, kind: str, takes: list[str], gives: str, **more: Any) -> None:
        self._nodes.append(helper.make_node(kind, takes, [gives], **more))

    def _buffer(self, tensor: int) -> bytes:
        return bytes(self._model.Buffers(self._graph.Tensors(tensor).Buffer()).DataAsNumpy())

    def _shape(self, tensor: int) -> list[int]:
        return [int(side) for side in self._graph.Tensors(tensor).ShapeAsNumpy()]

    def _name(self, tensor: int) -> str:
        return str(self._graph.Tensors(tensor).Name().decode())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=TO)
    to: Path = parser.parse_args().to
    onnx.save(Converter(files("mediapipe").joinpath(SOURCE).read_bytes()).converted(), to)
    print(f"{to}: {to.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
