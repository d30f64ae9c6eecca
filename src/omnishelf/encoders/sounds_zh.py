"""Chinese words to the signs that Kokoro was taught: how a syllable sounds, and an arrow for its tone.

    你好 -> ni3 hao3 -> "ni↓xau↓"

The signs are IPA with the affricates as one letter each (ʨ for j, ʦ for z, ꭧ for zh), and the tone stands behind the vowel:
→ first (level), ↗ second (rising), ↓ third (dipping), ↘ fourth (falling), nothing for the neutral one. Tones are those of the
dictionary: the model was taught so, and changes them in context (不是, 你好) by itself.
"""

from __future__ import annotations

import re
from functools import lru_cache

_INITIALS = {
    "": "", "b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l", "g": "k", "k": "kʰ", "h": "x",
    "j": "ʨ", "q": "ʨʰ", "x": "ɕ", "zh": "ꭧ", "ch": "ꭧʰ", "sh": "ʂ", "r": "ɻ", "z": "ʦ", "c": "ʦʰ", "s": "s",
}  # fmt: skip
# Final -> (up to the vowel that bears the tone, what follows it).
_FINALS = {
    "a": ("a", ""), "o": ("wo", ""), "e": ("ɤ", ""), "ê": ("ɛ", ""), "er": ("ɚ", ""), "ai": ("ai", ""), "ei": ("ei", ""),
    "ao": ("au", ""), "ou": ("ou", ""), "an": ("a", "n"), "en": ("ə", "n"), "ang": ("a", "ŋ"), "eng": ("ə", "ŋ"),
    "ong": ("ʊ", "ŋ"), "i": ("i", ""), "ia": ("ja", ""), "ie": ("je", ""), "iao": ("jau", ""), "iou": ("jou", ""),
    "ian": ("jɛ", "n"), "in": ("i", "n"), "iang": ("ja", "ŋ"), "ing": ("i", "ŋ"), "iong": ("jʊ", "ŋ"), "u": ("u", ""),
    "ua": ("wa", ""), "uo": ("wo", ""), "uai": ("wai", ""), "uei": ("wei", ""), "uan": ("wa", "n"), "uen": ("wə", "n"),
    "uang": ("wa", "ŋ"), "ueng": ("wə", "ŋ"), "v": ("y", ""), "ve": ("ɥe", ""), "van": ("ɥɛ", "n"), "vn": ("y", "n"),
}  # fmt: skip
_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}
_BUZZED = frozenset(("zh", "ch", "sh", "r", "z", "c", "s"))
"""After these, i is no vowel of its own but the initial held on."""

_SIGNS = str.maketrans({
    "，": ", ", "、": ", ", "。": ". ", "！": "! ", "？": "? ", "：": ": ", "；": "; ", "（": " (", "）": ") ", "—": "—",
    "“": "“", "”": "”", "《": " “", "》": "” ", "「": " “", "」": "” ", "【": " “", "】": "” ", "…": "…", "·": " ",
})  # fmt: skip
_MARKS = re.compile(r"[^;:,.!?—…()“” ]")
_SPACES = re.compile(r" +")


def western(text: str) -> str:
    """Chinese punctuation as the model knows it; all else as it is."""
    return text.translate(_SIGNS)


def marks(text: str) -> str:
    """What is between words: punctuation as the model knows it; anything else is silent."""
    return _SPACES.sub(" ", _MARKS.sub(" ", western(text)))


def sounds(text: str) -> str:
    """A run of Chinese characters as the model's signs, with a blank between words. What has no reading is left out."""
    import rjieba  # 20 ms to load its dictionary

    words = ["".join(_syllables(word)) for word in rjieba.cut(text)]
    return " ".join(word for word in words if word)


def _syllables(word: str) -> list[str]:
    from pypinyin import Style, lazy_pinyin  # its tables take 0.1 s

    initials = lazy_pinyin(word, style=Style.INITIALS, strict=True, errors="ignore")
    finals = lazy_pinyin(word, style=Style.FINALS_TONE3, strict=True, errors="ignore", neutral_tone_with_five=True)
    return [syllable(*each) for each in zip(initials, finals, strict=True)]


@lru_cache(maxsize=2048)
def syllable(initial: str, final: str) -> str:
    """
    Args:
        final: with the digit of its tone at the end, in the strict spelling ("iou3" for you3, "uei4" for gui4).

    >>> syllable("zh", "ong1"), syllable("", "iou3"), syllable("sh", "i4")
    ('ꭧʊ→ŋ', 'jou↓', 'ʂɨ↘')
    """
    name, tone = (final[:-1], final[-1]) if final[-1:].isdigit() else (final, "5")
    if name == "i" and initial in _BUZZED:
        return _INITIALS[initial] + "ɨ" + _TONES[tone]
    if name == "o" and not initial:
        return "ɔ" + _TONES[tone]
    vowel, rest = _FINALS.get(name, ("", ""))
    return _INITIALS.get(initial, "") + vowel + _TONES[tone] + rest if vowel else ""
