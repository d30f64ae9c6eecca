"""Offers: budgets that cannot be overspent, and who came by."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from omnishelf.domain.errors import BadInput, NotAllowed, NotFound
from omnishelf.domain.offer import Claim, ClaimState, Encounter, Offer, Purse, Scope, Who
from omnishelf.stores.offers_port import Offers

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
A, B = b"a" * 16, b"b" * 16


def full_offer(id: str = "夏天/1") -> Offer:
    """With nothing left at its default."""
    return Offer(
        id,
        title=(("en", "Summer"), ("zh", "夏天")),
        percent=15,
        amount=0,
        scope=Scope.CATEGORY,
        category="Home > Mugs",
        products=("m-1", "杯"),
        least=1_000,
        most=500,
        budget=10_000,
        per_shopper=2,
        shows_a_day=4,
        who=Who.RETURNING,
        holdout=0.3,
        starts=NOON,
        ends=NOON + HOUR,
        margin=0.4,
        hours=24.0,
        note="before the sale",
        salt="0123456789abcdef" * 2,
        stopped=True,
    )


def small(id: str = "o", budget: int = 1_000) -> Offer:
    return Offer(id, (("en", "Ten off"),), amount=10, budget=budget, salt="00" * 16)


def claim(id: str, amount: int = 100, unit: bytes = A, at: datetime = NOON) -> Claim:
    return Claim("o", id, unit, amount, at, at + HOUR)


class OffersSuite:
    @pytest.fixture
    def opened(self) -> Callable[[], Offers]:
        raise NotImplementedError

    def test_everything_comes_back(self, opened: Callable[[], Offers]) -> None:
        """An offer with every field set is read as it was put, also after opening again, by id; the version counts changes."""
        assert (opened().all(), opened().version()) == ((), 0)
        opened().put(full_offer("b"))
        opened().put(replace(full_offer("a"), note=""))
        opened().put(full_offer("a"))
        assert (opened().all(), opened().version()) == ((full_offer("a"), full_offer("b")), 3)
        assert (opened().remove("a"), opened().remove("a"), opened().all()) == (True, False, (full_offer("b"),))

    @pytest.mark.parametrize("id", ["", "x" * 129, "a\x00b"])
    def test_refuses_what_is_no_id(self, opened: Callable[[], Offers], id: str) -> None:
        """An id that is empty, too long or not text is refused, of offers and of claims."""
        with pytest.raises(BadInput, match="id"):
            opened().put(full_offer(id))
        opened().put(small())
        with pytest.raises(BadInput, match="id"):
            opened().hold(claim(id), 0)

    def test_what_is_held_is_given_or_goes_back(self, opened: Callable[[], Offers]) -> None:
        """Money is set aside, then given in part or freed; each step twice is one step."""
        kept = opened()
        kept.put(small())
        for _ in range(2):
            assert kept.hold(claim("1"), 0) == claim("1")
        kept.hold(claim("2", 300), 0)
        assert (kept.claim("o", "2"), kept.claim("o", "3")) == (claim("2", 300), None)
        assert kept.purse("o", NOON) == Purse(1_000, 400, 0)
        for _ in range(2):
            assert kept.give("o", "1", 60, NOON) == replace(claim("1", 60), state=ClaimState.GIVEN)
        assert kept.purse("o", NOON) == Purse(1_000, 300, 60)
        assert (kept.free("o", "2"), kept.free("o", "2"), kept.free("o", "unknown")) == (True, False, False)
        assert kept.purse("o", NOON) == Purse(1_000, 0, 60)
        assert kept.free("o", "1")
        assert kept.purse("o", NOON) == Purse(1_000, 0, 0)

    def test_what_is_held_too_long_goes_back(self, opened: Callable[[], Offers]) -> None:
        """When its time is over, what was held is free for others; it is still given where the budget allows it."""
        kept = opened()
        kept.put(small(budget=250))
        kept.hold(claim("1"), 0)
        assert kept.purse("o", NOON + HOUR) == Purse(250, 0, 0)
        kept.hold(claim("2", 150, at=NOON + HOUR), 0)
        assert kept.give("o", "1", 100, NOON + HOUR).state is ClaimState.GIVEN
        kept.free("o", "1")
        kept.hold(claim("3", 100, at=NOON + HOUR), 0)
        with pytest.raises(NotAllowed, match="spent"):
            kept.hold(claim("1", 1, at=NOON + HOUR), 0)

    def test_refusals(self, opened: Callable[[], Offers]) -> None:
        """More than there is, more often than a shopper may, more than was held, and what is unknown are refused in words."""
        kept = opened()
        kept.put(small())
        with pytest.raises(NotAllowed, match="spent"):
            kept.hold(claim("1", 1_001), 0)
        kept.hold(claim("1"), 1)
        with pytest.raises(NotAllowed, match="often"):
            kept.hold(claim("2"), 1)
        assert kept.hold(claim("2", unit=B), 1).unit == B
        with pytest.raises(NotAllowed, match="more"):
            kept.give("o", "1", 101, NOON)
        for ask in (lambda: kept.give("o", "9", 1, NOON), lambda: kept.purse("x", NOON)):
            with pytest.raises(NotFound):
                ask()
        with pytest.raises(NotFound):
            kept.hold(replace(claim("1"), offer="x"), 0)
        with pytest.raises(BadInput, match="set aside"):
            kept.put(small(budget=199))

    def test_threads_cannot_overspend(self, opened: Callable[[], Offers]) -> None:
        """Twelve threads that hold, give and free at once never bring held and given above the budget, and what is left over at
        the end is what the claims say."""
        kept = opened()
        kept.put(small(budget=1_000))
        seen: list[Purse] = []

        def shop(worker: int) -> None:
            for n in range(6):
                id, amount = f"{worker}-{n}", 30 + 7 * (worker + n) % 50
                try:
                    kept.hold(claim(id, amount), 0)
                except NotAllowed:
                    continue
                seen.append(kept.purse("o", NOON))
                if n % 3:
                    kept.give("o", id, amount - n, NOON)
                else:
                    kept.free("o", id)

        with ThreadPoolExecutor(12) as threads:
            list(threads.map(shop, range(12)))
        end = kept.purse("o", NOON)
        assert all(0 <= purse.held + purse.given <= 1_000 for purse in [*seen, end])
        claims = kept.claims("o", A)
        assert end.given == sum(one.amount for one in claims if one.state is ClaimState.GIVEN) > 0
        assert end.held == 0

    def test_who_came_by(self, opened: Callable[[], Offers]) -> None:
        """What a unit was dealt at first stays; showings are counted by day, and purchases within its time are added."""
        kept = opened()
        kept.put(small())
        first = Encounter(A, True, 0.8, (1.0, 0.5), NOON)
        assert kept.meet("o", first, day=7) == replace(first, day=7, today=1)
        again = replace(first, shown=False, propensity=0.1, first=NOON + HOUR)
        assert kept.meet("o", again, day=7) == replace(first, day=7, today=2)
        assert kept.meet("o", again, day=8) == replace(first, day=8, today=1)
        out = Encounter(B, False, 0.8, (0.0, 0.0), NOON)
        assert kept.meet("o", out, day=7) == kept.meet("o", replace(out, shown=True), day=8) == replace(out, day=7)
        for unit, at in ((A, NOON), (A, NOON + HOUR), (A, NOON + 2 * HOUR), (A, NOON - HOUR), (B, NOON)):
            kept.bought("o", unit, at, HOUR, 1, 500)
        found = kept.encounters("o", [A, B, b"c" * 16])
        assert {unit: (one.orders, one.revenue) for unit, one in found.items()} == {A: (2, 1_000), B: (1, 500)}
        for size in (1, 2, 3):
            assert [one.unit for page in kept.pages("o", size) for one in page] == [A, B]

    def test_forgotten(self, opened: Callable[[], Offers]) -> None:
        """A unit's encounter goes and its claims are nobody's; the money stays counted."""
        kept = opened()
        kept.put(small())
        kept.meet("o", Encounter(A, True, 0.8, (), NOON), day=7)
        kept.hold(claim("1"), 1)
        kept.give("o", "1", 100, NOON)
        assert (kept.forget("o", A), kept.forget("o", A)) == (2, 0)
        assert (kept.encounters("o", [A]), kept.claims("o", A), kept.purse("o", NOON).given) == ({}, (), 100)
