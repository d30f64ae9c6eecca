"""Completions while a shopper types: names of categories, brands and attribute values, then product titles, by prefix.

One sorted list and two bisections a keystroke. Names can be entered at any of their words, titles at their beginning.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from omnishelf.domain.product import Product
from omnishelf.understand.language import simplify
from omnishelf.understand.vocabulary import Vocabulary

KINDS = {"category": 0, "brand": 1, "attributes": 2, "product": 3}
SCANNED = 400
"""Entries looked at for one prefix: a one-letter prefix has thousands, and any of them is as good a guess."""
TITLES = 50_000
"""Titles held at most; a larger shop completes names, which are few, and the first of its titles."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`kind`: "category", "brand", "attribute" or "product"; `id`: the product's, for kind "product"."""

    text: str
    kind: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    text: str
    kind: str
    id: str | None
    count: int


class Completer:
    """Immutable once built."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = sorted(entries, key=lambda e: e.key)
        self._keys = [e.key for e in self._entries]

    def __call__(self, prefix: str, size: int) -> tuple[Suggestion, ...]:
        """The best `size` completions: names before titles, more products before fewer, shorter before longer."""
        start = folded(prefix)
        if not start:
            return ()
        low = bisect_left(self._keys, start)
        high = min(bisect_left(self._keys, start + "\U0010ffff"), low + SCANNED)
        best = sorted(self._entries[low:high], key=lambda e: (KINDS[e.kind], -e.count, len(e.text), e.text))
        seen: dict[str, Suggestion] = {}
        for entry in best:
            kind = "attribute" if entry.kind == "attributes" else entry.kind
            seen.setdefault(folded(entry.text), Suggestion(entry.text, kind, entry.id))
            if len(seen) == size:
                break
        return tuple(seen.values())


def build(vocabulary: Vocabulary, products: Iterable[Product]) -> Completer:
    """Names from the vocabulary, in every language they are known in, and up to `TITLES` titles."""
    entries: list[Entry] = []
    for form, terms in vocabulary.terms.items():
        best = terms[0]
        label = best.label if folded(best.label).startswith(form[:2]) else form
        entries.extend(Entry(key, label, best.field, None, best.count) for key in _starts(label))
    for number, product in enumerate(products):
        if number >= TITLES:
            break
        for title in {product.title, *(w.title for w in product.translations.values())} - {""}:
            entries.append(Entry(folded(title), title, "product", product.id, 1))  # noqa: PERF401 - a loop reads better
    return Completer(entries)


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", simplify(text).lower()).lstrip()


def _starts(name: str) -> list[str]:
    key = folded(name)
    return [key[m.start() :] for m in re.finditer(r"(?:(?<=[\s&/,>-])|^)[^\s&/,>-]", key)]
