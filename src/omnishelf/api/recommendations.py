"""What to show to a shopper who has not asked anything."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi import Query as Param

from omnishelf.api import problems
from omnishelf.api.recommendation_shapes import AdviceOut, Place, advice_out
from omnishelf.api.reply import Reply
from omnishelf.api.schemas import ProductId
from omnishelf.api.vouching import may_name
from omnishelf.config import Settings
from omnishelf.shop import Shop

Known = Annotated[str, Param(max_length=128)]
Ids = Annotated[list[ProductId] | None, Param(max_length=200)]


def routes(shop: Shop, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["recommendations"], responses=problems.RESPONSES)

    @router.get("/recommendations", response_model=AdviceOut)
    def recommend(
        request: Request,
        context: Annotated[Place, Param(description="where they are shown")] = "home",
        shopper_id: Known = "",
        session_id: Known = "",
        product_id: Annotated[str, Param(max_length=128, description="the product looked at: similar, together")] = "",
        cart: Annotated[Ids, Param(description="what is in the cart; else the events tell")] = None,
        shown: Annotated[Ids, Param(description="what is on the page already")] = None,
        text: Annotated[str, Param(max_length=4000, description="what was asked: after_search")] = "",
        language: Annotated[Literal["", "en", "zh"], Param(description="of the reasons")] = "",
        size: Annotated[int, Param(ge=1, le=100)] = 12,
    ) -> Reply:
        """Recommended products with the reason for each. Never what the shopper rejected, muted or has; never empty while the
        shop has anything else."""
        # As for a search: another's taste is told to nobody. A session is its own secret.
        known = not shopper_id or may_name(request, settings, shop.behaviour.tokens)(shopper_id)
        advice = shop.recommend(
            context,
            shopper_id=shopper_id if known else "",
            session_id=session_id,
            product_id=product_id,
            cart=cart or (),
            shown=shown or (),
            text=text,
            language=language,
            size=min(size, settings.limits.page_size),
        )
        return Reply(advice_out(advice))

    return router
