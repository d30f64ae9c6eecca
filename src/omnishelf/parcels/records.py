"""Orders and parcels' histories as the shop gives them: JSON objects, one a line in files.

    {"id": "SO1", "shopper_id": "s7", "placed_at": "2026-10-30T09:00:00Z", "currency": "USD", "total": 2598,
     "lines": [{"product_id": "p1", "quantity": 2, "price": 1299}], "parcels": [{"number": "1Z5R89390357567127"}]}
    {"number": "1Z5R89390357567127", "order_id": "SO1", "expected_at": "2026-11-03",
     "timeline": [{"at": "2026-10-31T08:00:00Z", "state": "in_transit", "place": "Northport", "text": "Picked up"}]}

`order_id`, `user_id` and a single `parcel` are read as well, so the files of the sample shop's history are taken as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from omnishelf.carriers.wording import trouble_of
from omnishelf.domain.errors import BadInput
from omnishelf.domain.order import Order, OrderLine, Receiver, Shipment
from omnishelf.domain.parcel import Checkpoint, Status, Tracked
from omnishelf.parcels.companies import COMPANIES, named_in
from omnishelf.parcels.detect import Hints, detect
from omnishelf.parcels.tracking import IMPORTED

Record = Mapping[str, Any]


def read_order(given: Record) -> Order:
    """Raises:
    BadInput: a field is missing or of the wrong kind; the message names it.
    """
    lines = [_line(line) for line in _list(given, "lines")]
    receiver = given.get("receiver") or {}
    if not isinstance(receiver, Mapping):
        raise BadInput("`receiver` is no object.", hint='Give {"name", "phone", "address"}.')
    return Order(
        _text(given, "id", "order_id"),
        _text(given, "shopper_id", "user_id", default=""),
        _moment(given, "placed_at"),
        _text(given, "currency").upper(),
        _whole(given, "total", default=sum(line.price * line.quantity for line in lines)),
        tuple(lines),
        tuple(_shipments(given)),
        _text(given, "status", default="placed"),
        Receiver(*(_text(receiver, name, default="") for name in ("name", "phone", "address"))),
    )


def read_state(given: Record) -> Tracked:
    """A parcel's history. Raises BadInput as above."""
    steps = [_step(step) for step in _list(given, "timeline")]
    if not steps:
        raise BadInput("`timeline` is empty.", hint="Give at least one step, or leave the parcel out.")
    steps.sort(key=lambda step: step.at, reverse=True)
    number = _text(given, "number")
    expected = _text(given, "expected_at", default="")
    return Tracked(
        number,
        _carrier(number, given),
        steps[0].status,
        tuple(steps),
        IMPORTED,
        datetime.now(UTC),
        _day(expected) if expected else None,
        steps[0].trouble,
    )


def _shipments(given: Record) -> list[Shipment]:
    single = given.get("parcel")
    several = [{"number": single}] if isinstance(single, str) else _list(given, "parcels", default=())
    return [Shipment(number := _text(one, "number"), _carrier(number, one)) for one in several]


def _carrier(number: str, given: Record) -> str:
    """The key that is given, or the likeliest for the number and the name that is given; "" when it fits nobody."""
    key, name = _text(given, "carrier", default=""), _text(given, "carrier_name", default="")
    if key in COMPANIES:
        return key
    detected = detect(number.upper(), Hints(named=named_in(f"{name} {key}")))
    return detected.guesses[0].carrier if detected else ""


def _line(given: Record) -> OrderLine:
    return OrderLine(
        _text(given, "product_id"),
        _whole(given, "quantity", default=1),
        _whole(given, "price"),
        _text(given, "title", default=""),
        bool(given.get("refunded", False)),
    )


def _step(given: Record) -> Checkpoint:
    said = given.get("text", "")
    text = str(said.get("en") or next(iter(said.values()), "")) if isinstance(said, Mapping) else str(said)
    state = _text(given, "state")
    try:
        status = Status(state)
    except ValueError:
        raise BadInput(f"`state` is {state!r}.", hint=f"Use one of {', '.join(Status)}.") from None
    wrong = status in (Status.EXCEPTION, Status.ATTEMPT_FAIL)
    trouble = trouble_of(text) if wrong else trouble_of("")
    return Checkpoint(_moment(given, "at"), status, text, _text(given, "place", default=""), trouble)


def _text(given: Record, *names: str, default: str | None = None) -> str:
    for name in names:
        value = given.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value not in (None, ""):
            raise BadInput(f"`{name}` is {value!r}, which is no text.")
    if default is None:
        raise BadInput(f"`{names[0]}` is missing.")
    return default


def _whole(given: Record, name: str, default: int | None = None) -> int:
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadInput(f"`{name}` is {value!r}.", hint="Give a whole number from 0; prices in minor units.")
    return value


def _list(given: Record, name: str, default: Any = None) -> list[Record]:
    value = given.get(name, default)
    if not isinstance(value, list | tuple) or not all(isinstance(item, Mapping) for item in value):
        raise BadInput(f"`{name}` is no list of objects.")
    return list(value)


def _moment(given: Record, name: str) -> datetime:
    text = _text(given, name)
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(f"`{name}` is {text!r}.", hint="Give ISO 8601: 2026-10-30T09:00:00Z.") from None
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


def _day(text: str) -> date:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise BadInput(f"`expected_at` is {text!r}.", hint="Give ISO 8601: 2026-11-03.") from None
