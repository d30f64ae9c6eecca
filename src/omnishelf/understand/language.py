"""Which language words are in, and one way to write Chinese.

By script, not by a model: a shopper's query has two to five words, too few for a statistical detector, and Chinese and English
do not share a letter. Words in other scripts and numbers alone have no language ("").
"""

from __future__ import annotations

import re
import unicodedata

# CJK Unified Ideographs with extension A and the compatibility block.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN = re.compile(f"[{HAN}]")
_HAN_RUN = re.compile(f"[{HAN}]+")
_KANA_OR_HANGUL = re.compile("[\u3041-\u30ff\uac00-\ud7af]")
_LATIN_WORD = re.compile("[A-Za-z\u00c0-\u024f]{2,}")


def detect(text: str) -> str:
    """Answers "zh", "en", or "" when the script does not tell.

    A Chinese query often holds a Latin brand or unit ("nike 跑步鞋", "2米hdmi线"), an English one hardly ever holds Han: a
    character counts as much as a word, and Han wins unless Latin words outnumber its characters. Kana or hangul beside Han
    means Japanese or Korean, which have no wordings here.
    """
    text = unicodedata.normalize("NFKC", text)
    if _KANA_OR_HANGUL.search(text):
        return ""
    han, latin = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if han and han >= latin:
        return "zh"
    return "en" if latin else ""


def has_han(text: str) -> bool:
    return _HAN.search(text) is not None


def han_runs(text: str) -> list[str]:
    return _HAN_RUN.findall(text)


def simplify(text: str) -> str:
    """Traditional Chinese to simplified, with mainland words for things (滑鼠 -> 鼠标); other scripts are left as they are."""
    if not has_han(text):
        return text
    import zhconv  # its tables take 0.2 s to read, so only where there is Chinese

    return str(zhconv.convert(text, "zh-cn"))


def normalise(text: str) -> str:
    """One way to write the same words: NFKC (full-width letters and digits fold to ASCII), case folded, simplified, single
    spaces. What every matcher compares; never shown to people."""
    if text.isascii():
        return " ".join(text.casefold().split())
    return " ".join(simplify(unicodedata.normalize("NFKC", text).casefold()).split())
