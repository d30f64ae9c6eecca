"""The tools that agents may call. Nothing here changes the shop, or knows a shopper, so nobody's orders can be told."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Literal, ParamSpec, TypeVar

from pydantic import Field

from omnishelf.api.agents.shapes import (
    Found,
    OffersTold,
    OneProduct,
    Parcel,
    Recommended,
    advised_told,
    description_of,
    found_told,
    offers_told,
    product_told,
)
from omnishelf.api.offer_shapes import of_shown
from omnishelf.api.parcel_shapes import parcel_out
from omnishelf.assistant import wording
from omnishelf.domain.errors import BadInput, BadUpload, OmnishelfError
from omnishelf.domain.offer import Place
from omnishelf.domain.query import AnyOf, Between, Condition
from omnishelf.offers.showing import Wanted
from omnishelf.shop import Shop

Language = Annotated[Literal["", "en", "zh"], Field(description="of the answer; empty: as the shop has it")]
Size = Annotated[int, Field(ge=1, le=20, description="most products")]
Text = Annotated[str, Field(max_length=500)]
Id = Annotated[str, Field(max_length=128)]
Price = Annotated[float, Field(ge=0, description="in the shop's currency")]

P = ParamSpec("P")
R = TypeVar("R")


def tools(shop: Shop) -> tuple[Callable[..., object], ...]:
    """Functions whose names, types and docstrings describe them to agents."""

    @told
    def search(
        text: Annotated[
            str, Field(max_length=500, description="in English or Chinese; prices, colors, negations are read")
        ] = "",
        image_base64: Annotated[str, Field(description="a photo of what is wanted, base64")] = "",
        like_product: Annotated[str, Field(max_length=128, description="id of a product that it should look like")] = "",
        min_price: Price | None = None,
        max_price: Price | None = None,
        category: Annotated[str, Field(max_length=300, description='path from the root, such as "Home > Mugs"')] = "",
        in_stock: bool = False,
        language: Language = "",
        size: Size = 8,
    ) -> Found:
        """Find products by words, a photo, or both: "in this color, but a backpack under $50"."""
        conditions: list[Condition] = []
        low, high = (None if price is None else wording.minor(price, shop.currency) for price in (min_price, max_price))
        if low is not None or high is not None:
            conditions.append(Between("price", low, high))
        if category:
            conditions.append(AnyOf("category", (category,)))
        if in_stock:
            conditions.append(AnyOf("availability", ("in_stock",)))
        if not (text.strip() or image_base64 or like_product or conditions):
            raise BadInput("There is nothing to look for.", hint="Give text, image_base64, like_product or a price.")
        page = shop.search(
            text=text,
            image=_photo(image_base64),
            image_product=like_product,
            filter=tuple(conditions),
            language=language,
            size=size,
            explain=True,
        )
        return found_told(page, language)

    @told
    def product(product_id: Id, language: Language = "") -> OneProduct:
        """All that the shop states of one product, and its variants."""
        one = shop.product(product_id)
        variants = [product_told(other, language) for other in shop.variants(one)[:20]]
        return {"product": product_told(one, language), "description": description_of(one, language), "variants": variants}

    @told
    def recommend(
        context: Annotated[
            Literal["home", "similar", "together", "cart"],
            Field(description="what is wanted now; like a product; bought with it; for a basket"),
        ] = "home",
        product_id: Annotated[str, Field(max_length=128, description='needed for "similar" and "together"')] = "",
        cart: Annotated[list[Id], Field(max_length=50, description='ids in the basket, for "cart"')] = [],  # noqa: B006 - pydantic copies it
        language: Language = "",
        size: Size = 8,
    ) -> Recommended:
        """Products for somebody who has not asked for one, each with its reason."""
        advice = shop.recommend(context, product_id=product_id, cart=cart, language=language, size=size)
        return {"context": advice.context, "products": [advised_told(one, language) for one in advice.items]}

    @told
    def track(
        number: Annotated[str, Field(max_length=60, description="as on the label")],
        carrier: Annotated[str, Field(max_length=40, description="where it is known and the number fits several")] = "",
        phone: Annotated[str, Field(max_length=8, description="last four digits, which some carriers ask for")] = "",
        language: Language = "",
    ) -> Parcel:
        """Where a parcel is. Without names or addresses: an order is told to its own shopper only, and not here."""
        seen = parcel_out(shop.parcels.look(number, carrier=carrier, phone=phone), language or "en")
        return {
            "number": seen["number"],
            "carrier": seen["carrier_name"],
            "trust": seen["trust"],
            "status": seen["status"],
            "headline": seen["headline"],
            "detail": seen["detail"],
            "expected": seen["expected"],
            "timeline": [{"at": one["at"], "label": one["label"], "place": one["place"]} for one in seen["timeline"]],
            "may_be_of": [one["name"] for one in seen["carriers"]],
            "simulated": seen["simulated"],
        }

    @told
    def offers(
        visit: Annotated[
            str, Field(min_length=1, max_length=128, description="any name of this conversation, the same throughout")
        ],
        language: Language = "",
    ) -> OffersTold:
        """The shop's coupon or promotion for this visit, if it is dealt one; asking counts as being shown it. Call it an offer.
        It makes no product a better one, and never changes the order of results."""
        shown = shop.offers.show(Wanted(Place.ASSISTANT, session_id=f"agent {visit}"))
        return offers_told(of_shown(shown, shop.currency, language)["offer"])

    return search, product, recommend, track, offers


def told(tool: Callable[P, R]) -> Callable[P, R]:
    """Errors meant for people are told to the agent, who can mend its call; others say nothing of the shop's inside."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def telling(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return tool(*args, **kwargs)
        except OmnishelfError as error:
            raise ToolError(str(error)) from None

    return telling


def _photo(encoded: str) -> bytes | None:
    if not encoded:
        return None
    try:
        return base64.b64decode(encoded.partition(",")[2] if encoded.startswith("data:") else encoded, validate=True)
    except (binascii.Error, ValueError):
        raise BadUpload("image_base64 is not base64.", hint="Encode the file as base64.") from None
