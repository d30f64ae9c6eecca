"""Our own form: the fields of `domain.event.Event`, by their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from omnishelf.domain.event import OF_LISTS, Action, Event
from omnishelf.events import fields, ubi
from omnishelf.events.fields import Refused, Told


def is_event(item: Mapping[str, Any]) -> bool:
    return "action" in item


def read(item: Mapping[str, Any], told: Told) -> list[Event]:
    try:
        action = Action(fields.identity(item, "action"))
    except ValueError:
        raise Refused(f"action must be one of {', '.join(Action)}") from None
    product = fields.identity(item, "product_id")
    if action not in OF_LISTS and not product:
        raise Refused("product_id is missing: an event is of a product, unless it is a search or a list that was shown")
    searched, listed = action is Action.SEARCH, action in OF_LISTS
    shown = fields.products(item, "shown") if listed else ()
    return [
        Event(
            id=fields.identity(item, "id") or fields.content_id(item, "at", told),
            action=action,
            at=fields.moment(item, "at", told),
            session_id=fields.identity(item, "session_id") or told.client_id,
            shopper_id=fields.identity(item, "shopper_id") or told.user_id or told.client_id,
            product_id="" if listed else product,
            query_id=fields.identity(item, "query_id"),
            words=fields.words(item, "words") if searched else "",
            shown=shown,
            position=fields.whole(item, "position", low=0, high=1_000_000),
            place=fields.place(item, "place"),
            quantity=fields.whole(item, "quantity", low=1, high=fields.MOST_PIECES, default=1),
            price=_price(item),
            rating=ubi.stars(item) if action is Action.RATE else 0.0,
            seconds=fields.seconds(item, "seconds"),
            chances=fields.chances(item, "chances", len(shown)) if action is Action.SHOW else (),
        )
    ]


def _price(item: Mapping[str, Any]) -> int | None:
    """Minor units of the shop's currency."""
    return None if item.get("price") is None else fields.whole(item, "price", low=0, high=fields.HIGHEST_PRICE)
