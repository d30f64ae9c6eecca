"""What can be completed: names, what shoppers asked, words and pairs of words, titles. Each with how good a guess it is.

Queries that nothing of the shop's words answers are not suggested: they would lead to an empty page.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from omnishelf.understand.company import Company
from omnishelf.understand.language import has_han
from omnishelf.understand.stopwords import ENGLISH
from omnishelf.understand.suggest.folding import folded
from omnishelf.understand.suggest.titles import Titles
from omnishelf.understand.vocabulary import Vocabulary, singular, split_words

Kind = Literal["category", "brand", "attribute", "product", "query"]

TITLES = 200_000
"""Titles held at most; a larger shop completes everything else, and the first of its titles."""
PAIRS = 30_000
"""Pairs of neighbouring words held: the most frequent."""
LEAST_PAIR = 3
LEAST_AFFINITY = 1.0
"""Nats of pointwise mutual information: "with black" is frequent and means nothing."""
LEAST_WORD = 2

# Added to ln(1 + count). A name leads to a place in the shop; what was asked before is what people ask.
NAME = 2.0
ASKED = 1.0
PRODUCT = -20.0
"""Titles come after all else."""
PER_LETTER = 0.01
"""Taken off for each character, so that of equals the shorter comes first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`key`: the folded text; `score`: in nats, comparable among all entries; `id`: of a product."""

    text: str
    key: str
    kind: Kind
    score: float
    id: str | None = None


def entries(vocabulary: Vocabulary, titles: Titles, company: Company, asked: Mapping[str, int]) -> list[Entry]:
    """Each text once, as the best kind it is, with titles last."""
    written = _as_written(vocabulary)
    found: dict[str, Entry] = {}
    for entry in (
        *_names(vocabulary),
        *_asked(vocabulary, asked),
        *_words(vocabulary),
        *_pairs(company, written),
        *_titles(titles),
    ):
        before = found.get(entry.key)
        if before is None:
            found[entry.key] = entry
        elif entry.kind == "query" and before.kind != "product" and entry.score > before.score:
            found[entry.key] = Entry(before.text, before.key, before.kind, entry.score, before.id)
    return list(found.values())


def _entry(text: str, kind: Kind, score: float, id: str | None = None) -> Entry:
    key = folded(text).rstrip()
    return Entry(text, key, kind, score - PER_LETTER * len(key), id)


def _names(vocabulary: Vocabulary) -> Iterator[Entry]:
    """Names of categories, brands and attribute values, in every language they are known in; frequent ones first."""
    for form, terms in sorted(vocabulary.terms.items(), key=lambda item: -item[1][0].count):
        best = terms[0]
        label = best.label if folded(best.label).startswith(form[:2]) else form
        kind: Kind = "category" if best.field == "category" else "brand" if best.field == "brand" else "attribute"
        yield _entry(label, kind, NAME + math.log1p(best.count))


def _asked(vocabulary: Vocabulary, asked: Mapping[str, int]) -> Iterator[Entry]:
    """Past queries of which the shop uses at least half of the words."""
    for query, count in asked.items():
        words = [word for word in split_words(query) if word not in ENGLISH]
        known = [used for word in words if (used := vocabulary.knows(word))]
        if known and 2 * len(known) >= len(words):
            yield _entry(query, "query", ASKED + math.log1p(count) + 0.5 * math.log1p(min(known)))


def _words(vocabulary: Vocabulary) -> Iterator[Entry]:
    for word, count in vocabulary.words.items():
        if count >= LEAST_WORD and _is_telling(word):
            yield _entry(word, "query", math.log1p(count))


def _pairs(company: Company, written: Mapping[str, str]) -> Iterator[Entry]:
    """Words that titles put side by side more often than chance would."""
    words = list(company.places)
    for at in (-company.seen).argsort(kind="stable")[:PAIRS].tolist():
        count, key = int(company.seen[at]), int(company.pairs[at])
        first, second = words[key >> 32], words[key & 0xFFFFFFFF]
        if count < LEAST_PAIR:
            return
        if first == second or not (_is_telling(first) and _is_telling(second)) or has_han(first) != has_han(second):
            continue
        alone = len(company.using(first)) * len(company.using(second))
        if math.log(count * company.titles / alone) >= LEAST_AFFINITY:
            space = "" if has_han(first) else " "
            yield _entry(f"{first}{space}{written.get(second, second)}", "query", math.log1p(count))


def _titles(titles: Titles) -> Iterator[Entry]:
    for id, texts in zip(titles.ids[:TITLES], titles.texts[:TITLES], strict=True):
        for text in texts:
            yield _entry(text, "product", PRODUCT, id)


def _is_telling(word: str) -> bool:
    """Whether a word can be asked for by itself: no stop word, no number or model, no single character."""
    return len(word) > (1 if has_han(word) else 2) and word.replace("-", "").isalpha() and word not in ENGLISH


def _as_written(vocabulary: Vocabulary) -> dict[str, str]:
    """Singular -> the form that most products use."""
    best: dict[str, str] = {}
    for word, count in vocabulary.words.items():
        one = singular(word)
        if one not in best or count > vocabulary.words[best[one]]:
            best[one] = word
    return best
