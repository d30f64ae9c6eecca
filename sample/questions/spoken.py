"""Questions in speech: word questions read aloud, each clean and at three levels of noise."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sample.questions.draw import rng_of
from sample.questions.topic import Topic

WANTED = 220
"""Word questions read aloud, as near to half in each language as there are."""
SNRS_DB: tuple[int | None, ...] = (None, 20, 10, 5)
"""Speech power over the power of six people talking: none at all, a quiet shop, a busy one, a party."""
VOICES = 6
"""Voices a language, as benchmarks/voices.py lists them."""
_UNSPEAKABLE = {"typo", "pinyin", "traditional", "mixed languages"}
"""What only exists in writing, or is said in a way that no single voice speaks well."""


@dataclass(frozen=True)
class Clip:
    """A recording: what is said, in which language ("en", "zh"), by which voice, over how much noise."""

    text: str
    language: str
    voice: int
    snr_db: int | None

    @property
    def file(self) -> str:
        """Named by its content, so that a question made anew never points to another question's recording."""
        said = f"{self.text}|{self.language}|{self.voice}|{self.snr_db}"
        return f"{hashlib.sha256(said.encode()).hexdigest()[:16]}.ogg"


def spoken(topics: Sequence[Topic]) -> Iterator[tuple[Topic, Clip]]:
    """Voice questions of the given word questions, each with its recording."""
    for topic in chosen(topics):
        said = sayable(topic.text, topic.language)
        voice = rng_of("voice", topic.text).randrange(VOICES)
        for snr_db in SNRS_DB:
            clip = Clip(said, topic.language, voice, snr_db)
            noise = "clean" if snr_db is None else f"{snr_db} dB"
            yield replace(topic, asked="voice", phenomenon=noise, text="", voice=clip.file, spoken=said), clip


def chosen(topics: Sequence[Topic]) -> list[Topic]:
    """Those that can be said, taken from each phenomenon in turn."""
    found: list[Topic] = []
    for language in ("en", "zh"):
        own = [t for t in topics if t.language == language and t.phenomenon not in _UNSPEAKABLE and len(t.text) > 3]
        groups = [[t for t in own if t.phenomenon == name] for name in dict.fromkeys(t.phenomenon for t in own)]
        for group in groups:
            group.sort(key=lambda t: hashlib.sha256(t.text.encode()).digest())
        turns = (group[i] for i in range(max(map(len, groups), default=0)) for group in groups if i < len(group))
        found += [topic for topic, _ in zip(turns, range(WANTED // 2), strict=False)]
    return found


def sayable(text: str, language: str) -> str:
    """Signs as they are read: "$60" as "60 dollars", "20-30" as "20 to 30"."""
    text = re.sub(r"\$(\d+)", r"\1 dollars", text)
    return re.sub(r"(\d+)-(\d+)", r"\1到\2" if language == "zh" else r"\1 to \2", text)
