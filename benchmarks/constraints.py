"""What the questions of the sample shop ask for, against what was read out of their words.

    python benchmarks/constraints.py                # the test questions; RESULTS.md
    python benchmarks/constraints.py --split dev    # the others, with every mistake; prints only

A question's need is known by the rule that made it: kind of thing, values wanted and unwanted, prices, wishes. A constraint is
right when it is one of them. Not counted are corrections of spelling, nor, as wrong, preferences that every product which meets
the whole need meets anyway: they leave nothing out.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from omnishelf.cli.serve import SAMPLE_RATES
from omnishelf.config import load_settings
from omnishelf.domain.intent import Constraint
from omnishelf.domain.product import Product
from omnishelf.domain.query import AnyOf, Between, NoneOf, Query
from omnishelf.evaluate import report
from omnishelf.shop import Shop
from omnishelf.wiring import open_shop
from shops import cache_folder

SAMPLE = Path(__file__).parents[1] / "sample"
UNNAMED = ("situation", "synonym")
"""Phenomena whose words do not name what is wanted: it is to be concluded, or said in a word that the shop does not use."""
LIKELY = 0.5
"""Probability from which a kind that no word names counts as read."""
NEAR = 0.01
"""Prices may differ by this share, or one unit of money, for rounding."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked for or read. `values`: any of them meets it; of a price (low, high) in minor units."""

    slot: str
    values: frozenset[Any]

    def meets(self, other: Asked) -> bool:
        if self.slot != other.slot:
            return False
        if self.slot != "price":
            return bool(self.values & other.values)
        (mine,), (theirs,) = self.values, other.values
        return all(
            (a is None) == (b is None) and (a is None or abs(a - b) <= max(1, NEAR * a))
            for a, b in zip(mine, theirs, strict=True)
        )


@dataclass(slots=True)
class Count:
    """By slot: what was read rightly, wrongly, and not at all."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def row(self, name: str, slots: Iterable[str]) -> dict[str, object]:
        right, wrong, missed = (sum(counter[s] for s in slots) for counter in (self.right, self.wrong, self.missed))
        precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        return {"asked for": name, "times": right + missed, "precision": precision, "recall": recall, "F1": f1}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=["dev", "test"], default="test")
    given = parser.parse_args()
    rows = map(json.loads, (SAMPLE / "benchmark" / "topics.jsonl").read_text(encoding="utf-8").splitlines())
    topics = [row for row in rows if row["split"] == given.split and row["asked"] == "words"]
    named, concluded, mistakes = Count(), Count(), list[str]()
    with sample_shop() as shop:
        reader = Reader(shop)
        for topic in topics:
            count = concluded if topic["phenomenon"] in UNNAMED else named
            mistakes += tally(count, reader, topic)
    table = rows_of(named, concluded)
    if given.split == "dev":
        print("\n".join(mistakes))
        Console().print(report.as_table("constraints, dev", table))
        return
    report.write_section(
        "constraints",
        "What questions ask for, read out of their words",
        table,
        protocol="micro F1 by what is asked for. Questions that name it: all but situations and synonyms. Unwanted values "
        "and prices are filters, the rest preferences; a kind that no word names counts from a probability of .5 on",
        data=f"the sample shop's {len(topics)} {given.split} questions in words",
        seed=None,
        command="python benchmarks/constraints.py",
        notes="constants of the reading were chosen on the dev questions",
    )


def sample_shop() -> Shop:
    """The sample shop without its pictures' vectors being needed: built on first use."""
    shop = open_shop(load_settings(data_dir=cache_folder("constraints"), rates=SAMPLE_RATES, speech={"kind": "none"}))
    if not len(shop.catalogue):
        shop.ingest(SAMPLE / "catalogue" / "products.jsonl")
    return shop


class Reader:
    """What the shop reads out of a topic's words, and which of it leaves out something that is wanted."""

    def __init__(self, shop: Shop) -> None:
        self.understand, self.knowledge = shop._search.understand, shop.serving().knowledge
        truth = {row["id"]: row for row in map(json.loads, (SAMPLE / "catalogue" / "truth.jsonl").open(encoding="utf-8"))}
        self.products = shop.catalogue.get(list(truth))
        self.kinds = {" > ".join(product.category): truth[id]["kind"] for id, product in self.products.items()}
        self.qrels = judgments()

    def read(self, topic: Mapping[str, Any]) -> list[tuple[Asked, Constraint]]:
        intent = self.understand(Query(text=topic["text"], unwanted=tuple(topic["unwanted"])), self.knowledge)
        return [(asked, c) for c in intent.constraints for asked in self.asked(c)]

    def asked(self, c: Constraint) -> Iterator[Asked]:
        match c.kind:
            case "category" | "kind":
                kinds = frozenset(
                    self.kinds[v] for a in c.conditions if isinstance(a, AnyOf) for v in a.values if v in self.kinds
                )
                if kinds and (c.kind == "category" or c.confidence >= LIKELY):
                    yield Asked("kind", kinds)
            case "price":
                (limits,) = (a for a in c.conditions if isinstance(a, Between))
                yield Asked("price", frozenset([(limits.low, limits.high)]))
            case "wish":
                yield Asked("wish", frozenset([c.key.partition("=")[2]]))
            case "unwanted":
                values = [
                    v.partition("=")
                    for a in c.conditions
                    if isinstance(a, NoneOf) and a.field == "attributes"
                    for v in a.values
                ]
                for slot in dict.fromkeys(name for name, _, _ in values):
                    yield Asked(f"not {slot}", frozenset(v for name, _, v in values if name == slot))
            case "spelling" | "brand":
                return
            case _:
                values = [v.partition("=") for a in c.conditions if isinstance(a, AnyOf) for v in a.values if "=" in v]
                slots = {
                    slot: frozenset(v for name, _, v in values if name == slot)
                    for slot in dict.fromkeys(n for n, _, _ in values)
                }
                if len(slots) == 1:
                    yield from (Asked(*one) for one in slots.items())
                elif slots:  # one word for values of several attributes: whichever is meant
                    yield Asked("|".join(slots), frozenset().union(*slots.values()))

    def is_harmless(self, c: Constraint, topic: str) -> bool:
        """Whether every best product of the topic meets a preference."""
        grades = self.qrels[topic]
        best = [self.products[id] for id, grade in grades.items() if grade == max(grades.values())]
        return (
            bool(best)
            and bool(c.conditions)
            and not c.hard
            and c.kind not in ("category", "kind")
            and all(meets(p, c) for p in best)
        )


def meets(product: Product, c: Constraint) -> bool:
    have = {f"{name}={value}" for name, values in product.attributes.items() for value in values}
    for wording in product.translations.values():
        have |= {f"{name}={value}" for name, values in wording.attributes.items() for value in values}
    return any(v in have for a in c.conditions if isinstance(a, AnyOf) for v in a.values)


def judgments() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for split in ("dev", "test"):
        for line in (SAMPLE / "benchmark" / f"qrels.{split}.txt").read_text(encoding="utf-8").splitlines():
            topic, _, product, grade = line.split()
            found.setdefault(topic, {})[product] = int(grade)
    return found


def needed(need: Mapping[str, Any]) -> list[Asked]:
    wanted = [Asked("kind", frozenset(need["kinds"]))]
    wanted += [Asked(slot, frozenset(values)) for slot, values in need.get("wants", {}).items()]
    wanted += [Asked(f"not {slot}", frozenset(values)) for slot, values in need.get("unwanted", {}).items()]
    if "low" in need or "high" in need:
        wanted.append(Asked("price", frozenset([(need.get("low"), need.get("high"))])))
    return wanted + ([Asked("wish", frozenset([need["wish"]]))] if "wish" in need else [])


def tally(count: Count, reader: Reader, topic: Mapping[str, Any]) -> Iterator[str]:
    """Adds the topic to the count; its mistakes in words. Several constraints that read the same thing count once."""
    read, wanted = reader.read(topic), needed(topic["need"])
    used: set[int] = set()
    for one in wanted:
        meeting = {i for i, (asked, _) in enumerate(read) if _any_slot(asked, one)}
        used |= meeting
        (count.right if meeting else count.missed)[one.slot] += 1
        if not meeting:
            yield f"missed {one.slot} {sorted(map(str, one.values))} | {topic['phenomenon']} | {topic['text']}"
    for i, (asked, c) in enumerate(read):
        if i not in used and not reader.is_harmless(c, topic["id"]):
            count.wrong[asked.slot.partition("|")[0]] += 1
            yield f"wrong {c.key} | {topic['phenomenon']} | {topic['text']}"


def _any_slot(read: Asked, wanted: Asked) -> bool:
    return any(Asked(slot, read.values).meets(wanted) for slot in read.slot.split("|"))


def rows_of(named: Count, concluded: Count) -> list[dict[str, object]]:
    slots = sorted({*named.right, *named.missed, *named.wrong})
    often: Sequence[str] = [s for s in slots if named.right[s] + named.missed[s]]
    rest = [s for s in slots if s not in often]
    table = [named.row(slot, [slot]) for slot in often]
    table += [named.row("never asked for: " + ", ".join(rest), rest)] if rest else []
    table.append(named.row("all, in questions that name it", slots))
    table.append(concluded.row("all, in situations and synonyms", {*concluded.right, *concluded.missed, *concluded.wrong}))
    return table


if __name__ == "__main__":
    main()
