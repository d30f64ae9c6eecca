"""What a text names: categories, brands and values of the shop, wanted (preferences) and unwanted (filters).

The shop's own words come first; what they leave is translated word by word, and a translation counts only where it is the name
of something in the shop. A name may be that of several things ("living room" is a part of the shop and a use); then the rest of
the text decides which is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import rjieba

from omnishelf.domain.intent import Constraint, Telling
from omnishelf.domain.query import AnyOf, Modality, NoneOf
from omnishelf.understand.language import detect, has_han
from omnishelf.understand.lexicon import is_chinese_word, translate, translate_words
from omnishelf.understand.tokens import WORD_PREFIX, query_tokens
from omnishelf.understand.vocabulary import Match, Term, Vocabulary, split_words, surface

OTHER = {"zh": "en", "en": "zh"}
ATTRIBUTES = "attributes"
LEAST_SENSE = 0.5
"""Weight of a translation below which it names no attribute value: the later senses of a word are chance (泡: soak, bubble)."""


def named(text: str, language: str, vocabulary: Vocabulary, source: Modality) -> list[Constraint]:
    """Categories, brands and attribute values named in the text, as preferences: what was named is lifted, and what a feed
    forgot to mark is not lost. What was named twice, once by its translation, counts once."""
    other = OTHER.get(language, "") if vocabulary.languages.get(OTHER.get(language, "")) else ""
    own = [m for m in vocabulary.find(text) if not (other == "en" and _is_part_of_a_thing(m, text, vocabulary))]
    translated = list(_translated(_without(text, own), other, vocabulary)) if other else []
    things = sum(_names_a_thing(match) for match in (*own, *(match for match, _ in translated)))
    found = [_preference(_meant(match, things), source, match.words if language == "zh" else "") for match in own]
    for match, weight in translated:
        meant = _meant(match, things)
        first = meant.terms[0]
        found.append(_preference(meant, source, vocabulary.label(first.field, first.value, language), weight))
    kept: list[Constraint] = []
    seen: set[tuple[str, str]] = set()
    for constraint in found:
        values = {(c.field, v) for c in constraint.conditions if isinstance(c, AnyOf) for v in c.values}
        if not values <= seen:
            kept.append(constraint)
            seen |= values
    return kept


def banned(
    things: Iterable[str], language: str, vocabulary: Vocabulary, source: Modality
) -> tuple[list[Constraint], dict[str, tuple[str, ...]]]:
    """Unwanted things that name a value of the catalogue become filters; every other becomes tokens that must not occur."""
    constraints: list[Constraint] = []
    loose: dict[str, tuple[str, ...]] = {}
    for thing in dict.fromkeys(t.strip() for t in things if t.strip()):
        terms = [term for match in _said(thing, language or detect(thing), vocabulary) for term in match.terms]
        by_field: dict[str, list[str]] = {}
        for term in terms:
            by_field.setdefault(term.field, []).append(term.value)
        conditions = tuple(NoneOf(name, tuple(dict.fromkeys(values))) for name, values in by_field.items())
        names = _names(thing, language, vocabulary)
        telling = _telling(names, terms) if terms else None
        constraints.append(Constraint(f"not:{thing}", "unwanted", thing, conditions, True, source, telling=telling))
        if not conditions:
            loose[thing] = tuple(dict.fromkeys(token for name in names for token in name))
    return constraints, loose


def _names(thing: str, language: str, vocabulary: Vocabulary) -> tuple[tuple[str, ...], ...]:
    """What an unwanted thing is called in every language of the shop, each as the tokens to recognise it by: whole Chinese
    words, not their characters ("黑色" must not rule out all that holds "色"), and Latin words."""
    names: list[tuple[str, ...]] = []
    for name in (thing, *_translations(thing, language or detect(thing), vocabulary)):
        found = list(query_tokens(name))
        words = [t for t in found if t.startswith(WORD_PREFIX) or t.isascii()]
        names.append(tuple(words or ([max(found, key=len)] if found else [])))
    return tuple(dict.fromkeys(name for name in names if name))


def _telling(names: tuple[tuple[str, ...], ...], terms: Sequence[Term]) -> Telling:
    """By the field of the sense that most products have; of attributes, by that one: "leather" is rather a material than a
    colour."""
    most = max(terms, key=lambda term: term.count)
    of_attributes = most.field == ATTRIBUTES
    return Telling(names, most.field, most.value.partition("=")[0] + "=" if of_attributes else "")


def _said(thing: str, language: str, vocabulary: Vocabulary) -> Sequence[Match]:
    """What the thing names: by its own words, which stand for the value in every language; else by its translations."""
    own = vocabulary.find(thing)
    return own or [match for name in _translations(thing, language, vocabulary) for match in vocabulary.find(name)]


def _translations(text: str, language: str, vocabulary: Vocabulary) -> list[str]:
    """What the text is called in the shop's other language, as far as the shop uses those words."""
    other = OTHER.get(language, "")
    if not other or not vocabulary.languages.get(other):
        return []
    return [phrase for phrase, _ in translate(text, other) if all(vocabulary.knows(w) for w in split_words(phrase))]


def _translated(text: str, other: str, vocabulary: Vocabulary) -> Iterator[tuple[Match, float]]:
    """Names in the shop's other language that the words of the text stand for, heaviest first. Where one wording of a word
    names a thing, its other wordings name nothing: 水壶 is a water bottle, and not something in the shape of a bottle."""
    found: list[tuple[Match, float]] = []
    for wordings in translate_words(text, other):
        of_word = [
            (m, weight) for phrase, weight in wordings for m in vocabulary.find(phrase) if m.end - m.start == len(phrase)
        ]
        things = [(match, weight) for match, weight in of_word if match.terms[0].field != "attributes"]
        found += things[:1] or [(match, weight) for match, weight in of_word if weight >= LEAST_SENSE]
    yield from sorted(found, key=lambda one: -one[1])


def _is_part_of_a_thing(match: Match, text: str, vocabulary: Vocabulary) -> bool:
    """Whether Chinese words that match an attribute are part of a longer word for something that the shop calls otherwise: the
    运动 of 运动鞋 (sneakers)."""
    if match.terms[0].field != "attributes" or not has_han(match.words):
        return False
    at = 0
    for word in rjieba.cut(text):
        start, at = at, at + len(word)
        if start <= match.start and match.end <= at:
            longer = len(word) > match.end - match.start and is_chinese_word(word)
            return longer and any(_names_a_thing(m) for p, _ in translate(word, "en") for m in vocabulary.find(p))
    return False


def _names_a_thing(match: Match) -> bool:
    """Whether the words are the name of a category and of nothing else."""
    return all(term.field == "category" for term in match.terms)


def _meant(match: Match, things: int) -> Match:
    """Of categories that the words name those that are called so, not "Jewelry & Watches" beside "Watches"; of a category and a
    value the value, where a thing is named elsewhere ("plant for living rooms")."""
    values = tuple(term for term in match.terms if term.field == "attributes")
    if things and values and match.terms[0].field == "category":
        return replace(match, terms=values)
    part = [t for t in match.terms if t.field == "category" and surface(t.label) != surface(match.words)]
    kept = tuple(term for term in match.terms if term not in part)
    return replace(match, terms=kept) if any(term.field == "category" for term in kept) else match


def _without(text: str, matches: Iterable[Match]) -> str:
    """What the shop's own names leave of a text: only that needs translating."""
    for match in sorted(matches, key=lambda m: -m.start):
        text = f"{text[: match.start]} {text[match.end :]}"
    return text


def _preference(match: Match, source: Modality, label: str = "", confidence: float = 1.0) -> Constraint:
    """`label`: "" for what the shop writes. Chinese words are shown as they were said, translated ones as the shop says them in
    the shopper's language."""
    first = match.terms[0]
    same = [t for t in match.terms if t.field == first.field]
    kind, label = first.field, label or first.label
    if kind == "attributes":
        kind = first.value.partition("=")[0]
    values = tuple(t.value for t in same)
    return Constraint(f"{kind}={match.words}", kind, label, (AnyOf(first.field, values),), False, source, confidence)
