"""Whether a sentence says only what the records that it cites tell.

What it claims is found by `claims.py`, and the kinds, brands and attribute values in it by the shop's own understanding. A
claim in plain words that is none of these is not noticed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from omnishelf.assistant.model import claims
from omnishelf.assistant.model.masking import NAMED
from omnishelf.assistant.model.records import Record, Records
from omnishelf.assistant.model.sentences import without_mark
from omnishelf.domain.conversation import Kind

LOOSE_NUMBER = 3
"""Up to here numbers count what stands in the sentence ("these two"), and are no facts of the shop."""

Value = tuple[str, str]
"""(field, value) as the engine holds them: ("attributes", "color=blue")."""
Reads = Callable[[str], frozenset[tuple[Value, ...]]]
"""A sentence -> the kinds, brands and attributes that the shop reads in it; of each, the values it may mean."""
Has = Callable[[str], frozenset[Value]]
"""A product's id -> its own."""


@dataclass(frozen=True, slots=True)
class Checked:
    """`cited`: records that vouch. `faults`: what none vouches for, as it stands in the sentence; () where all is well."""

    cited: tuple[Record, ...]
    faults: tuple[str, ...] = ()


def check(sentence: str, records: Records, *, reads: Reads, has: Has) -> Checked:
    """A sentence as the model wrote it, names in brackets included. One that cites nothing gets the record that tells it."""
    written = [found[1] for found in NAMED.finditer(sentence)]
    unknown = tuple(f"[{name}]" for name in written if name not in records.by_name)
    if unknown:
        return Checked((), unknown)
    cited = [one for name in dict.fromkeys(written) if (one := records.by_name[name]).source is not None]
    text = without_mark(NAMED.sub(" ", sentence)).strip()
    facts = tuple(_facts(text, _without_copies(text, cited), records, reads))
    vouching = [one for one in cited if one.told]
    missing = [fact for fact in facts if not fact.told_by(vouching, has)]
    if missing and not cited:
        # One record for all of it: two that tell half each would let "a red mug and a blue lamp" vouch for a blue mug.
        for record in records.by_name.values():
            if record.told and all(fact.told_by([record], has) for fact in missing):
                return Checked((record,))
    return Checked(tuple(cited), tuple(dict.fromkeys(fact.words for fact in missing)))


def listed(faults: Iterable[str]) -> str:
    return ", ".join(f"“{fault}”" for fault in faults)


Told = Callable[[Sequence[Record], Has], bool]
"""Whether these records tell a fact."""


@dataclass(frozen=True, slots=True)
class _Fact:
    """`words`: as they stand in the sentence."""

    words: str
    told_by: Told


SHORTEST_COPY = 4
"""Characters of a value that counts as copied: a title, a brand, a sentence of the rules."""


def _without_copies(text: str, cited: Sequence[Record]) -> str:
    """The text without what is copied from the records it cites: a title may hold words that are a category's name, too."""
    copies = sorted((value for one in cited for value in _strings(one.told)), key=len, reverse=True)
    for value in copies:
        if len(value) >= SHORTEST_COPY:
            text = text.replace(value, " ")
    return text if not any(text.strip(" .。!！") in value for value in copies) else ""


def _strings(told: object) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, Mapping):
        yield from (found for value in told.values() for found in _strings(value))
    elif isinstance(told, list | tuple):
        yield from (found for value in told for found in _strings(value))


def _facts(text: str, own: str, records: Records, reads: Reads) -> Iterator[_Fact]:
    """`own`: the sentence without what it copies."""
    loose = " ".join(records.loose)
    said = {number for _, number in claims.numbers(loose)}
    for words, number in claims.numbers(text):
        whole = number == number.to_integral_value() and "." not in words
        if number not in said and not (whole and number <= LOOSE_NUMBER):
            yield _Fact(words, _states(number))
    yield from (_Fact(link, _in_policy(link)) for link in claims.links(text))
    yield from (_Fact(words, _holds(words)) for words in claims.quotations(text) if not _within(words, loose))
    yield from (_Fact(name, _anywhere(name, records)) for name in claims.names(text) if not _within(name, loose))
    yield from (_Fact(deed, _never) for deed in claims.own_deeds(text) if not text.endswith(("?", "？")))
    if claims.open_ended(text):
        return
    yield from (_Fact(words, _done(stem)) for words, stem in claims.stated_deeds(text))
    yield from (_Fact(promise, _holds(promise)) for promise in claims.promises(text))
    known = reads(loose)
    yield from (_Fact(_word(values[0]), _has(values)) for values in sorted(reads(own) - known))


def _never(given: Sequence[Record], has: Has) -> bool:
    """The model does nothing itself, so no record can tell of its deeds."""
    return False


def _states(number: Decimal) -> Told:
    return lambda given, has: any(number == one for record in given for _, one in claims.numbers(record.text))


def _holds(words: str) -> Told:
    return lambda given, has: any(_within(words, record.text) for record in given)


def _anywhere(name: str, records: Records) -> Told:
    """A name that some record of this turn holds; what is said of it is checked apart."""
    return lambda given, has: any(_within(name, record.text) for record in records.by_name.values())


def _in_policy(link: str) -> Told:
    """Links and addresses are those that the shop wrote into its rules: a product's text may hold anybody's."""
    return lambda given, has: any(_is(record, Kind.POLICY) and link in record.text for record in given)


def _done(stem: str) -> Told:
    """Something was done: a request, an order's own status or the shop's rules must say so."""
    kinds = (Kind.REQUEST, Kind.ORDER, Kind.POLICY)
    return lambda given, has: bool(stem) and any(_is(record, *kinds) and stem in record.text.lower() for record in given)


def _has(values: tuple[Value, ...]) -> Told:
    """One of the values is a product's own, or stands in what was told of a record."""

    def told(given: Sequence[Record], has: Has) -> bool:
        own = {value for one in given if one.source and _is(one, Kind.PRODUCT) for value in has(one.source.id)}
        return bool(own & set(values)) or any(_within(_word(value), record.text) for value in values for record in given)

    return told


def _word(value: Value) -> str:
    return value[1].rpartition("=")[2].rpartition(" > ")[2]


def _is(record: Record, *kinds: Kind) -> bool:
    return record.source is not None and record.source.kind in kinds


def _within(words: str, text: str) -> bool:
    return _plain(words) in _plain(text)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'").casefold()).strip()
