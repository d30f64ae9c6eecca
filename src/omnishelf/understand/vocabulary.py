"""The shop's own words: what its brands, categories and attribute values are called, and how often each word is used.

Built from the catalogue in one pass. It decides which translations are worth searching for, which words in a question
name a category or an attribute, and what the speech recogniser should expect to hear.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import rjieba

from omnishelf.domain.product import Product, Wording
from omnishelf.understand.kin import root
from omnishelf.understand.language import simplify

LONGEST_LATIN = 4
"""Words in the longest name looked for in a question."""
LONGEST_CJK = 8
"""Characters in the longest Chinese name looked for."""
PROSE_VALUES = 40
PROSE_SHARE = 0.4
"""An attribute of more values than `PROSE_VALUES`, and of more than this many for each product that has it, is written in free
text ("compatible with ...", a sentence of features): its values are not names of anything that a question asks for."""
SPOKEN = 8_000
"""Words the speech recogniser is told of; a few dozen fit its prompt, the rest serve to repair what was misheard."""

ARTICLES = frozenset({"a", "an", "the"})

_LATIN = re.compile(r"[a-z0-9à-ÿ]+(?:['’-][a-z0-9à-ÿ]+)*")
_CJK = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A value of a keyword field of the engine. `count` is the number of products that have it."""

    field: str
    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Match:
    """Terms named by `text[start:end]`."""

    start: int
    end: int
    words: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Vocabulary:
    """Attributes:
    terms: surface form -> the terms it names, most frequent first.
    words: word -> number of products whose title, brand, category or attributes use it.
    languages: BCP 47 tag -> number of products worded in it.
    labels: BCP 47 tag -> (engine field, value) -> what it is called there.
    """

    terms: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    products: int = 0
    labels: Mapping[str, Mapping[tuple[str, str], str]] = field(default_factory=dict)

    def label(self, field: str, value: str, language: str) -> str:
        """What a value of a keyword field is called in a language; as the shop writes it where the language has no word."""
        own = {"category": value.rpartition(" > ")[2], "attributes": value.partition("=")[2]}.get(field, value)
        return self.labels.get(language, {}).get((field, value), own)

    def find(self, text: str) -> list[Match]:
        """The longest names in a text, left to right, none overlapping."""
        low = simplify(text).lower()
        found: list[Match] = []
        for start, end in sorted(_spans(low), key=lambda s: (s[0] - s[1], s[0])):
            if any(m.start < end and start < m.end for m in found):
                continue
            form = surface(low[start:end])
            terms = self.terms.get(form) or self._related(form)
            if terms:
                found.append(Match(start, end, low[start:end], terms))
        return sorted(found, key=lambda m: m.start)

    def names(self, phrase: str) -> bool:
        """Whether the phrase as a whole names a brand, a category or an attribute value."""
        form = surface(phrase)
        return bool(self.terms.get(form) or self._related(form))

    def _related(self, form: str) -> tuple[Term, ...]:
        """Attribute values of the same word family ("stripes" -> "striped"); () for phrases."""
        return () if " " in form else self.kin.get(root(form), ())

    @cached_property
    def kin(self) -> Mapping[str, tuple[Term, ...]]:
        found: dict[str, tuple[Term, ...]] = {}
        for form, terms in self.terms.items():
            values = tuple(t for t in terms if t.field == "attributes")
            if values and form.isascii() and form.isalpha():
                found[root(form)] = (*found.get(root(form), ()), *values)
        return found

    def knows(self, word: str) -> int:
        """How many products use the word; 0 when none does."""
        low = word.lower()
        return self.words.get(low, 0) or self.words.get(singular(low), 0)

    def spoken(self, language: str, limit: int = SPOKEN) -> tuple[str, ...]:
        """The words to expect in speech, most important first: names of categories, brands and attributes, then words by
        frequency. `language` "" gives those of both languages in turn."""
        if not language:
            chinese, english = self.spoken("zh", limit // 2), self.spoken("en", limit // 2)
            paired = [w for pair in zip(chinese, english, strict=False) for w in pair]
            shorter = min(len(chinese), len(english))
            return (*paired, *chinese[shorter:], *english[shorter:])
        wanted = language == "zh"
        named = sorted(
            ((t.count, t.label) for terms in self.terms.values() for t in terms if _is_chinese(t.label) == wanted), reverse=True
        )
        frequent = sorted(
            ((n, w) for w, n in self.words.items() if len(w) > 1 and _is_chinese(w) == wanted and not w.isdigit()), reverse=True
        )
        return tuple(dict.fromkeys(label for _, label in (*named, *frequent)))[:limit]


def build(products: Iterable[Product]) -> Vocabulary:
    """One pass over the catalogue: time and memory grow with its words, not with its descriptions."""
    words: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    counts: Counter[tuple[str, str]] = Counter()
    labels: dict[tuple[str, str], str] = {}
    surfaces: dict[str, set[tuple[str, str]]] = {}
    called: dict[str, dict[tuple[str, str], str]] = {}
    size = 0
    for product in products:
        size += 1
        worded: set[str] = set()
        for language, wording in _wordings(product):
            languages[language] += 1
            for text in (wording.title, *wording.category, *(v for vs in wording.attributes.values() for v in vs)):
                worded.update(_split(text))
        words.update(worded | set(split_words(product.brand)))
        for language, key, label in _called(product):
            called.setdefault(language, {}).setdefault(key, label)
        for key, label, spoken in _named(product):
            counts[key] += 1
            labels.setdefault(key, label)
            for form in spoken:
                surfaces.setdefault(surface(form), set()).add(key)
    prose = _prose(counts)
    terms = {
        form: tuple(
            sorted(
                (Term(*key, labels[key], counts[key]) for key in keys if _attribute(key) not in prose),
                key=lambda t: (-t.count, t.value),
            )
        )
        for form, keys in surfaces.items()
        if form and any(_attribute(key) not in prose for key in keys)
    }
    return Vocabulary(terms, dict(words), dict(languages), size, called)


def _prose(counts: Mapping[tuple[str, str], int]) -> frozenset[str]:
    """Names of attributes that are written in free text."""
    values: Counter[str] = Counter()
    uses: Counter[str] = Counter()
    for key, count in counts.items():
        if name := _attribute(key):
            values[name] += 1
            uses[name] += count
    return frozenset(name for name, n in values.items() if n > PROSE_VALUES and n > PROSE_SHARE * uses[name])


def _attribute(key: tuple[str, str]) -> str:
    """The attribute's name of (engine field, value); "" for other fields."""
    return key[1].partition("=")[0] if key[0] == "attributes" else ""


def split_words(text: str) -> list[str]:
    """Lower-case words as a reader sees them: Latin words whole, Chinese cut into words."""
    return list(_split(text))


@lru_cache(maxsize=16_384)
def _split(text: str) -> tuple[str, ...]:
    low = simplify(text).lower()
    words = _LATIN.findall(low)
    for run in _CJK.findall(low):
        words.extend(rjieba.cut(run))
    return tuple(words)


@lru_cache(maxsize=16_384)
def surface(text: str) -> str:
    """The form under which a name is looked up: lower case, simplified, words in the singular, single spaces, no article in
    front."""
    low = simplify(text).lower().strip()
    words = [singular(w) for w in re.split(r"[\s_/&,-]+", low) if w]
    return " ".join(words[1:] if len(words) > 1 and words[0] in ARTICLES else words)


def singular(word: str) -> str:
    """A crude English singular, good enough for comparing names with names."""
    if len(word) < 4 or not word.isascii() or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def _wordings(product: Product) -> Iterator[tuple[str, Wording]]:
    yield product.language, Wording(product.title, product.description, product.category, product.attributes)
    yield from product.translations.items()


def _named(product: Product) -> Iterator[tuple[tuple[str, str], str, tuple[str, ...]]]:
    """((engine field, value), label, the forms under which a shopper may name it)."""
    if product.brand:
        yield ("brand", product.brand), product.brand, (product.brand,)
    for depth in range(len(product.category)):
        path = product.category[: depth + 1]
        forms = {path[-1], *re.split(r"\s+(?:&|and)\s+|[、/,]", path[-1])}
        forms |= {w.category[depth] for w in product.translations.values() if len(w.category) == len(product.category)}
        yield ("category", " > ".join(path)), path[-1], tuple(forms)
    for name, values in product.attributes.items():
        for position, value in enumerate(values):
            translated = {
                w.attributes[name][position]
                for w in product.translations.values()
                if len(w.attributes.get(name, ())) == len(values)
            }
            yield ("attributes", f"{name}={value}"), value, (value, *translated)


def _called(product: Product) -> Iterator[tuple[str, tuple[str, str], str]]:
    """(language, (engine field, value), label) of categories and attribute values that a translation names."""
    for language, wording in product.translations.items():
        if len(wording.category) == len(product.category):
            for depth, label in enumerate(wording.category):
                yield language, ("category", " > ".join(product.category[: depth + 1])), label
        for name, values in product.attributes.items():
            others = wording.attributes.get(name, ())
            if len(others) == len(values):
                for value, label in zip(values, others, strict=True):
                    yield language, ("attributes", f"{name}={value}"), label


def _is_chinese(word: str) -> bool:
    return _CJK.search(word) is not None


def _spans(text: str) -> Iterator[tuple[int, int]]:
    words = [m.span() for m in _LATIN.finditer(text)]
    for i in range(len(words)):
        for j in range(i, min(i + LONGEST_LATIN, len(words))):
            if "," not in text[words[i][0] : words[j][1]]:
                yield words[i][0], words[j][1]
    for run in _CJK.finditer(text):
        for start in range(run.start(), run.end()):
            for end in range(start + 1, min(start + LONGEST_CJK, run.end()) + 1):
                yield start, end
