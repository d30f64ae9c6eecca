"""Drawing questions: products in a fair order, one phenomenon after the other, nothing asked twice."""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sample.kind import Kind
from sample.questions.phrases import Sayings
from sample.questions.rule import Need
from sample.questions.shelf import Shelf, Thing
from sample.questions.topic import Topic, home
from sample.wording import CHINESE, ENGLISH

SEED = "omnishelf-questions-1"
CODES = ("en", "zh")
ROUNDS = 3
"""Times that a phenomenon may go through all products before it gives up on its quota."""


@dataclass
class Desk:
    """What the writers of questions share.

    Attributes:
        sayings: kind -> its words.
        asked: texts that have been asked already, in any split.
    """

    shelf: Shelf
    sayings: Mapping[str, Sayings]
    asked: set[str] = field(default_factory=set)

    def topic(self, phenomenon: str, language: int, text: str, need: Need) -> Topic | None:
        """The question, unless it has been asked or nothing (or too much) would answer it."""
        family = home(need, self.shelf) if text and text not in self.asked else ""
        if not family:
            return None
        self.asked.add(text)
        return Topic("", "words", phenomenon, family, need, CODES[language], text)


def desk(shelf: Shelf, kinds: list[Kind]) -> Desk:
    """For a catalogue; kinds without products are left out."""
    return Desk(shelf, {kind.name: Sayings(kind) for kind in kinds if kind.name in shelf.by_kind})


def rng_of(*name: object) -> random.Random:
    """A generator of this name's own: adding questions elsewhere changes nothing here."""
    return random.Random(hashlib.sha256("|".join(map(str, (SEED, *name))).encode()).hexdigest())


def in_turn(shelf: Shelf, purpose: str) -> Iterator[Thing]:
    """All products, one of each kind, then the next of each: so that a small quota covers many kinds."""
    shuffled = []
    for kind, things in sorted(shelf.by_kind.items()):
        own = sorted(things, key=lambda thing: thing.id)
        rng_of(purpose, kind).shuffle(own)
        shuffled.append(own)
    rng_of(purpose, "kinds").shuffle(shuffled)
    yield from (thing for row in itertools.zip_longest(*shuffled) for thing in row if thing is not None)


Writer = Callable[[Desk, Thing, int, random.Random], tuple[str, Need] | None]
"""(desk, a product to think of, language, chances) -> what is asked, in words and in truth; None when it cannot be asked."""


def write(desk: Desk, phenomenon: str, quota: tuple[int, int], writer: Writer) -> Iterator[Topic]:
    """At most `quota` questions in English and in Chinese."""
    for language in (ENGLISH, CHINESE):
        wanted = quota[language]
        for turn in range(ROUNDS):
            for thing in in_turn(desk.shelf, f"{phenomenon}|{language}|{turn}"):
                if wanted <= 0:
                    break
                written = writer(desk, thing, language, rng_of(phenomenon, language, turn, thing.id))
                topic = desk.topic(phenomenon, language, *written) if written else None
                if topic:
                    wanted -= 1
                    yield topic
