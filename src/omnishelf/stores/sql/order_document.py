"""Orders and last known states of parcels as canonical JSON, and back."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from omnishelf.domain.order import Order, OrderLine, Receiver, Shipment
from omnishelf.domain.parcel import Checkpoint, Status, Tracked, Trouble


def write_order(order: Order) -> str:
    """Without the shopper and the receiver."""
    return _text(
        {
            "currency": order.currency,
            "total": order.total,
            "status": order.status,
            "lines": [[x.product_id, x.quantity, x.price, x.title, x.refunded] for x in order.lines],
            "shipments": [[x.number, x.carrier] for x in order.shipments],
        }
    )


def write_person(order: Order) -> str:
    """ "" when there is nothing personal in the order."""
    given = [order.shopper_id, order.receiver.name, order.receiver.phone, order.receiver.address]
    return _text(given) if any(given) else ""


def read_order(id: str, placed: datetime, document: str, person: str) -> Order:
    given: dict[str, Any] = json.loads(document)
    shopper, name, phone, address = json.loads(person) if person else ("", "", "", "")
    return Order(
        id,
        shopper,
        placed,
        given["currency"],
        given["total"],
        tuple(OrderLine(*line) for line in given["lines"]),
        tuple(Shipment(*shipment) for shipment in given["shipments"]),
        given["status"],
        Receiver(name, phone, address),
    )


def write_tracked(parcel: Tracked) -> str:
    return _text(
        {
            "carrier": parcel.carrier,
            "status": parcel.status,
            "trouble": parcel.trouble,
            "source": parcel.source,
            "expected": parcel.expected.isoformat() if parcel.expected else "",
            "checkpoints": [[x.at.isoformat(), x.status, x.text, x.place, x.trouble] for x in parcel.checkpoints],
        }
    )


def read_tracked(number: str, checked: datetime, document: str) -> Tracked:
    given: dict[str, Any] = json.loads(document)
    steps = (
        Checkpoint(datetime.fromisoformat(at), Status(status), text, place, Trouble(trouble))
        for at, status, text, place, trouble in given["checkpoints"]
    )
    return Tracked(
        number,
        given["carrier"],
        Status(given["status"]),
        tuple(steps),
        given["source"],
        checked,
        date.fromisoformat(given["expected"]) if given["expected"] else None,
        Trouble(given["trouble"]),
    )


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
