"""What the shopper meant to write, as far as the shop's own words tell.

A noisy channel (Kernighan, Church and Gale, 1990): of the shop's words near a written one, the likeliest by

    ln p(word in this shop) - slip(written, word) + how well it goes with the query's other words

against the odds that the word was meant as it stands. A word of the shop stays. So does a word of general English, or a brand
of the world, that the shop does not use: other words are at most offered to the search beside it, never put in its place. What
holds a digit (sizes, model numbers, units) is not looked at. Chinese is read by its sound (miswritten.py, pinyin.py), compounds
by how the shop writes them (compounds.py).

    speller = Speller.build(vocabulary, title_words(products))
    speller.correct("leahter bakpack").text   # "leather backpack"
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import rjieba

from omnishelf.understand import miswritten
from omnishelf.understand.characters import Characters
from omnishelf.understand.company import Company
from omnishelf.understand.compounds import TWO_KNOWN, cut, joined
from omnishelf.understand.edits import ACCENT, slip
from omnishelf.understand.english import is_english, is_named, is_word
from omnishelf.understand.language import has_han
from omnishelf.understand.lexicon import is_chinese_word
from omnishelf.understand.neighbourhood import Neighbourhood
from omnishelf.understand.pinyin import Sounds
from omnishelf.understand.shopwords import chinese_words, latin_words
from omnishelf.understand.stopwords import ENGLISH
from omnishelf.understand.tokens import UNITS
from omnishelf.understand.vocabulary import Vocabulary, singular

APPLIED = 0.5
"""A change likelier than not is made."""
APPLIED_CHINESE = 0.8
"""The same for homophones: Chinese is searched by its characters, and most of what was typed still finds."""
SURE = 0.85
"""Changes so sure are searched for without asking; less sure ones are made, and the page offers the way back."""
OFFERED = 0.08
"""Less likely readings are not worth a look-up."""
MOST_OFFERED = 3

# In nats.
KNOWN = 4.0
"""Over its own frequency, for a word of the shop: what is written as the shop writes it is hardly ever a slip."""
IS_ENGLISH = -13.0
"""A word of general English that the shop does not use."""
IS_NAMED = -16.0
"""A brand or a name of the world, or a word of another language, that the shop does not use."""
IS_NEITHER = -22.0
"""A word that nobody knows: a strange brand, or a slip."""
SHORT = 2.0
"""Added to those three for words of up to five letters, which have neighbours by chance."""
CONTEXT = 0.7
"""Share of the pointwise mutual information that counts: words of a title are not independent."""
MOST_CONTEXT = 4.0
PINYIN = 5.0
"""For typing Chinese in Latin letters."""
ORDINARY = 6
PER_LETTER = -2.5
"""For each letter beyond six: the longer a run, the less likely that it spells words of the shop by chance."""
ABBREVIATION = 3
"""Words so short are never replaced: most of them stand for something."""
COMPARED = 12
"""Candidates compared in context: the rest are too far or too rare."""

_HYPHEN = re.compile("['’-]")
_PIECES = re.compile(r"(?P<han>[\u3400-\u9fff]+)|(?P<word>[^\W_\u3400-\u9fff]+(?:['’-][^\W_\u3400-\u9fff]+)*)")


@dataclass(frozen=True, slots=True)
class Change:
    """`meant` for `written`. `kind`: "spelling", "compound", "homophone" or "pinyin"; `probability`: 0..1."""

    written: str
    meant: str
    probability: float
    kind: str


@dataclass(frozen=True, slots=True)
class Correction:
    """Attributes:
    text: the query with every change made that is likelier than not.
    changes: those changes, in reading order.
    offered: further readings of single words, for the search to look for beside them at the weight of their probability;
        of changed words too. `written` is as it stands in `text` for words that were kept, and as typed for changed ones.
    confident: whether every change is so sure that nobody need be asked.
    """

    text: str
    changes: tuple[Change, ...] = ()
    offered: tuple[Change, ...] = ()

    @property
    def confident(self) -> bool:
        return all(change.probability >= SURE for change in self.changes)


@dataclass(frozen=True, slots=True)
class Piece:
    """An unbroken stretch of one kind of writing: `text[start:stop]`. `plain`: lower case; `fixed`: to be left as it is."""

    start: int
    stop: int
    plain: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """`change` of `text[start:stop]`; `made`: it goes into the text, rather than being offered beside it."""

    start: int
    stop: int
    change: Change
    made: bool


@dataclass(frozen=True, slots=True)
class Speller:
    """Immutable once built; thread-safe.

    Attributes:
        counts: the shop's words in Latin letters, plural and singular -> products that use them.
        total: sum of the counts.
    """

    counts: Mapping[str, int]
    total: int
    near: Neighbourhood
    company: Company
    sounds: Sounds
    characters: Characters

    @classmethod
    def build(cls, vocabulary: Vocabulary, titles: Iterable[Sequence[str]] = ()) -> Speller:
        """`titles`: the words of every title (`company.title_words`); without them, words are judged without context."""
        counts, chinese = latin_words(vocabulary), chinese_words(vocabulary)
        titles = list(titles)
        return cls(
            counts=counts,
            total=sum(counts.values()) + 1,
            near=Neighbourhood.build(word for word in counts if len(word) > 2),
            company=Company.build(titles),
            sounds=Sounds.build(chinese),
            characters=Characters.build(chinese, titles),
        )

    def correct(self, text: str, language: str = "") -> Correction:
        """`text` must be simplified (`language.simplify`). `language` "zh" makes pinyin likelier, "en" less likely."""
        readings = list(self._readings(text, list(_pieces(text)), language))
        made = [reading for reading in readings if reading.made]
        for reading in reversed(made):
            text = text[: reading.start] + reading.change.meant + text[reading.stop :]
        return Correction(text, tuple(r.change for r in made), tuple(r.change for r in readings if not r.made))

    def knows(self, word: str) -> int:
        """Products that use the word, in the singular or the plural."""
        return self.counts.get(word, 0) or self.counts.get(singular(word), 0)

    def _readings(self, text: str, pieces: Sequence[Piece], language: str) -> Iterator[Reading]:
        """In reading order; those that are made do not overlap."""
        at = 0
        while at < len(pieces):
            taken, found = 1, list[Reading]()
            if not pieces[at].fixed:
                if has_han(pieces[at].plain):
                    found = self._chinese(pieces[at])
                else:
                    taken, found = self._latin(text, pieces, at, language)
            yield from found
            at += taken

    def _latin(self, text: str, pieces: Sequence[Piece], at: int, language: str) -> tuple[int, list[Reading]]:
        """(pieces read, readings) for the word at `at` and what belongs to it."""
        run = _run(pieces, at)
        for stop in range(run, at, -1):
            if change := self._pinyin(text, pieces[at:stop], language):
                made = change.probability >= APPLIED
                return stop - at, [Reading(pieces[at].start, pieces[stop - 1].stop, change, made)]
        found: list[Reading] = []
        if at + 1 < run and (reading := self._joined(text, pieces[at], pieces[at + 1])):
            if reading.made:
                return 2, [reading]
            found.append(reading)
        return 1, found + self._word(text, pieces[at], pieces)

    def _joined(self, text: str, first: Piece, second: Piece) -> Reading | None:
        if {first.plain, second.plain} & ENGLISH or not (found := joined(first.plain, second.plain, self.counts, self.company)):
            return None
        change = Change(text[first.start : second.stop], found.meant, found.probability, "compound")
        least = TWO_KNOWN if self.knows(first.plain) and self.knows(second.plain) else APPLIED
        return Reading(first.start, second.stop, change, found.probability >= least)

    def _word(self, text: str, piece: Piece, pieces: Sequence[Piece]) -> list[Reading]:
        """Readings of one word, likeliest first. A word of the shop, of English or of the world stands."""
        written = text[piece.start : piece.stop]
        changes: list[tuple[Change, bool]] = []
        if found := cut(piece.plain, self.counts, self.company):
            change = Change(written, found.meant, found.probability, "compound")
            changes.append((change, change.probability >= (TWO_KNOWN if self.knows(piece.plain) else APPLIED)))
        if not any(made for _, made in changes):
            stands = self._stands(piece.plain)
            for word, p in self._near(piece, pieces):
                made = p > APPLIED and (not stands or slip(piece.plain, word) <= ACCENT)
                changes.append((Change(written, word, p, "spelling"), made))
        likely = [(change, made) for change, made in changes if made or change.probability >= OFFERED]
        return [Reading(piece.start, piece.stop, *reading) for reading in likely[: MOST_OFFERED + 1]]

    def _stands(self, word: str) -> bool:
        """Whether a word is not to be replaced, but for a missing accent or hyphen."""
        parts = _HYPHEN.split(word)
        return len(word) <= ABBREVIATION or any(self.knows(part) for part in (word, *parts)) or is_word(word)

    def _near(self, piece: Piece, pieces: Sequence[Piece]) -> list[tuple[str, float]]:
        """Words of the shop near a written one, each with the probability that it was meant, likeliest first."""
        word = piece.plain
        others = [p.plain for p in pieces if p is not piece and p.plain not in ENGLISH]
        known = self.knows(word)
        if len(word) < 3 or word in ENGLISH or (known and not self._is_alone(word, others)):
            return []
        scored = [
            (self._log_p(other) - slip(word, other), other)
            for other, apart in self.near.near(word, 2 if len(word) > 4 else 1)
            if apart and singular(other) != singular(word)
        ]
        scored = sorted(scored, reverse=True)[:COMPARED]
        scored = sorted(((score + self._context(other, others), other) for score, other in scored), reverse=True)
        stays = self._log_p(word) + KNOWN + self._context(word, others) if known else _strangeness(word)
        odds = [math.exp(max(-500.0, score)) for score, _ in scored]
        total = math.exp(stays) + sum(odds)
        return [(other, odd / total) for odd, (_, other) in zip(odds, scored, strict=True)]

    def _is_alone(self, word: str, others: Sequence[str]) -> bool:
        """Whether a word of the shop stands beside words that it never stands beside in a title: perhaps a slip for another."""
        return len(word) > 3 and bool(others) and not any(self.company.together(singular(word), singular(o)) for o in others)

    def _context(self, word: str, others: Iterable[str]) -> float:
        nearness = CONTEXT * self.company.affinity(singular(word), map(singular, others))
        return max(-MOST_CONTEXT, min(MOST_CONTEXT, nearness))

    def _log_p(self, word: str) -> float:
        return math.log(max(self.counts.get(word, 0), 0.5) / self.total)

    def _pinyin(self, text: str, pieces: Sequence[Piece], language: str) -> Change | None:
        """The Chinese words of the shop that the pieces spell. Not where English words make up half of the letters, and no word
        that the shop itself writes in Latin letters."""
        plain = [piece.plain for piece in pieces]
        if language == "en" or not all(p.isalpha() for p in plain) or any(p in self.counts for p in plain):
            return None
        strange = sum(len(p) for p in plain if not is_english(p))
        typed = self.sounds.typed("".join(plain)) if 2 * strange > sum(map(len, plain)) else None
        if typed is None:
            return None
        rival = max((p for piece in pieces for _, p in self._near(piece, pieces)), default=0.0) if len(pieces) == 1 else 0.0
        letters = sum(map(len, plain))
        strangeness = IS_NEITHER * len(pieces) + PER_LETTER * max(0, letters - ORDINARY)
        odds = math.exp(min(50.0, typed.score - PINYIN - strangeness))
        probability = odds / (1 + odds) * (1 - rival)
        if probability < OFFERED:
            return None
        return Change(text[pieces[0].start : pieces[-1].stop], "".join(typed.words), probability, "pinyin")

    def _chinese(self, piece: Piece) -> list[Reading]:
        found: list[Reading] = []
        for swap in miswritten.swaps(piece.plain, self.characters, self._is_chinese_word):
            probability = 1 / (1 + math.exp(-max(-50.0, min(50.0, swap.odds))))
            if probability >= OFFERED:
                start, stop = piece.start + swap.start, piece.start + swap.stop
                change = Change(piece.plain[swap.start : swap.stop], swap.meant, probability, "homophone")
                found.append(Reading(start, stop, change, probability >= APPLIED_CHINESE and not swap.is_word))
        return found

    def _is_chinese_word(self, word: str) -> bool:
        return word in self.sounds.log_p or rjieba.has_word(word) or is_chinese_word(word)


def _pieces(text: str) -> Iterator[Piece]:
    number_before = False
    for match in _PIECES.finditer(text):
        plain = match.group().lower()
        has_digit = any(c.isdigit() for c in plain)
        fixed = has_digit or (number_before and plain in UNITS)
        yield Piece(match.start(), match.end(), plain, fixed)
        number_before = has_digit


def _strangeness(word: str) -> float:
    """ln p of a word that the shop does not use."""
    strange = IS_ENGLISH if is_english(word) else IS_NAMED if is_named(word) else IS_NEITHER
    return strange + (SHORT if len(word) < 6 else 0.0)


def _run(pieces: Sequence[Piece], at: int) -> int:
    """Where the unbroken run of Latin words that begins at `at` ends."""
    stop = at
    while stop < len(pieces) and not pieces[stop].fixed and not has_han(pieces[stop].plain):
        stop += 1
    return stop
