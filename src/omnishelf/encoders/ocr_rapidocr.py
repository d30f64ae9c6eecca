"""Print by PP-OCRv6 small (Apache-2.0) from the package rapidocr, on ONNX Runtime: Chinese, English, digits.

Most photos bear no print, so looking for it must be cheap. Three steps, each of which may end it: a picture without hard edges
is not looked at; in a small copy (`GLANCE` pixels) something of the shape of a line is found or not; only then is print found
and read in full.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from omnishelf.domain.errors import ModelMissing, Unavailable
from omnishelf.encoders.ocr import TextLine
from omnishelf.encoders.pictures import shrunk
from omnishelf.encoders.weights import PP_OCR, locate

SIDE = 960
"""Pixels of the longer side in which print is read: what PP-OCR's detector was made for."""
GLANCE = 320
"""Pixels of the longer side in which print is looked for."""
LINE = 1.6
TALLEST = 0.2
"""A line of print is at least so many times as long as it is high, and no higher than this share of the picture's longer side.
Of 30 packages 30 show one in the small copy; of 81 photos of things with hard edges, in which the detector finds something nine
times in ten, one in ten does."""
EDGE = 32
"""Step of brightness, of 255, between neighbouring pixels of the small copy that counts as an edge."""
LEAST_EDGES = 0.004
"""Share of such pixels without which there is no print worth reading. Of the sample shop's packages the least has .0068; half
of its shoppers' photos of things have fewer than .004 and cost nothing."""
LEAST_CONFIDENCE = 0.5
_Read = TypeVar("_Read")
_DETECTOR, _RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"


class RapidText:
    """One reading at a time: a second waits, for both would want the same cores.

    Args:
        threads: what one call may use.
    """

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads
        self._lock = threading.Lock()
        self._engine: Any = None

    @property
    def name(self) -> str:
        return "pp-ocrv6-small"

    def read(self, picture: Image.Image) -> tuple[TextLine, ...]:
        small = shrunk(picture, GLANCE)
        if edges(small) < LEAST_EDGES:
            return ()
        return self._guarded(lambda engine: self._read(engine, picture, small))

    def strips(self, picture: Image.Image, side: int) -> tuple[NDArray[np.float64], ...]:
        seen = shrunk(picture, side)
        found = self._guarded(lambda engine: engine(_bgr(seen), use_det=True, use_cls=False, use_rec=False).boxes)
        scale = max(picture.size) / max(seen.size)
        return () if found is None else tuple(np.asarray(box, dtype=np.float64) * scale for box in found)

    def recognise(self, strips: Sequence[Image.Image]) -> tuple[TextLine, ...]:
        return tuple(self._guarded(partial(_line, strip=strip)) for strip in strips)

    def _guarded(self, work: Callable[[Any], _Read]) -> _Read:
        with self._lock:
            engine = self._loaded()
            try:
                return work(engine)
            except Exception:  # OpenCV and ONNX Runtime have errors of their own, whose texts say nothing to a shopper
                raise Unavailable("The print on the photo could not be read.") from None

    def _read(self, engine: Any, picture: Image.Image, small: Image.Image) -> tuple[TextLine, ...]:
        seen = engine(_bgr(small), use_det=True, use_cls=False, use_rec=False)
        if seen.boxes is None or not any(is_line(np.asarray(box, float), max(small.size)) for box in seen.boxes):
            return ()
        found = engine(_bgr(shrunk(picture, SIDE)), use_det=True, use_cls=False, use_rec=True, text_score=LEAST_CONFIDENCE)
        if not found.txts:
            return ()
        return tuple(TextLine(str(t), float(s)) for t, s in zip(found.txts, found.scores, strict=True) if str(t).strip())

    def warm(self) -> None:
        with self._lock:
            self._loaded()

    def _loaded(self) -> Any:
        if self._engine is None:
            files = locate(PP_OCR)
            try:
                from rapidocr import RapidOCR
            except ImportError as error:
                raise ModelMissing(f"The package rapidocr cannot be used: {error}.", hint=f"Run: {PP_OCR.install}") from None
            self._engine = RapidOCR(
                params={
                    "Global.log_level": "critical",  # what a shopper's photo says is nobody's business
                    "Global.use_cls": False,
                    "Det.model_path": str(files[_DETECTOR]),
                    "Rec.model_path": str(files[_RECOGNISER]),
                    "Det.limit_type": "max",
                    "Det.limit_side_len": SIDE,
                    "EngineConfig.onnxruntime.intra_op_num_threads": self._threads,
                    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                }
            )
        return self._engine


def _line(engine: Any, strip: Image.Image) -> TextLine:
    found = engine(_bgr(strip), use_det=False, use_cls=False, use_rec=True, text_score=0.0)
    return TextLine(str(found.txts[0]).strip(), float(found.scores[0])) if found.txts else TextLine("", 0.0)


def is_line(box: NDArray[np.float64], side: int) -> bool:
    """Whether corners [4, 2], clockwise, enclose what has the shape of a line of print, in a picture with this longer side."""
    across, down = float(np.linalg.norm(box[1] - box[0])), float(np.linalg.norm(box[3] - box[0]))
    long, high = max(across, down), min(across, down)
    return 0 < high <= TALLEST * side and long >= LINE * high


def edges(picture: Image.Image) -> float:
    """Share of pixels, 0..1, whose right neighbour is lighter or darker by at least `EDGE`."""
    grey = np.asarray(picture.convert("L"), dtype=np.int16)
    steps = np.abs(np.diff(grey, axis=1))
    return float((steps >= EDGE).mean()) if steps.size else 0.0


def _bgr(picture: Image.Image) -> Any:
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])
