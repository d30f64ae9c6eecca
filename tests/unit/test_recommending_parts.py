"""The small parts between the shop and its recommenders, each on data whose answer one knows by looking."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from omnishelf.domain.event import Action, Event
from omnishelf.domain.product import Availability, Product
from omnishelf.learn.interactions import Interactions
from omnishelf.recommend.asking import asked
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import UNSAID, Reason, Recommendation, Request, Why
from omnishelf.recommend.rated import PRIOR, Rated
from omnishelf.recommend.variants import of_groups, one_a_group
from omnishelf.recommending.exploring import explored
from omnishelf.recommending.leading import by_stock
from omnishelf.recommending.measuring import cases
from omnishelf.recommending.seeing import HALF_LIFE, cart_of, popular_now
from omnishelf.recommending.telling import SENTENCES, told
from omnishelf.stores.port import DayCount

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ITEMS = Items(ids=("a", "b", "c", "d"))


def test_the_first_place_is_for_what_can_be_had_now() -> None:
    """The best in stock goes before what is on back-order or not out yet, nothing else moves; what is out stands behind. With
    nothing in stock, and where the order is of another kind, nothing leads."""
    states = {"a": "backorder", "b": "out_of_stock", "c": "preorder", "d": "in_stock", "e": "in_stock"}
    known = {id: Product(id, id, availability=Availability(state)) for id, state in states.items()}

    def ordered(ids: str, *, led: bool) -> str:
        chosen = [Recommendation(id, 1.0, Reason(Why.POPULAR), "popular") for id in ids]
        return "".join(one.product_id for one in by_stock(chosen, known, led=led))

    assert ordered("abcde", led=True) == "daceb"
    assert ordered("abcde", led=False) == "acdeb"
    assert ordered("edabc", led=True) == "edacb"
    assert ordered("abc", led=True) == "acb"
    assert ordered("", led=True) == ""


def test_few_ratings_say_little() -> None:
    """One vote of 5 stars stands behind a hundred of 4.5; without ratings a product stands at the shop's mean."""
    rated = Rated.of(ITEMS, np.array([5.0, 4.5, 2.0, np.nan], np.float32), np.array([1, 100, 30, 1], np.float32))
    mean = (5 + 450 + 60) / 131
    assert rated.stars[3] == pytest.approx(mean)
    assert rated.stars[0] == pytest.approx((5 + PRIOR * mean) / (1 + PRIOR))
    scores = rated.scores(asked(Request(), ITEMS))
    assert list(np.argsort(-scores)) == [1, 0, 3, 2]
    assert [reason.why for reason in rated.because(asked(Request(), ITEMS), np.array([1, 2, 3]))] == [
        Why.RATED,
        Why.IN_SHOP,
        Why.IN_SHOP,
    ]


def test_nobody_rated_anything() -> None:
    """All products stand equal, and nothing is said of ratings."""
    rated = Rated.of(ITEMS, np.full(4, np.nan, np.float32), np.ones(4, np.float32))
    assert len(set(rated.stars.tolist())) == 1
    assert rated.because_of(0) == Reason(Why.IN_SHOP)


def test_variants_share_one_place() -> None:
    """Of a group the best stays; what is not among the best is unsaid."""
    group = np.array([0, 0, 1, 2])
    scores = one_a_group(np.array([0.2, 0.9, 0.5, 0.1], np.float32), group, 3)
    assert scores.tolist() == [UNSAID, np.float32(0.9), np.float32(0.5), UNSAID]
    assert of_groups(group, np.array([1])).tolist() == [True, True, False, False]
    assert not of_groups(group, np.array([], np.int64)).any()


def test_the_cart_is_what_is_left_in_it() -> None:
    """Put in and bought, put in and taken out, taken out and put in again."""
    did = [("a", "add"), ("a", "bought"), ("b", "add"), ("b", "out"), ("c", "out"), ("c", "add")]
    names = {"add": Action.ADD_TO_CART, "bought": Action.PURCHASE, "out": Action.REMOVE_FROM_CART}
    events = [Event(str(n), names[what], NOW + timedelta(minutes=n), product_id=id) for n, (id, what) in enumerate(did)]
    assert cart_of(events[::-1]) == ("c",)


def test_popular_is_of_now() -> None:
    """A week ago counts half; what is rejected as often as it is liked is not popular; what is gone is not counted."""
    today, then = date(2026, 11, 20), date(2026, 11, 20) - timedelta(days=int(HALF_LIFE))
    counts = [
        DayCount(then, "a", Action.CLICK, 6),
        DayCount(today, "b", Action.CLICK, 4),
        DayCount(today, "c", Action.CLICK, 4),
        DayCount(today, "c", Action.REJECT, 2),
        DayCount(today, "gone", Action.CLICK, 9),
    ]
    assert popular_now(counts, ITEMS, NOW).total.tolist() == [3, 4, 0, 0]


def test_reasons_name_what_is_there() -> None:
    """A product that is gone is not named; a product is not its own reason; baskets and histories are told apart."""
    titles = {"a": "Blue mug"}

    def say(reason: Reason, by: str = "content", language: str = "en") -> str:
        return told(reason, by, "b", lambda id: titles.get(id, ""), language)

    assert say(Reason(Why.LOOKED_AT, "a")) == "Because you looked at “Blue mug”"
    assert say(Reason(Why.LOOKED_AT, "a"), language="zh") == "因为你看过“Blue mug”"
    assert say(Reason(Why.LOOKED_AT, "gone")) == "Because of what you looked at"
    assert say(Reason(Why.LOOKED_AT, "b")) == "You looked at it before"
    assert say(Reason(Why.WITH_THIS, "a"), "together") == "Often bought together with “Blue mug”"
    assert say(Reason(Why.WITH_THIS, "a"), "item-item") == "Chosen by those who chose “Blue mug”"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_reason_has_words(language: str) -> None:
    """In both languages."""
    assert set(SENTENCES[language]) == set(Why)


def test_drawn_places_are_the_last_ones() -> None:
    """Half of four places are drawn, from those that nearly came, each once, with the chance of the draw."""

    def shown(ids: str) -> list[Recommendation]:
        return [Recommendation(id, 1.0, Reason(Why.POPULAR), "popular") for id in ids]

    found = explored(shown("abcd"), shown("efghi"), 0.5, 0, np.random.default_rng(1))
    assert [one.product_id for one in found[:2]] == ["a", "b"]
    assert len({one.product_id for one in found[2:]} & set("efghi")) == 2
    assert [one.reason.why for one in found[2:]] == [Why.TRIED_OUT] * 2
    assert all(0 < one.propensity < 1 for one in found[2:])
    assert explored(shown("ab"), [], 0.5, 0, np.random.default_rng(1)) == shown("ab")


def test_cases_are_what_came_new_after_the_moment() -> None:
    """Who did something new later is a case, with what they did before; the same thing again is nothing new."""
    shopper, item, time = np.array([0, 0, 1, 1, 2]), np.array([0, 1, 2, 2, 3]), np.array([1.0, 5.0, 1.0, 6.0, 7.0])
    found = cases(Interactions.of(shopper, item, time, items=4), ITEMS, 4.0)
    assert [(tuple(act.product_id for act in case.request.history), case.wanted) for case in found] == [
        (("a",), frozenset("b")),
        ((), frozenset("d")),
    ]
