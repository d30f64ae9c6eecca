"""What is asked, and how good an answer is: the sample shop's questions in words, and narrow ones that a large catalogue needs.

Grades come from the sample shop's rule (docs/benchmark.md) over what each product really is. The committed questions were drawn
from a small catalogue, and in a large one "red mug" has hundreds of right answers. So questions that name five properties at
once are drawn from the race's own goods; each has at most 60 products of grade 3.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sample.plan import kinds
from sample.questions.draw import Desk, write
from sample.questions.draw import desk as desk_of
from sample.questions.rule import Need, grade
from sample.questions.shelf import Shelf, Thing
from sample.questions.topic import BENCHMARK
from sample.questions.words import need_of

NARROW = "five properties"
NARROW_QUOTA = (80, 80)
"""Questions in English and in Chinese."""
PROPERTIES = ("style", "color", "pattern", "material", "use")
DEPTH = 10

WORDS_ALONE = ("kind", "attributes", "style or use", NARROW)
"""Questions that the words of products answer: no limits, no wishes, no slips."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the race. `split`: "dev" or "test", by the family of products that it was drawn from. `ideal`: the ten
    highest grades that the catalogue has for it, highest first."""

    id: str
    split: str
    phenomenon: str
    language: str
    text: str
    need: Need
    ideal: tuple[int, ...]


def questions(shelf: Shelf) -> list[Asked]:
    """All that this catalogue has a product of grade 3 for."""
    asked = [*_committed(shelf), *_narrow(shelf)]
    return [question for question in asked if question.ideal and question.ideal[0] == 3]


def ndcg(question: Asked, ids: Sequence[str], shelf: Shelf) -> float:
    """nDCG@10: the gain is the grade, discounted by log2(rank + 1) (Jarvelin, Kekalainen 2002); a repeated id counts once."""
    distinct = list(dict.fromkeys(ids))[:DEPTH]
    return _dcg([grade(question.need, shelf[id], shelf) for id in distinct]) / _dcg(question.ideal)


def ideal(need: Need, shelf: Shelf) -> tuple[int, ...]:
    """The ten highest grades above 0, highest first; stops looking when ten of 3 are found."""
    found: list[int] = []
    for thing in (thing for kind in need.kinds for thing in shelf.by_kind.get(kind, ())):
        given = grade(need, thing, shelf)
        if given:
            found.append(given)
            if found.count(3) >= DEPTH and given == 3:
                break
    return tuple(sorted(found, reverse=True)[:DEPTH])


def save(asked: Sequence[Asked], path: Path) -> None:
    path.write_text("".join(json.dumps(_row(one), ensure_ascii=False) + "\n" for one in asked), encoding="utf-8")


def load(path: Path) -> list[Asked]:
    with path.open(encoding="utf-8") as lines:
        return [_asked(json.loads(line)) for line in lines]


def _dcg(grades: Sequence[int]) -> float:
    return sum(given / math.log2(rank + 1) for rank, given in enumerate(grades, 1))


def _committed(shelf: Shelf) -> Iterator[Asked]:
    with (BENCHMARK / "topics.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["asked"] == "words" and not row["unwanted"]:
                need = _need(row["need"])
                best = ideal(need, shelf)
                yield Asked(row["id"], row["split"], row["phenomenon"], row["language"], row["text"], need, best)


def _narrow(shelf: Shelf) -> Iterator[Asked]:
    for topic in write(desk_of(shelf, kinds()), NARROW, NARROW_QUOTA, _all_properties):
        id = f"n-{hashlib.sha256(topic.text.encode()).hexdigest()[:10]}"
        best = ideal(topic.need, shelf)
        yield Asked(id, topic.split, NARROW, topic.language, topic.text, topic.need, best)


def _all_properties(desk: Desk, thing: Thing, language: int, rng: random.Random) -> tuple[str, Need] | None:
    """ "retro red striped ceramic mug for the office"; plain products have no pattern to name."""
    names = tuple(name for name in PROPERTIES if thing.facts[name] not in ("plain", ""))
    text = desk.sayings[thing.kind].described(thing, names, language, rng)
    return (text, need_of(thing, names)) if text else None


def _need(row: Mapping[str, Any]) -> Need:
    lists = {name: tuple(row[name]) for name in ("kinds",)}
    maps = {name: {key: tuple(values) for key, values in row.get(name, {}).items()} for name in ("wants", "unwanted")}
    rest = {name: row[name] for name in ("low", "high", "wish", "photo", "like") if name in row}
    return Need(**lists, **maps, **rest)


def _row(asked: Asked) -> dict[str, Any]:
    plain = {name: getattr(asked, name) for name in ("id", "split", "phenomenon", "language", "text")}
    return plain | {"need": asked.need.row(), "ideal": list(asked.ideal)}


def _asked(row: Mapping[str, Any]) -> Asked:
    plain = (row[name] for name in ("id", "split", "phenomenon", "language", "text"))
    return Asked(*plain, _need(row["need"]), tuple(row["ideal"]))
