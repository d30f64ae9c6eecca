"""English words to the signs that both packaged voices were taught, by the rules and word lists that come with hibari.

Loaded once a process, for both: the English voice, and the Chinese one, which meets English names in its sentences.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from omnishelf.encoders.weights import HIBARI, locate

_NO = re.compile(r"\b([Nn]o)\.(?!\s*\d)")
_LETTER_A = re.compile(r"(?<=[\w,;:]\s)A(?=[\s,.;:]|$)")


@lru_cache(maxsize=1)
def reader() -> Any:
    """hibari's G2P: text -> signs.

    Raises:
        ModelMissing: its package is missing or changed.
    """
    locate(HIBARI)
    from hibari.g2p import G2P

    return G2P()


def sounds(text: str) -> str:
    """English text as the model's signs; "" for what cannot be said.

    A capital A within a sentence is the letter, of a code or a size; the article is written small there. "No." is an answer,
    but before a figure, where hibari reads "number".
    """
    text = _LETTER_A.sub("[A](/ˈA/)", _NO.sub(r"\1 .", text))
    signs: str = reader()(text) if text.strip() else ""
    return signs
