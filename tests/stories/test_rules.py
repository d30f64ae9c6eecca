"""The shop's owner has a say: pins, lifts, hides, synonyms, redirects, banners, on a schedule; and sees what they change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from omnishelf.domain.errors import BadInput, NotFound
from omnishelf.domain.query import AnyOf, Query, Sort
from omnishelf.domain.result import ResultPage
from omnishelf.domain.rule import Hide, Lift, Match, Narrow, Pin, Redirect, Rule, Show, Synonyms, When
from omnishelf.merchandise.rulebook import RuleBook
from omnishelf.shop import Shop
from omnishelf.stores.fresh import FRESH_SECONDS

MUGS = When(Match.CONTAINS, "mug")


def ids(page: ResultPage) -> list[str]:
    return [hit.product.id for hit in page.hits]


def test_a_pinned_product_stands_where_it_was_put_and_says_so(shop: Shop) -> None:
    """A lamp as the second of the mugs, though nobody asked for lamps; scores still fall and still sum."""
    before = ids(shop.search(text="mug", size=24))
    shop.rules.put([Rule("lamp", (Pin("red-lamp", 2),), MUGS)])
    page = shop.search(text="mug", size=24, explain=True)
    assert ids(page) == [before[0], "red-lamp", *before[1:]]
    assert page.total == len(before) + 1
    assert page.rules == ("lamp",)
    assert [(c.source, c.detail) for c in page.hits[1].why if c.signal == "pinned"] == [("shop", "pinned by the shop")]
    scores = [hit.score for hit in page.hits]
    assert scores == sorted(scores, reverse=True)
    for hit in page.hits:
        assert sum(c.value for c in hit.why) == pytest.approx(hit.score, abs=1e-9)


def test_a_pin_obeys_the_shopper(shop: Shop) -> None:
    """What the shopper's filter, price or "not" rules out is not shown, and who sorts by price gets prices in order."""
    shop.rules.put([Rule("lamp", (Pin("red-lamp", 1),))])
    for page in (
        shop.search(text="mug", filter=(AnyOf("attributes", ("color=blue",)),)),
        shop.search(text="mug under $20"),
        shop.search(text="mug, not red"),
        shop.search(text="mug", unwanted=("lamp",)),
        shop.search(filter=(AnyOf("brand", ("Farland",)),)),
    ):
        assert page.hits
        assert "red-lamp" not in ids(page)
    prices = [hit.product.pays.amount for hit in shop.search(sort=Sort.PRICE_UP, size=24).hits if hit.product.pays]
    assert prices == sorted(prices)


def test_pins_also_stand_in_the_shop_window(shop: Shop) -> None:
    """Browsing without a question, the pinned product comes first, once, and the total is what it was."""
    shop.rules.put([Rule("window", (Pin("yellow-lamp", 1),))])
    page = shop.search(size=24)
    assert ids(page)[0] == "yellow-lamp"
    assert len(set(ids(page))) == page.total == 24


def test_lifted_and_buried(shop: Shop) -> None:
    """A factor is an addend of the same size whoever gets it; one half takes away what two adds."""
    plain = {hit.product.id: hit.score for hit in shop.search(text="mug", size=24).hits}
    lift = Lift(2.0, filter=(AnyOf("attributes", ("color=white",)),))
    shop.rules.put([Rule("white", (lift,), MUGS), Rule("black", (Lift(0.5, ("black-mug",)),), MUGS)])
    page = shop.search(text="mug", size=24, explain=True)
    found = {hit.product.id: hit for hit in page.hits}
    assert ids(page)[0] == "white-mug"
    assert found["white-mug"].score - plain["white-mug"] == pytest.approx(plain["black-mug"] - found["black-mug"].score)
    assert {c.signal for c in found["white-mug"].why if c.source == "shop"} >= {"boost"}
    assert {c.signal for c in found["black-mug"].why if c.source == "shop"} >= {"bury"}


def test_what_is_hidden_is_in_no_count(shop: Shop) -> None:
    """Hidden by name or by filter, products are missing from hits, total and facets alike; only where the rule holds."""
    shop.rules.put([Rule("hide", (Hide(("red-mug",)), Hide(filter=(AnyOf("attributes", ("color=blue",)),))), MUGS)])
    page = shop.search(text="mug", size=24, facets=("color",))
    assert not {"red-mug", "blue-mug"} & set(ids(page))
    assert page.total == len(page.hits)
    assert {v.value for f in page.facets for v in f.values} == {"green", "yellow", "black", "white"}
    assert "blue-lamp" in ids(shop.search(text="lamp", size=24))


def test_narrowed(shop: Shop) -> None:
    """A rule can keep to a brand for a question."""
    shop.rules.put([Rule("brand", (Narrow((AnyOf("brand", ("Farland",)),)),), When(Match.EQUALS, "Blue"))])
    assert {hit.product.brand for hit in shop.search(text="blue", size=24).hits} == {"Farland"}


def test_synonyms_find_what_the_shop_calls_otherwise(shop: Shop) -> None:
    """ "beaker" is no word of the shop; as a synonym it finds mugs, and not the other way round."""
    assert shop.search(text="beaker").total == 0
    shop.rules.put([Rule("beaker", (Synonyms(("beaker",), ("mug",)),))])
    assert {id.partition("-")[2] for id in ids(shop.search(text="beaker", size=24))} == {"mug"}
    assert ids(shop.search(text="blue beaker", size=24))[0] == "blue-mug"
    shop.rules.put([Rule("beaker", (Synonyms(("mug",), ("beaker",)),))])
    assert shop.search(text="beaker").total == 0


def test_redirects_and_banners(shop: Shop) -> None:
    """A question can lead to a page, or be answered as another one, which a notice says."""
    shop.rules.put(
        [
            Rule("jobs", (Redirect(path="/jobs"), Show("We are hiring", "/jobs")), When(Match.EQUALS, "jobs")),
            Rule("typo", (Redirect(query="blue backpack"),), When(Match.EQUALS, "BB")),
        ]
    )
    jobs = shop.search(text="Jobs")
    assert (jobs.redirect, [b.text for b in jobs.banners]) == ("/jobs", ["We are hiring"])
    page = shop.search(text="bb", size=2)
    assert ids(page)[0] == "blue-backpack"
    assert [n.code for n in page.notices] == ["asked-instead"]
    rest = shop.search(Query(text="bb", size=2, cursor=page.cursor))
    assert not set(ids(rest)) & set(ids(page))


def test_a_rule_holds_for_its_language_and_category(shop: Shop) -> None:
    """Chinese questions alone, or those that name a category, are what the condition says."""
    shop.rules.put(
        [
            Rule("zh", (Show("你好"),), When(language="zh")),
            Rule("mugs", (Show("Mugs!"),), When(category="Mugs")),
        ]
    )
    assert shop.search(text="蓝色背包").rules == ("zh",)
    assert shop.search(text="blue backpack").rules == ()
    assert shop.search(text="blue mug").rules == ("mugs",)
    assert shop.search(filter=(AnyOf("category", ("Home > Mugs",)),)).rules == ("mugs",)


def test_schedules(shop: Shop) -> None:
    """A rule holds from its start until just before its end, and not while it is switched off."""
    now = datetime.now(UTC)
    hour = timedelta(hours=1)
    shop.rules.put(
        [
            Rule("over", (Show("a"),), When(ends=now - hour)),
            Rule("soon", (Show("b"),), When(starts=now + hour)),
            Rule("now", (Show("c"),), When(starts=now - hour, ends=now + hour)),
            Rule("off", (Show("d"),), enabled=False),
        ]
    )
    assert [banner.text for banner in shop.search(text="mug").banners] == ["c"]
    assert [b.text for b in shop.preview((), Query(text="mug"), now + 2 * hour).after.banners] == ["b"]


def test_a_preview_shows_what_moves_and_keeps_nothing(shop: Shop) -> None:
    """Before and after, with the positions of what moved, without a trace in the shop."""
    first, second = ids(shop.search(text="mug", size=2))
    seen = shop.preview([Rule("swap", (Pin(second, 1),), MUGS)], Query(text="mug", size=2))
    assert [(m.product.id, m.before, m.after) for m in seen.moves] == [(second, 2, 1), (first, 1, 2)]
    assert shop.rules.all() == ()
    assert ids(shop.search(text="mug", size=2)) == [first, second]


def test_what_cannot_be_meant_is_said(shop: Shop) -> None:
    """Rules that cannot be applied are refused together; what is only doubtful is kept, with a warning."""
    with pytest.raises(BadInput, match=r"'nothing'.*does nothing.*'odd'.*'nope' cannot be filtered"):
        shop.rules.put([Rule("nothing", ()), Rule("odd", (Narrow((AnyOf("nope", ("x",)),)),))])
    assert shop.rules.all() == ()
    with pytest.raises(BadInput, match="not a path"):
        shop.rules.put([Rule("elsewhere", (Redirect(path="//evil.example"),))])
    found = shop.rules.put([Rule("a", (Pin("red-mug", 1),), MUGS), Rule("b", (Pin("gone", 1),))])
    assert {(c.rule, c.reason) for c in found} == {
        ("b", "There is no product 'gone'."),
        ("b", "It pins 'gone' to position 1, as rule 'a' does 'red-mug'."),
    }
    shop.rules.remove("a")
    with pytest.raises(NotFound, match="'a'"):
        shop.rules.remove("a")


def test_another_process_takes_a_change_up(shop: Shop) -> None:
    """What one process puts holds in another after a second, for which the rules are not read again; nor later without need."""
    moment, read = [0.0], [0]
    store = shop.rules.store

    class Counting:
        def all(self) -> tuple[Rule, ...]:
            read[0] += 1
            return store.all()

        put, remove, version = store.put, store.remove, store.version

    book = RuleBook(Counting(), clock=lambda: moment[0])
    assert book() == ()
    shop.rules.put([Rule("a", (Show("x"),))])
    assert book() == ()
    moment[0] += FRESH_SECONDS
    assert [rule.id for rule in book()] == ["a"]
    moment[0] += 5 * FRESH_SECONDS
    assert [rule.id for rule in book()] == ["a"]
    assert read == [2]
