"""A shopper does not want leather, in a shop that has not said of every wallet what it is made of."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from omnishelf.domain.result import ResultPage
from omnishelf.domain.rule import Pin, Rule
from omnishelf.shop import Shop

WALLETS = (
    ("marked", "Brown wallet", {"material": ["leather"]}),
    ("said", "Leather wallet with a zip", {}),
    ("canvas", "Canvas wallet, to go with leather belts", {"material": ["canvas"]}),
    ("plain", "Slim wallet", {}),
    ("nylon", "Nylon wallet for travel", {"material": ["nylon"]}),
)


@pytest.fixture
def wallets(make_shop: Callable[..., Shop], tmp_path: Path) -> Shop:
    rows = [{"id": id, "title": title, "price": 20, "currency": "USD", "attributes": has} for id, title, has in WALLETS]
    path = tmp_path / "wallets.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    shop = make_shop()
    assert shop.ingest(path).accepted == len(WALLETS)
    return shop


def ids(page: ResultPage) -> set[str]:
    return {hit.product.id for hit in page.hits}


def test_what_mentions_leather_and_names_no_material_is_left_out(wallets: Shop) -> None:
    """Neither the wallet marked as leather nor the one that only says so; canvas is believed, and what says nothing stays.
    Facets count what is shown."""
    for page in (wallets.search(text="wallet not leather"), wallets.search(text="wallet", unwanted=("leather",))):
        assert ids(page) == {"canvas", "plain", "nylon"}
        assert page.total == 3
    (materials,) = (facet for facet in page.facets if facet.field == "material")
    assert {value.value: value.count for value in materials.values} == {"canvas": 1, "nylon": 1}


def test_it_holds_in_the_other_language_of_the_words(wallets: Shop) -> None:
    """不要皮革 names the same material by its translation."""
    assert "said" not in ids(wallets.search(text="wallet 不要皮革"))


def test_dropping_the_wish_brings_both_back(wallets: Shop) -> None:
    """One chip stands for both ways of leaving out."""
    page = wallets.search(text="wallet not leather")
    (chip,) = (c for c in page.intent.constraints if c.kind == "unwanted")
    again = wallets.search(text="wallet not leather", dropped=(chip.key,))
    assert {"marked", "said"} <= ids(again)


def test_a_pinned_product_is_held_to_it_as_well(wallets: Shop) -> None:
    """The shop's wish to show something first is weaker than the shopper's not to see it."""
    wallets.rules.put([Rule("first", (Pin("said", 1),))])
    assert "said" not in ids(wallets.search(text="wallet not leather"))
    assert wallets.search(text="wallet").hits[0].product.id == "said"
