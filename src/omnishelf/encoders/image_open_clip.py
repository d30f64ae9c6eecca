"""Joint models of pictures and words through open_clip (extra `omnishelf[open_clip]`): CLIP, SigLIP and its multilingual
variants, XLM-RoBERTa CLIP, and any model in open_clip's format by `hf-hub:owner/name` or `local-dir:path`.

    OpenClip("ViT-B-16-SigLIP-i18n-256", "webli")

One object is both an ImageEncoder and a TextEncoder; its two sides share one space, so no bridge needs to be learnt.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from PIL import Image

from omnishelf.domain.errors import BadSettings, ModelMissing
from omnishelf.encoders.port import Matrix, PictureFeatures

BATCH = 16


class OpenClip:
    """Runs on the CPU.

    Args:
        model: open_clip's name of the architecture.
        pretrained: open_clip's tag of the weights, or a file; "" for names that carry their weights ("hf-hub:...").
        threads: what PyTorch may use; it is one number for the whole process.
    """

    def __init__(self, model: str, pretrained: str = "", threads: int = 2) -> None:
        if not model:
            raise BadSettings(
                "image.kind is open_clip, but image.model is empty.", hint='Name one, such as "ViT-B-16-SigLIP-i18n-256".'
            )
        self._model_name, self._pretrained, self._threads = model, pretrained, threads
        self._lock = threading.Lock()
        self._parts: tuple[Any, Callable[[Image.Image], Any], Callable[[Sequence[str]], Any]] | None = None
        self._dimensions = 0

    @property
    def name(self) -> str:
        return f"open_clip/{self._model_name}/{self._pretrained}"

    @property
    def dimensions(self) -> int:
        """Known after loading, so the first call loads."""
        if not self._dimensions:
            self._dimensions = self._encoded([""]).shape[1]
        return self._dimensions

    @property
    def labels(self) -> tuple[str, ...]:
        return ()

    def encode(self, pictures: Sequence[Image.Image]) -> PictureFeatures:
        model, prepare, _ = self._loaded()
        import torch

        rows = [np.zeros((0, self.dimensions), np.float32)]
        for start in range(0, len(pictures), BATCH):
            batch = torch.stack([prepare(p.convert("RGB")) for p in pictures[start : start + BATCH]])
            with torch.inference_mode():
                rows.append(model.encode_image(batch, normalize=True).float().numpy())
        return PictureFeatures(np.vstack(rows), np.zeros((len(pictures), 0), np.float32))

    def queries(self, texts: Sequence[str]) -> Matrix:
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        given = [i for i, text in enumerate(texts) if text.strip()]
        if given:
            rows[given] = self._encoded([texts[i] for i in given])
        return rows

    def passages(self, texts: Sequence[str]) -> Matrix:
        return self.queries(texts)

    def warm(self) -> None:
        self._loaded()

    def _encoded(self, texts: Sequence[str]) -> Matrix:
        model, _, tokens_of = self._loaded()
        import torch

        parts = []
        for start in range(0, len(texts), BATCH):
            with torch.inference_mode():
                parts.append(model.encode_text(tokens_of(list(texts[start : start + BATCH])), normalize=True).float().numpy())
        return np.vstack(parts)

    def _loaded(self) -> tuple[Any, Callable[[Image.Image], Any], Callable[[Sequence[str]], Any]]:
        with self._lock:
            if self._parts is None:
                open_clip, torch = import_torch()
                torch.set_num_threads(self._threads)
                try:
                    model, _, prepare = open_clip.create_model_and_transforms(
                        self._model_name, pretrained=self._pretrained or None
                    )
                    tokens_of = open_clip.get_tokenizer(self._model_name)
                except Exception as error:  # unknown names, no network, damaged files: each its own kind of exception
                    raise ModelMissing(
                        f"open_clip could not load {self._model_name} {self._pretrained}: {error}.".replace(" :", ":"),
                        hint="Check image.model and image.pretrained, and that the model hub or the file can be reached.",
                    ) from None
                self._parts = model.eval(), prepare, tokens_of
            return self._parts


def import_torch() -> tuple[Any, Any]:
    """The modules open_clip and torch, or what to install."""
    try:
        import open_clip
        import torch
    except ImportError:
        raise ModelMissing(
            "The image encoder open_clip is set, but the package open_clip_torch is not installed.",
            hint='Run: pip install "omnishelf[open_clip]"',
        ) from None
    return open_clip, torch
