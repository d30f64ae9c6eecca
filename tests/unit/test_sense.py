"""Whether what was typed is made of words."""

from __future__ import annotations

import numpy as np
import pytest

from omnishelf.domain.intent import Intent, Reading
from omnishelf.domain.product import Product
from omnishelf.domain.query import Modality
from omnishelf.recovery import recover
from omnishelf.testing.shop_encoders import WordsOnly
from omnishelf.understand.intent import Knowledge
from omnishelf.understand.kinds import Kind, Kinds
from omnishelf.understand.sense import sense
from omnishelf.understand.text import read_words
from omnishelf.understand.vocabulary import build

LAMPS = build([Product("lamp", "Desk lamp", language="en", category=("Home", "Lamps"))])
NOTHING = np.zeros((0, 1), np.float32)


class Always(Kinds):
    """Every vector is near to lamps, as any vector is near to something."""

    def likely(self, vector: object) -> tuple[Kind, ...]:
        return (Kind("Home > Lamps", 0.9),)

    def near(self, vector: object, limit: int = 3) -> tuple[str, ...]:
        return ("Home > Lamps",)


ALWAYS = Always((), NOTHING, NOTHING)


def nowhere(word: str) -> bool:
    return False


@pytest.mark.parametrize("text", ["something for a rainy walk", "running shoes", "下雨天用的", "samsung", ""])
def test_words_of_any_language_make_sense(text: str) -> None:
    """Of English, of Chinese, brands that texts speak of, and no words at all."""
    assert sense(text, nowhere) == 1.0


@pytest.mark.parametrize("text", ["asdfgh", "zzqqxx 123456", "xqzw vbnt"])
def test_random_letters_make_none(text: str) -> None:
    """Neither do digits that no product bears."""
    assert sense(text, nowhere) == 0.0


def test_what_the_shop_bears_makes_sense_there() -> None:
    """A house brand or a model number is a word in the shop that sells it; beside another that is none, it is half."""
    assert sense("zzqqxx", {"zzqqxx"}.__contains__) == 1.0
    assert sense("zzqqxx vbnt", {"zzqqxx"}.__contains__) == 0.5


@pytest.mark.parametrize(("text", "kinds"), [("something to read by at night", 1), ("xqzw vbnt", 0)])
def test_letters_are_about_no_kind_of_thing(text: str, kinds: int) -> None:
    """Nor is a kind near to them proposed where nothing was found."""
    read = read_words(text, Modality.WORDS, encoder=WordsOnly({}), vocabulary=LAMPS, currency="USD", kinds=ALWAYS)
    assert sum(c.kind == "kind" for c in read.constraints) == kinds
    reading = Reading(Modality.WORDS, text, vectors={"meaning": np.ones(1, np.float32)})
    ways = recover(Intent((reading,)), Knowledge(LAMPS, kinds=ALWAYS), lambda intent: 0)
    assert sum(way.kind == "related" for way in ways) == kinds
