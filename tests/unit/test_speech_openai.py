"""A hosted recogniser, against a server on loopback that the test runs and that records what it was sent."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Iterator
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import numpy as np
import pytest
from test_speech import say

from omnishelf.domain.errors import Unavailable
from omnishelf.encoders.audio import SAMPLE_RATE, read_recording
from omnishelf.encoders.port import SpeechRecogniser
from omnishelf.encoders.speech_openai import UNSTATED, OpenAISpeech

VERBOSE = {
    "text": " Red bakpack. ",
    "language": "english",
    "segments": [{"avg_logprob": -0.1, "tokens": [1, 2, 3]}, {"avg_logprob": -0.5, "tokens": [4]}],
}


class Endpoint(BaseHTTPRequestHandler):
    """Answers what the test put into `status` and `body`; keeps the last request."""

    status: ClassVar[int] = 200
    body: ClassVar[bytes] = b""
    knows_verbose: ClassVar[bool] = True
    wait: ClassVar[threading.Event | None] = None
    fields: ClassVar[dict[str, bytes]] = {}
    seen: ClassVar[list[str]] = []
    path_seen: ClassVar[str] = ""
    key: ClassVar[str] = ""

    def do_POST(self) -> None:
        kind = type(self)
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        parts = BytesParser().parsebytes(head + raw).get_payload()
        kind.fields = {part.get_param("name", header="content-disposition"): part.get_payload(decode=True) for part in parts}
        kind.seen.append(kind.fields["response_format"].decode())
        kind.path_seen, kind.key = self.path, self.headers.get("Authorization", "")
        if kind.wait is not None:
            kind.wait.wait(5)
        status = kind.status
        if not kind.knows_verbose and kind.fields["response_format"] == b"verbose_json":
            status = 400
        self.send_response(status)
        self.end_headers()
        self.wfile.write(kind.body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def endpoint() -> Iterator[tuple[type[Endpoint], str]]:
    handler = type("Handler", (Endpoint,), {"seen": [], "fields": {}, "body": json.dumps(VERBOSE).encode()})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield handler, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def samples() -> np.ndarray:
    return read_recording(say("red backpack"))


def test_a_recording_goes_out_as_a_wav_and_comes_back_as_words(
    endpoint: tuple[type[Endpoint], str], samples: np.ndarray
) -> None:
    """The form is OpenAI's; the answer is tidied, repaired against the shop's words, and its confidence is exp(mean)."""
    handler, url = endpoint
    recogniser = OpenAISpeech(url, "whisper-1", "secret-key")
    assert isinstance(recogniser, SpeechRecogniser)
    heard = recogniser.transcribe(samples, language="en", vocabulary=("backpack", "jacket"))
    assert (heard.text, heard.raw, heard.language) == ("Red backpack", "Red bakpack", "en")
    assert heard.confidence == pytest.approx(math.exp((-0.1 * 3 - 0.5) / 4))
    assert handler.path_seen == "/v1/audio/transcriptions"
    assert handler.key == "Bearer secret-key"
    assert handler.fields["model"] == b"whisper-1"
    assert handler.fields["language"] == b"en"
    assert b"backpack, jacket" in handler.fields["prompt"]
    assert len(read_recording(handler.fields["file"])) == round(heard.seconds * SAMPLE_RATE)


def test_an_endpoint_without_verbose_json_is_asked_for_json_ever_after(
    endpoint: tuple[type[Endpoint], str], samples: np.ndarray
) -> None:
    """The first 400 is answered by asking plainly; the next query does so at once."""
    handler, url = endpoint
    handler.knows_verbose = False
    handler.body = json.dumps({"text": "红色双肩包。"}).encode()
    recogniser = OpenAISpeech(url + "/v1/", "m")
    for _ in range(2):
        heard = recogniser.transcribe(samples)
        assert (heard.text, heard.language, heard.confidence) == ("红色双肩包", "zh", UNSTATED)
    assert handler.seen == ["verbose_json", "json", "json"]


def test_silence_is_not_sent(endpoint: tuple[type[Endpoint], str]) -> None:
    """Nobody pays for silence."""
    handler, url = endpoint
    heard = OpenAISpeech(url, "m").transcribe(np.zeros(SAMPLE_RATE, np.float32))
    assert (heard.text, heard.confidence, handler.seen) == ("", 0.0, [])


@pytest.mark.parametrize(("status", "says"), [(401, "api_key"), (404, "speech.url"), (500, "500"), (302, "302")])
def test_a_refusal_says_what_to_check(
    endpoint: tuple[type[Endpoint], str], samples: np.ndarray, status: int, says: str
) -> None:
    """Each status becomes one Unavailable with a hint; the key is never shown."""
    handler, url = endpoint
    handler.status = status
    with pytest.raises(Unavailable) as caught:
        OpenAISpeech(url, "m", "secret-key").transcribe(samples)
    assert says in str(caught.value)
    assert "secret-key" not in str(caught.value)


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"error": 1}'])
def test_an_answer_that_is_no_transcript_is_refused(
    endpoint: tuple[type[Endpoint], str], samples: np.ndarray, body: bytes
) -> None:
    """A page, a list, an error under status 200."""
    handler, url = endpoint
    handler.body = body
    with pytest.raises(Unavailable, match="no transcript"):
        OpenAISpeech(url, "m").transcribe(samples)


def test_an_endpoint_that_hangs_is_given_up(endpoint: tuple[type[Endpoint], str], samples: np.ndarray) -> None:
    """The time limit holds."""
    handler, url = endpoint
    handler.wait = threading.Event()
    with pytest.raises(Unavailable, match="in time"):
        OpenAISpeech(url, "m", seconds=0.2).transcribe(samples)
    handler.wait.set()


def test_an_endpoint_that_is_not_there(samples: np.ndarray) -> None:
    """Nobody listens on port 9 of loopback."""
    with pytest.raises(Unavailable, match="cannot be reached"):
        OpenAISpeech("http://127.0.0.1:9", "m").transcribe(samples)
