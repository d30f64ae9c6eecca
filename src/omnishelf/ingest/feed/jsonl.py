"""JSON Lines: a product a line, as the HTTP interface writes it (docs/http.md) or flat with any platform's field names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from omnishelf.domain.product import Money
from omnishelf.ingest.feed.delimited import Line
from omnishelf.ingest.feed.fields import attribute_name
from omnishelf.ingest.feed.money import CURRENCIES, format_money
from omnishelf.ingest.feed.record import Naming, Record, gathered
from omnishelf.ingest.report import Problem, Severity

Named = Iterable[tuple[str, tuple[str, ...]]]


def read(lines: Iterator[Line], naming: Naming) -> Iterator[Record | Problem]:
    for number, line in lines:
        if not line.strip():
            continue
        try:
            # Numbers stay as they are written: 19.99 as a float is 19.989999999999998.
            value = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
        except (json.JSONDecodeError, RecursionError) as error:
            yield Problem(
                number, "", line, f"The line is not JSON: {error}.", "One object a line, in UTF-8.", Severity.REJECTED
            )
            continue
        if isinstance(value, dict):
            yield record(number, value, naming)
        else:
            yield Problem(
                number, "", line, "The line is not a JSON object.", 'Write {"id": ..., "title": ...}.', Severity.REJECTED
            )


def record(row: int, product: Mapping[str, Any], naming: Naming) -> Record:
    """A product object as a record. `PUT /v1/products` uses it too. Lists are taken as they are, never split."""

    def named() -> Named:
        for key, value in product.items():
            if value is None or value == "":
                continue
            if key == "attributes" and isinstance(value, Mapping):
                yield from _attributes(value)
            elif key == "translations" and isinstance(value, Mapping):
                for language, wording in value.items():
                    yield from _wording(str(language), wording)
            elif isinstance(value, Mapping):
                yield naming.read(key, _money(value))
            elif isinstance(value, list):
                if value:
                    yield from _list(key, value, naming)
            else:
                yield naming.read(key, _text(value))

    return naming.complete(row, gathered(named()))


def _attributes(given: Mapping[str, Any], suffix: str = "") -> Named:
    for name, value in given.items():
        yield f"attributes.{attribute_name(str(name))}{suffix}", _texts(value)


def _wording(language: str, wording: Any) -> Named:
    if not isinstance(wording, Mapping):
        return
    tag = language.replace("_", "-").partition("-")[0].lower()
    for name in ("title", "description", "category"):
        yield f"{name}@{tag}", _texts(wording.get(name))
    attributes = wording.get("attributes")
    if isinstance(attributes, Mapping):
        yield from _attributes(attributes, f"@{tag}")


def _list(key: str, values: list[Any], naming: Naming) -> Named:
    name = naming.name(key)
    texts = _texts(values)
    if name is None:
        naming.unknown.add(key)
    elif name in ("category", "google_category") and (name in naming.mapping.separators or ">" in "".join(texts)):
        # A list of whole paths (["A > B", "A > C > D"]), of which a product has one here: the deepest says most.
        yield name, max((naming.split(name, text) for text in texts), key=len)
    elif name:
        yield name, texts


def _texts(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(_text(v) for v in values if v is not None)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _money(value: Mapping[str, Any]) -> str:
    """{"amount": 4500, "currency": "USD"} as "45.00 USD"; anything else is left for the price reader to refuse."""
    amount, currency = str(value.get("amount", "")), str(value.get("currency", ""))
    if amount.isascii() and amount.isdigit() and len(amount) < 16 and currency in CURRENCIES:
        return format_money(Money(int(amount), currency))
    return json.dumps(dict(value), ensure_ascii=False)
