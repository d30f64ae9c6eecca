"""The words that a shopper of this shop may mean, in each script, with the number of products behind each.

A shop worded in English is asked in Chinese too, and the reverse. So beside its own words stand those of the other language
whose translation it uses: they, too, can be typed by sound or with a slip.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from omnishelf.domain.errors import Unavailable
from omnishelf.understand import lexicon
from omnishelf.understand.vocabulary import Vocabulary, singular, split_words

TRANSLATED = 0.25
"""Share of a translation's products that its word counts with: the shop's own words come first."""

_LATIN = re.compile(r"[a-zß-ÿ]+(?:['’-][a-zß-ÿ]+)*")
_HAN = re.compile(r"[\u3400-\u9fff]{1,8}")
_JOINTS = re.compile(r"['’-]")


def latin_words(vocabulary: Vocabulary) -> dict[str, int]:
    """Lower-case words without digits, with their singulars, and of "wi-fi" also "wifi", "wi" and "fi"."""
    counts: dict[str, int] = {}
    for word, count in vocabulary.words.items():
        if not _LATIN.fullmatch(word):
            continue
        parts = _JOINTS.split(word)
        for form in {word, singular(word), "".join(parts), *parts}:
            counts[form] = counts.get(form, 0) + count
    if vocabulary.languages.get("zh", 0) > vocabulary.languages.get("en", 0):
        for word, count in _translated("zh", vocabulary):
            if _LATIN.fullmatch(word):
                counts.setdefault(word, count)
    return counts


def chinese_words(vocabulary: Vocabulary) -> dict[str, int]:
    """Words of Han characters: of titles and attributes, and the names of categories, brands and values."""
    counts = {word: count for word, count in vocabulary.words.items() if _HAN.fullmatch(word)}
    for form, terms in vocabulary.terms.items():
        if _HAN.fullmatch(form):
            counts[form] = max(counts.get(form, 0), terms[0].count)
    if vocabulary.languages.get("en", 0):
        for word, count in _translated("en", vocabulary):
            if len(word) > 1 and _HAN.fullmatch(word):
                counts.setdefault(word, count)
    return counts


def _translated(to: str, vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    """The lexicon's words of the other language whose first wording in `to` the shop uses, with the products that count."""
    try:
        entries, (words, by_head) = lexicon.entries(to), _by_head(to)
    except Unavailable:
        return
    for at in sorted(at for head, places in by_head.items() if vocabulary.knows(head) for at in places):
        known = min(vocabulary.knows(part) for part in split_words(_first(entries[words[at]])))
        if known:
            yield words[at], max(1, int(TRANSLATED * known))


@cache
def _by_head(to: str) -> tuple[Sequence[str], Mapping[str, Sequence[int]]]:
    """(the lexicon's words; the first word of a wording in `to` -> places of the words whose first wording begins with it).

    No shop says most of what a dictionary knows. Finding that out entry by entry takes half a second, which is paid here once a
    process and not whenever a shop is learnt anew.
    """
    entries = lexicon.entries(to)
    by_head: dict[str, array[int]] = {}
    for at, wordings in enumerate(entries.values()):
        for head in split_words(_first(wordings))[:1]:
            by_head.setdefault(head, array("I")).append(at)
    return tuple(entries), by_head


def _first(wordings: str) -> str:
    return wordings.partition("|")[0]
