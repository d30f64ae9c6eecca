"""Which offer a visitor is shown in one place, if any: in a slot of its own, and never in the order of results."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from omnishelf.domain.offer import ClaimState, Encounter, Offer, Place, Who
from omnishelf.domain.product import Product
from omnishelf.offers.baskets import covers, fits
from omnishelf.offers.dealing import chance, dealt, order, unit_of
from omnishelf.offers.learnt import Answer
from omnishelf.predict.visitor import Visitor, visitor
from omnishelf.stores.offers_port import Offers
from omnishelf.stores.port import Recent, Shoppers

EVENTS = 300
"""Newest events of a visitor that are read."""
DIGITS = 3
FIRST_DAY = datetime(1970, 1, 1, tzinfo=UTC)
ANYWHERE = frozenset({Place.HOME, Place.ASSISTANT})
"""Places that are about no product: every offer fits there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where an offer might be shown, and to whom.

    Attributes:
        shopper_id: vouched for; "" for nobody.
        products: ids of what is on the page (SEARCH, PRODUCT) or in the basket (CART); an offer must be about one of them.
    """

    place: Place
    shopper_id: str = ""
    session_id: str = ""
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One offer to be shown, and called an offer. propensity: the chance with which this visitor is shown it; about: products
    of the page that it is on."""

    offer: Offer
    propensity: float
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Showing:
    """Callable. Thread-safe.

    Attributes:
        running: offers that run now.
        recent: what visitors did; None knows nothing of anybody, and nothing is shown.
        learnt: offer id -> how visitors take it, as far as that was learnt.
    """

    store: Offers
    shoppers: Shoppers
    products: Callable[[Sequence[str]], Mapping[str, Product]]
    running: Callable[[], tuple[Offer, ...]]
    recent: Recent | None
    learnt: Callable[[], tuple[tuple[str, Answer], ...]]
    now: Callable[[], datetime]

    def __call__(self, wanted: Wanted) -> Shown | None:
        """At most one; None where none is for this visitor and page. Of several the drawn order decides, or, once enough was
        learnt, what they are expected to bring. The visitor is met by that one: shown it, or held back."""
        running = self.running()
        if not running or self.recent is None or not (wanted.shopper_id or wanted.session_id):
            return None
        now, known = self.now(), self.known(wanted.shopper_id)
        about = self.products(wanted.products) if wanted.products else {}
        seen = self.seen(known, wanted.session_id)
        numbers = tuple(round(n, DIGITS) for n in seen.numbers(now))
        answers = dict(self.learnt())
        gains = {offer.id: answers[offer.id].gain(numbers) if offer.id in answers else None for offer in running}
        for offer in sorted(running, key=lambda o: (-(gains[o.id] or 0.0), order(o, known, wanted.session_id))):
            fitting = wanted.place in ANYWHERE or fits(offer, tuple(about.values()))
            if not (fitting and is_for(offer, known, seen) and self.store.purse(offer.id, now).left > 0):
                continue
            met = self._met(offer, unit_of(offer, known, wanted.session_id), numbers, gains[offer.id], now)
            if met is None:
                continue
            covered = tuple(id for id, one in about.items() if covers(offer, one))
            return Shown(offer, met.propensity, covered) if met.shown else None
        return None

    def known(self, shopper_id: str) -> str:
        """The shopper, where they agreed to be known; else "": the visit is all there is."""
        answer = self.shoppers.agreed(shopper_id) if shopper_id else None
        return shopper_id if answer is not None and answer.personal else ""

    def seen(self, known: str, session_id: str) -> Visitor:
        """The visit so far, and what the shopper did before if they are known."""
        if self.recent is None:
            return Visitor()
        return visitor(self.recent.recent(shopper_id=known, session_id=session_id, limit=EVENTS), session_id)

    def _met(
        self, offer: Offer, unit: bytes, numbers: tuple[float, ...], gain: float | None, now: datetime
    ) -> Encounter | None:
        """None where the visitor has seen it often enough for a day, or has used it up. What they were dealt first stays."""
        day = (now - FIRST_DAY).days
        before = self.store.encounters(offer.id, [unit]).get(unit)
        if before is not None:
            tired = offer.shows_a_day and before.day == day and before.today >= offer.shows_a_day
            if tired or not before.shown:
                return None if tired else before
        if offer.per_shopper:
            used = [claim for claim in self.store.claims(offer.id, unit) if claim.state is not ClaimState.FREED]
            if len(used) >= offer.per_shopper:
                return None
        worth = None if gain is None else gain > 0
        fresh = Encounter(unit, dealt(offer, unit, worth), chance(offer, worth), numbers, now)
        return self.store.meet(offer.id, before or fresh, day)


def is_for(offer: Offer, known: str, seen: Visitor) -> bool:
    """Whether the offer is for this visitor. Of who is not known it cannot be said whether they ever bought."""
    bought = seen.bought + seen.visit.bought
    return offer.who is Who.ANYBODY or (bool(known) and (bought > 0) == (offer.who is Who.RETURNING))


def now_utc() -> datetime:
    return datetime.now(UTC)
