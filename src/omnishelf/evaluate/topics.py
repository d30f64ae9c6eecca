"""Questions with truth, in files: `topics.jsonl`, `qrels.{dev,test}.txt`, `photos/` and `voices/`; see docs/benchmark.md."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from omnishelf.domain.errors import BadInput, NotFound
from omnishelf.evaluate.judged import read_judged
from omnishelf.evaluate.measures import Judgments

ASKED = ("words", "photo", "voice", "composed", "three")
"""By which inputs: "composed" is a photo and words, "three" a photo, words and voice."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One question. `phenomenon` is what is hard about it; `photo` and `voice` are files, None without."""

    id: str
    split: str
    asked: str
    phenomenon: str
    language: str
    text: str
    unwanted: tuple[str, ...]
    photo: Path | None
    voice: Path | None


@dataclass(frozen=True, slots=True)
class Questions:
    """The topics of one split, with their judgments; every topic has at least one relevant product."""

    topics: Sequence[Topic]
    judgments: Judgments


def read_questions(folder: Path, split: str, kinds: Iterable[str] = ASKED, *, limit: int | None = None) -> Questions:
    """The questions of a benchmark's folder.

    Args:
        split: "dev" or "test".
        kinds: any of ASKED.
        limit: at most so many of each kind, drawn by their ids; None for all.

    Raises:
        BadInput: a kind that does not exist, or a file that is not what it should be.
        NotFound: a file is missing; the message names it.
    """
    kinds = tuple(kinds)
    unknown = [kind for kind in kinds if kind not in ASKED]
    if unknown:
        raise BadInput(f"There are no questions of kind {unknown[0]!r}.", hint=f"Kinds are: {', '.join(ASKED)}.")
    judged = folder / f"qrels.{split}.txt"
    if not judged.is_file():
        raise NotFound(f"{judged} is missing.", hint="Name the benchmark's folder with --folder; see docs/benchmark.md.")
    judgments = judgments_of(judged)
    found = [t for t in read_topics(folder / "topics.jsonl") if t.split == split and t.id in judgments]
    topics = [topic for kind in kinds for topic in _some([t for t in found if t.asked == kind], limit)]
    for path in (path for topic in topics for path in (topic.photo, topic.voice) if path):
        if not path.is_file():
            raise NotFound(f"{path} is missing.", hint="Make it: python -m sample photos, python -m sample voices.")
    if not topics:
        raise NotFound(f"{folder} has no such questions in its {split} split.", hint="Make them: python -m sample questions.")
    return Questions(topics, {topic.id: judgments[topic.id] for topic in topics})


def read_topics(path: Path) -> list[Topic]:
    """All topics of a file.

    Raises:
        NotFound, BadInput
    """
    if not path.is_file():
        raise NotFound(f"{path} is missing.", hint="Name the benchmark's folder with --folder; see docs/benchmark.md.")
    topics = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            topics.append(_topic(json.loads(line), path.parent))
        except (ValueError, KeyError, TypeError):
            raise BadInput(f"Line {number} of {path} is no topic.", hint="docs/benchmark.md lists the fields.") from None
    return topics


def judgments_of(path: Path) -> Judgments:
    """TREC qrels of the benchmark, which the project itself wrote: here a bad line is an error.

    Raises:
        BadInput: a line is not `query 0 document grade`.
    """
    read = read_judged(path)
    if read.problems.count:
        raise BadInput(f"{path} is no TREC qrels file.", hint=read.problems.sentences(1)[0])
    return read.judgments


def _topic(row: dict[str, Any], folder: Path) -> Topic:
    return Topic(
        id=row["id"],
        split=row["split"],
        asked=row["asked"],
        phenomenon=row["phenomenon"],
        language=row["language"],
        text=row["text"],
        unwanted=tuple(row["unwanted"]),
        photo=folder / "photos" / row["photo"] if row["photo"] else None,
        voice=folder / "voices" / row["voice"] if row["voice"] else None,
    )


def _some(topics: Sequence[Topic], limit: int | None) -> list[Topic]:
    """Drawn by id, so that a small look covers all phenomena and is the same every time; then in the file's order."""
    drawn = sorted(topics, key=lambda topic: hashlib.sha256(topic.id.encode()).digest())
    kept = {topic.id for topic in drawn[:limit]}
    return [topic for topic in topics if topic.id in kept]
