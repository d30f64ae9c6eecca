"""What is understood, called in the language of whoever reads the page, whichever language the question was in.

A chip of 红色双肩包 on an English page says "red" and "Backpacks", as the shop's own translations have it. What the shop has no
word for keeps the words of the question.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from omnishelf.domain.intent import Constraint, Intent
from omnishelf.domain.query import AnyOf, NoneOf
from omnishelf.understand.language import has_han
from omnishelf.understand.vocabulary import Vocabulary
from omnishelf.understand.wishes import NAMES


def in_language(intent: Intent, language: str, vocabulary: Vocabulary) -> Intent:
    """The same with its constraints' labels in a language, "en" or "zh"; "" leaves them in the question's."""
    if not language or language == intent.language:
        return intent
    return replace(intent, constraints=tuple(_called(one, language, vocabulary) for one in intent.constraints))


def _called(constraint: Constraint, language: str, vocabulary: Vocabulary) -> Constraint:
    names = _wish(constraint, language) if constraint.kind == "wish" else _values(constraint, language, vocabulary)
    name = next((name for name in names if has_han(name) == (language == "zh")), constraint.label)
    return replace(constraint, label=name)


def _wish(constraint: Constraint, language: str) -> Iterable[str]:
    english, chinese = NAMES.get(constraint.key.partition("=")[2], ("", ""))
    return (chinese if language == "zh" else english,)


def _values(constraint: Constraint, language: str, vocabulary: Vocabulary) -> Iterable[str]:
    """The names of the values it stands for, where these are all of one field: what is unwanted may be of several."""
    named = [one for one in constraint.conditions if isinstance(one, AnyOf | NoneOf)]
    if len(named) != 1 or len(constraint.conditions) != 1:
        return ()
    return [vocabulary.label(named[0].field, value, language) for value in named[0].values]
