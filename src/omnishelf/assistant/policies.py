"""What the shop wrote for its shoppers: Markdown of rules and questions, found by topic or by meaning, and cited.

    policy.en.md, policy.zh.md (any name ending in .LANGUAGE.md), a heading a topic:

    ## Returns {#refund_policy}
    You may return most things within 30 days ...

    faq.yaml: a list of {id, topic, en: {question, answer}, zh: {question, answer}}

A paragraph is the unit that is told and cited, as "policy.en.md#refund_policy-1". Words in braces name the intent that the
heading answers; a heading without is found by its words alone.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import BadSettings
from omnishelf.understand.stopwords import ENGLISH
from omnishelf.understand.tokens import tokenise

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]
"""Texts -> [n, d] unit rows."""

_HEADING = re.compile(r"^#{1,6}\s+(?P<title>.*?)\s*(?:\{#(?P<topic>[\w-]+)\})?\s*$")
_LANGUAGE = re.compile(r"\.(?P<language>[a-z]{2})\.md$")
MOST_BYTES = 1_000_000
OTHERWISE = ""
"""Of `likely`: the share of questions about rules that no intent stands for."""
OVERLAP, TOPIC = 0.2, 0.2
"""Worth of shared words, and of being about the topic, beside similarity of meaning, when paragraphs are compared."""
SURE_OF = (-2.77, 2.96, 2.92, 1.69)
"""Log odds that the best paragraph answers: their constant, and for each of meaning, words and topic. By logistic regression on
benchmarks/data/policy_questions.tsv, as benchmarks/assistant_policies.py does it."""
ENOUGH = 0.5
"""The least probability at which a paragraph answers."""
ENOUGH_WORDS = 0.34
"""The least overlap of words, where the shop's encoder is another and only words are compared."""
NEARLY = 0.05
"""A second paragraph is told that is so much behind the best at most."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`id`: file, topic and number: what a reply cites. `question`: of an FAQ, "" in prose."""

    id: str
    language: str
    topic: str
    heading: str
    text: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """`score`: the probability that it answers, 0..1; in a shop with another encoder the overlap of words."""

    paragraph: Paragraph
    score: float


@dataclass
class PolicyBook:
    """The paragraphs of a shop; thread-safe once made. Vectors are made when they are first needed, some 10 ms a paragraph."""

    paragraphs: tuple[Paragraph, ...] = ()
    encode: Encode | None = None
    _vectors: Floats | None = field(default=None, repr=False)

    def about(self, topic: str, language: str) -> tuple[Paragraph, ...]:
        """The paragraphs under a topic in that language; in another where it has none."""
        own = tuple(one for one in self.paragraphs if one.topic == topic)
        return (
            tuple(one for one in own if one.language == language and not one.question)
            or tuple(one for one in own if one.language == language)
            or own[:2]
        )

    def find(self, text: str, language: str, most: int = 2, likely: Mapping[str, float] | None = None) -> tuple[Found, ...]:
        """What answers a question, best first; () where nothing does. Paragraphs in the language are looked at first.

        Args:
            likely: topic -> the probability that the question is about it; `OTHERWISE` of those that are not named.
        """
        rows = [n for n, one in enumerate(self.paragraphs) if one.language == language] or list(range(len(self.paragraphs)))
        if not rows or not text.strip():
            return ()
        words, near = np.array(self.overlap(text, rows)), np.array(self.nearness(text, rows))
        if not len(near):
            order = np.argsort(-words, kind="stable")[:most]
            return tuple(Found(self.paragraphs[rows[n]], float(words[n])) for n in order if words[n] >= ENOUGH_WORDS)
        likely = likely or {}
        topics = np.array([likely.get(self.paragraphs[n].topic, likely.get(OTHERWISE, 0.0)) for n in rows])
        worth = near + OVERLAP * words + TOPIC * topics
        best = [n for n in np.argsort(-worth, kind="stable")[:most] if worth[n] >= worth.max() - NEARLY]
        odds = [float(np.dot(SURE_OF, (1.0, near[n], words[n], topics[n]))) for n in best]
        found = [Found(self.paragraphs[rows[n]], 1 / (1 + math.exp(-odd))) for n, odd in zip(best, odds, strict=True)]
        return tuple(found) if found[0].score >= ENOUGH else ()

    def overlap(self, text: str, rows: Sequence[int]) -> list[float]:
        """Of each paragraph, the share of the question's words (by rarity among the paragraphs) that it holds, 0..1."""
        held = [set(tokenise(_whole(self.paragraphs[n]))) for n in rows]
        counts = Counter(word for words in held for word in words)
        asked = {word: math.log(1 + len(rows) / (1 + counts[word])) for word in set(tokenise(text)) - ENGLISH}
        total = sum(asked.values()) or 1.0
        return [sum(weight for word, weight in asked.items() if word in words) / total for words in held]

    def nearness(self, text: str, rows: Sequence[int]) -> list[float]:
        """Similarity of meaning to each paragraph, -1..1; [] without an encoder."""
        if self.encode is None:
            return []
        if self._vectors is None:
            self._vectors = self.encode([_whole(one) for one in self.paragraphs])
        asked = self.encode([text])[0]
        return [float(share) for share in self._vectors[list(rows)] @ asked]


def read_policies(folder: Path | None, encode: Encode | None = None) -> PolicyBook:
    """All .md files and faq.yaml of a folder, by name; none for None.

    Raises:
        BadSettings: the folder is missing, or a file cannot be read.
    """
    if folder is None:
        return PolicyBook()
    if not folder.is_dir():
        raise BadSettings(f"assistant.policies names {folder.name!r}, which is not a folder.", hint="See docs/assistant.md.")
    found = [one for path in sorted(folder.glob("*.md")) for one in _prose(path)]
    faq = folder / "faq.yaml"
    found += list(_questions(faq)) if faq.is_file() else []
    return PolicyBook(tuple(found), encode)


def _whole(one: Paragraph) -> str:
    return f"{one.question or one.heading}\n{one.text}"


def _prose(path: Path) -> Iterator[Paragraph]:
    match = _LANGUAGE.search(path.name)
    language = match["language"] if match else "en"
    heading, topic, number, lines = "", "", 0, list[str]()
    for line in [*read_text(path).splitlines(), ""]:
        begins = _HEADING.match(line)
        if (begins or not line.strip()) and lines:
            number += 1
            yield Paragraph(f"{path.name}#{topic or 'text'}-{number}", language, topic, heading, " ".join(lines))
            lines = []
        if begins:
            heading, topic, number = begins["title"], begins["topic"] or _slug(begins["title"]), 0
        elif line.strip():
            lines.append(line.strip().removeprefix("- "))


def _questions(path: Path) -> Iterator[Paragraph]:
    rows = read_yaml(path)
    if not isinstance(rows, list):
        raise BadSettings(f"{path.name} is not a list of questions.", hint="See docs/assistant.md.")
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise BadSettings(f"{path.name}: question {number} is not a mapping.", hint="See docs/assistant.md.")
        for language, own in row.items():
            if isinstance(own, dict) and {"question", "answer"} <= own.keys():
                name = str(row.get("id", number))
                topic = str(row.get("topic", ""))
                yield Paragraph(
                    f"{path.name}#{name}", str(language), topic, str(own["question"]), str(own["answer"]), str(own["question"])
                )


def _slug(title: str) -> str:
    return re.sub(r"\W+", "-", title.lower()).strip("-")


def read_text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadSettings(f"{path.name} has more than {MOST_BYTES:,} bytes.", hint="Shorten it, or split it into files.")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise BadSettings(f"{path.name} cannot be read: {reason}.", hint="See docs/assistant.md.") from None


def read_yaml(path: Path) -> Any:
    import yaml

    try:
        return yaml.safe_load(read_text(path))
    except yaml.YAMLError as error:
        raise BadSettings(f"{path.name} is not YAML: {error}.", hint="See docs/assistant.md.") from None
