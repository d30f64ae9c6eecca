"""The rebuilt graph computes what the arrays say: checked against a slow, obvious convolution."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

from omnishelf.encoders import efficientnet
from omnishelf.encoders.efficientnet import build, fold, onnx_file, same_padding


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "expected"),
    [(224, 3, 2, (0, 1)), (56, 5, 2, (1, 2)), (65, 3, 2, (1, 1)), (14, 5, 1, (2, 2)), (7, 1, 1, (0, 0))],
)
def test_padding_is_tensorflows(size: int, kernel: int, stride: int, expected: tuple[int, int]) -> None:
    """The odd row of zeros goes after the picture, unlike PyTorch's symmetric padding."""
    assert same_padding(size, kernel, stride) == expected


def test_folding_equals_convolution_then_normalisation() -> None:
    """For a 1x1 kernel both can be written down: gamma (wx - mean) / sqrt(var + eps) + beta."""
    w, gamma, beta, mean, variance = (np.array([v], dtype=float) for v in (2.0, 3.0, 0.5, 1.0, 4.0))
    weight, bias = fold(w.reshape(1, 1, 1, 1), gamma, beta, mean, variance)
    x = 0.7
    assert weight.item() * x + bias.item() == pytest.approx(3.0 * (2.0 * x - 1.0) / np.sqrt(4.0 + 1e-3) + 0.5)


def random_state(rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Stem, three blocks (the third repeats the second's channels, so it has a shortcut), head, classifier."""
    state: dict[str, np.ndarray] = {}

    def conv(name: str, norm: str, out: int, into: int, kernel: int) -> None:
        state[f"{name}.weight"] = rng.normal(0, 0.4, (out, into, kernel, kernel))
        state[f"{norm}.weight"], state[f"{norm}.bias"] = rng.uniform(0.5, 1.5, out), rng.normal(0.3, 0.5, out)
        state[f"{norm}.running_mean"], state[f"{norm}.running_var"] = rng.normal(0, 0.2, out), rng.uniform(0.5, 2, out)

    conv("_conv_stem", "_bn0", 4, 3, 3)
    conv("_blocks.0._depthwise_conv", "_blocks.0._bn1", 4, 1, 3)
    conv("_blocks.0._project_conv", "_blocks.0._bn2", 3, 4, 1)
    for block, into in ((1, 3), (2, 5)):
        conv(f"_blocks.{block}._expand_conv", f"_blocks.{block}._bn0", 6, into, 1)
        conv(f"_blocks.{block}._depthwise_conv", f"_blocks.{block}._bn1", 6, 1, 5)
        conv(f"_blocks.{block}._project_conv", f"_blocks.{block}._bn2", 5, 6, 1)
    conv("_conv_head", "_bn1", 7, 5, 1)
    state["_fc.weight"], state["_fc.bias"] = rng.normal(size=(4, 7)), rng.normal(size=4)
    return state


def slow_conv(x: np.ndarray, w: np.ndarray, stride: int, depthwise: bool) -> np.ndarray:
    """[c, h, h] with TensorFlow's "same" padding, one output number at a time."""
    size, kernel = x.shape[1], w.shape[2]
    out = -(-size // stride)
    total = max((out - 1) * stride + kernel - size, 0)
    padded = np.pad(x, ((0, 0), (total // 2, total - total // 2), (total // 2, total - total // 2)))
    y = np.zeros((len(w), out, out))
    for o, i, j in np.ndindex(*y.shape):
        window = padded[:, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
        y[o, i, j] = (window[o] * w[o, 0]).sum() if depthwise else (window * w[o]).sum()
    return y


def slow_forward(state: dict[str, np.ndarray], x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    def layer(x: np.ndarray, name: str, norm: str, stride: int = 1, depthwise: bool = False, relu: bool = True) -> np.ndarray:
        y = slow_conv(x, state[f"{name}.weight"], stride, depthwise)
        gamma, beta, mean, var = (
            state[f"{norm}.{p}"][:, None, None] for p in ("weight", "bias", "running_mean", "running_var")
        )
        y = gamma * (y - mean) / np.sqrt(var + 1e-3) + beta
        return np.clip(y, 0, 6) if relu else y

    x = layer(x, "_conv_stem", "_bn0", 2)
    x = layer(x, "_blocks.0._depthwise_conv", "_blocks.0._bn1", 1, True)
    x = layer(x, "_blocks.0._project_conv", "_blocks.0._bn2", relu=False)
    for b, stride in ((1, 2), (2, 1)):
        y = layer(x, f"_blocks.{b}._expand_conv", f"_blocks.{b}._bn0")
        y = layer(y, f"_blocks.{b}._depthwise_conv", f"_blocks.{b}._bn1", stride, True)
        y = layer(y, f"_blocks.{b}._project_conv", f"_blocks.{b}._bn2", relu=False)
        x = y if b == 1 else x + y
    features = layer(x, "_conv_head", "_bn1").mean(axis=(1, 2))
    return features, state["_fc.weight"] @ features + state["_fc.bias"]


def test_the_graph_equals_a_slow_forward_pass() -> None:
    """Strides, shortcuts, ReLU6, padding on odd and even sides, folded normalisation: all in one small network."""
    rng = np.random.default_rng(7)
    state, pictures = random_state(rng), rng.normal(size=(2, 3, 18, 18))
    session = ort.InferenceSession(build(state, 18).SerializeToString(), providers=["CPUExecutionProvider"])
    features, logits = session.run(["features", "logits"], {"pictures": pictures.astype(np.float32)})
    for row, picture in enumerate(pictures):
        expected_features, expected_logits = slow_forward(state, picture)
        np.testing.assert_allclose(features[row], expected_features, rtol=1e-3, atol=1e-4)
        np.testing.assert_allclose(logits[row], expected_logits, rtol=1e-3, atol=1e-4)


def test_the_graph_is_built_once_for_its_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second start reads the cached file; other weights are another file; nothing half-written stays."""
    read = []
    monkeypatch.setattr(
        efficientnet, "read_state_dict", lambda path: read.append(path) or random_state(np.random.default_rng(0))
    )
    first = onnx_file(tmp_path / "w.pth", "a" * 64, 18, tmp_path / "cache")
    again = onnx_file(tmp_path / "w.pth", "a" * 64, 18, tmp_path / "cache")
    other = onnx_file(tmp_path / "w.pth", "b" * 64, 18, tmp_path / "cache")
    assert first == again != other
    assert len(read) == 2
    assert sorted(p.suffix for p in (tmp_path / "cache").iterdir()) == [".onnx", ".onnx"]
