"""Variants of a product are one hit, counted as one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import ROWS

from omnishelf.domain.query import AnyOf, Query, Sort
from omnishelf.domain.result import ResultPage
from omnishelf.domain.rule import Pin, Rule
from omnishelf.shop import Shop


@pytest.fixture
def grouped(make_shop: Callable[..., Shop], feed: Path, tmp_path: Path) -> Shop:
    """`ROWS`, where all colours of a mug are one group, and all of a lamp another."""
    path = tmp_path / "grouped.jsonl"
    groups = {"mug": "mugs", "lamp": "lamps"}
    rows = [{**row, "group_id": groups.get(str(row["id"]).partition("-")[2], "")} for row in ROWS]
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    shop = make_shop()
    assert shop.ingest(path, images=feed.parent / "images").accepted == len(ROWS)
    return shop


def ids(page: ResultPage) -> list[str]:
    return [hit.product.id for hit in page.hits]


def counts(page: ResultPage, field: str) -> dict[str, int]:
    return {v.value: v.count for f in page.facets if f.field == field for v in f.values}


def test_the_variant_that_fits_best_stands_for_all(grouped: Shop) -> None:
    """One mug for all mugs: the blue one where blue is asked for, the red one where a filter admits no other."""
    page = grouped.search(text="blue mug", size=24)
    assert ids(page)[0] == "blue-mug"
    assert len(grouped.search(text="mug").hits[0].variants) == 5
    assert sum(id.endswith("-mug") for id in ids(page)) == 1
    red = grouped.search(text="mug", filter=(AnyOf("attributes", ("color=red",)),), size=24)
    assert next(hit for hit in red.hits if hit.product.id.endswith("mug")).product.id == "red-mug"
    assert red.hits[0].variants == ()


def test_browsing_counts_groups(grouped: Shop) -> None:
    """Two groups and twelve single products: fourteen hits; a colour's count is the total one gets by choosing it."""
    page = grouped.search(size=24, facets=("color", "category"))
    assert page.total == len(page.hits) == 14
    assert counts(page, "category") == {"Home": 2, "Home > Lamps": 1, "Home > Mugs": 1, **dict.fromkeys(("Travel",), 12)} | {
        "Travel > Backpacks": 6,
        "Travel > Cameras": 6,
    }
    assert set(counts(page, "color").values()) == {4}
    assert grouped.search(filter=(AnyOf("attributes", ("color=red",)),)).total == 4


def test_collapsing_can_be_switched_off(grouped: Shop) -> None:
    """A request may ask for every variant by itself."""
    page = grouped.search(Query(size=24, collapse=False, facets=("color",)))
    assert page.total == 24
    assert set(counts(page, "color").values()) == {4}
    assert not any(hit.variants for hit in page.hits)


def test_the_cheapest_stands_for_all_when_prices_are_sorted(grouped: Shop) -> None:
    """By rising price the cheapest mug, by falling price the dearest."""
    for sort, mug in ((Sort.PRICE_UP, "red-mug"), (Sort.PRICE_DOWN, "white-mug")):
        assert mug in ids(grouped.search(sort=sort, size=24))


def test_pages_of_groups_neither_repeat_nor_skip(grouped: Shop) -> None:
    """Removing the variant that stood for a group, and regrouping others, does not disturb the pages that follow."""
    whole = ids(grouped.search(size=24))
    page = grouped.search(size=5)
    seen = ids(page)
    grouped.remove(whole[9])
    while page.cursor:
        page = grouped.search(Query(size=5, cursor=page.cursor))
        seen += ids(page)
    assert seen == [id for id in whole if id != whole[9]]


def test_a_cursor_goes_on_behind_the_variant_that_stands_there_now(grouped: Shop) -> None:
    """The list was lost and another variant has taken the place of the one shown last: nothing is shown again."""
    first, rest = grouped.search(Query(text="every day", size=1)), grouped.search(Query(text="every day", size=24))
    assert first.cursor
    grouped.rules.put([Rule("a", (Pin(first.hits[0].variants[-1], 1),))])
    grouped._search.lists._kept.clear()
    later = grouped.search(Query(text="every day", size=24, cursor=first.cursor))
    assert ids(later) == ids(rest)[1:]


def test_a_pinned_variant_stands_for_its_group(grouped: Shop) -> None:
    """The shop may choose which colour is shown; the group is still one hit."""
    grouped.rules.put([Rule("green", (Pin("green-mug", 3),))])
    page = grouped.search(text="blue mug", size=24)
    assert ids(page)[2] == "green-mug"
    assert sum(id.endswith("-mug") for id in ids(page)) == 1
    assert grouped.search(size=24).total == 14
