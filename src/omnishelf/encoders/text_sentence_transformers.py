"""Text vectors from a sentence-transformers model, local or from a model hub (extra `sentence-transformers`)."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from omnishelf.domain.errors import ModelMissing
from omnishelf.encoders.port import Matrix

BATCH = 32


class SentenceTransformersText:
    """Prompts named "query" and "passage" (or "document") in the model's own configuration are used where it has them."""

    def __init__(self, model: str) -> None:
        """`model`: a folder, or a name on the hub."""
        self.model = model
        self._loaded: Any = None
        self._loading = threading.Lock()

    @property
    def name(self) -> str:
        return f"sentence-transformers/{self.model}"

    @property
    def dimensions(self) -> int:
        model = self._model()
        newer = getattr(model, "get_embedding_dimension", None)  # its name since version 5
        return int(newer() if newer else model.get_sentence_embedding_dimension())

    def queries(self, texts: Sequence[str]) -> Matrix:
        return self._encode(texts, ("query",))

    def passages(self, texts: Sequence[str]) -> Matrix:
        return self._encode(texts, ("passage", "document"))

    def warm(self) -> None:
        self._model()

    def _model(self) -> Any:
        with self._loading:
            if self._loaded is None:
                try:
                    from sentence_transformers import SentenceTransformer
                except ImportError:
                    hint = 'Run: pip install "omnishelf[sentence-transformers]"'
                    raise ModelMissing("The package sentence-transformers is not installed.", hint=hint) from None
                try:
                    self._loaded = SentenceTransformer(self.model, device="cpu")
                except (OSError, ValueError) as error:
                    what = f"The text model {self.model} cannot be loaded: {error}"
                    raise ModelMissing(what, hint="Check text.model: a folder, or a name on the hub.") from None
            return self._loaded

    def _encode(self, texts: Sequence[str], prompts: tuple[str, ...]) -> Matrix:
        model = self._model()
        out = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        rows = [i for i, text in enumerate(texts) if text.strip()]
        if rows:
            prompt = next((name for name in prompts if name in model.prompts), None)
            out[rows] = model.encode(
                [texts[i] for i in rows],
                prompt_name=prompt,
                batch_size=BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return out
