"""The event log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from omnishelf.domain.consent import Consent
from omnishelf.domain.event import Action, Event
from omnishelf.stores.port import Added, DayCount, EventLog, Shoppers

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = date(2026, 5, 4)
YES = Consent(personal=True, learning=True, at=NOON, policy="2026-05", source="shopper")
ONLY_OWN = replace(YES, learning=False)
NO = replace(YES, personal=False, learning=False)
Pair = tuple[EventLog, Shoppers]


def full_event(id: str = "e/1") -> Event:
    """An event with nothing left at its default: no real one has all of it."""
    return Event(
        id,
        Action.PURCHASE,
        NOON + timedelta(microseconds=7),
        session_id="visit 1",
        shopper_id="林小姐@example.com",
        product_id="mug",
        query_id="q1",
        words="蓝色 mug",
        shown=("mug", "包/1"),
        position=3,
        place="search",
        quantity=2,
        price=1250,
        rating=4.5,
        seconds=2.25,
        chances=(1.0, 0.25),
    )


def click(id: str, minute: int = 0, *, shopper: str = "ann", product: str = "mug", days: int = 0) -> Event:
    return Event(id, Action.CLICK, NOON + timedelta(days=days, minutes=minute), "visit", shopper, product)


class EventsSuite:
    """Override `opened`: each call opens the same place anew, as (events, shoppers)."""

    @pytest.fixture
    def opened(self) -> Callable[[], Pair]:
        raise NotImplementedError

    @pytest.fixture
    def pair(self, opened: Callable[[], Pair]) -> Pair:
        """Ann agreed to everything, Ben to his own history only, Cyd said no."""
        log, shoppers = opened()
        shoppers.agree({"ann": YES, "ben": ONLY_OWN, "cyd": NO, full_event().shopper_id: YES})
        return log, shoppers

    def test_nothing_yet(self, opened: Callable[[], Pair]) -> None:
        """A new log is empty and answers everything with nothing."""
        log, _ = opened()
        assert (len(log), log.count("ann"), log.add([])) == (0, 0, Added())
        assert log.recent(shopper_id="ann", session_id="visit", limit=5) == ()
        assert (list(log.pages()), list(log.of("ann")), list(log.days())) == ([], [], [])

    def test_everything_comes_back(self, opened: Callable[[], Pair], pair: Pair) -> None:
        """An event with every field set is read as it was told, also after opening again; the session asked for is named."""
        told = full_event()
        assert pair[0].add([told]) == Added(new=(told.id,))
        assert opened()[0].recent(shopper_id=told.shopper_id, session_id="visit 1", limit=9) == (told,)
        other = opened()[0].recent(shopper_id=told.shopper_id, session_id="visit 2", limit=9)
        assert other == (replace(told, session_id=other[0].session_id),)
        assert other[0].session_id not in ("", "visit 1", "visit 2")

    @pytest.mark.parametrize("price", [None, 0])
    def test_nothing_known_comes_back_as_that(self, pair: Pair, price: int | None) -> None:
        """Fields at their default stay so; a price of 0 is not an unknown price."""
        told = Event("bare", Action.SEARCH, NOON, shopper_id="ann", price=price)
        pair[0].add([told])
        assert pair[0].recent(shopper_id="ann", session_id="", limit=1) == (told,)

    def test_newest_first_and_at_once(self, pair: Pair) -> None:
        """What was just told is the first that is read; no more than asked for; equal times by id."""
        log, _ = pair
        log.add([click("b", 1), click("d", 3), click("c", 3), click("x", 9, shopper="ben")])
        log.add([click("a", 2)])
        assert [e.id for e in log.recent(shopper_id="ann", session_id="", limit=9)] == ["d", "c", "a", "b"]
        assert [e.id for e in log.recent(shopper_id="ann", session_id="", limit=2)] == ["d", "c"]
        assert log.recent(shopper_id="ann", session_id="", limit=0) == ()

    def test_told_twice_is_kept_once(self, opened: Callable[[], Pair], pair: Pair) -> None:
        """In one call, in another, after opening again: the first telling counts, in the log and in the counts."""
        log, _ = pair
        assert log.add([click("a"), click("b"), click("a", 5)]) == Added(new=("a", "b"), known=("a",))
        assert opened()[0].add([click("b", 7), click("c")]) == Added(new=("c",), known=("b",))
        assert (len(log), log.count("ann")) == (3, 3)
        assert list(log.days()) == [DayCount(DAY, "mug", Action.CLICK, 3.0)]

    def test_without_consent_only_counts_are_kept(self, pair: Pair) -> None:
        """Of those who said no, were never asked, or are unknown, nothing is kept but that their products were clicked."""
        log, _ = pair
        told = [click("c", shopper="cyd"), click("d", shopper="dan"), click("n", shopper=""), click("a")]
        assert log.add(told) == Added(new=("a",), not_agreed=("c", "d", "n"))
        assert [log.count(who) for who in ("ann", "cyd", "dan", "")] == [1, 0, 0, 0]
        assert list(log.days()) == [DayCount(DAY, "mug", Action.CLICK, 4.0)]

    def test_a_withdrawn_consent_holds_at_once(self, pair: Pair) -> None:
        """After a no nothing is kept or used; what is there stays to be exported or erased, and to be used after a new yes."""
        log, shoppers = pair
        log.add([click("a")])
        shoppers.agree({"ann": NO})
        assert log.add([click("b")]).not_agreed == ("b",)
        assert log.recent(shopper_id="ann", session_id="visit", limit=9) == ()
        assert list(log.pages()) == []
        assert [event.id for event in log.of("ann")] == ["a"]
        shoppers.agree({"ann": YES})
        assert [e.id for e in log.recent(shopper_id="ann", session_id="visit", limit=9)] == ["a"]

    def test_pages_for_learning(self, pair: Pair) -> None:
        """By time, in pages, within since <= at < until; of those who agree to it, under pseudonyms."""
        log, shoppers = pair
        log.add([click(f"e{i}", i % 3) for i in range(7)] + [click("ben", shopper="ben")])
        read = list(log.pages(size=3))
        assert [len(page) for page in read] == [3, 3, 1]
        assert [event.id for page in read for event in page] == ["e0", "e3", "e6", "e1", "e4", "e2", "e5"]
        assert {event.shopper_id for page in read for event in page} == {shoppers.pseudonym("ann")}
        assert len({event.session_id for page in read for event in page} - {"visit", ""}) == 1
        minute = [NOON + timedelta(minutes=m) for m in (1, 2)]
        assert [[e.id for e in page] for page in log.pages(since=minute[0], until=minute[1])] == [["e1", "e4"]]

    def test_words_are_read_by_learning(self, pair: Pair) -> None:
        """The words asked, sealed at rest, are there for whoever learns from them."""
        asked = Event("s", Action.SEARCH, NOON, "visit", "ann", words="blue mug", shown=("mug", "cup"))
        pair[0].add([asked])
        assert [(e.words, e.shown) for page in pair[0].pages() for e in page] == [("blue mug", ("mug", "cup"))]

    def test_days_are_counted(self, pair: Pair) -> None:
        """By day, product and action; searches are of no product."""
        log, _ = pair
        bought = replace(click("p"), action=Action.PURCHASE)
        log.add([click("a"), click("b", days=1), click("c", product="bag"), bought, Event("s", Action.SEARCH, NOON)])
        one, two = DAY, DAY + timedelta(days=1)
        assert list(log.days()) == [
            DayCount(one, "bag", Action.CLICK, 1.0),
            DayCount(one, "mug", Action.CLICK, 1.0),
            DayCount(one, "mug", Action.PURCHASE, 1.0),
            DayCount(two, "mug", Action.CLICK, 1.0),
        ]
        assert [count.day for count in log.days(since=two)] == [two]
        assert {count.day for count in log.days(until=two)} == {one}

    def test_compacting(self, pair: Pair) -> None:
        """Old events go; their days fold into the last of them, halved for each half-life; folding again changes nothing, and
        folding in steps gives the same as folding once."""
        log, _ = pair
        log.add([click(f"e{n}", days=n) for n in range(6)])
        assert log.compact(NOON + timedelta(days=2), half_life_days=1.0) == 2
        assert log.compact(NOON + timedelta(days=2), half_life_days=1.0) == 0
        assert next(log.days()) == DayCount(DAY + timedelta(days=1), "mug", Action.CLICK, 1.5)
        assert log.compact(NOON + timedelta(days=4), half_life_days=1.0) == 2
        counts = [(count.day - DAY, count.count) for count in log.days()]
        assert counts == [(timedelta(days=n), c) for n, c in ((3, 1 + 1 / 2 + 1 / 4 + 1 / 8), (4, 1.0), (5, 1.0))]
        assert [e.id for e in log.of("ann")] == ["e4", "e5"]

    def test_many_at_once(self, pair: Pair) -> None:
        """More events, shoppers and ids than one statement takes parameters are one call like any other."""
        log, shoppers = pair
        shoppers.agree({f"s{i}": YES for i in range(1_200)})
        told = [click(f"e{i:05}", shopper=f"s{i % 1_200}") for i in range(2_500)]
        assert len(log.add(told).new) == 2_500
        assert len(log.add(told).known) == 2_500
        assert log.count("s7") == 3
