"""Offers: made and given by the shop itself, with the write scope; shown to whoever asks, at most one for a place."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request, Response
from fastapi import Query as Param

from omnishelf.api import problems
from omnishelf.api.offer_shapes import (
    ClaimId,
    ClaimOut,
    GiveIn,
    HoldIn,
    OfferIn,
    OfferOut,
    OfferResultsOut,
    OffersOut,
    ShownOut,
    of_claim,
    of_findings,
    of_offer,
    of_shown,
    to_lines,
    to_offer,
)
from omnishelf.api.schemas import ProductId
from omnishelf.api.vouching import may_name
from omnishelf.config import Settings
from omnishelf.domain.offer import Offer, Place
from omnishelf.offers.showing import Wanted
from omnishelf.shop import Shop

Id = Annotated[ClaimId, Path()]
Known = Annotated[str, Param(max_length=128)]


def routes(shop: Shop) -> APIRouter:
    """For the shop's owner, and its backend at the checkout."""
    router = APIRouter(prefix="/v1/offers", tags=["offers"], responses=problems.RESPONSES)
    desk = shop.offers

    def told(offer: Offer) -> OfferOut:
        return of_offer(offer, desk.purse(offer.id), desk.now())

    @router.get("", response_model=OffersOut)
    def show_all() -> OffersOut:
        """All offers, by id, with what is left of their budgets."""
        return {"offers": [told(one) for one in desk.all()]}

    @router.get("/{id}", response_model=OfferOut)
    def show(id: Id) -> OfferOut:
        """One offer."""
        return told(desk.get(id))

    @router.put("/{id}", response_model=OfferOut)
    def put(id: Id, body: OfferIn) -> OfferOut:
        """Make an offer, or change one."""
        return told(desk.put(to_offer(id, body)))

    @router.delete("/{id}", status_code=204, response_class=Response)
    def delete(id: Id) -> Response:
        """Remove an offer with all that was measured."""
        desk.remove(id)
        return Response(status_code=204)

    @router.post("/{id}/stop", response_model=OfferOut)
    def stop(id: Id) -> OfferOut:
        """Nobody is shown it any more, and no basket gets it; what open baskets hold is still given."""
        return told(desk.stop(id))

    @router.get("/{id}/results", response_model=OfferResultsOut)
    def results(id: Id) -> OfferResultsOut:
        """What it does: visitors who were shown it against those held back. The intervals hold whenever they are looked at."""
        return of_findings(desk.findings(id), desk.now())

    @router.put("/{id}/claims/{claim}", response_model=ClaimOut)
    def hold(id: Id, claim: Id, body: HoldIn) -> ClaimOut:
        """Set aside what the offer takes off a basket, for half an hour. `claim`: the shop's own id of the basket; asked for
        again, it is the same money."""
        lines = to_lines(body.lines)
        return of_claim(desk.hold(id, claim, lines, shopper_id=body.shopper_id, session_id=body.session_id))

    @router.post("/{id}/claims/{claim}/give", response_model=ClaimOut)
    def give(id: Id, claim: Id, body: GiveIn) -> ClaimOut:
        """At the order: what was set aside is given."""
        return of_claim(desk.give(id, claim, body.amount))

    @router.delete("/{id}/claims/{claim}", status_code=204, response_class=Response)
    def free(id: Id, claim: Id) -> Response:
        """An open basket, or an order that was cancelled, gives it back."""
        desk.free(id, claim)
        return Response(status_code=204)

    return router


def showing(shop: Shop, settings: Settings) -> APIRouter:
    """For pages."""
    router = APIRouter(prefix="/v1/offer", tags=["offers"], responses=problems.RESPONSES)

    @router.get("", response_model=ShownOut)
    def one(
        request: Request,
        place: Annotated[Place, Param(description="where it would be shown")] = Place.HOME,
        shopper_id: Known = "",
        session_id: Known = "",
        product: Annotated[list[ProductId] | None, Param(max_length=100, description="what is on the page")] = None,
        language: Annotated[Literal["", "en", "zh"], Param(description="of its title")] = "",
    ) -> ShownOut:
        """The offer to show in a place, in a slot of its own; null where there is none for this visitor. Asking is showing:
        ask when it is about to be seen."""
        known = not shopper_id or may_name(request, settings, shop.behaviour.tokens)(shopper_id)
        wanted = Wanted(place, shopper_id if known else "", session_id, tuple(product or ()))
        return of_shown(shop.offers.show(wanted), shop.currency, language)

    return router
