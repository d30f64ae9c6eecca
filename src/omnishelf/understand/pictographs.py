"""Emoji in a question, said in words: their Unicode names (Unicode Standard, section 4.8) are English, and plain enough to
search by.

    "red 👟"   red athletic shoe
    "🎒"       school satchel

Faces, hearts, gestures and signs tell a mood, not a thing: they are left out.
"""

from __future__ import annotations

import re
import unicodedata

FIRST = 0x2300
"""Below are letters, punctuation and signs such as © and ™."""
_MOODS = """
    face heart hearts hand hands finger thumbs sign symbol mark arrow arrows star sparkles fire button kiss party collision
    person triangle square circle
"""
MOODS = frozenset(_MOODS.split())
_PEOPLES = {"womans": "women's", "mans": "men's"}
_BEYOND = re.compile(r"\b(?:with|without)\b.*")


def in_words(text: str) -> str:
    """The text with each pictograph that shows a thing replaced by its name; other text is left as it is."""
    if text.isascii():
        return text
    return "".join(f" {named(sign)} " if pictograph(sign) else sign for sign in text)


def pictograph(sign: str) -> bool:
    return ord(sign) >= FIRST and unicodedata.category(sign) == "So"


def named(sign: str) -> str:
    """ "" for what shows no thing."""
    words = _BEYOND.sub("", unicodedata.name(sign, "").lower()).split()
    return "" if MOODS.intersection(words) else " ".join(_PEOPLES.get(word, word) for word in words)
