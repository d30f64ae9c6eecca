"""Whether what was typed is made of words."""

from __future__ import annotations

import pytest

from omnishelf.understand.sense import sense


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
