"""Words of one family: "stripes" and "striped", "wood" and "wooden", "speckles" and "speckled"."""

from __future__ import annotations

import re

LEAST = 4
"""Letters of a root: shorter ones stand in too many words."""
_ENDING = re.compile(r"(?:ed|en|es|ish|s|y|d|e)$")


def root(word: str) -> str:
    """What is left without one common ending; the word itself when too little is left or it has none.

    "-less" stays: what is sleeveless has no sleeves.

    >>> root("striped"), root("stripes"), root("wooden"), root("dots"), root("sleeveless")
    ('strip', 'strip', 'wood', 'dots', 'sleeveless')
    """
    if not word.isascii() or word.endswith("less"):
        return word
    bare = _ENDING.sub("", word)
    return bare if len(bare) >= LEAST else word
