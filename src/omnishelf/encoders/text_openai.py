"""Text vectors from any endpoint that speaks OpenAI's `POST /v1/embeddings` (hosted, Ollama, vLLM, llama.cpp server)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import httpx
import numpy as np

from omnishelf.domain.errors import BadSettings, Unavailable
from omnishelf.encoders.port import Matrix

BATCH = 64
"""Texts a request: OpenAI takes 2,048, small servers fewer."""
TIMEOUT = httpx.Timeout(30.0, connect=5.0)


class OpenAIText:
    """Thread-safe. Queries and passages are encoded alike."""

    def __init__(self, *, url: str, model: str, dimensions: int, api_key: str = "") -> None:
        """`url`: the endpoint's base, such as "http://127.0.0.1:11434/v1". `dimensions`: of the model's vectors."""
        if not (url and model and dimensions > 0):
            raise BadSettings(
                "The text endpoint needs url, model and dimensions.", hint="Set text.url, text.model and text.dimensions."
            )
        self.url, self.model, self._dimensions = url.rstrip("/") + "/embeddings", model, dimensions
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.Client(timeout=TIMEOUT, headers=headers)

    @property
    def name(self) -> str:
        return f"openai-text/{self.model}/{self._dimensions}"

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def queries(self, texts: Sequence[str]) -> Matrix:
        return self._encode(texts)

    def passages(self, texts: Sequence[str]) -> Matrix:
        return self._encode(texts)

    def warm(self) -> None:
        self._encode(["warm"])

    def _encode(self, texts: Sequence[str]) -> Matrix:
        out = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        rows = [i for i, text in enumerate(texts) if text.strip()]
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            out[part] = self._request([texts[i] for i in part])
        out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-12)
        return out

    def _request(self, texts: list[str]) -> Matrix:
        try:
            answer = self._client.post(self.url, json={"model": self.model, "input": texts})
            answer.raise_for_status()
            data: list[Any] = sorted(answer.json()["data"], key=lambda item: item["index"])
            vectors = np.array([item["embedding"] for item in data], dtype=np.float32)
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            raise Unavailable(
                f"The text endpoint answered {status}.", hint="Check text.url, text.model and text.api_key."
            ) from None
        except httpx.HTTPError as error:
            raise Unavailable(
                f"The text endpoint cannot be reached ({type(error).__name__}).", hint="Check text.url."
            ) from None
        except (KeyError, TypeError, ValueError):
            raise Unavailable("The text endpoint's answer is not in OpenAI's form.", hint="Check text.url.") from None
        if vectors.shape != (len(texts), self._dimensions):
            got = vectors.shape[1] if vectors.ndim == 2 else "none"
            raise Unavailable(
                f"The text endpoint gives vectors of {got} dimensions, not {self._dimensions}.",
                hint="Set text.dimensions to match.",
            )
        return vectors
