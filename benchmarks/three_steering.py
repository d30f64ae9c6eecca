"""Do words still steer when a photo speaks louder? A photo, and words that ask for something else than it shows.

other gender    a picture of a women's jacket and "jacket for men": right are men's jackets
other colour    a picture of a jacket and "in red", where this one is not sold in red: right are jackets sold in red
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from three_queries import Ask, Sayings, colours_of, drawn, kind_of, shelf

OTHER = {"Men": "Women", "Women": "Men"}
COLOURS = ("black", "blue", "gray", "green", "orange", "purple", "red", "white", "yellow")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Steered:
    """One question: a file name of a photo and words; `right` are product ids."""

    id: str
    wish: str
    typed: str
    photo: str
    right: frozenset[str]


def steered(asks: Sequence[Ask], rows: Sequence[Row], said: Sayings) -> Iterator[Steered]:
    """Up to two questions a product, with its first photo; only such as have five right answers, so that P@5 can be 1."""
    worn = {
        str(row["sku"]): row for row in rows if any(path.split("/")[1:2] in (["Men"], ["Women"]) for path in row["categories"])
    }
    for ask in {ask.product: ask for ask in reversed(asks)}.values():
        row = worn[ask.product]
        kind, other = said["kind", kind_of(row)][0], OTHER[shelf(row)[0]]
        alike = {id: each for id, each in worn.items() if said["kind", kind_of(each)][0] == kind}
        colour = drawn(f"{ask.product} other colour").choice([c for c in COLOURS if c not in colours_of(row["images"])])
        wishes = {
            "gender": (f"{kind} {said['gender', other][0]}", {id for id, each in alike.items() if shelf(each)[0] == other}),
            "colour": (f"in {colour}", {id for id, each in alike.items() if colour in colours_of(each["images"])}),
        }
        for wish, (typed, right) in wishes.items():
            if len(right) >= 5:
                yield Steered(f"{ask.product} {wish}", wish, typed, ask.photo, frozenset(right))
