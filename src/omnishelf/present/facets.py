"""Facets of a candidate set: counted over all of it, whatever page is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from omnishelf.domain.query import Filter
from omnishelf.domain.result import Facet, FacetValue
from omnishelf.engine.port import Engine

SHOWN = 50
"""Values a facet at most."""
ATTRIBUTE_VALUES = 2_000
"""Attribute values counted in one go before they are grouped by name."""
FIRST = ("category", "brand", "price")
LAST = ("rating", "availability")
MOST_ATTRIBUTES = 8


Label = Callable[[str, str], str]
"""(keyword field, its value) -> what shoppers read."""


def as_written(field: str, value: str) -> str:
    """The last part of a category's path, an attribute's value without its name."""
    return value.rpartition(" > ")[2] if field == "category" else value.partition("=")[2] if field == "attributes" else value


def count_facets(
    engine: Engine, admitted: Filter, wanted: Sequence[str] = (), *, distinct: str = "", label: Label = as_written
) -> tuple[Facet, ...]:
    """Facets of the documents that `admitted` admits.

    Args:
        wanted: fields to count: keyword or number fields of the engine, or attribute names. Empty chooses those with
            something to choose between.
        distinct: as in `Engine.facet`: what is shown as one hit counts as one.
    """
    attributes = _attributes(engine, admitted, distinct, label)
    names = tuple(wanted) or (*FIRST, *_most_common(attributes), *LAST)
    facets = []
    for name in dict.fromkeys(names):
        if name in engine.schema.numbers:
            extent = engine.extent(name, admitted)
            if extent:
                facets.append(Facet(name, low=extent[0], high=extent[1]))
        elif name in engine.schema.keywords and name != "attributes":
            counted = engine.facet(name, admitted, SHOWN, distinct=distinct)
            facets.append(Facet(name, tuple(FacetValue(v, n, label(name, v)) for v, n in counted)))
        elif name in attributes:
            facets.append(Facet(name, attributes[name][:SHOWN]))
    return tuple(f for f in facets if wanted or f.low is not None or f.values)


def _attributes(engine: Engine, admitted: Filter, distinct: str, label: Label) -> dict[str, tuple[FacetValue, ...]]:
    """Attribute name -> its values and counts. The engine holds them in one field as "name=value"."""
    grouped: dict[str, list[FacetValue]] = {}
    for pair, count in engine.facet("attributes", admitted, ATTRIBUTE_VALUES, distinct=distinct):
        name, _, value = pair.partition("=")
        grouped.setdefault(name, []).append(FacetValue(value, count, label("attributes", pair)))
    return {name: tuple(values) for name, values in grouped.items()}


def _most_common(attributes: dict[str, tuple[FacetValue, ...]]) -> list[str]:
    """The attributes that most products have, colour, material and size first among them."""
    preferred = {"color": 3, "material": 2, "size": 1}
    return sorted(attributes, key=lambda n: (-preferred.get(n, 0), -sum(v.count for v in attributes[n]), n))[:MOST_ATTRIBUTES]
