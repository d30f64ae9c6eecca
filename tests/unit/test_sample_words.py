"""The sample shop's words: reproducible, valid, bilingual, varied. Nothing is rendered here."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from sample import feed, gtin, plan, wording  # noqa: E402
from sample.patterns import DRAWINGS  # noqa: E402

ITEMS = list(plan.items())


def test_gtin_check_digit_is_the_published_one() -> None:
    """The check digit of 400638133393 is 1: the example everybody can look up on a box of pens."""
    assert gtin.check_digit("400638133393") == 1


def test_gtins_are_restricted_valid_and_unique() -> None:
    """Every number has 13 digits, starts with 02, ends in its own check digit and is given once."""
    numbers = [feed.product(item)["gtin"] for item in ITEMS]
    assert all(re.fullmatch(r"02\d{11}", n) and gtin.check_digit(n[:-1]) == int(n[-1]) for n in numbers)
    assert len(set(numbers)) == len(numbers)


def test_words_come_from_the_seed_alone() -> None:
    """Planning and writing twice gives the same rows, whatever was drawn in between."""
    again = list(plan.items())
    assert [feed.product(i) for i in ITEMS] == [feed.product(i) for i in again]
    one = ITEMS[7]
    alone = next(item for item in plan.items(one.kind.name) if item.id == one.id)
    assert feed.truth(alone) == feed.truth(one)


def test_there_are_at_least_forty_kinds_and_twelve_hundred_products() -> None:
    """The plan holds 40 kinds or more with 25 products or more each, 1,200 or more in all."""
    counts = Counter(item.kind.name for item in ITEMS)
    assert sum(count >= 25 for count in counts.values()) >= 40
    assert len(ITEMS) >= 1200


def test_every_row_speaks_both_languages() -> None:
    """Title, description and category are there in English and in Chinese, and no field was left unfilled."""
    for item in ITEMS:
        row = feed.product(item)
        zh = row["translations"]["zh"]
        for text in (row["title"], row["description"], zh["title"], zh["description"]):
            assert text
            assert "{" not in text
        assert re.search(r"[\u4e00-\u9fff]", zh["title"] + zh["description"])
        assert not re.search(r"[\u4e00-\u9fff]", row["title"] + row["description"])
        assert len(zh["category"]) == len(row["category"]) >= 1
        assert set(zh["attributes"]) == set(row["attributes"])


def test_no_two_kinds_share_a_sentence_skeleton() -> None:
    """Titles, selling lines and descriptions are each kind's own, in both languages."""
    owners: dict[str, set[str]] = {}
    for kind in plan.kinds():
        words = kind.words
        for language in (wording.ENGLISH, wording.CHINESE):
            for skeleton in (*words.titles[language], *words.lines[language], *words.stories[language]):
                owners.setdefault(skeleton, set()).add(kind.name)
    assert {skeleton: kinds for skeleton, kinds in owners.items() if len(kinds) > 1} == {}


def test_silent_products_say_nothing_about_themselves() -> None:
    """A silent product's words hold neither its kind's names nor its colour, in either language."""
    silent = [item for item in ITEMS if feed.fault(item) == "silent"]
    assert silent
    for item in silent:
        row = feed.product(item)
        english = f"{row['title']} {row['description']}".lower()
        chinese = row["translations"]["zh"]["title"] + row["translations"]["zh"]["description"]
        assert not any(noun in english for noun in item.kind.words.nouns[0])
        assert not any(noun in chinese for noun in item.kind.words.nouns[1])
        assert item.design.colour.zh not in chinese
        assert row["attributes"] == {}


def test_a_wrong_title_claims_what_the_truth_records() -> None:
    """Where the title is wrong, the truth's `said` differs from the true value and is found in the title or as its shade."""
    from sample.palette import PALETTE

    wrong = [item for item in ITEMS if feed.fault(item).startswith("wrong")]
    assert wrong
    for item in wrong:
        truth, title = feed.truth(item), feed.product(item)["title"].lower()
        key = truth["fault"].removeprefix("wrong ")
        assert truth["said"] != truth[key]
        claims = [truth["said"], *(PALETTE[truth["said"]].shades_en if key == "color" else ())]
        assert any(claim.lower() in title for claim in claims), (item.id, title, claims)


def test_titles_vary_within_a_kind() -> None:
    """At most a third of a kind's titles are alike once colours and numbers are put aside."""
    for kind in plan.kinds():
        titles = [feed.product(item)["title"] for item in ITEMS if item.kind is kind or item.kind.name == kind.name]
        assert len(set(titles)) >= 0.8 * len(titles)


def test_prices_are_positive_and_sales_are_cheaper() -> None:
    """Prices lie in the kind's range, give or take the ending, and a sale price is lower than the price."""
    for item in ITEMS:
        row, (low, high) = feed.product(item), item.kind.price
        assert 100 * low * 0.9 <= row["price"]["amount"] <= 100 * high * 1.1
        assert row["sale_price"] is None or row["sale_price"]["amount"] < row["price"]["amount"]
        assert (row["stock"] > 0) == (row["availability"] == "in_stock")
        assert row["rating"] is None or 0 <= row["rating"] <= 5


def test_colour_variants_differ_in_colour_alone() -> None:
    """Products of one group share shape, material, pattern and price, and no two have the same colour."""
    groups: dict[str, list[plan.Item]] = {}
    for item in ITEMS:
        groups.setdefault(item.group, []).append(item)
    for members in groups.values():
        colours = [item.design.colour.name for item in members]
        assert len(set(colours)) == len(colours)
        assert (
            len({(m.design.family, m.design.stuff.name, m.design.pattern, feed.product(m)["price"]["amount"]) for m in members})
            == 1
        )


def test_every_pattern_can_be_drawn_and_named() -> None:
    """Patterns used by kinds exist in the drawing table and have a name in both languages."""
    used = {pattern for kind in plan.kinds() for stuff in kind.stuffs for pattern in stuff.patterns}
    assert used - {""} <= set(DRAWINGS)
    assert used <= set(wording.PATTERNS)


@pytest.mark.parametrize(
    ("said", "tidied"), [("a orange mug", "an orange mug"), ("mug ,  blue", "mug, blue"), (" vase ()", "Vase")]
)
def test_missing_fields_leave_no_trace(said: str, tidied: str) -> None:
    """Articles follow the next word; gaps, stray commas and empty brackets disappear."""
    assert wording._tidy_english(said) == tidied
