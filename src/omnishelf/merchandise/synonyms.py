"""The shop's synonyms: further words a question is asked with, at less than full weight."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from omnishelf.domain.intent import Intent, Reading
from omnishelf.domain.query import Modality
from omnishelf.domain.rule import Rule, Synonyms
from omnishelf.merchandise.matching import contains, plain
from omnishelf.understand.tokens import query_tokens

WEIGHT = 0.8
"""Of a synonym's tokens beside 1 for the shopper's own: who says "couch" finds couches before sofas, all else equal. More than
a translation's .6, for the shop itself vouches for it."""
SAID = (Modality.WORDS, Modality.VOICE)


def synonyms(text: str, rules: Iterable[Rule]) -> list[str]:
    """What the rules say the text could also be called, without what it says already; each once, in the rules' order."""
    asked = plain(text)
    found: dict[str, None] = {}
    for rule in rules:
        for pair in rule.then:
            if isinstance(pair, Synonyms) and any(contains(asked, plain(word)) for word in _sources(pair)):
                found.update(dict.fromkeys(_targets(pair)))
    return [word for word in found if not contains(asked, plain(word))]


def with_synonyms(intent: Intent, rules: tuple[Rule, ...]) -> Intent:
    """The intent, its words and voice asking for synonyms as well."""
    if not any(isinstance(then, Synonyms) for rule in rules for then in rule.then):
        return intent
    return replace(intent, readings=tuple(_widened(reading, rules) for reading in intent.readings))


def _widened(reading: Reading, rules: tuple[Rule, ...]) -> Reading:
    if reading.modality not in SAID:
        return reading
    tokens = dict(reading.tokens)
    for word in synonyms(reading.text, rules):
        for token, share in query_tokens(word).items():
            tokens[token] = max(tokens.get(token, 0.0), WEIGHT * share)
    return replace(reading, tokens=tokens)


def _sources(pair: Synonyms) -> tuple[str, ...]:
    return (*pair.words, *pair.also) if pair.both_ways else pair.words


def _targets(pair: Synonyms) -> tuple[str, ...]:
    return (*pair.words, *pair.also) if pair.both_ways else pair.also
