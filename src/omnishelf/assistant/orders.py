"""Orders and parcels: where they are, what became of money asked back. Orders are told to their vouched shopper alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from omnishelf.assistant import wording
from omnishelf.assistant.tools import OfParcel, OfShopper
from omnishelf.assistant.turn import Turn, of_order, of_parcel, of_request
from omnishelf.domain.conversation import Action, Say, Source, Turned
from omnishelf.domain.errors import BadInput, Unavailable
from omnishelf.domain.order import Order
from omnishelf.parcels.companies import company
from omnishelf.parcels.desk import Looked
from omnishelf.parcels.wording import explained

LISTED = 5
LATEST = re.compile(
    r"\b(?:last|latest|recent|newest|just\s+(?:placed|ordered|made))\b|最近|最新|刚才|刚刚|刚下|上一[个单笔]|昨天",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9_-]*\d{2})[A-Za-z]{0,6}[-_]?[A-Za-z0-9][A-Za-z0-9_-]{1,30}(?![A-Za-z0-9])")
"""What may be an order's number: at least two digits in a row, letters before them."""
NAMED = re.compile(r"(?:\border|\bnumber|\bno\.?|订单号?|单号|#)\W*([A-Za-z]{0,6}[-_]?\d[\w-]{1,30})", re.IGNORECASE | re.ASCII)


def track(turn: Turn) -> Turned:
    """Where a parcel is: by a number in the words or the photo, else the shopper's own newest."""
    own = turn.tools.orders(OfShopper(turn.state.shopper_id))
    order = named_order(turn.text, own)
    if order is not None:
        return _of_order(turn, order)
    numbers = _numbers(turn)
    if numbers:
        says = [say for number in numbers[:3] for say in _parcel(turn, number)]
        return turn.done(*says, parcel=numbers[0])
    other = claimed(turn.text)
    if other:
        return turn.done(turn.say("not_yours", id=other) if turn.state.shopper_id else turn.say("sign_in"))
    if not turn.state.shopper_id:
        return turn.done(turn.say("which_number"), turn.say("sign_in"))
    if not own:
        return turn.done(turn.say("no_orders"))
    if re.search(r"\d{6,}", turn.text):
        return turn.done(turn.say("which_number"))
    travelling = [one for one in own if one.shipments] or list(own)
    return _of_order(turn, travelling[0])


def refund_status(turn: Turn) -> Turned:
    """What became of the shopper's requests for money, and which lines were refunded."""
    if not turn.state.shopper_id:
        return turn.done(turn.say("sign_in"))
    asked = [r for r in turn.tools.requests(OfShopper(turn.state.shopper_id)) if r.action in _MONEY]
    says = [request_row(turn, one.id, one.action, one.order_id, one.state) for one in asked[:LISTED]]
    for order in turn.tools.orders(OfShopper(turn.state.shopper_id)):
        back = [line.title or line.product_id for line in order.lines if line.refunded or order.status == "refunded"]
        if back and len(says) < LISTED:
            says.append(turn.say("refunded", of_order(order.id), id=order.id, titles=turn.joined(back)))
    return turn.done(*(says or [turn.say("no_requests")]))


_MONEY = (Action.REFUND, Action.RETURN, Action.CANCEL)


def request_row(turn: Turn, id: str, action: Action, order_id: str, state: str) -> Say:
    return turn.say(
        "request_row", of_request(id), request=id, action=turn.word(action.value), order=order_id, state=turn.word(state)
    )


def named_order(text: str, own: tuple[Order, ...]) -> Order | None:
    """The shopper's order whose id stands in the words."""
    plain = text.casefold()
    found = [order for order in own if re.search(rf"(?<![\w-]){re.escape(order.id.casefold())}(?![\w-])", plain, re.ASCII)]
    return found[0] if len(found) == 1 else None


def claimed(text: str) -> str:
    """What the words call an order's number; "" for nothing."""
    match = NAMED.search(text)
    return match[1] if match else ""


def order_row(turn: Turn, order: Order) -> Say:
    return turn.say(
        "order_row",
        of_order(order.id),
        id=order.id,
        day=order.placed.date().isoformat(),
        titles=titles(turn, order, ()),
        total=wording.money(order.total, order.currency),
        status=turn.word(order.status),
    )


def titles(turn: Turn, order: Order, ids: tuple[str, ...]) -> str:
    """The lines of an order by name, those of `ids` or all."""
    return turn.joined([line.title or line.product_id for line in order.lines if not ids or line.product_id in ids])


def _of_order(turn: Turn, order: Order) -> Turned:
    source = of_order(order.id)
    day = order.placed.date().isoformat()
    says = [turn.say("order_status", source, id=order.id, day=day, status=turn.word(order.status))]
    for shipment in order.shipments[:3]:
        says += _parcel(turn, shipment.number, source)
    if not order.shipments:
        says.append(turn.say("no_parcel", source))
    number = order.shipments[0].number if order.shipments else ""
    return turn.done(*says, order_id=order.id, parcel=number)


def _numbers(turn: Turn) -> list[str]:
    try:
        found = turn.tools.numbers(turn.text, turn.image)
    except (BadInput, Unavailable):
        found = turn.tools.numbers(turn.text)
    return [one.number for one in found if one.confidence >= LEAST_SURE]


SURE_NUMBER = 0.6
"""From here on a number in words that ask for nothing is taken for a parcel's."""
LEAST_SURE = 0.3
"""A number less likely than that to be a parcel's is not looked up but asked for again."""


def _parcel(turn: Turn, number: str, *sources: Source) -> list[Say]:
    seen = turn.tools.parcel(OfParcel(number, turn.state.shopper_id))
    source = (of_parcel(seen.number), *sources)
    state = seen.answer.state
    if state is None:
        return [turn.say("parcel_unknown", *source, number=seen.number), *_either(turn, seen)]
    said = explained(state, turn.language, datetime.now(UTC).date())
    name = carrier_name(state.carrier, turn.language)
    headline = said.headline.rstrip(".。")
    if name:
        says = [turn.say("parcel", *source, number=seen.number, carrier=name, headline=headline)]
    else:
        says = [turn.say("parcel_plain", *source, number=seen.number, headline=headline)]
    if state.checkpoints and state.checkpoints[0].place:
        last = state.checkpoints[0]
        says.append(turn.say("parcel_last", *source, at=f"{last.at:%Y-%m-%d %H:%M}", place=last.place))
    says += [Say(text, source) for text in (said.expected, said.detail) if text]
    if seen.answer.trust == "stale":
        says.append(turn.say("parcel_stale", *source))
    if state.source == "simulated":
        says.append(turn.say("simulated", *source))
    return [*says, *_either(turn, seen)]


def _either(turn: Turn, seen: Looked) -> list[Say]:
    guesses = seen.guesses[:3]
    if len(guesses) < 2 or guesses[1].probability < guesses[0].probability / 2:
        return []
    names = turn.joined([carrier_name(one.carrier, turn.language) for one in guesses])
    return [turn.say("parcel_either", of_parcel(seen.number), carriers=names)]


def carrier_name(key: str, language: str) -> str:
    if not key:
        return ""
    found = company(key)
    return found.name_zh if language == "zh" else found.name
