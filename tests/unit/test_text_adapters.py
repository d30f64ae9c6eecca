"""Text encoders other than the packaged one, against real servers and models made here."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from omnishelf.domain.errors import BadSettings, ModelMissing, Unavailable
from omnishelf.encoders.text_openai import BATCH, OpenAIText
from omnishelf.encoders.text_sentence_transformers import SentenceTransformersText

ANSWERS: dict[str, tuple[int, Any]] = {"broken": (200, {"unexpected": []}), "down": (503, {"error": "later"})}


class Endpoint(BaseHTTPRequestHandler):
    """Gives each text the vector [its length, 3, 4], in reversed order, as the form allows."""

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert len(request["input"]) <= BATCH
        vectors = [{"index": i, "embedding": [float(len(text)), 3.0, 4.0]} for i, text in enumerate(request["input"])]
        status, body = ANSWERS.get(request["model"], (200, {"data": vectors[::-1]}))
        if self.path != "/v1/embeddings" or self.headers["Authorization"] != "Bearer secret":
            status, body = 401, {}
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def test_vectors_come_in_order_and_unit_length(url: str) -> None:
    """More texts than a request holds; the answer's order is by index; empty texts are zero rows and are not sent."""
    encoder = OpenAIText(url=url, model="tiny", dimensions=3, api_key="secret")
    rows = encoder.passages(["x" * n for n in range(BATCH + 10)])
    assert not rows[0].any()
    assert np.linalg.norm(rows[1:], axis=1) == pytest.approx(np.ones(BATCH + 9), abs=1e-6)
    assert rows[12, 0] / rows[12, 1] == pytest.approx(12 / 3)


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ({"model": "down"}, "answered 503"),
        ({"model": "broken"}, "not in OpenAI's form"),
        ({"dimensions": 5}, "3 dimensions, not 5"),
        ({"api_key": "wrong"}, "answered 401"),
        ({"url": "http://127.0.0.1:9/v1"}, "cannot be reached"),
    ],
)
def test_faults_are_said_plainly(url: str, settings: dict[str, Any], what: str) -> None:
    """Every way the endpoint can fail becomes one sentence, without the key in it."""
    given = {"url": url, "model": "tiny", "dimensions": 3, "api_key": "secret"} | settings
    with pytest.raises(Unavailable, match=what) as caught:
        OpenAIText(**given).queries(["shoe"])
    assert "secret" not in str(caught.value)


def test_settings_must_be_complete() -> None:
    """An endpoint without a model is refused at start."""
    with pytest.raises(BadSettings, match="url, model and dimensions"):
        OpenAIText(url="http://127.0.0.1/v1", model="", dimensions=3)


def test_the_extra_is_named_when_missing() -> None:
    """Without the package, the error says which extra to install."""
    try:
        import sentence_transformers  # noqa: F401
    except ImportError:
        with pytest.raises(ModelMissing) as caught:
            SentenceTransformersText("any").warm()
        assert "omnishelf[sentence-transformers]" in caught.value.hint
    else:
        pytest.skip("the extra sentence-transformers is installed")


def test_a_model_made_here_encodes(tmp_path: Path) -> None:
    """A tiny bag-of-words model of the test's own making gives unit rows, and zero rows for empty texts."""
    st = pytest.importorskip("sentence_transformers", reason='needs the extra "sentence-transformers"')
    from sentence_transformers.models import BoW

    st.SentenceTransformer(modules=[BoW(["shoe", "bag", "red"])], device="cpu").save(str(tmp_path))
    encoder = SentenceTransformersText(str(tmp_path))
    rows = encoder.queries(["red shoe", "", "bag"])
    assert rows.shape == (3, encoder.dimensions)
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 0, 1], abs=1e-5)
