"""Ways on from an answer without products: another spelling, one constraint less, a kind of thing near to what was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from omnishelf.domain.intent import Constraint, Intent
from omnishelf.domain.result import Recovery
from omnishelf.understand.intent import Knowledge
from omnishelf.understand.kinds import Kinds
from omnishelf.understand.sense import sense

RELAXED = 3
"""Constraints tried one by one: each costs a retrieval."""
SPELLINGS = 3


def recover(intent: Intent, knowledge: Knowledge, total: Callable[[Intent], int]) -> tuple[Recovery, ...]:
    """Args:
    total: how many products an intent finds.
    """
    return (*_relaxed(intent, total), *_spelt(intent), *_related(intent, knowledge))


def without(intent: Intent, constraint: Constraint) -> Intent:
    """The same wish less one constraint."""
    rest = tuple(c for c in intent.constraints if c.key != constraint.key)
    left = list(intent.filter)
    for condition in constraint.conditions:
        if condition in left:
            left.remove(condition)
    unwanted = () if constraint.kind == "unwanted" and not constraint.conditions else intent.unwanted
    return replace(intent, constraints=rest, filter=tuple(left), unwanted=unwanted)


def _relaxed(intent: Intent, total: Callable[[Intent], int]) -> Iterator[Recovery]:
    for constraint in [c for c in intent.constraints if c.hard][:RELAXED]:
        found = total(without(intent, constraint))
        if found:
            yield Recovery("relax", constraint.label, dropped=constraint.key, total=found)


def _spelt(intent: Intent) -> Iterator[Recovery]:
    for text in dict.fromkeys(intent.alternatives[:SPELLINGS]):
        yield Recovery("correct", text, text=text)


def _related(intent: Intent, knowledge: Knowledge) -> Iterator[Recovery]:
    kinds: Kinds = knowledge.kinds
    words = knowledge.vocabulary
    asked = next((reading for reading in intent.readings if "meaning" in reading.vectors), None)
    if asked is None or not sense(asked.text, lambda word: words.knows(word) > 0):
        return  # random letters are near to nothing
    for category in kinds.near(asked.vectors["meaning"]):
        name = words.label("category", category, intent.language)
        yield Recovery("related", name, text=name)
