"""The packaged image encoder: EfficientNet-Lite0 and Lite2, two taps of each, as one unit vector of looks (looks.py)."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from omnishelf.domain.errors import ModelMissing
from omnishelf.encoders.efficientnet import FORMAT, onnx_file
from omnishelf.encoders.looks import STATISTICS_VERSION, Tap, load_statistics, looks, on_white
from omnishelf.encoders.port import Matrix, PictureFeatures
from omnishelf.encoders.weights import EFFICIENTNET_LITE0, EFFICIENTNET_LITE2, Pinned, locate

BATCH = 8  # pictures a run: larger batches are no faster on a CPU and hold more memory


@dataclass(frozen=True, slots=True)
class Backbone:
    """One network and the side in pixels of the square pictures it was trained on."""

    name: str
    pin: Pinned
    side: int


BACKBONES = (Backbone("lite0", EFFICIENTNET_LITE0, 224), Backbone("lite2", EFFICIENTNET_LITE2, 260))
_OUTPUTS = ("neck", "features", "logits")


@cache
def imagenet_labels() -> tuple[str, ...]:
    """Short English names of the 1000 ImageNet classes, in the order of the logits."""
    return tuple(resources.files(__package__).joinpath("imagenet_labels.txt").read_text("utf-8").split("\n")[:1000])


class PackagedImage:
    """EfficientNet-Lite0 and Lite2 from their packages, run by ONNX Runtime on the CPU.

    Args:
        cache_dir: where the two graphs are kept once they have been built (42 MB).
        threads: what one call may use.
    """

    def __init__(self, cache_dir: Path, threads: int = 2) -> None:
        self._cache_dir = cache_dir
        self._threads = threads
        self._lock = threading.Lock()
        self._sessions: tuple[Any, ...] | None = None
        self._taps: Mapping[str, Tap] = {}

    @property
    def name(self) -> str:
        return f"efficientnet-lite0+lite2/g{FORMAT}/s{STATISTICS_VERSION}"

    @property
    def dimensions(self) -> int:
        return sum(tap.projection.shape[1] for tap in self._statistics().values())

    @property
    def labels(self) -> tuple[str, ...]:
        return imagenet_labels()

    def encode(self, pictures: Sequence[Image.Image]) -> PictureFeatures:
        """Classes are the mean of both networks' softmax."""
        if not pictures:
            return PictureFeatures(np.zeros((0, self.dimensions), np.float32), np.zeros((0, len(self.labels)), np.float32))
        outputs = self.outputs(pictures)
        white = np.array([on_white(picture) for picture in pictures], dtype=np.float32)
        classes = np.mean([softmax(outputs[f"{b.name}.logits"]) for b in BACKBONES], axis=0)
        return PictureFeatures(looks(outputs, self._statistics(), white), np.asarray(classes, dtype=np.float32))

    def outputs(self, pictures: Sequence[Image.Image]) -> dict[str, Matrix]:
        """What the networks say, before anything is done with it: "lite0.neck" [n, 320], "lite0.features" [n, 1280],
        "lite0.logits" [n, 1000], and the same of lite2 (its neck has 352). At least one picture."""
        found: dict[str, Matrix] = {}
        for session, backbone in zip(self._loaded(), BACKBONES, strict=True):
            batches = [pictures[start : start + BATCH] for start in range(0, len(pictures), BATCH)]
            runs = [session.run(_OUTPUTS, {"pictures": to_input(batch, backbone.side)}) for batch in batches]
            found |= {
                f"{backbone.name}.{name}": np.vstack(parts)
                for name, parts in zip(_OUTPUTS, zip(*runs, strict=True), strict=True)
            }
        return found

    def warm(self) -> None:
        self._loaded()

    def _loaded(self) -> tuple[Any, ...]:
        with self._lock:
            if self._sessions is None:
                self._sessions = tuple(_session(b, self._cache_dir, self._threads) for b in BACKBONES)
            return self._sessions

    def _statistics(self) -> Mapping[str, Tap]:
        if not self._taps:
            self._taps = load_statistics()
        return self._taps


def square(picture: Image.Image, side: int) -> Image.Image:
    """The whole picture, upright and undistorted, in the middle of a white square: what shops' pictures stand on."""
    rgb = picture if picture.mode == "RGB" else picture.convert("RGB")
    scale = side / max(rgb.size)
    width, height = (max(1, round(length * scale)) for length in rgb.size)
    canvas = Image.new("RGB", (side, side), (255, 255, 255))
    small = rgb.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=3.0)
    canvas.paste(small, ((side - width) // 2, (side - height) // 2))
    return canvas


def to_input(pictures: Sequence[Image.Image], side: int) -> NDArray[np.float32]:
    """[n, 3, side, side], (x - 127) / 128: what the TensorFlow training of EfficientNet-Lite fed."""
    pixels = np.stack([np.asarray(square(p, side), dtype=np.float32) for p in pictures])
    return np.ascontiguousarray(((pixels - 127.0) / 128.0).transpose(0, 3, 1, 2))


def softmax(logits: NDArray[Any]) -> Matrix:
    """Rows of probabilities."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)


def _session(backbone: Backbone, cache_dir: Path, threads: int) -> Any:
    paths = locate(backbone.pin)
    (file, sha256), *_ = backbone.pin.files.items()
    graph = onnx_file(paths[file], sha256, backbone.side, cache_dir)
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads must not burn a shop's cores
    try:
        return ort.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    except Exception:  # a damaged cache file: onnxruntime raises several kinds
        graph.unlink(missing_ok=True)
        raise ModelMissing(
            f"The graph of {backbone.pin.name} in {cache_dir} could not be read and was removed.",
            hint="Try again: it is built anew.",
        ) from None
