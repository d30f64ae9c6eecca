"""A question of the benchmark, as it stands in topics.jsonl."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from sample.questions.rule import Need, grades
from sample.questions.shelf import Shelf

Asked = Literal["words", "photo", "voice", "composed", "three"]
BENCHMARK = Path(__file__).parents[1] / "benchmark"
MOST = 60
"""A question with more products of grade 3 than this is too easy to be worth asking."""


@dataclass(frozen=True)
class Topic:
    """One question.

    Attributes:
        id: "w-0001", "p-OS-101000", ...; no spaces, as TREC files want it.
        asked: by which inputs: "composed" is a photo and words, "three" a photo, words and voice.
        phenomenon: what is hard about it; tables are cut by it.
        family: `group` of the product the question was drawn from; decides the split.
        language: of the words, typed or spoken; "" without any.
        text, unwanted: what is typed, and what is named in the field for unwanted things.
        photo, voice: file names in the benchmark's folder; "" for none.
        spoken: what the recording says, for reference only.
        need: the truth.
    """

    id: str
    asked: Asked
    phenomenon: str
    family: str
    need: Need
    language: str = ""
    text: str = ""
    unwanted: tuple[str, ...] = ()
    photo: str = ""
    voice: str = ""
    spoken: str = ""

    @property
    def split(self) -> str:
        return half(self.family)

    def named(self, id: str) -> Topic:
        return replace(self, id=id)

    def row(self) -> Mapping[str, Any]:
        return {
            "id": self.id,
            "split": self.split,
            "asked": self.asked,
            "phenomenon": self.phenomenon,
            "language": self.language,
            "text": self.text,
            "unwanted": list(self.unwanted),
            "photo": self.photo,
            "voice": self.voice,
            "spoken": self.spoken,
            "family": self.family,
            "need": self.need.row(),
        }


def half(family: str) -> str:
    """ "dev" or "test", half of the families each."""
    return ("dev", "test")[hashlib.sha256(f"half {family}".encode()).digest()[0] % 2]


def home(need: Need, shelf: Shelf) -> str:
    """The family that a question in words belongs to: drawn among its right answers by the need alone, so that however often a
    need is put into words, all its wordings stand in one split. "" when the need has no right answer, or too many."""
    right = [id for id, given in grades(need, shelf).items() if given == 3]
    if not 1 <= len(right) <= MOST:
        return ""
    return shelf[min(right, key=lambda id: hashlib.sha256(f"{need.key} {id}".encode()).digest())].group
