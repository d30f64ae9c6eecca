"""What is answered about parcels and orders."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from omnishelf.api.schemas import Strict
from omnishelf.domain.order import Order
from omnishelf.domain.parcel import CarrierGuess, Checkpoint, NumberFound, Tracked
from omnishelf.parcels.companies import company
from omnishelf.parcels.desk import Identified, Looked
from omnishelf.parcels.wording import explained, status_words


class OrdersIn(Strict):
    """Orders as docs/parcels.md describes them."""

    orders: list[dict[str, Any]] = Field(max_length=1_000)
    parcels: list[dict[str, Any]] = Field([], max_length=1_000, description="histories that the shop knows itself")


class CarrierOut(TypedDict):
    carrier: Annotated[str, "key"]
    name: str
    probability: Annotated[float, "0..1; what is missing to 1 is somebody else"]
    checked: Annotated[bool, "the number has a check digit of this carrier, and it is right"]


class NumberOut(TypedDict):
    number: str
    carriers: list[CarrierOut]
    ambiguous: Annotated[bool, "two carriers fit about as well: ask which"]
    confidence: float
    read_from: Annotated[str, "text, voice, bars, print"]


class IdentifiedOut(TypedDict):
    numbers: list[NumberOut]
    transcript: str


class StepOut(TypedDict):
    at: str
    status: str
    label: str
    text: Annotated[str, "the carrier's words for the parcel's own shopper; the label for everybody else"]
    place: str
    trouble: str


class LineOut(TypedDict):
    product_id: str
    title: str
    quantity: int
    price: int
    refunded: bool


class OrderOut(TypedDict):
    id: str
    placed_at: str
    status: str
    currency: str
    total: int
    lines: list[LineOut]
    parcels: list[str]
    receiver: dict[str, str]


class ParcelOut(TypedDict):
    number: str
    carrier: str
    carrier_name: str
    carriers: Annotated[list[CarrierOut], "who else may carry it, where the carrier was told from the number"]
    page: Annotated[str, "where the carrier's customers follow the parcel; empty where we know none"]
    trust: Annotated[str, "fresh; stale: the service does not answer, this is the last known state; unknown: nobody knows it"]
    checked_at: str | None
    status: str | None
    headline: str
    detail: Annotated[str, "what it means and what to do"]
    expected: str | None
    expected_words: str
    trouble: str
    timeline: Annotated[list[StepOut], "newest first"]
    order: Annotated[OrderOut | None, "for its shopper only"]
    simulated: bool


class OrdersOut(TypedDict):
    orders: list[OrderOut]


class KeptOut(TypedDict):
    orders: int
    parcels: int


UNKNOWN = ("Nobody knows this number yet. New numbers take some hours.", "暂时查不到该单号。新单号通常需要几个小时才有信息。")
NO_ANSWER = (
    "The carrier does not answer now. Try again in a while.",
    "承运商暂时没有响应，请稍后再试。",
)
LAST_KNOWN = ("The carrier does not answer now; this is the last known state.", "承运商暂时没有响应，以下是最近一次的状态。")


def identified_out(found: Identified, language: str) -> IdentifiedOut:
    return {"numbers": [number_out(one, language) for one in found.numbers], "transcript": found.transcript}


def number_out(one: NumberFound, language: str) -> NumberOut:
    return {
        "number": one.number,
        "carriers": [carrier_out(guess, language) for guess in one.carriers],
        "ambiguous": one.ambiguous,
        "confidence": round(one.confidence, 4),
        "read_from": one.read_from.value,
    }


def carrier_out(guess: CarrierGuess, language: str) -> CarrierOut:
    return {
        "carrier": guess.carrier,
        "name": _name(guess.carrier, language),
        "probability": round(guess.probability, 4),
        "checked": guess.checked,
    }


def parcel_out(seen: Looked, language: str) -> ParcelOut:
    state, chinese = seen.answer.state, language == "zh"
    carrier = (state.carrier if state else "") or (seen.guesses[0].carrier if seen.guesses else "")
    said = explained(state, language, datetime.now(UTC).date()) if state else None
    stale = seen.answer.trust == "stale"
    note = (LAST_KNOWN if state else NO_ANSWER)[chinese] if stale else "" if state else UNKNOWN[chinese]
    page = company(carrier).page if carrier else ""
    return {
        "number": seen.number,
        "carrier": carrier,
        "carrier_name": _name(carrier, language) if carrier else "",
        "carriers": [carrier_out(guess, language) for guess in seen.guesses],
        "page": page.format(seen.number) if page else "",
        "trust": seen.answer.trust.value,
        "checked_at": state.checked.isoformat() if state else None,
        "status": state.status.value if state else None,
        "headline": said.headline if said else note,
        "detail": " ".join(filter(None, (said.detail, note))) if said else "",
        "expected": state.expected.isoformat() if state and state.expected else None,
        "expected_words": said.expected if said else "",
        "trouble": state.trouble.value if state else "",
        "timeline": [step_out(step, language, own=seen.order is not None) for step in state.checkpoints] if state else [],
        "order": order_out(seen.order) if seen.order else None,
        "simulated": bool(state) and _simulated(state),
    }


def step_out(step: Checkpoint, language: str, *, own: bool) -> StepOut:
    label = status_words(step.status, language)
    return {
        "at": step.at.isoformat(),
        "status": step.status.value,
        "label": label,
        "text": step.text if own else label,
        "place": step.place,
        "trouble": step.trouble.value,
    }


def order_out(order: Order) -> OrderOut:
    return {
        "id": order.id,
        "placed_at": order.placed.isoformat(),
        "status": order.status,
        "currency": order.currency,
        "total": order.total,
        "lines": [
            {"product_id": x.product_id, "title": x.title, "quantity": x.quantity, "price": x.price, "refunded": x.refunded}
            for x in order.lines
        ],
        "parcels": [shipment.number for shipment in order.shipments],
        "receiver": {
            name: value
            for name, value in (
                ("name", order.receiver.name),
                ("phone", order.receiver.phone),
                ("address", order.receiver.address),
            )
            if value
        },
    }


def _name(key: str, language: str) -> str:
    found = company(key)
    return found.name_zh if language == "zh" else found.name


def _simulated(state: Tracked | None) -> bool:
    return state is not None and state.source == "simulated"
