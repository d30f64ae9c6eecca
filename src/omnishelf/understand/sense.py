"""Whether a question is made of words: letters that no language and no shop knows mean nothing, though their vector is near
something."""

from __future__ import annotations

from collections.abc import Callable

from omnishelf.understand.english import is_word
from omnishelf.understand.vocabulary import split_words


def sense(text: str, borne: Callable[[str], bool]) -> float:
    """Share, 0..1, of the Latin words and numbers that are words of some language or that the shop bears; 1 where there are
    none, as in Chinese.

    Args:
        borne: whether a lower-case word stands on a product of the shop.
    """
    words = [word for word in split_words(text) if word.isascii()]
    return sum(is_word(word) or borne(word) for word in words) / len(words) if words else 1.0
