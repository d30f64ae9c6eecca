"""Parcels: numbers out of words, photos and recordings; where they are; carriers' webhooks. Orders, for their shoppers."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi import Query as Param
from starlette.concurrency import run_in_threadpool

from omnishelf.api import problems
from omnishelf.api.keys import guard
from omnishelf.api.parcel_shapes import (
    IdentifiedOut,
    KeptOut,
    OrdersIn,
    OrdersOut,
    ParcelOut,
    identified_out,
    order_out,
    parcel_out,
)
from omnishelf.api.reply import Reply
from omnishelf.api.requests import BODY, read_request
from omnishelf.api.vouching import must_speak_for
from omnishelf.carriers.port import Received
from omnishelf.config import Settings
from omnishelf.domain.errors import BadInput, TooLarge
from omnishelf.parcels.records import read_order, read_state
from omnishelf.shop import Shop

Language = Annotated[str, Param(max_length=16, description="en or zh: of the words in the answer")]
MOST_MESSAGE = 2_000_000
"""Bytes of a webhook."""


def routes(shop: Shop, settings: Settings) -> APIRouter:
    read, write = Depends(guard(settings.api_keys, "read")), Depends(guard(settings.api_keys, "write"))
    router = APIRouter(prefix="/v1", tags=["parcels"], responses=problems.RESPONSES)
    tokens = shop.behaviour.tokens

    @router.post("/parcels/identify", response_model=IdentifiedOut, openapi_extra={"requestBody": BODY}, dependencies=[read])
    async def identify(request: Request) -> Reply:
        """Tracking numbers in `text`, a photo of labels (`image`) and a recording (`audio`), with who may carry them."""
        asked, photo, recording = await read_request(request, settings.limits.upload_bytes)

        def look() -> Reply:
            spoken = asked.language if asked.language in ("en", "zh") else ""
            found = shop.parcels.identify(asked.text, photo, recording, spoken)
            return Reply(identified_out(found, asked.language))

        return await run_in_threadpool(look)

    @router.get("/parcels/{number}", response_model=ParcelOut, dependencies=[read])
    def show(
        request: Request,
        number: Annotated[str, Path(min_length=6, max_length=80)],
        carrier: Annotated[str, Param(max_length=40, description="key, where the number leaves it open")] = "",
        phone: Annotated[str, Param(pattern=r"^(\d{4})?$", description="last four digits, for carriers that ask")] = "",
        shopper_id: Annotated[str, Param(max_length=128, description="with X-Shopper-Token or a write key")] = "",
        language: Language = "en",
    ) -> Reply:
        """Where a parcel is. Personal data and the order only for its shopper: `shopper_id` and what shows that one is it."""
        if shopper_id:
            must_speak_for(request, shopper_id, settings, tokens)
        return Reply(parcel_out(shop.parcels.look(number, carrier=carrier, phone=phone, shopper_id=shopper_id), language))

    @router.post("/parcels/webhooks/{service}", response_model=dict[str, Any])
    async def told(request: Request, service: Annotated[str, Path(pattern=r"^[a-z0-9-]{1,32}$")]) -> Reply:
        """News from the carrier service, signed as it signs. The same message twice changes nothing."""
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_MESSAGE:
                raise TooLarge(f"The message has more than {MOST_MESSAGE:,} bytes.")
        headers = {name.lower(): value for name, value in request.headers.items()}
        received = Received(body, headers, dict(request.query_params))
        return await run_in_threadpool(lambda: Reply(shop.parcels.told(service, received)))

    @router.put("/orders", response_model=KeptOut, dependencies=[write])
    def put(body: OrdersIn) -> KeptOut:
        """Insert or replace orders and histories of parcels: all, or none where one cannot be read."""
        orders = [_read(read_order, given, f"orders[{n}]") for n, given in enumerate(body.orders)]
        states = [_read(read_state, given, f"parcels[{n}]") for n, given in enumerate(body.parcels)]
        shop.parcels.orders.put(orders)
        shop.parcels.keep(states)
        return {"orders": len(orders), "parcels": len(states)}

    @router.get("/orders", response_model=OrdersOut, dependencies=[read])
    def own(
        request: Request,
        shopper_id: Annotated[str, Param(min_length=1, max_length=128)],
        size: Annotated[int, Param(ge=1, le=100)] = 20,
    ) -> Reply:
        """A shopper's own orders, newest first."""
        must_speak_for(request, shopper_id, settings, tokens)
        return Reply({"orders": [order_out(order) for order in shop.parcels.orders.of_shopper(shopper_id, size)]})

    return router


def _read(reader: Any, given: dict[str, Any], place: str) -> Any:
    try:
        return reader(given)
    except BadInput as error:
        raise BadInput(f"{place}: {error.what}", hint=error.hint) from None
