"""The sample shop's catalogue, widened: more designs of every kind from the same generator, so that the truth of each is known.

The generator draws a design's material, pattern, colours, size, brand, style, use, price and words from its kind by the
design's number. More designs are new products and leave those before as they are. Kinds take turns, so that any beginning of
the list is a catalogue of all of them. Pictures and GTINs, whose numbers end with the sample shop, are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from sample.feed import fault, product, said, truth
from sample.plan import Item, kinds, of_kind
from sample.questions.shelf import FACTS, Shelf, Thing
from sample.wording import CHINESE, ENGLISH

Row = dict[str, Any]

ENDLESS = 1_000_000
"""Designs a kind: more than any race asks for."""


def items(count: int) -> Iterator[Item]:
    """The first `count` products, one of each kind in turn."""
    each = [of_kind(replace(kind, designs=ENDLESS)) for kind in kinds()]
    return islice((item for row in zip_longest(*each) for item in row if item is not None), count)


def feed_row(item: Item) -> Row:
    """As docs/http.md describes a product, in English and Chinese. Rounding to a shop's endings makes a few sales no cheaper;
    such a sale is none, for everybody."""
    row = {name: value for name, value in product(item).items() if name not in ("images", "gtin")}
    sale = row["sale_price"]
    return row | {"sale_price": sale if sale and sale["amount"] < row["price"]["amount"] else None}


def truth_row(item: Item, sold: Row) -> Row:
    """What is really so; what the rule asks of the feed (the price that is paid, cents, and the rating); what the words claim
    in both languages."""
    paid = (sold["sale_price"] or sold["price"])["amount"]
    return truth(item) | {"price": paid, "rating": sold["rating"], "meaning": [meaning(item, n) for n in (ENGLISH, CHINESE)]}


def meaning(item: Item, language: int) -> str:
    """A passage of what the seller's words claim, without brand, model, numbers and turns of phrase: products of which the same
    is claimed share it. "retro green polka dot ceramic mug. Home & Kitchen > Drinkware > Mugs"."""
    silent = fault(item) == "silent"
    path = " > ".join(level[language] for level in (item.kind.path[:1] if silent else item.kind.path))
    if silent:
        return f"{('New arrival', '新品上架')[language]}. {path}"
    claims = said(item)
    noun = item.kind.words.nouns[language][0].format(family=claims.family[language])
    named = (claims.style, claims.colour, claims.pattern, claims.material)
    words = [*(pair[language] for pair in named if pair[language]), noun]
    return f"{(' ' if language == ENGLISH else '').join(words)}. {path}"


def write(count: int, folder: Path) -> None:
    """goods.jsonl and truth.jsonl of `count` products; files that are complete are left as they are."""
    feed, real = folder / "goods.jsonl", folder / "truth.jsonl"
    if feed.is_file() and real.is_file():
        return
    parts = [path.with_suffix(".part") for path in (feed, real)]
    with parts[0].open("w", encoding="utf-8") as goods, parts[1].open("w", encoding="utf-8") as truths:
        for item in items(count):
            row = feed_row(item)
            goods.write(json.dumps(row, ensure_ascii=False) + "\n")
            truths.write(json.dumps(truth_row(item, row), ensure_ascii=False) + "\n")
    parts[1].replace(real)
    parts[0].replace(feed)


def read_shelf(folder: Path) -> Shelf:
    """The rule's view of the goods. Titles are left out: nothing is judged by them."""
    with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
        return Shelf([thing(json.loads(line)) for line in lines])


def thing(row: Row) -> Thing:
    facts = {name: row[name] for name in FACTS}
    return Thing(row["id"], row["group"], row["kind"], facts, row["price"], row["rating"], ("", ""))
