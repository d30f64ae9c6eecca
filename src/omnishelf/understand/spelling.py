"""What the shopper meant to write, as far as the shop's own words tell.

A word of the shop stays. So does a word of general English, or a short name of the world, that the shop does not use, unless
titles use a likely other one beside the query's other words; else other words are at most offered to the search beside it.
What holds a digit (sizes, model numbers, units) is not looked at. Slips are read by channel.py, compounds by how the shop
writes them (compounds.py), Chinese by its sound (miswritten.py, pinyin.py).

    speller = Speller.build(vocabulary, title_words(products))
    speller.correct("leahter bakpack").text   # "leather backpack"
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import rjieba

from omnishelf.understand import english, miswritten
from omnishelf.understand.channel import IS_NAMED, IS_NEITHER, Channel
from omnishelf.understand.characters import Characters
from omnishelf.understand.company import Company
from omnishelf.understand.compounds import SEEN_APART, TWO_KNOWN, cut, joined
from omnishelf.understand.edits import ACCENT, slip
from omnishelf.understand.english import is_english, is_listed, is_named
from omnishelf.understand.language import has_han
from omnishelf.understand.lexicon import is_chinese_word
from omnishelf.understand.pieces import Piece, latin_run, pieces
from omnishelf.understand.pinyin import FUNCTION_WORDS, Sounds
from omnishelf.understand.shopwords import chinese_words, latin_words
from omnishelf.understand.stopwords import ENGLISH
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
REPLACED = 0.75
"""A word that no product uses and no dictionary lists, though it is made from one that is listed (ham + er) or used elsewhere,
is replaced by one that is so likely. Of 4,000 real queries to a shop for tools 16 are changed by it, all to what was meant."""
LISTED_IN_COMPANY = 0.9
"""A word of a dictionary that no product uses gives way to one that titles use beside the query's other words, from here on:
"dremel toll kit" does, "dog poop" does not give way to "dog pop"."""
NAMED_IN_COMPANY = 0.6
"""The same for abbreviations, names, and words that no dictionary lists: "pvs end cap". Of 4,000 real queries to a shop for
tools the two change 40; about one in twenty of those was meant as it stood."""

# In nats.
SPELT_OUT = 3
"""So many syllables of Chinese one after the other, with spaces between, are pinyin whatever else "fen" or "long" may mean."""
PINYIN = 5.0
"""For typing Chinese in Latin letters."""
ORDINARY = 6
PER_LETTER = -2.5
"""For each letter beyond six: the longer a run, the less likely that it spells words of the shop by chance."""


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
class Reading:
    """`change` of `text[start:stop]`; `made`: it goes into the text, rather than being offered beside it."""

    start: int
    stop: int
    change: Change
    made: bool


@dataclass(frozen=True, slots=True)
class Speller:
    """Immutable once built; thread-safe."""

    channel: Channel
    sounds: Sounds
    characters: Characters

    @classmethod
    def build(cls, vocabulary: Vocabulary, titles: Iterable[Sequence[str]] = ()) -> Speller:
        """`titles`: the words of every title (`company.title_words`); without them, words are judged without context."""
        english.gather()  # a second, once a process: better now than at the first slip
        counts, chinese = latin_words(vocabulary), chinese_words(vocabulary)
        titles = list(titles)
        return cls(
            channel=Channel.build(counts, titles),
            sounds=Sounds.build(chinese),
            characters=Characters.build(chinese, titles),
        )

    @property
    def counts(self) -> Mapping[str, int]:
        """The shop's words in Latin letters, plural and singular -> products that use them."""
        return self.channel.counts

    @property
    def company(self) -> Company:
        """Which words stand together in titles."""
        return self.channel.company

    def correct(self, text: str, language: str = "") -> Correction:
        """`text` must be simplified (`language.simplify`). `language` "zh" makes pinyin likelier, "en" less likely."""
        readings = list(self._readings(text, list(pieces(text)), language))
        made = [reading for reading in readings if reading.made]
        for reading in reversed(made):
            text = text[: reading.start] + reading.change.meant + text[reading.stop :]
        return Correction(text, tuple(r.change for r in made), tuple(r.change for r in readings if not r.made))

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
        run = latin_run(pieces, at)
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
        known = self.channel.knows(first.plain) and self.channel.knows(second.plain)
        # Products use both words: one for two would lose those ("micro sd card", for "microsd card").
        stands = known and self.company.together(singular(first.plain), singular(second.plain)) > 0
        return Reading(first.start, second.stop, change, not stands and found.probability >= (TWO_KNOWN if known else APPLIED))

    def _word(self, text: str, piece: Piece, pieces: Sequence[Piece]) -> list[Reading]:
        """Readings of one word, likeliest first. A word of the shop, of English or of the world stands."""
        written = text[piece.start : piece.stop]
        changes: list[tuple[Change, bool]] = []
        if found := cut(piece.plain, self.counts, self.company):
            change = Change(written, found.meant, found.probability, "compound")
            known = self.channel.knows(piece.plain)
            changes.append((change, known < SEEN_APART and change.probability >= (TWO_KNOWN if known else APPLIED)))
        if not any(made for _, made in changes):
            others = [other.plain for other in pieces if other is not piece]
            for word, p in self._meant(piece, pieces):
                made = p > (APPLIED if slip(piece.plain, word) <= ACCENT else self._least(piece.plain, word, others))
                changes.append((Change(written, word, p, "spelling"), made))
        likely = [(change, made) for change, made in changes if made or change.probability >= OFFERED]
        return [Reading(piece.start, piece.stop, *reading) for reading in likely[: MOST_OFFERED + 1]]

    def _least(self, word: str, meant: str, others: Sequence[str]) -> float:
        """The probability above which `meant` is put in place of `word` among the others; 1 for never."""
        if not self.channel.stands(word):
            return APPLIED
        if not self.channel.knows(word) and self.channel.attests(meant, others):
            return LISTED_IN_COMPANY if is_listed(word) else NAMED_IN_COMPANY
        return REPLACED if self.channel.is_doubtful(word) else 1.0

    def _meant(self, piece: Piece, pieces: Sequence[Piece]) -> list[tuple[str, float]]:
        return self.channel.meant([other.plain for other in pieces], next(i for i, p in enumerate(pieces) if p is piece))

    def _pinyin(self, text: str, pieces: Sequence[Piece], language: str) -> Change | None:
        """The Chinese words of the shop that the pieces spell. Not where English words make up half of the letters, and no word
        that the shop itself writes in Latin letters."""
        plain = [piece.plain for piece in pieces]
        if language == "en" or not all(p.isalpha() for p in plain):
            return None
        spelt_out = len(plain) >= SPELT_OUT and all(p in self.sounds.heard for p in plain)
        if any(p in self.counts for p in plain) and not spelt_out:
            return None
        strange = sum(len(p) for p in plain if spelt_out or not is_english(p))
        typed = self.sounds.typed("".join(plain)) if 2 * strange > sum(map(len, plain)) else None
        if typed is None:
            return None
        rival = max((p for piece in pieces for _, p in self._meant(piece, pieces)), default=0.0) if len(pieces) == 1 else 0.0
        letters = sum(map(len, plain))
        strangeness = sum(IS_NAMED if is_named(p) else IS_NEITHER for p in plain) + PER_LETTER * max(0, letters - ORDINARY)
        odds = math.exp(min(50.0, typed.score - PINYIN - strangeness))
        probability = odds / (1 + odds) * (1 - rival)
        if probability < OFFERED:
            return None
        return Change(
            text[pieces[0].start : pieces[-1].stop],
            self._reread(typed.words),
            probability,
            "pinyin",
        )

    def _reread(self, words: Sequence[str]) -> str:
        """The words, each run of those between function words in the characters that go best together."""
        parts: list[str] = []
        for function, run in groupby(words, FUNCTION_WORDS.__contains__):
            together = "".join(run)
            parts.append(together if function else miswritten.reread(together, self.characters))
        return "".join(parts)

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
