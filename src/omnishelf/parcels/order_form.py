"""What this shop's order numbers look like, learnt from its own orders, so that one in the search box is known for what it is.

Every shop numbers its orders in its own way, and nobody likes to describe that in settings. The form is read off the ids:

    "SO00000017", "SO00000018", "SO00000104" -> SO and eight digits

A form counts when several orders share it. Whether a number is that of an order is never looked up: who types one learns that
it has the shop's form, which every customer of the shop knows, and not whether anybody has such an order.
"""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Protocol

from omnishelf.parcels.numbers import normalised

LOOKED_AT = 60
"""Ids that the forms are read off."""
SHARED = 3
"""Orders that must have a form: where letters are drawn by chance, each order has a form of its own and tells none."""
DIGITS, BARE_DIGITS = 4, 6
"""Digits of a form with letters, and of one without: a bare number is many things, and has to be called an order's, too."""
FRESH_SECONDS = 60.0
_RUN = re.compile(r"\d+|[^\W\d_]+|[\W_]+")
_SEVERAL = re.compile(rf"(?:\d\D*){{{DIGITS}}}")
_CALLED = r"(?:\bORDER|\bPURCHASE|订单|单号)"
_CALLED_SO, _BEFORE = re.compile(_CALLED), re.compile(rf"{_CALLED}[^\d]{{0,12}}$")


def form_of(id: str) -> str:
    """A pattern over normalised text: letters as they are, runs of digits by their length, what is between them if it is there.
    "" for an id with too few digits to be told by.

    >>> form_of("os-1001")
    'OS[\\\\W_]?\\\\d{4}'
    >>> form_of("first")
    ''
    """
    runs = _RUN.findall(normalised(id))
    digits = sum(len(run) for run in runs if run.isdigit())
    if digits < (DIGITS if any(run.isalpha() for run in runs) else BARE_DIGITS):
        return ""
    return "".join(rf"\d{{{len(r)}}}" if r.isdigit() else re.escape(r) if r.isalpha() else r"[\W_]?" for r in runs)


def forms(ids: Iterable[str]) -> tuple[str, ...]:
    """The forms that several of the ids share, the commonest first."""
    counted = Counter(form for form in map(form_of, ids) if form)
    return tuple(form for form, count in counted.most_common() if count >= SHARED)


def find_orders(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """What has one of the forms, in capitals, each once, in the order of the text."""
    plain = normalised(text)
    found: dict[str, int] = {}
    for form in known:
        for match in re.finditer(rf"(?<![A-Z0-9]){form}(?![A-Z0-9])", plain):
            lettered = any(sign.isalpha() for sign in match[0])
            if lettered or _BEFORE.search(plain[: match.start()]):
                found.setdefault(match[0], match.start())
    return tuple(sorted(found, key=lambda number: found[number]))


def calls_it_an_order(plain: str) -> bool:
    """Whether normalised words speak of an order."""
    return _CALLED_SO.search(plain) is not None


class Ids(Protocol):
    """Of orders: `stores/orders_port.py` has the whole store."""

    def ids(self, limit: int) -> tuple[str, ...]: ...


class OrderForms:
    """Callable: what has the form of the shop's order numbers in a text. Thread-safe; new forms are known within a minute."""

    def __init__(self, orders: Ids, clock: Callable[[], float] = time.monotonic) -> None:
        self.orders, self.clock = orders, clock
        self._lock = threading.Lock()
        self._forms: tuple[str, ...] = ()
        self._read = float("-inf")

    def __call__(self, text: str) -> tuple[str, ...]:
        return find_orders(text, self._known()) if _SEVERAL.search(text) else ()

    def _known(self) -> tuple[str, ...]:
        with self._lock:
            if self.clock() - self._read >= FRESH_SECONDS:
                self._forms, self._read = forms(self.orders.ids(LOOKED_AT)), self.clock()
            return self._forms
