"""What is wrong with a rule, and what may not be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from omnishelf.domain.errors import BadInput
from omnishelf.domain.query import AnyOf, Between, Filter, IdIn, NoneOf
from omnishelf.domain.rule import Hide, Lift, Match, Narrow, Pin, Redirect, Rule, Show, Synonyms, When
from omnishelf.engine.port import Schema
from omnishelf.merchandise.matching import plain

FACTORS = (1 / 16, 16.0)
LAST_POSITION = 1_000
LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Caution:
    """`rule`: the id of the rule. The rule is saved all the same."""

    rule: str
    reason: str
    hint: str


def check(rules: Sequence[Rule], schema: Schema) -> None:
    """Raises BadInput that names every rule that cannot be applied, and why."""
    faults = [f"rule {rule.id!r}: {fault}" for rule in rules for fault in faults_of(rule, schema)]
    if faults:
        raise BadInput(
            f"The rules cannot be used: {'; '.join(faults)}.", hint="See docs/merchandising.md.", reason="rules-unusable"
        )


def faults_of(rule: Rule, schema: Schema) -> Iterator[str]:
    if not rule.then:
        yield "it does nothing"
    yield from _when_faults(rule.when)
    for then in rule.then:
        match then:
            case Pin(_, position) if not 1 <= position <= LAST_POSITION:
                yield f"position {position} is not between 1 and {LAST_POSITION}"
            case Lift(factor) if not FACTORS[0] <= factor <= FACTORS[1] or factor == 1:
                yield f"factor {factor:g} is not between 1/16 and 16, or does nothing"
            case Synonyms(words, also, both) if len(_distinct((*words, *also))) < 2 or not words or not (both or also):
                yield "synonyms need words, and others for them"
            case Redirect(path, query) if bool(path) == bool(query.strip()):
                yield "a redirect needs either a path or a query"
            case Redirect(path, "") if not is_path(path):
                yield f"{path!r} is not a path of the shop's site such as /sale"
            case Show(text, link) if not 0 < len(text.strip()) <= LONGEST_TEXT or not (is_path(link) or is_web(link)):
                yield f"a banner needs 1 to {LONGEST_TEXT} characters, and as its link nothing, a path or an https address"
        if isinstance(then, Lift | Hide) and not then.products and not then.filter:
            yield "it names neither products nor a filter"
        if isinstance(then, Lift | Hide | Narrow):
            yield from _filter_faults(then.filter, schema)
        if isinstance(then, Narrow) and not then.filter:
            yield "its filter is empty"
    pins = [then for then in rule.then if isinstance(then, Pin)]
    if len({pin.product for pin in pins}) < len(pins):
        yield "it pins a product twice"


def cautions(
    given: Sequence[Rule], standing: Sequence[Rule], known: Callable[[Sequence[str]], frozenset[str]]
) -> list[Caution]:
    """
    Args:
        given: the rules that are being saved.
        standing: all rules as they will be, those included.
        known: which of some ids are products of the shop.
    """
    named = {id for rule in given for id in _products(rule)}
    missing = named - known(sorted(named))
    found = [
        Caution(rule.id, f"There is no product {id!r}.", "It counts once the shop has it.")
        for rule in given
        for id in dict.fromkeys(_products(rule))
        if id in missing
    ]
    mine = {rule.id for rule in given}
    for one, other in combinations([rule for rule in standing if rule.enabled], 2):
        if (one.id in mine or other.id in mine) and may_meet(one.when, other.when):
            found += _overlaps(one, other)
    for rule in given:
        found += _overlaps(rule, None)
    return found


def may_meet(one: When, other: When) -> bool:
    """Whether some question and moment can meet both conditions. Errs towards yes."""
    for early, late in ((one, other), (other, one)):
        if early.ends and late.starts and early.ends <= late.starts:
            return False
    if one.language and other.language and one.language != other.language:
        return False
    return not (one.match is other.match is Match.EQUALS and plain(one.text) != plain(other.text))


def is_path(text: str) -> bool:
    """A path of this site, or nothing: "//elsewhere" would lead to another one."""
    plain_path = text.startswith("/") and not text.startswith("//") and "\\" not in text
    return not text or (plain_path and text.isprintable() and " " not in text and len(text) <= LONGEST_TEXT)


def is_web(text: str) -> bool:
    return text.startswith("https://") and text.isprintable() and " " not in text and len(text) <= LONGEST_TEXT


def _overlaps(one: Rule, other: Rule | None) -> list[Caution]:
    """Pins of two rules, or of one with itself, at one position."""
    pins = [(rule, then) for rule in ((one, other) if other else (one,)) for then in rule.then if isinstance(then, Pin)]
    return [
        Caution(
            later.id,
            f"It pins {b.product!r} to position {b.position}, as "
            + (f"rule {first.id!r} does {a.product!r}." if later is not first else f"it does {a.product!r}."),
            "The first has the position; the other takes the next that is free.",
        )
        for (first, a), (later, b) in combinations(pins, 2)
        if a.position == b.position and a.product != b.product and (other is None or later is not first)
    ]


def _when_faults(when: When) -> Iterator[str]:
    if when.match is Match.ANY and when.text:
        yield "its condition has a text, but matches any question"
    if when.match is not Match.ANY and not plain(when.text):
        yield "its condition has no text to compare with"
    if when.starts and when.ends and when.ends <= when.starts:
        yield "it ends before it starts"
    if any(moment and moment.tzinfo is None for moment in (when.starts, when.ends)):
        yield "its schedule names no time zone"


def _filter_faults(filter: Filter, schema: Schema) -> Iterator[str]:
    for condition in filter:
        if isinstance(condition, AnyOf | NoneOf) and condition.field not in schema.keywords:
            yield f"{condition.field!r} cannot be filtered by value"
        if isinstance(condition, Between) and condition.field not in schema.numbers:
            yield f"{condition.field!r} has no range"


def _products(rule: Rule) -> Iterator[str]:
    for then in rule.then:
        if isinstance(then, Pin):
            yield then.product
        if isinstance(then, Lift | Hide):
            yield from then.products
            yield from (id for condition in then.filter if isinstance(condition, IdIn) for id in condition.ids)


def _distinct(words: Sequence[str]) -> set[str]:
    return {plain(word) for word in words if plain(word)}
