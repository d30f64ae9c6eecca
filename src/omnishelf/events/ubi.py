"""User Behavior Insights 1.3.0 (github.com/o19s/ubi): queries with what they showed, and events on one object each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from omnishelf.domain.event import Action, Event
from omnishelf.events import fields
from omnishelf.events.fields import Ignored, Refused, Told

ACTIONS: Mapping[str, Action] = {action.value: action for action in Action if action is not Action.SEARCH} | {
    "item_click": Action.CLICK,
    "product_click": Action.CLICK,
    "item_view": Action.VIEW,
    "product_view": Action.VIEW,
    "view_item": Action.VIEW,
    "cart": Action.ADD_TO_CART,
    "buy": Action.PURCHASE,
    "order": Action.PURCHASE,
    "rating": Action.RATE,
    "dismiss": Action.REJECT,
    "not_for_me": Action.REJECT,
}
IGNORED = frozenset(("impression", "page_view", "hover", "product_hover", "scroll", "watch", "on_search", "type_ahead"))
"""Names that ubi.js and its examples use, from which nothing is learnt here: what was shown stands in the query."""


def is_query(item: Mapping[str, Any]) -> bool:
    return "action_name" not in item and ("user_query" in item or "query_response_hit_ids" in item)


def is_event(item: Mapping[str, Any]) -> bool:
    return "action_name" in item


def read_query(item: Mapping[str, Any], told: Told) -> list[Event]:
    more = fields.mapping(item, "query_attributes")
    query_id = fields.identity(item, "query_id")
    shopper, session = who(item, more, told)
    return [
        Event(
            id=f"q-{query_id}"[: fields.LONGEST_ID] if query_id else fields.content_id(item, "timestamp", told),
            action=Action.SEARCH,
            at=fields.moment(item, "timestamp", told),
            session_id=session,
            shopper_id=shopper,
            query_id=query_id,
            words=fields.words(item, "user_query"),
            shown=fields.products(item, "query_response_hit_ids"),
            place=fields.place(more, "page") or "search",
        )
    ]


def read_event(item: Mapping[str, Any], told: Told) -> list[Event]:
    name, more = fields.identity(item, "action_name").lower(), fields.mapping(item, "event_attributes")
    if name in IGNORED:
        raise Ignored
    action = ACTIONS.get(name)
    if action is None:
        raise Refused(f"action_name must be one of {', '.join(sorted(ACTIONS))}")
    thing = fields.mapping(more, "object")
    product = fields.identity(thing, "object_id") or fields.identity(more, "object_id")
    if not product:
        raise Refused("event_attributes.object.object_id is missing: an event is of a product")
    where = fields.mapping(more, "position")
    shopper, session = who(item, more, told)
    return [
        Event(
            id=fields.identity(more, "event_id")
            or fields.identity(item, "event_id")
            or fields.content_id(item, "timestamp", told),
            action=action,
            at=fields.moment(item, "timestamp", told),
            session_id=session,
            shopper_id=shopper,
            product_id=product,
            query_id=fields.identity(item, "query_id"),
            position=fields.whole(where, "ordinal", low=0, high=1_000_000),
            place=fields.place(more, "place"),
            quantity=fields.whole(more, "quantity", low=1, high=fields.MOST_PIECES, default=1),
            price=fields.minor_price(fields.mapping(more, "price"), told),
            rating=stars(more) if action is Action.RATE else 0.0,
            seconds=fields.seconds(more, "dwell_seconds"),
        )
    ]


def who(item: Mapping[str, Any], more: Mapping[str, Any], told: Told) -> tuple[str, str]:
    """(shopper, session). A client is a browser: it stands in for a shopper who has no account, and for an unnamed session."""
    client = fields.identity(item, "client_id", told.client_id)
    user = fields.identity(item, "user_id") or fields.identity(more, "user_id") or told.user_id
    session = fields.identity(item, "session_id") or fields.identity(more, "session_id")
    return user or client, session or client


def stars(item: Mapping[str, Any]) -> float:
    if item.get("rating") is None:
        raise Refused("rating is missing")
    return fields.number(item, "rating", low=1, high=5)
