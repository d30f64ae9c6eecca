"""Questions in three inputs about products of magento, by a fixed rule: typed words, spoken words and a photo.

typed     the kind of thing and one attribute, of material, style or pattern: "wool hoodie"; half of them in Chinese: 羊毛卫衣
spoken    two of colour, gender and climate, in English: "I would like it in blue, for women"
photo     a picture of the product that the shop does not show: another side, or another colour

Typed and spoken words fit many products each. Which attribute, which two and which picture is drawn by the sha256 of the
question's id, so nothing depends on an order. How values are said in either language stands in data/three_inputs_words.tsv.
"""

from __future__ import annotations

import hashlib
import html
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent / "data" / "three_inputs_words.tsv"
OPENINGS = ("I would like it {}.", "Please show me something {}.", "It should be {}.")

Sayings = Mapping[tuple[str, str], tuple[str, str]]
"""(field, value) -> (English, Chinese)."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `id` is "PRODUCT#n"; `family` decides the half; `photo` is a file name; `language` is of `typed`."""

    id: str
    product: str
    family: str
    language: str
    typed: str
    spoken: str
    photo: str


def sayings(path: Path = TABLE) -> Sayings:
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {(field, value): (english, chinese) for field, value, english, chinese in rows}


def asks(rows: Iterable[Mapping[str, Any]], said: Sayings, each: int) -> Iterator[Ask]:
    """`each` questions a product that has a second picture, fewer where it has fewer further pictures."""
    for row in rows:
        further = list(row["images"][1:])
        drawn(f"{row['sku']} photos").shuffle(further)
        for number, photo in enumerate(further[:each], 1):
            yield ask(row, said, number, photo)


def ask(row: Mapping[str, Any], said: Sayings, number: int, photo: str) -> Ask:
    sku = str(row["sku"])
    rng = drawn(f"{sku}#{number}")
    language = "zh" if drawn(f"{sku}#{number} language").random() < 0.5 else "en"
    return Ask(f"{sku}#{number}", sku, family(sku), language, typed(row, said, language, rng), spoken(row, said, rng), photo)


def typed(row: Mapping[str, Any], said: Sayings, language: str, rng: random.Random) -> str:
    """The kind, and an attribute where the table has one that the kind does not say already."""
    column = ("en", "zh").index(language)
    kind = said["kind", kind_of(row)]
    values = [("material", "material"), ("style", "style_general"), ("style", "style_bottom"), ("pattern", "pattern")]
    known = [said[field, value] for field, name in values for value in values_of(row, name) if (field, value) in said]
    if not known:
        return kind[column]
    attribute = rng.choice(known)
    return f"{attribute[column]} {kind[column]}" if language == "en" else attribute[column] + kind[column]


def spoken(row: Mapping[str, Any], said: Sayings, rng: random.Random) -> str:
    climates = [said["climate", value][0] for value in values_of(row, "climate") if ("climate", value) in said]
    colours = [f"in {colour}" for colour in colours_of(row["images"])]
    groups = [[rng.choice(group)] for group in (colours, [said["gender", shelf(row)[0]][0]], climates) if group]
    two = sorted(rng.sample(range(len(groups)), min(2, len(groups))))
    return rng.choice(OPENINGS).format(", ".join(groups[place][0] for place in two))


def kind_of(row: Mapping[str, Any]) -> str:
    """The shelf; the shelf of bras and tank tops is told apart by the title."""
    leaf = shelf(row)[-1]
    return "Sports bra" if leaf == "Bras & Tanks" and re.search(r"\bbra\b", str(row["name"]), re.IGNORECASE) else leaf


def shelf(row: Mapping[str, Any]) -> tuple[str, ...]:
    """ "Default Category/Men/Tops/Tees" -> Men, Tops, Tees: the only shelves that products with several pictures stand on."""
    paths = [tuple(path.split("/")[1:]) for path in row["categories"]]
    return max((path for path in paths if path and path[0] in ("Men", "Women")), key=len)


def values_of(row: Mapping[str, Any], name: str) -> list[str]:
    stated = str(row["attributes"].get(name) or "")
    return [html.unescape(value).replace("®", "").replace("™", "").strip() for value in stated.split("|") if value]


def colours_of(images: Sequence[str]) -> list[str]:
    """What the feed states as the product's colours: the photographers named the files by them ("mh01-gray_main.jpg")."""
    named = (re.match(r"[a-z0-9]+-([a-z]+)_", image) for image in images)
    return list(dict.fromkeys(match[1] for match in named if match))


def family(sku: str) -> str:
    """Products that differ in colour only ("24-WG082-blue") are one family."""
    return re.sub(r"-[a-z]+$", "", sku)


def half(family: str) -> str:
    """ "dev" or "test", half of the families each."""
    return ("dev", "test")[hashlib.sha256(f"half {family}".encode()).digest()[0] % 2]


def drawn(name: str) -> random.Random:
    """A generator of this name's own."""
    return random.Random(hashlib.sha256(name.encode()).hexdigest())
