"""Which rules apply to a question, now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from omnishelf.domain.intent import Intent
from omnishelf.domain.query import AnyOf, Condition, Query
from omnishelf.domain.rule import Match, Rule, When
from omnishelf.understand.language import HAN, detect, normalise
from omnishelf.understand.tokens import stem

CATEGORY = "category"
_LETTER = rf"[^\W_{HAN}]"
_WORD = re.compile(rf"{_LETTER}+")


@dataclass(frozen=True, slots=True)
class Asked:
    """What rules look at.

    Attributes:
        texts: as `plain` writes them: what was typed and what was heard, whole, and what was read out of either.
        language: BCP 47 primary tag, "" when it has none.
        categories: that the shopper filters by or names, as the catalogue has them ("Home > Mugs").
    """

    texts: tuple[str, ...]
    language: str
    categories: tuple[str, ...]


def asked(query: Query, intent: Intent | None = None) -> Asked:
    """Before it is understood (`intent` None), a question's language is told by its script, its categories by its filter."""
    texts = [query.text, query.transcript or ""]
    conditions: list[Condition] = list(query.filter)
    language = query.language or detect(" ".join(texts))
    if intent is not None:
        texts += [reading.text for reading in intent.readings if reading.vectors or reading.tokens]
        conditions = [*intent.filter, *(c for named in intent.constraints for c in named.conditions)]
        language = intent.language
    values = (v for c in conditions if isinstance(c, AnyOf) and c.field == CATEGORY for v in c.values)
    return Asked(tuple(dict.fromkeys(plain(t) for t in texts if t.strip())), language, tuple(dict.fromkeys(values)))


def applying(rules: Iterable[Rule], question: Asked, now: datetime) -> tuple[Rule, ...]:
    """The rules that hold, in their order."""
    return tuple(rule for rule in rules if rule.enabled and holds(rule.when, question, now))


def holds(when: When, question: Asked, now: datetime) -> bool:
    return (
        (when.starts is None or when.starts <= now)
        and (when.ends is None or now < when.ends)
        and (not when.language or when.language == question.language)
        and (not when.category or any(within(value, when.category) for value in question.categories))
        and _text_holds(when, question.texts)
    )


def _text_holds(when: When, texts: Sequence[str]) -> bool:
    if when.match is Match.ANY:
        return True
    wanted = plain(when.text)
    return any(text == wanted if when.match is Match.EQUALS else contains(text, wanted) for text in texts)


def contains(text: str, phrase: str) -> bool:
    """Both plain. Latin words match whole ("mat" is not in "matte paint"); between Chinese characters there are no borders."""
    return bool(phrase) and _phrase(phrase).search(text) is not None


def within(value: str, category: str) -> bool:
    """Whether the path `value` is, or lies below, a category that is named by its path or its last part alone."""
    path, wanted = f" > {plain(value)} > ", f" > {plain(category)} > "
    return wanted in path


@lru_cache(maxsize=4_096)
def plain(text: str) -> str:
    """Normalised, with Latin plurals as singulars: "Coffee Mugs" is "coffee mug"."""
    return _WORD.sub(lambda word: stem(word.group()), normalise(text))


@lru_cache(maxsize=4_096)
def _phrase(phrase: str) -> re.Pattern[str]:
    begin = rf"(?<!{_LETTER})" if re.match(_LETTER, phrase) else ""
    end = rf"(?!{_LETTER})" if re.match(_LETTER, phrase[-1]) else ""
    return re.compile(begin + re.escape(phrase) + end)
