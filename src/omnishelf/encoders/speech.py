"""Spoken queries to words: Whisper base (Radford et al. 2022) from packages, int8, on the CPU, never asking a model hub.

    recording -> where somebody speaks (endpoint.py) -> Whisper with the shop's words as prompt (prompt.py)
              -> simplified characters -> repair against the shop's words (homophones.py)

Whisper's encoder always looks at 30 seconds, and takes most of the time. A query is short, so it is first shown half of that,
which costs about a quarter; now and then the decoder then fails to stop and repeats itself, and the full window is used.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from omnishelf.domain.errors import ModelMissing
from omnishelf.encoders.audio import SAMPLE_RATE, Samples
from omnishelf.encoders.dictation import PROMPTS, suppressed
from omnishelf.encoders.endpoint import speech_windows
from omnishelf.encoders.homophones import Homophones, zipf_counts
from omnishelf.encoders.port import Dictated, Matrix, NumberForm, Transcript
from omnishelf.encoders.prompt import clean, is_echo, is_made_up, prompt_for, repeats_itself
from omnishelf.encoders.sign_reader import packaged_head, signs_heard
from omnishelf.encoders.whisper_files import joined_model

LANGUAGES = ("zh", "en")
PROMPT_TOKENS = 100
"""Of the 223 Whisper takes: more words help little and every token costs time."""

DICTATED_BEAM = 5
_FULL, _HALF = 3_000, 1_500  # frames of 10 ms
_FRAMES_PER_SECOND = 100
_HALF_HOLDS = 12.0  # seconds of speech shown in the half window; the rest is the silence by which Whisper knows the end
_TOKENS_PER_SECOND = 15


@dataclass(frozen=True, slots=True)
class Heard:
    """What one pass over one window gave. `log_p` is the mean over tokens, the end of text included."""

    text: str
    language: str
    certainty: float
    log_p: float
    no_speech: float
    tokens: int
    others: tuple[str, ...]


class FolderSpeech:
    """Any multilingual Whisper in CTranslate2's format, in a folder with model.bin, config.json and tokenizer.json."""

    def __init__(self, folder: Path, *, threads: int = 2, beam: int = 1) -> None:
        self._place: Callable[[], Path] = lambda: _checked(folder)
        self._name, self._threads, self._beam = folder.name, threads, beam
        self._lock = threading.Lock()
        self._loaded: Any = None

    @property
    def name(self) -> str:
        return f"whisper:{self._name}:beam{self._beam}"

    def warm(self) -> None:
        self._whisper()
        speech_windows(np.zeros(SAMPLE_RATE, np.float32))

    def learn(self, vocabulary: Sequence[str]) -> None:
        """Index a vocabulary now, which takes seconds for 50,000 words, rather than at the first query that uses it."""
        self._homophones(vocabulary)

    def transcribe(self, samples: Matrix, *, language: str = "", vocabulary: Sequence[str] = ()) -> Transcript:
        """See `SpeechRecogniser.transcribe`. Nothing heard is an empty text with confidence 0."""
        windows = speech_windows(samples)
        heard: list[Heard] = []
        for window in windows:
            found = self._hear(window, language or (heard[0].language if heard else ""), vocabulary)
            heard += [found] if found else []
        seconds = sum(map(len, windows)) / SAMPLE_RATE
        raw = clean(" ".join(part.text for part in heard))
        if not raw:
            return Transcript("", "", language, 0.0, seconds)
        repair = self._homophones(vocabulary).repair if vocabulary else str
        text = repair(raw)
        # Alternatives of a long recording would have to be combined window by window; nobody asks that of a query.
        others = [repair(clean(other)) for part in heard for other in part.others] if len(heard) == 1 else []
        distinct = [other for other in dict.fromkeys([*others, raw]) if other and other != text]
        return Transcript(text, raw, heard[0].language, _confidence(heard), seconds, tuple(distinct))

    @property
    def vigilant(self) -> frozenset[str]:
        """See `Dictation.vigilant`."""
        return frozenset()

    def dictate(self, samples: Matrix, language: str, forms: Sequence[NumberForm] = ()) -> tuple[Dictated, ...]:
        """See `Dictation.dictate`."""
        if language not in PROMPTS:
            return ()
        parts = [self._signs(window, language) for window in speech_windows(samples)]
        said = " ".join(part for part in parts if part and not is_echo(part, PROMPTS[language]))
        return (Dictated(said),) if said else ()

    def _signs(self, speech: Samples, language: str) -> str:
        from faster_whisper.tokenizer import Tokenizer

        whisper = self._whisper()
        encoded = whisper.encode(_frames(whisper.feature_extractor(speech), _FULL))
        tokenizer = Tokenizer(whisper.hf_tokenizer, True, task="transcribe", language=language)
        before = [tokenizer.sot_prev, *tokenizer.encode(" " + PROMPTS[language])]
        start = [*before, *tokenizer.sot_sequence, tokenizer.no_timestamps]
        found = whisper.model.generate(
            encoded,
            [start],
            beam_size=DICTATED_BEAM,
            max_length=min(448, len(start) + int(10 + _TOKENS_PER_SECOND * len(speech) / SAMPLE_RATE)),
            suppress_tokens=[-1, *suppressed(whisper.hf_tokenizer, language)],
        )[0]
        return str(tokenizer.decode(found.sequences_ids[0]).strip())

    def states(self, speech: Samples) -> Matrix:
        """[frames, width]: what the encoder makes of speech of up to 30 seconds, 50 frames a second. It is shown no more than
        the speech, so that this costs in proportion to its length."""
        whisper = self._whisper()
        features = whisper.feature_extractor(speech)
        window = min(_FULL, math.ceil(len(speech) / SAMPLE_RATE) * _FRAMES_PER_SECOND)
        states: Matrix = np.array(whisper.encode(_frames(features, window)), np.float32)[0]
        return states

    def _hear(self, speech: Samples, language: str, vocabulary: Sequence[str]) -> Heard | None:
        """The first believable reading: a half window if it fits, then the full one, then the full one without a prompt."""
        seconds = len(speech) / SAMPLE_RATE
        windows = (_HALF, _FULL) if seconds <= _HALF_HOLDS else (_FULL,)
        attempts = [(window, vocabulary) for window in windows] + ([(_FULL, ())] if vocabulary else [])
        for window, words in attempts:
            heard, prompt = self._decode(speech, window, language, words)
            made_up = is_made_up(heard.text, seconds, heard.log_p, heard.no_speech)
            doubtful = window == _HALF and repeats_itself(heard.text)
            if not made_up and not doubtful and not (prompt and is_echo(heard.text, prompt)):
                return heard
        return None

    def _decode(self, speech: Samples, window: int, language: str, vocabulary: Sequence[str]) -> tuple[Heard, str]:
        """One pass of encoder and decoder, and the prompt that was used."""
        from faster_whisper.tokenizer import Tokenizer

        whisper = self._whisper()
        encoded = whisper.encode(_frames(whisper.feature_extractor(speech), window))
        certainty = 1.0
        if language not in whisper.supported_languages:
            language, certainty = _language(whisper.model.detect_language(encoded)[0])
        tokenizer = Tokenizer(whisper.hf_tokenizer, True, task="transcribe", language=language)
        prompt = prompt_for(language, vocabulary, lambda words: len(tokenizer.encode(words)), PROMPT_TOKENS)
        before = [tokenizer.sot_prev, *tokenizer.encode(" " + prompt)] if prompt else []
        start = [*before, *tokenizer.sot_sequence, tokenizer.no_timestamps]
        room = int(10 + _TOKENS_PER_SECOND * len(speech) / SAMPLE_RATE)
        result = whisper.model.generate(
            encoded,
            [start],
            beam_size=self._beam,
            num_hypotheses=self._beam,
            max_length=min(448, len(start) + room),
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        readings = [tokenizer.decode(tokens).strip() for tokens in result.sequences_ids]
        count = len(result.sequences_ids[0])
        log_p = float(result.scores[0]) * count / (count + 1)  # the score leaves the end of text out of its mean
        return Heard(readings[0], language, certainty, log_p, float(result.no_speech_prob), count, tuple(readings[1:])), prompt

    def _whisper(self) -> Any:
        with self._lock:
            if self._loaded is None:
                from faster_whisper import WhisperModel

                folder = str(self._place())
                self._loaded = WhisperModel(
                    folder, device="cpu", compute_type="int8", cpu_threads=self._threads, local_files_only=True
                )
            return self._loaded

    def _homophones(self, vocabulary: Sequence[str]) -> Homophones:
        return _index(tuple(vocabulary), self._common_english)

    @property
    def _common_english(self) -> frozenset[str]:
        """Words that are one token for Whisper, with their leading space: the common words of English, some 20,000."""
        return _single_tokens(self._whisper().hf_tokenizer)


class PackagedSpeech(FolderSpeech):
    """Whisper base from the two pinned packages, joined once into `cache_dir`."""

    def __init__(self, cache_dir: Path, *, threads: int = 2, beam: int = 1) -> None:
        super().__init__(Path("base"), threads=threads, beam=beam)
        self._place = lambda: joined_model(cache_dir)

    @property
    def vigilant(self) -> frozenset[str]:
        """See `Dictation.vigilant`. The head is learnt for this model's encoder and no other."""
        return frozenset(("zh",))

    def dictate(self, samples: Matrix, language: str, forms: Sequence[NumberForm] = ()) -> tuple[Dictated, ...]:
        """See `Dictation.dictate`."""
        if language not in self.vigilant:
            return super().dictate(samples, language, forms)
        found = [signs_heard(packaged_head().log_chances(self.states(window)), forms) for window in speech_windows(samples)]
        return next((readings for readings in found if readings), ())


def _checked(folder: Path) -> Path:
    missing = [name for name in ("model.bin", "config.json", "tokenizer.json") if not (folder / name).is_file()]
    if missing:
        raise ModelMissing(
            f"The speech model's folder {folder} has no {' and no '.join(missing)}.",
            hint="Set speech.model to a Whisper folder converted for CTranslate2, tokenizer.json included.",
        )
    return folder


def _frames(features: Any, window: int) -> Any:
    """Log-mel frames cut or padded with the quietest value to the window."""
    features = features[:, :window]
    return np.pad(features, ((0, 0), (0, window - features.shape[1])))


def _language(probabilities: Sequence[tuple[str, float]]) -> tuple[str, float]:
    """The shop's likelier language, unless both together are less likely than another: then that one, at its probability."""
    chances = {token.strip("<|>"): float(chance) for token, chance in probabilities}
    ours = max(LANGUAGES, key=lambda language: chances.get(language, 0.0))
    top = max(chances, key=lambda language: chances[language])
    if sum(chances.get(language, 0.0) for language in LANGUAGES) >= chances[top]:
        return ours, 1.0
    return top, chances[top] * 0.5


def _confidence(heard: Sequence[Heard]) -> float:
    """exp of the mean token log-probability over all windows, times the certainty of a language that is not the shop's."""
    tokens = sum(part.tokens + 1 for part in heard)
    mean = sum(part.log_p * (part.tokens + 1) for part in heard) / tokens
    return min(1.0, math.exp(mean)) * min(part.certainty for part in heard)


@lru_cache(maxsize=4)
def _index(vocabulary: tuple[str, ...], common_english: frozenset[str]) -> Homophones:
    return Homophones.build(zipf_counts(vocabulary), common_english)


@lru_cache(maxsize=2)
def _single_tokens(tokenizer: Any) -> frozenset[str]:
    return frozenset(_words_of(tokenizer.get_vocab()))


def _words_of(tokens: Sequence[str]) -> Iterator[str]:
    """\u0120 marks a space in byte-level BPE."""
    for token in tokens:
        if token.startswith("\u0120") and token[1:].isascii() and token[1:].isalpha():
            yield token[1:].lower()
