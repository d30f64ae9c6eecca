"""What leaves for the language model's endpoint: words without numbers of orders and parcels, e-mail addresses, telephones,
names and addresses of receivers. Names of records (`records.py`) stand for them and are put back when a sentence is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from omnishelf.assistant.model.records import Records
from omnishelf.assistant.orders import LEAST_SURE, claimed
from omnishelf.assistant.tools import OfShopper, Toolbox
from omnishelf.domain.conversation import Kind
from omnishelf.domain.errors import OmnishelfError
from omnishelf.domain.order import Order

NAMED = re.compile(r"\[\s*([potcrdn]\d{1,3})\s*\]")
"""A record's name in a text."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_REQUEST = re.compile(r"\b[rh]_[0-9a-f]{20}\b")
_DIGITS = re.compile(r"(?<![\w.,])\+?\d(?:[ ()-]?\d){6,}(?![\w.,]?\d)")
"""Seven digits or more in a row, as of telephones and cards; prices are shorter or have commas and points."""
SHORTEST_NAME = 2
"""Characters of a receiver's name, telephone or address that is looked for."""


class Mask:
    """Of one turn.

    Args:
        shopper_id: vouched; "" for nobody.
    """

    def __init__(self, tools: Toolbox, shopper_id: str, records: Records) -> None:
        self._tools, self._records = tools, records
        self.orders: tuple[Order, ...] = tools.orders(OfShopper(shopper_id))
        self._shopper_id = shopper_id

    def hide(self, text: str) -> str:
        """The text as it may leave."""
        text = NAMED.sub(r"(\1)", text)  # a shopper who types a record's name cites nothing
        for kind, id in self._known():
            text = _replaced(text, id, lambda kind=kind, id=id: self._records.name(kind, id))
        for private in self._private():
            text = text.replace(private, f"[{self._records.hide(private)}]")
        text = _REQUEST.sub(lambda found: f"[{self._records.name(Kind.REQUEST, found[0])}]", text)
        text = _MAIL.sub(lambda found: f"[{self._records.hide(found[0])}]", text)
        text = self._parcels(text)
        other = claimed(NAMED.sub(" ", text))
        if other:
            text = text.replace(other, f"[{self._records.hide(other)}]")
        return _DIGITS.sub(lambda found: f"[{self._records.hide(found[0])}]", text)

    def show(self, text: str) -> str:
        """A sentence with numbers in place of the names that stand for them, and without the other names."""

        def put(found: re.Match[str]) -> str:
            record = self._records.by_name.get(found[1])
            return record.shown if record else ""

        shown = re.sub(r"[ \t]{2,}", " ", NAMED.sub(put, text))
        return re.sub(r"\s+([.,;:!?。，；：！？、)])", r"\1", shown).strip()

    def _known(self) -> Iterator[tuple[Kind, str]]:
        """Ids of the shopper's own orders and their parcels, longest first, so that none is found within another."""
        own = [(Kind.ORDER, order.id) for order in self.orders]
        own += [(Kind.PARCEL, parcel.number) for order in self.orders for parcel in order.shipments]
        return iter(sorted(own, key=lambda one: -len(one[1])))

    def _private(self) -> list[str]:
        found = {self._shopper_id} if len(self._shopper_id) > 5 else set()
        for order in self.orders:
            found |= {order.receiver.name, order.receiver.phone, order.receiver.address}
        return sorted((one for one in found if len(one) >= SHORTEST_NAME), key=len, reverse=True)

    def _parcels(self, text: str) -> str:
        try:
            found = self._tools.numbers(NAMED.sub(" ", text))
        except OmnishelfError:
            return text
        for one in (one for one in found if one.confidence >= LEAST_SURE):
            text = _replaced(text, one.number, lambda number=one.number: self._records.name(Kind.PARCEL, number))
        return text


def _replaced(text: str, id: str, name: object) -> str:
    """With the name for the id however it is spaced and written."""
    spaced = r"[\s-]*".join(re.escape(sign) for sign in id if sign.isalnum())
    pattern = re.compile(rf"(?<![A-Za-z0-9]){spaced}(?![A-Za-z0-9])", re.IGNORECASE)
    return pattern.sub(lambda _: f"[{name()}]", text) if spaced and callable(name) and pattern.search(text) else text
