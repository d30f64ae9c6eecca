"""Google Analytics 4 e-commerce: events of the Measurement Protocol (`name`, `params.items`) and of a page's data layer
(`event`, `ecommerce.items`), as developers.google.com/analytics/devguides/collection/ga4/ecommerce lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from omnishelf.domain.event import Action, Event
from omnishelf.events import fields
from omnishelf.events.fields import Ignored, Refused, Told

OF_ITEMS: Mapping[str, Action] = {
    "select_item": Action.CLICK,
    "view_item": Action.VIEW,
    "add_to_cart": Action.ADD_TO_CART,
    "remove_from_cart": Action.REMOVE_FROM_CART,
    "purchase": Action.PURCHASE,
    "refund": Action.REFUND,
}
PAGES = ("search", "view_search_results", "view_item_list")
"""Products shown side by side: one event of a page, with its words where there are any."""
MOST_ITEMS = 200
"""Google's own limit of items in an event."""
ORDERS = (Action.PURCHASE, Action.REFUND)


def is_event(item: Mapping[str, Any]) -> bool:
    return ("name" in item and "params" in item) or ("event" in item and "ecommerce" in item)


def read(item: Mapping[str, Any], told: Told) -> list[Event]:
    """One event a product. Others of GA4 (page_view, begin_checkout, ...) are well-formed and say nothing new of a product."""
    flat = "params" not in item
    name = fields.identity(item, "event" if flat else "name")
    params = fields.mapping(item, "ecommerce" if flat else "params")
    if name not in OF_ITEMS and name not in PAGES:
        raise Ignored
    items = _items(params)
    client = fields.identity(item, "client_id", told.client_id)
    user = fields.identity(item, "user_id", told.user_id) or fields.identity(params, "user_id")
    visit = fields.identity(params, "session_id") or fields.identity(params, "ga_session_id")
    about = Event(
        id="",
        action=Action.SEARCH,
        at=fields.moment(item, "timestamp_micros", told),
        session_id=".".join(part for part in (client, visit) if part)[: fields.LONGEST_ID],
        shopper_id=user or client,
        query_id=fields.identity(params, "query_id"),
        place=fields.place(params, "item_list_id") or fields.place(params, "item_list_name"),
    )
    given = fields.identity(params, "event_id") or fields.identity(item, "event_id")
    if name in PAGES:
        return [_page(name, params, items, replace(about, id=given or fields.content_id(item, "timestamp_micros", told)))]
    if not items:
        raise Refused("items is missing: an event is of a product")
    action = OF_ITEMS[name]
    id = given or _order(params, items, action) or fields.content_id(item, "timestamp_micros", told)
    currency = fields.identity(params, "currency")
    return [
        _product(each, currency, told, replace(about, id=f"{id}/{n}" if n else id, action=action))
        for n, each in enumerate(items)
    ]


def _items(params: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    items = params.get("items")
    if items is None:
        return []
    if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
        raise Refused("items must be a list of objects")
    if len(items) > MOST_ITEMS:
        raise Refused(f"items must be at most {MOST_ITEMS}")
    return items


def _page(name: str, params: Mapping[str, Any], items: list[Mapping[str, Any]], about: Event) -> Event:
    shown = tuple(id for id in (fields.identity(each, "item_id") for each in items) if id)
    place = about.place or ("list" if name == "view_item_list" else "search")
    return replace(about, words=fields.words(params, "search_term"), shown=shown, place=place)


def _product(item: Mapping[str, Any], currency: str, told: Told, about: Event) -> Event:
    product = fields.identity(item, "item_id")
    if not product:
        raise Refused("items[].item_id is missing: an event is of a product")
    return replace(
        about,
        product_id=product,
        position=fields.whole(item, "index", low=0, high=1_000_000),
        place=fields.place(item, "item_list_id") or fields.place(item, "item_list_name") or about.place,
        quantity=fields.whole(item, "quantity", low=1, high=fields.MOST_PIECES, default=1),
        price=fields.major_price(item, fields.identity(item, "currency") or currency, told),
    )


def _order(params: Mapping[str, Any], items: list[Mapping[str, Any]], action: Action) -> str:
    """An order's page that is loaded again tells its purchase again: the transaction names it, whenever it is told. Of refunds
    there may be several, of other items each."""
    order = fields.identity(params, "transaction_id")
    if not order or action not in ORDERS:
        return ""
    return fields.digest(action.value, order, [] if action is Action.PURCHASE else items)
