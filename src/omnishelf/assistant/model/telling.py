"""What the model is told of a product, an order, a parcel, a paragraph, a request, an offer: no ids, no receivers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from omnishelf.assistant import wording
from omnishelf.assistant.facts import SENTENCE
from omnishelf.assistant.model.records import Records, Told
from omnishelf.assistant.orders import carrier_name
from omnishelf.assistant.policies import Paragraph
from omnishelf.assistant.turn import Turn, of_offer, of_order, of_parcel, of_product, of_request
from omnishelf.domain.conversation import Kind, ServiceRequest, Source
from omnishelf.domain.offer import Scope
from omnishelf.domain.order import Order
from omnishelf.domain.product import Money, Product
from omnishelf.offers.showing import Shown
from omnishelf.parcels.desk import Looked
from omnishelf.parcels.wording import explained

LONGEST_DESCRIPTION = 700
"""Characters of a description."""
LONGEST_PARAGRAPH = 1500


def product(turn: Turn, records: Records, one: Product, *, described: bool = False, why: str = "") -> Told:
    """`described`: with the seller's text, which is quoted and obeyed in nothing."""

    def told(name: str) -> Told:
        attributes = {key: turn.attribute(one, key) for key in sorted(one.attributes)}
        given: dict[str, Any] = {
            "name": name,
            "title": turn.title(one),
            "facts": turn.facts(one),
            "left": one.stock,
            "brand": one.brand,
            "kind": " > ".join(_category(turn, one)),
            "attributes": {key: value for key, value in attributes.items() if value},
            "fits_because": why,
            "seller_text": _description(turn, one) if described else "",
        }
        return {key: value for key, value in given.items() if value not in ("", None, {})}

    return records.tell(of_product(one), told)


def order(turn: Turn, records: Records, one: Order) -> Told:
    def told(name: str) -> Told:
        lines = [
            {
                "line": n,
                "title": line.title or line.product_id,
                "quantity": line.quantity,
                "price": wording.money(line.price, one.currency),
                **({"refunded": True} if line.refunded else {}),
            }
            for n, line in enumerate(one.lines, start=1)
        ]
        return {
            "name": name,
            "placed": one.placed.date().isoformat(),
            "status": turn.word(one.status),
            "total": wording.money(one.total, one.currency),
            "lines": lines,
            "parcels": [records.name(Kind.PARCEL, parcel.number) for parcel in one.shipments],
        }

    return records.tell(of_order(one.id), told)


def parcel(turn: Turn, records: Records, seen: Looked) -> Told:
    def told(name: str) -> Told:
        state = seen.answer.state
        if state is None:
            return {"name": name, "known": False, "may_be_of": [guess.carrier for guess in seen.guesses[:3]]}
        said = explained(state, turn.language, datetime.now(UTC).date())
        last = state.checkpoints[0] if state.checkpoints else None
        given = {
            "name": name,
            "carrier": carrier_name(state.carrier, turn.language),
            "state": said.headline,
            "expected": said.expected,
            "meaning": said.detail,
            "last_seen": f"{last.at:%Y-%m-%d %H:%M} {last.place}".strip() if last else "",
            "note": wording.say("simulated", turn.language) if state.source == "simulated" else "",
            "stale": wording.say("parcel_stale", turn.language) if seen.answer.trust == "stale" else "",
        }
        return {key: value for key, value in given.items() if value}

    return records.tell(of_parcel(seen.number), told)


def paragraph(records: Records, one: Paragraph) -> Told:
    source = Source(Kind.POLICY, one.id, one.heading)
    return records.tell(source, lambda name: {"name": name, "heading": one.heading, "text": one.text[:LONGEST_PARAGRAPH]})


def request(turn: Turn, records: Records, one: ServiceRequest) -> Told:
    def told(name: str) -> Told:
        order_name = records.name(Kind.ORDER, one.order_id) if one.order_id else ""
        return {"name": name, "asked_for": turn.word(one.action.value), "order": order_name, "state": turn.word(one.state)}

    return records.tell(of_request(one.id), told)


def offer(turn: Turn, records: Records, shown: Shown) -> Told:
    """The code is told: whoever types it at the checkout gets the offer."""
    one, currency = shown.offer, turn.tools.currency

    def money(minor: int) -> str:
        return wording.priced(Money(minor, currency)) if minor else ""

    def told(name: str) -> Told:
        on = {Scope.CATEGORY: one.category, Scope.PRODUCT: "some products", Scope.BASKET: "the whole basket"}
        given = {
            "name": name,
            "title": one.called(turn.language),
            "off": f"{one.percent}%" if one.percent else money(one.amount),
            "code": one.id,
            "on": on[one.scope],
            "from_a_basket_of": money(one.least),
            "at_most": money(one.most),
            "ends": one.ends.date().isoformat() if one.ends else "",
        }
        return {key: value for key, value in given.items() if value}

    return records.tell(of_offer(one, turn.language), told)


def _category(turn: Turn, one: Product) -> tuple[str, ...]:
    own = one.translations.get(turn.language) if turn.language != one.language else None
    return (own.category if own else ()) or one.category


def _description(turn: Turn, one: Product) -> str:
    """Whole sentences, as many as fit."""
    own = one.translations.get(turn.language) if turn.language != one.language else None
    text = (own.description if own else "") or one.description
    kept = ""
    for sentence in SENTENCE.split(text):
        if len(kept) + len(sentence) > LONGEST_DESCRIPTION:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or text[:LONGEST_DESCRIPTION]
