"""Prices for people at a terminal."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from omnishelf.domain.product import Money
from omnishelf.ingest.feed.money import format_money


def shown_price(product: dict[str, Any]) -> Text:
    """What the shopper pays; a price that is struck out stands before it."""
    price, sale = product["price"], product["sale_price"]
    if sale is None:
        return Text(_plain(price) if price else "-")
    line = Text(_plain(price) if price else "", style="strike dim")
    line.append("\n" if price else "", style="not strike")
    line.append(_plain(sale), style="not strike not dim")
    return line


def _plain(money: dict[str, Any]) -> str:
    return format_money(Money(money["amount"], money["currency"]))
