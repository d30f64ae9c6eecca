"""Completions while a shopper types, best guesses first:

    what begins so          names, past queries, words and pairs of words      "mou" -> "mouse", "Mouse pads"
    what goes together      the last word, by the words before it              "canvas back" -> "canvas backpack"
    what is spelt so        Chinese, typed in pinyin                           "beib" -> "背包"
    what is nearly so       one slip away, or corrected words before it        "haedph" -> "headphones"
    what is abbreviated so  Chinese, by the initials of its pinyin             "lsbb" -> "蓝色背包"
    what sounds so          Chinese with a wrong character                     "兰牙" -> "蓝牙耳机"
    titles that begin so

Each step is taken only while those before it have not filled the list. The first completion is followed by the parts of the
shop in which it has its products (scopes.py). One sorted list and a few bisections a step: benchmarks/suggest.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from omnishelf.understand.language import detect, has_han
from omnishelf.understand.spelling import Speller
from omnishelf.understand.suggest.by_sound import BySound, covered
from omnishelf.understand.suggest.composed import Composer, parted
from omnishelf.understand.suggest.entries import Entry, Kind, entries
from omnishelf.understand.suggest.folding import folded, starts
from omnishelf.understand.suggest.prefixes import Prefixes
from omnishelf.understand.suggest.scopes import Scope, Scopes
from omnishelf.understand.suggest.titles import Titles
from omnishelf.understand.vocabulary import Vocabulary

INNER = 2.0
"""Nats taken off an entry that is entered at another word than its first."""
FEW = 3
"""With fewer completions than these of what was typed, slips are looked for."""
NO_QUERIES: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Attributes:
    id: the product's, for kind "product".
    spans: `text[start:stop]` of what stands for what was typed, in characters (code points); the rest is what was completed.
    scope: the part of the shop to search in; None for all of it.
    """

    text: str
    kind: Kind
    id: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    scope: Scope | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Completer:
    """Immutable once built; thread-safe. `names` holds all entries but the titles, which are in `products`."""

    entries: Sequence[Entry]
    names: Prefixes
    products: Prefixes
    by_sound: BySound
    composer: Composer
    scopes: Scopes
    speller: Speller

    def __call__(self, prefix: str, size: int) -> tuple[Suggestion, ...]:
        """At most `size` completions, each text once."""
        typed = folded(prefix)
        if not typed.strip():
            return ()
        found: dict[str, Suggestion] = {}
        for step in (self._beginning, self._together, self._spelt, self._nearly, self._abbreviated, self._alike, self._titles):
            for suggestion in step(typed, size, len(found)):
                found.setdefault(folded(suggestion.text), suggestion)
            if len(found) >= size:
                break
        return tuple(self._scoped(list(found.values())[:size], detect(typed), size))

    def _beginning(self, typed: str, size: int, _: int) -> Iterator[Suggestion]:
        for hit in self.names.best(typed, size):
            yield self._told(hit.owner, hit.start, hit.start + len(typed.rstrip()))

    def _together(self, typed: str, size: int, _: int) -> Iterator[Suggestion]:
        for text, _products in self.composer(typed, size):
            yield Suggestion(text, "query", spans=((0, len(typed)),))

    def _spelt(self, typed: str, size: int, _: int) -> Iterator[Suggestion]:
        letters = sum(c.isalpha() for c in typed)
        for hit in self.by_sound.in_letters(typed, size):
            yield self._told(hit.owner, 0, covered(self.entries[hit.owner].key, letters))

    def _nearly(self, typed: str, size: int, before: int) -> Iterator[Suggestion]:
        if before >= FEW:
            return
        for hit in self.names.near(typed, size):
            yield self._told(hit.owner, hit.start, hit.start + hit.typed)
        done, begun = parted(typed)
        if done.strip() and (meant := self.speller.correct(done)).changes:
            yield from self._beginning(meant.text + begun, size, before)
            yield from self._together(meant.text + begun, size, before)

    def _abbreviated(self, typed: str, size: int, _: int) -> Iterator[Suggestion]:
        letters = sum(c.isalpha() for c in typed)
        for hit in self.by_sound.in_initials(typed, size):
            yield self._told(hit.owner, 0, covered(self.entries[hit.owner].key, letters, initials=True))

    def _alike(self, typed: str, size: int, before: int) -> Iterator[Suggestion]:
        if has_han(typed) and before < FEW:
            for hit in self.by_sound.alike(typed, size):
                yield self._told(hit.owner, 0, len(typed))

    def _titles(self, typed: str, size: int, before: int) -> Iterator[Suggestion]:
        hits = self.products.best(typed, size) or (self.products.near(typed, size) if before < FEW else [])
        for hit in hits:
            yield self._told(hit.owner, 0, hit.typed)

    def _told(self, owner: int, start: int, stop: int) -> Suggestion:
        entry = self.entries[owner]
        # Where folding changes the length (traditional characters, double spaces), places in the text are not known.
        spans = ((start, min(stop, len(entry.text))),) if len(entry.key) == len(entry.text) and stop > start else ()
        return Suggestion(entry.text, entry.kind, entry.id, spans)

    def _scoped(self, found: list[Suggestion], language: str, size: int) -> Iterator[Suggestion]:
        """The scopes of the first completion right behind it, in place of the last ones of the list."""
        if not found or found[0].kind == "product" or size < 2:
            return iter(found)
        scopes = [replace(found[0], kind="query", scope=scope) for scope in self.scopes(found[0].text, language)]
        return iter([found[0], *scopes, *found[1:]][:size])


def build(vocabulary: Vocabulary, titles: Titles, speller: Speller, asked: Mapping[str, int] = NO_QUERIES) -> Completer:
    """`speller` must have been built of `titles.words`; `asked`: past queries with how often they were asked."""
    held = entries(vocabulary, titles, speller.company, asked)
    named = [(entry, owner) for owner, entry in enumerate(held) if entry.kind != "product"]
    composer = Composer.build(vocabulary, speller.company)
    return Completer(
        entries=held,
        names=Prefixes.build(
            (entry.key[at:], owner, at, entry.score - (INNER if at else 0.0))
            for entry, owner in named
            for at in starts(entry.key)
        ),
        products=Prefixes.build((e.key, owner, 0, e.score) for owner, e in enumerate(held) if e.kind == "product"),
        by_sound=BySound.build((entry.key, owner, entry.score) for entry, owner in named),
        composer=composer,
        scopes=Scopes(titles, vocabulary, composer),
        speller=speller,
    )
