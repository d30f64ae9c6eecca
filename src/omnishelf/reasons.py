"""Why each hit of a page stands where it does: its score divided among the inputs, and the words that matched.

A composed probe is the weighted sum of its inputs' probes, so each input alone is scored against the same products, and the
composed score's addend is divided in proportion (present/explain.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from omnishelf import fusion
from omnishelf.domain.intent import Constraint, Intent, Reading
from omnishelf.domain.product import Product
from omnishelf.domain.query import IdIn, Modality
from omnishelf.domain.result import Contribution
from omnishelf.engine.port import Engine, Probe
from omnishelf.engine.usual import Usual
from omnishelf.present.explain import Addends, contributions, split
from omnishelf.probes import compose_probes
from omnishelf.rank.features.table import NAMED
from omnishelf.understand.tokens import surface, tokenise

TEXTS = 2_000
"""Texts whose words are remembered, some 10 kB each: a page that is explained again costs a tenth."""

LABELS = {name: feature.label for name, feature in NAMED.items()}

Background = Mapping[str, Usual]


def reasons(
    shown: Sequence[Product],
    addends: Mapping[str, Addends],
    constraints: Mapping[str, Constraint],
    intent: Intent,
    engine: Engine,
    background: Background,
    behaviour: Sequence[Mapping[str, str]] = (),
) -> list[tuple[Contribution, ...]]:
    """The contributions of each product shown; they sum to its score.

    Args:
        addends: signal -> [len(shown)], as `Ranked.addends`.
        constraints: as `Ranked.constraints`.
        background: as `Served.background`.
        behaviour: [len(shown)] as `present.explain.contributions`; () where nothing is personal.
    """
    divided = divide(addends, intent, engine, background, tuple(product.id for product in shown))
    asked = {reading.modality: reading for reading in intent.readings}
    explained = []
    for row, product in enumerate(shown):
        used = list(_wordings(product))

        def matched(modality: Modality, used: Sequence[frozenset[str]] = used) -> list[str]:
            return matched_words(asked[modality], used)

        explained.append(contributions(row, addends, divided, constraints, matched, LABELS, *behaviour[row : row + 1]))
    return explained


def divide(
    addends: Mapping[str, Addends], intent: Intent, engine: Engine, background: Background, ids: tuple[str, ...]
) -> dict[str, dict[Modality, Addends]]:
    """Signal -> input -> its part of the addend, for the products `ids`. Signals that no input feeds are left out."""
    alone = {reading.modality: compose_probes(replace(intent, readings=(reading,))) for reading in intent.readings}
    fed = {signal: {m: probes[signal] for m, probes in alone.items() if signal in probes} for signal in addends}
    above = _above_usual({signal: own for signal, own in fed.items() if len(own) > 1}, engine, background, ids)
    shares = {reading.modality: reading.weight for reading in intent.readings}
    return {
        signal: split(addends[signal], above[signal], {m: shares[m] for m in own})
        if len(own) > 1
        else dict.fromkeys(own, addends[signal])
        for signal, own in fed.items()
        if own
    }


def _above_usual(
    fed: Mapping[str, Mapping[Modality, Probe]], engine: Engine, background: Background, ids: tuple[str, ...]
) -> dict[str, dict[Modality, Addends]]:
    """Signal -> input -> [len(ids)]: how far the score of the input's own probe lies above an average product's; of all probes
    in one call."""
    probes = {f"{signal}/{modality}": probe for signal, own in fed.items() for modality, probe in own.items()}
    if not probes:
        return {}
    scored = engine.retrieve(probes, (IdIn(ids),), len(ids))
    place = {id: i for i, id in enumerate(scored.ids)}
    found = [i for i, id in enumerate(ids) if id in place]
    rows = [place[ids[i]] for i in found]
    usual = fusion.references(probes, background)

    def above(name: str) -> Addends:
        scores = np.zeros(len(ids))
        scores[found] = np.nan_to_num(scored.scores[name][rows])
        return scores - usual[name].mean

    return {signal: {modality: above(f"{signal}/{modality}") for modality in own} for signal, own in fed.items()}


def matched_words(reading: Reading, used: Sequence[frozenset[str]]) -> list[str]:
    """The shopper's words that the product uses, heaviest first, as people read them; single Chinese characters only where no
    longer word matched. `used`: the words of each of its texts."""
    shared = [token for token in reading.tokens if any(token in words for words in used)]
    shared.sort(key=lambda token: (-reading.tokens[token], -len(token)))
    words = dict.fromkeys(surface(token) for token in shared)
    return [w for w in words if not any(w != other and w in other for other in words)]


def _wordings(product: Product) -> Iterator[frozenset[str]]:
    """The words of a product, in each of its languages."""
    values = (v for vs in product.attributes.values() for v in vs)
    yield words_of(" \n ".join((product.title, product.brand, *product.category, *values, product.description)))
    for wording in product.translations.values():
        values = (v for vs in wording.attributes.values() for v in vs)
        yield words_of(" \n ".join((wording.title, *wording.category, *values, wording.description)))


@lru_cache(maxsize=TEXTS)
def words_of(text: str) -> frozenset[str]:
    return frozenset(tokenise(text))
