"""What a visitor will probably do next: for pages that prepare for it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Query as Param
from typing_extensions import TypedDict

from omnishelf.api import problems
from omnishelf.api.schemas import ProductId
from omnishelf.api.vouching import may_name
from omnishelf.config import Settings
from omnishelf.shop import Shop

Known = Annotated[str, Param(max_length=128)]


class KindOut(TypedDict):
    category: str
    chance: float


class ClickOut(TypedDict):
    id: str
    chance: float


class PredictionsOut(TypedDict):
    version: Annotated[int, "of what was learnt; 0 where nothing was, and nothing is predicted"]
    cart: Annotated[float | None, "in the rest of the visit; null where it was not learnt"]
    purchase: float | None
    leave: Annotated[float | None, "nothing more is done in the visit"]
    next: Annotated[list[KindOut], "likeliest kinds of the next click"]
    clicks: Annotated[list[ClickOut], "of the page's products, the likeliest first"]


def routes(shop: Shop, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["predictions"], responses=problems.RESPONSES)

    @router.get("/predictions", response_model=PredictionsOut)
    def predict(
        request: Request,
        shopper_id: Known = "",
        session_id: Known = "",
        product: Annotated[list[ProductId] | None, Param(max_length=100, description="on the page, in order")] = None,
    ) -> PredictionsOut:
        """Calibrated chances of what a visitor does next, learnt from the shop's own events."""
        known = not shopper_id or may_name(request, settings, shop.behaviour.tokens)(shopper_id)
        found = shop.predictions(shopper_id=shopper_id if known else "", session_id=session_id, page=product or ())
        clicks = sorted(found.clicks.items(), key=lambda one: -one[1])
        return {
            "version": found.version,
            "cart": found.visit.get("cart"),
            "purchase": found.visit.get("purchase"),
            "leave": found.visit.get("leave"),
            "next": [{"category": kind, "chance": chance} for kind, chance in found.next],
            "clicks": [{"id": id, "chance": chance} for id, chance in clicks],
        }

    return router
