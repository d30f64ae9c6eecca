"""Offers of one shop: made, shown, set aside for, given, measured. The room's front."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from omnishelf.domain.errors import BadInput, NotAllowed, NotFound
from omnishelf.domain.event import Action, Event
from omnishelf.domain.offer import Claim, Offer, Purse, Who
from omnishelf.domain.product import Product
from omnishelf.offers.baskets import Line, off
from omnishelf.offers.checking import check
from omnishelf.offers.dealing import new_salt, unit_of
from omnishelf.offers.findings import Findings, findings
from omnishelf.offers.learnt import NAME, Answer, load, rollback
from omnishelf.offers.showing import Showing, Shown, Wanted, is_for, now_utc
from omnishelf.offers.training import Taught, teach
from omnishelf.stores.fresh import Fresh
from omnishelf.stores.offers_port import Offers
from omnishelf.stores.port import Models, Recent, Shoppers

HOLD = timedelta(minutes=30)
"""An open basket holds its part of the budget for so long."""


class OfferDesk:
    """Thread-safe. Answers of searches know nothing of offers: they are asked for beside them."""

    name = "offers"

    def __init__(
        self,
        store: Offers,
        *,
        models: Models,
        shoppers: Shoppers,
        products: Callable[[Sequence[str]], Mapping[str, Product]],
        currency: str,
        recent: Recent | None = None,
        now: Callable[[], datetime] = now_utc,
    ) -> None:
        """`recent`: what visitors did; without it nothing is known of anybody, and nothing is shown."""
        self.store, self.models, self.products, self.currency, self.now = store, models, products, currency, now
        self.book: Fresh[Offer] = Fresh(store.version, store.all)
        self.learnt: Fresh[tuple[str, Answer]] = Fresh(lambda: models.current(NAME), lambda: tuple(load(models).items()))
        self.showing = Showing(store, shoppers, products, self.running, recent, self.learnt, now)

    # --- the shop's owner --------------------------------------------------------------------------------------------------

    def all(self) -> tuple[Offer, ...]:
        """By id."""
        return self.store.all()

    def get(self, id: str) -> Offer:
        """Raises:
        NotFound: no such offer.
        """
        found = next((one for one in self.store.all() if one.id == id), None)
        if found is None:
            raise NotFound(
                f"There is no offer {id!r}.",
                hint="See all with: omnishelf offers list",
                reason="offer-missing",
                about={"id": id},
            )
        return found

    def put(self, offer: Offer) -> Offer:
        """Make an offer, or change one; who is held back from it stays so.

        Raises:
            BadInput: it cannot be used, or its budget is below what was given.
        """
        check(offer)
        known = next((one for one in self.store.all() if one.id == offer.id), None)
        kept = replace(offer, salt=known.salt if known else new_salt())
        self.store.put(kept)
        self.book.refresh()
        return kept

    def stop(self, id: str) -> Offer:
        """No visitor is shown it any more, and no basket gets it; what open baskets hold is still given.

        Raises:
            NotFound
        """
        stopped = replace(self.get(id), stopped=True)
        self.store.put(stopped)
        self.book.refresh()
        return stopped

    def remove(self, id: str) -> None:
        """With all that was measured.

        Raises:
            NotFound
        """
        self.get(id)
        self.store.remove(id)
        self.book.refresh()

    def purse(self, id: str) -> Purse:
        """Raises:
        NotFound
        """
        return self.store.purse(id, self.now())

    def findings(self, id: str) -> Findings:
        """Raises:
        NotFound
        """
        answer = dict(self.learnt()).get(id)
        return findings(self.store, self.get(id), self.now(), answer.tried if answer else None)

    def teach(self) -> tuple[list[Taught], int]:
        """Learn whom each offer changes, see `training.teach`.

        Raises:
            BadInput: too few came by.
        """
        taught = teach(self.store, self.models, self.now())
        self.learnt.refresh()
        return taught

    def rollback(self) -> tuple[int, int]:
        """Raises:
        NotFound: there is nothing to go back to.
        """
        restored = rollback(self.models)
        self.learnt.refresh()
        return restored

    # --- showing -----------------------------------------------------------------------------------------------------------

    def running(self) -> tuple[Offer, ...]:
        now = self.now()
        return tuple(offer for offer in self.book() if offer.runs(now))

    def show(self, wanted: Wanted) -> Shown | None:
        """At most one offer for a place, see `Showing`."""
        return self.showing(wanted)

    # --- giving ------------------------------------------------------------------------------------------------------------

    def hold(self, id: str, claim: str, lines: Sequence[Line], *, shopper_id: str = "", session_id: str = "") -> Claim:
        """Set aside what the offer takes off a basket, for half an hour. The same claim again is the same money.

        Raises:
            NotFound: no such offer.
            BadInput: the basket is empty.
            NotAllowed: the offer does not run, the basket or the shopper is not of it, or its budget is spent.
        """
        offer, now = self.get(id), self.now()
        if not lines:
            raise BadInput("The basket is empty.", hint='Send its lines: [{"product_id": "...", "quantity": 1}].')
        if not offer.runs(now):
            raise NotAllowed(f"The offer {id!r} does not run now.")
        if not (shopper_id or session_id) and (offer.per_shopper or offer.who is not Who.ANYBODY):
            raise NotAllowed(f"The offer {id!r} is counted by shopper.", hint="Name the shopper, or at least the visit.")
        if offer.who is not Who.ANYBODY:
            known = self.showing.known(shopper_id)
            if not is_for(offer, known, self.showing.seen(known, session_id)):
                raise NotAllowed(f"The offer {id!r} is for {offer.who} shoppers, by what they agreed to have known.")
        amount = off(offer, lines, self.products([line.product_id for line in lines]), self.currency)
        if not amount:
            raise NotAllowed(
                f"This basket gets nothing from the offer {id!r}.", hint=f"Its part of the basket must come to {offer.least}."
            )
        unit = unit_of(offer, shopper_id, session_id) if shopper_id or session_id else b""
        return self.store.hold(Claim(id, claim, unit, amount, now, now + HOLD), offer.per_shopper)

    def give(self, id: str, claim: str, amount: int | None = None) -> Claim:
        """At the order. `amount`: what the basket got in the end; all that was set aside without it.

        Raises:
            NotFound, NotAllowed: see `Offers.give`.
        """
        offer = self.get(id)
        return self.store.give(offer.id, claim, self._held(offer, claim) if amount is None else amount, self.now())

    def free(self, id: str, claim: str) -> bool:
        """An open basket, or an order that was cancelled, gives it back."""
        return self.store.free(self.get(id).id, claim)

    def _held(self, offer: Offer, claim: str) -> int:
        found = self.store.claim(offer.id, claim)
        if found is None:
            raise NotFound(f"There is no claim {claim!r} on the offer {offer.id!r}.", hint="Hold it first.")
        return found.amount

    # --- what shoppers did -------------------------------------------------------------------------------------------------

    def told(self, events: Sequence[Event]) -> None:
        """Take in what was bought just now."""
        bought = [event for event in events if event.action is Action.PURCHASE and (event.shopper_id or event.session_id)]
        for event in bought:
            known = self.showing.known(event.shopper_id)
            for offer in self.book():
                unit = unit_of(offer, known, event.session_id)
                paid = event.quantity * (event.price or 0)
                self.store.bought(offer.id, unit, event.at, timedelta(hours=offer.hours), event.quantity, paid)

    # --- what is kept of a shopper -----------------------------------------------------------------------------------------

    def export(self, shopper_id: str) -> Any:
        """What they came by and what they were given; None for nothing."""
        found = [self._of(offer, unit_of(offer, shopper_id, "")) for offer in self.store.all()]
        return [one for one in found if one] or None

    def erase(self, shopper_id: str) -> int:
        return sum(self.store.forget(offer.id, unit_of(offer, shopper_id, "")) for offer in self.store.all())

    def _of(self, offer: Offer, unit: bytes) -> dict[str, Any] | None:
        met = self.store.encounters(offer.id, [unit]).get(unit)
        claims = self.store.claims(offer.id, unit)
        if met is None and not claims:
            return None
        return {
            "offer": offer.id,
            "shown": met.shown if met else None,
            "first": met.first.isoformat() if met else None,
            "orders": met.orders if met else 0,
            "given": [{"id": one.id, "amount": one.amount, "state": one.state.value} for one in claims],
        }
