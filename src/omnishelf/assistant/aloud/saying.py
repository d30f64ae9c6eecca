"""A written sentence as the words a voice is given.

"SF1380012345678 arrives on 2026-11-22, $12.50 to pay." ->
"S F, one three eight zero, ... arrives on November twenty-second, twenty twenty-six, twelve dollars and fifty cents to pay."
"""

from __future__ import annotations

import re
import unicodedata

from omnishelf.assistant.aloud import chinese, english
from omnishelf.assistant.aloud.spotting import spelled_out

# Marks of emphasis and headings, and links; the star between two digits is a multiplication.
_MARKUP = re.compile(r"\[([^\]]*)\]\([^)\s]*\)|(?<!\d)\*+|\*+(?!\d)|`+|^\s*[#>]+\s|__+|~~+")
_SIGNS_EN = {
    "&": " and ", "+": " plus ", "=": " equals ", "@": " at ", " / ": ", ", "/": " ", "_": " ", "|": ", ", "→": " to ",
    "×": " times ", "№": "number ",
}  # fmt: skip
_SIGNS_ZH = {
    "&": "和", "+": "加", "=": "等于", "@": " at ", " / ": "，", "/": "，", "_": " ", "|": "，", "→": "到", "×": "乘",
    "№": "编号",
}  # fmt: skip
_BLANK = re.compile(r"\s+")


def said(text: str, language: str) -> str:
    """
    Args:
        language: "zh" reads numbers and signs in Chinese; anything else in English. Words stay in their own language.

    >>> said("共 2 件，¥300。", "zh")
    '共 两 件，三百元。'
    """
    own = chinese if language == "zh" else english
    text = spelled_out(_plain(text), own.words)
    for sign, word in (_SIGNS_ZH if language == "zh" else _SIGNS_EN).items():
        text = text.replace(sign, word)
    return _BLANK.sub(" ", text).strip()


def _plain(text: str) -> str:
    """Without markup, pictograms and control characters; full-width digits and letters as usual ones."""
    text = _MARKUP.sub(lambda match: match[1] or "", text)
    folded = (unicodedata.normalize("NFKC", c) if 0xFF10 <= ord(c) <= 0xFF5A and c.isalnum() else c for c in text)
    return "".join(c for c in folded if unicodedata.category(c) not in ("So", "Cs", "Co", "Cc", "Cf") or c in "℃℉\n\t°")
