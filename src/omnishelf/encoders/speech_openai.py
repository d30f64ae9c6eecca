"""Spoken queries to words through any endpoint with OpenAI's `/v1/audio/transcriptions`: hosted, vLLM, speaches, whisper.cpp.

Silence is found here, before anything is sent, and repairs against the shop's words are made here, so that a hosted model
behaves like the packaged one.
"""

from __future__ import annotations

import io
import math
import threading
import wave
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import httpx
import numpy as np

from omnishelf.domain.errors import Unavailable
from omnishelf.encoders.audio import SAMPLE_RATE, Samples
from omnishelf.encoders.endpoint import speech_windows
from omnishelf.encoders.homophones import Homophones, zipf_counts
from omnishelf.encoders.port import Matrix, Transcript
from omnishelf.encoders.prompt import clean, is_echo, prompt_for

UNSTATED = 0.7
"""Confidence of a transcript whose endpoint states no probabilities (response_format "json" alone)."""

_PROMPT_TOKENS = 150  # of 224 that Whisper takes; counted roughly, since the endpoint's tokenizer is unknown
_NAMES = {"chinese": "zh", "mandarin": "zh", "english": "en"}  # verbose_json spells languages out


class OpenAISpeech:
    """A recogniser behind HTTP.

    Args:
        url: the API's base, with or without /v1, such as "http://127.0.0.1:8000/v1".
        seconds: longest wait for an answer.
    """

    def __init__(self, url: str, model: str, api_key: str = "", *, seconds: float = 20.0) -> None:
        base = url.rstrip("/").removesuffix("/audio/transcriptions")
        self._url = f"{base if base.endswith('/v1') else base + '/v1'}/audio/transcriptions"
        self._model = model
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = httpx.Client(headers=headers, timeout=httpx.Timeout(seconds, connect=5.0), follow_redirects=False)
        self._verbose = True
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return f"openai:{self._model}"

    def warm(self) -> None:
        """Nothing to load; whether the endpoint answers is seen at the first query."""

    def transcribe(self, samples: Matrix, *, language: str = "", vocabulary: Sequence[str] = ()) -> Transcript:
        """See `SpeechRecogniser.transcribe`.

        Raises:
            Unavailable: the endpoint does not answer, refuses, or answers something else.
        """
        windows = speech_windows(samples)
        if not windows:
            return Transcript("", "", language, 0.0, 0.0)
        speech = np.concatenate(windows)
        prompt = prompt_for(language, vocabulary, _rough_tokens, _PROMPT_TOKENS)  # none while the language is open
        answer = self._ask(speech, language, prompt)
        raw = clean(str(answer.get("text") or ""))
        seconds = len(speech) / SAMPLE_RATE
        if not raw or is_echo(raw, prompt):
            return Transcript("", "", language, 0.0, seconds)
        text = _index(tuple(vocabulary)).repair(raw) if vocabulary else raw
        spoken = language or _language(answer, raw)
        return Transcript(text, raw, spoken, _confidence(answer), seconds, (raw,) if raw != text else ())

    def _ask(self, speech: Samples, language: str, prompt: str) -> Mapping[str, Any]:
        """verbose_json, which carries probabilities, where the endpoint knows it; json where it answers 400 or 422 to that."""
        fields = {"model": self._model, "temperature": "0", "language": language, "prompt": prompt}
        given = {name: value for name, value in fields.items() if value}
        if self._verbose:
            reply = self._post(speech, given | {"response_format": "verbose_json"})
            if reply.status_code not in (400, 422):
                return _read(reply, self._url)
        reply = self._post(speech, given | {"response_format": "json"})
        answer = _read(reply, self._url)
        with self._lock:
            self._verbose = False  # only now is it known that the form was the fault, not the recording
        return answer

    def _post(self, speech: Samples, fields: Mapping[str, str]) -> httpx.Response:
        try:
            return self._client.post(self._url, data=fields, files={"file": ("query.wav", _wav(speech), "audio/wav")})
        except httpx.TimeoutException:
            raise Unavailable(f"The speech endpoint {self._url} did not answer in time.", hint="Try again.") from None
        except httpx.HTTPError as error:
            hint = "Check speech.url and that the server runs."
            raise Unavailable(f"The speech endpoint {self._url} cannot be reached ({error}).", hint=hint) from None


def _read(reply: httpx.Response, url: str) -> Mapping[str, Any]:
    hints = {401: "Check speech.api_key.", 403: "Check speech.api_key.", 404: "Check speech.url and speech.model."}
    if not reply.is_success:
        hint = hints.get(reply.status_code, "Try again later.")
        raise Unavailable(f"The speech endpoint {url} answered {reply.status_code}.", hint=hint)
    try:
        answer = reply.json()
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or "text" not in answer:
        raise Unavailable(f"The speech endpoint {url} answered something that is no transcript.", hint="Check speech.url.")
    return answer


def _confidence(answer: Mapping[str, Any]) -> float:
    """exp of the segments' mean log-probability, weighted by their length in tokens."""
    segments = [part for part in answer.get("segments") or () if isinstance(part, dict) and "avg_logprob" in part]
    if not segments:
        return UNSTATED
    weights = [max(1, len(part.get("tokens") or ())) for part in segments]
    mean = sum(float(part["avg_logprob"]) * weight for part, weight in zip(segments, weights, strict=True)) / sum(weights)
    return min(1.0, math.exp(mean))


def _language(answer: Mapping[str, Any], text: str) -> str:
    """The endpoint's language as a tag; without one, told by the script."""
    stated = str(answer.get("language") or "").lower()
    if stated:
        return _NAMES.get(stated, stated[:2])
    return "zh" if any("\u3400" <= sign <= "\u9fff" for sign in text) else "en"


def _wav(speech: Samples) -> bytes:
    sink = io.BytesIO()
    with wave.open(sink, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((np.clip(speech, -1, 1) * 32_767).astype("<i2").tobytes())
    return sink.getvalue()


def _rough_tokens(text: str) -> int:
    """About two tokens a Chinese character and one for four letters."""
    chinese = sum("\u3400" <= sign <= "\u9fff" for sign in text)
    return 2 * chinese + (len(text) - chinese + 3) // 4


@lru_cache(maxsize=2)
def _index(vocabulary: tuple[str, ...]) -> Homophones:
    return Homophones.build(zipf_counts(vocabulary))
