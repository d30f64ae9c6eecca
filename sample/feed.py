"""The feed and the truth: one row each a product, from the seed alone."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sample.gtin import restricted_gtin
from sample.palette import PALETTE
from sample.plan import Item, items
from sample.wording import CHINESE, ENGLISH, Facts, description, facts, title

CATALOGUE = Path(__file__).parent / "catalogue"
NOW = date(2026, 11, 1)
"""The sample shop's today: launch dates lie before it, pre-orders after."""

SILENT_SHARE, WRONG_SHARE, GAPPY_SHARE = 0.08, 0.04, 0.15
"""Shares of products whose title says nothing, whose title is wrong in one attribute, whose attributes have a gap."""

SILENT = (
    ("Model {code}", "{brand} {code}", "New arrival {code}", "{code} - see pictures", "Style no. {code}"),
    ("{code} 新款", "{brand} {code}型", "现货{code} 看图下单", "{code} 实拍图", "新品上架 款号{code}"),
)
SILENT_STORY = (
    ("See pictures.", "New in box. Details as in the photos.", "Please choose by picture; ask us anything."),
    ("款式见图。", "全新带盒，细节以图片为准。", "看图选款，有问题随时咨询客服。"),
)


def write(folder: Path = CATALOGUE, *, pictured_only: bool = True) -> int:
    """Write products.jsonl and truth.jsonl; returns how many products.

    Args:
        pictured_only: leave out products whose main picture has not been rendered yet; name the other view where it exists.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = {path.name for path in (folder / "images").glob("*.webp")} if pictured_only else None
    found = rows(made)
    _lines(folder / "products.jsonl", [shown for shown, _ in found])
    _lines(folder / "truth.jsonl", [real for _, real in found])
    return len(found)


def rows(made: set[str] | None = None) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """(feed row, truth) of every product, or only of those whose main picture is among the `made` file names."""
    chosen = [item for item in items() if made is None or pictures(item)[0] in made]
    return [(_showing(product(item), made), truth(item)) for item in chosen]


def _showing(row: dict[str, Any], made: set[str] | None) -> dict[str, Any]:
    return row if made is None else row | {"images": [name for name in row["images"] if name in made]}


def pictures(item: Item) -> tuple[str, str]:
    """File names of the main and the other view."""
    return f"{item.id}-1.webp", f"{item.id}-2.webp"


def fault(item: Item) -> str:
    """ "silent", "wrong color", "wrong material" or "": what is the matter with this product's words."""
    if item.group_rng("says nothing").random() < SILENT_SHARE:
        return "silent"
    if item.rng("wrong").random() >= WRONG_SHARE:
        return ""
    named = all(any("{material}" in s.lower() for s in titles) for titles in item.kind.words.titles)
    others = {stuff.name for stuff in item.kind.stuffs if named} - {item.design.stuff.name}
    return "wrong material" if others and item.rng("wrong what").random() < 0.4 else "wrong color"


def said(item: Item) -> Facts:
    """What the seller's title claims: the facts, with one of them false where the title is wrong."""
    true, rng = facts(item), item.rng("lie")
    if fault(item) == "wrong color":
        other = PALETTE[rng.choice(sorted(set(item.kind.colours) - {item.design.colour.name}))]
        return replace(true, colour=(other.name, other.zh))
    if fault(item) == "wrong material":
        other_stuff = rng.choice([s for s in item.kind.stuffs if s.name != item.design.stuff.name])
        return replace(true, material=(other_stuff.name, other_stuff.zh))
    return true


def product(item: Item) -> dict[str, Any]:
    """A feed row, as docs/http.md describes a product; images are file names in the feed's folder of pictures."""
    true, silent = facts(item), fault(item) == "silent"
    (title_en, story_en), (title_zh, story_zh) = (
        _silent(item, true, n) if silent else _worded(item, true, n) for n in (ENGLISH, CHINESE)
    )
    path = item.kind.path[:1] if silent else item.kind.path
    english, chinese = (_attributes(item, true, n, silent) for n in (ENGLISH, CHINESE))
    return {
        "id": item.id,
        "title": title_en,
        "description": story_en,
        "language": "en",
        "brand": true.brand.name,
        "category": [level[ENGLISH] for level in path],
        "attributes": english,
        "translations": {
            "zh": {
                "title": title_zh,
                "description": story_zh,
                "category": [level[CHINESE] for level in path],
                "attributes": chinese,
            }
        },
        **_selling(item, true),
        "images": list(pictures(item)),
        "group_id": item.group,
        "gtin": restricted_gtin(item.kind.number, item.index, item.variant, item.rng("gtin").randrange(10_000)),
    }


def truth(item: Item) -> dict[str, Any]:
    """What is really so, for scoring; "fault" names what the words hide or get wrong, "said" the false claim."""
    true, design, what = facts(item), item.design, fault(item)
    row: dict[str, Any] = {
        "id": item.id,
        "group": item.group,
        "kind": item.kind.name,
        "shape": design.family,
        "color": design.colour.name,
        "accent": design.accent.name,
        "material": design.stuff.name,
        "pattern": true.pattern[ENGLISH] or "plain",
        "style": true.style[ENGLISH],
        "use": true.use[ENGLISH],
        "size": true.size[ENGLISH],
        "fault": what,
    }
    if what.startswith("wrong"):
        row["said"] = said(item).colour[ENGLISH] if what == "wrong color" else said(item).material[ENGLISH]
    return row


def _worded(item: Item, true: Facts, language: int) -> tuple[str, str]:
    claim = {"wrong color": "colour", "wrong material": "material"}.get(fault(item), "")
    return title(item, said(item), language, claim=claim), description(item, true, language)


def _silent(item: Item, true: Facts, language: int) -> tuple[str, str]:
    rng = item.rng("code")
    code = f"{rng.choice('ABDFGHKLMQRTVX')}-{rng.randint(100, 989)}"
    text = rng.choice(SILENT[language]).format(code=code, brand=true.brand.name if language == ENGLISH else true.brand.zh)
    return text, rng.choice(SILENT_STORY[language])


def _attributes(item: Item, true: Facts, language: int, silent: bool) -> dict[str, list[str]]:
    """Keys are canonical English in both languages; a gap is a gap in both."""
    if silent:
        return {}
    plain = ("plain", "纯色")[language]
    named = {
        "color": true.colour,
        "material": true.material,
        "pattern": true.pattern,
        "shape": true.family,
        "style": true.style,
        "use": true.use,
        "size": true.size,
    }
    values = {key: [pair[language] or plain] for key, pair in named.items()}
    rng = item.rng("gap")
    if rng.random() < GAPPY_SHARE:
        for key in rng.sample(["color", "material", "pattern", "style"], rng.choice((1, 2))):
            del values[key]
    return values


def _selling(item: Item, true: Facts) -> dict[str, Any]:
    """Price, stock, availability, rating, launch. Prices belong to the group; the rest to the product."""
    low, high = item.kind.price
    shared, rng = item.group_rng("price"), item.rng("stock")
    share = min(1.0, max(0.0, true.brand.tier + shared.uniform(-0.25, 0.25)))
    amount = _ending(low * (high / low) ** share, shared)
    row: dict[str, Any] = {"price": {"amount": amount, "currency": "USD"}, "sale_price": None}
    if rng.random() < 0.22:
        row["sale_price"] = {
            "amount": _ending(amount / 100 * rng.choice((0.9, 0.85, 0.8, 0.75, 0.7, 0.65)), rng),
            "currency": "USD",
        }
    fate = rng.random()
    row["availability"] = (
        "out_of_stock" if fate < 0.06 else "preorder" if fate < 0.09 else "backorder" if fate < 0.11 else "in_stock"
    )
    row["stock"] = rng.randint(2, 140) if row["availability"] == "in_stock" else 0
    early = row["availability"] == "preorder"
    launched = NOW + timedelta(days=rng.randint(10, 60)) if early else NOW - timedelta(days=int(rng.triangular(5, 1000, 200)))
    row["launched_at"] = f"{launched.isoformat()}T00:00:00Z"
    rated = not early and rng.random() > 0.1
    row["rating"] = round(min(5.0, max(2.4, rng.gauss(4.05 + 0.5 * true.brand.tier, 0.4))), 1) if rated else None
    row["rating_count"] = max(1, int(rng.lognormvariate(3.4, 1.2))) if rated else 0
    return row


def _ending(price: float, rng: random.Random) -> int:
    """A shop's price in cents: .99, .95, .50 or whole below 100, whole or whole less a cent above."""
    if price < 100:
        return max(99, int(price) * 100 + rng.choice((99, 99, 95, 50, 0)))
    return int(round(price / 5) * 500 - rng.choice((0, 1, 100)))


def _lines(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
