"""The shop's words as Whisper's prompt, how a transcript is tidied, and the signs by which a transcript is known to be made up.

Whisper continues its prompt: words in it become likelier, and what it writes takes the prompt's script. The same habit makes it
recite the prompt, or loop, when it hears nothing it understands; such readings are refused here.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable

LEADS = {"zh": "以下是购物搜索：", "en": "Shopping search: "}
_SEPARATORS = {"zh": "、", "en": ", "}
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]")
_SAYABLE = re.compile(r"[\u3400-\u9fff]|[A-Za-z0-9']+")
_TRAILING = " \t\n.,!?;:，。！？；：、…～~\"'“”‘’「」"

# Both from Whisper's own transcribe.py (Radford et al. 2022, section 4.5).
TOO_REPETITIVE = 2.4
NO_SPEECH = 0.6
UNLIKELY = -1.0

HOPELESS = -1.5
"""Mean log-probability of a token below which nothing is believed."""

FASTEST = 9.0
"""Characters or words a second; fast Mandarin has about 7 syllables, fast English 5 words."""


def prompt_for(language: str, vocabulary: Iterable[str], count_tokens: Callable[[str], int], budget: int) -> str:
    """A list of the shop's words in this language, most important first, of at most `budget` tokens; "" without any."""
    if language not in LEADS:
        return ""
    wanted = _HAN if language == "zh" else _LATIN
    words: list[str] = []
    left = budget - count_tokens(LEADS[language])
    for word in vocabulary:
        if not wanted.search(word) or (language == "en" and _HAN.search(word)):
            continue
        left -= count_tokens(_SEPARATORS[language] + word)
        if left < 0:
            break
        words.append(word)
    return LEADS[language] + _SEPARATORS[language].join(words) if words else ""


def clean(text: str) -> str:
    """A transcript as a query: simplified characters, single spaces, no punctuation at the ends."""
    import zhconv

    return str(zhconv.convert(" ".join(text.split()), "zh-hans")).strip(_TRAILING)


def is_echo(text: str, prompt: str) -> bool:
    """Whether a transcript is a stretch of the prompt with at least two of its words, or the lead itself."""
    said, given = _bare(text), _bare(prompt)
    if len(said) < 4 or said not in given:
        return False
    return not any(said in _bare(word) for word in re.split(r"[、,：:]", prompt)[1:])


def is_made_up(text: str, seconds: float, mean_log_p: float, no_speech: float) -> bool:
    """Whether a reading loops, is faster than anybody speaks, is near guessing, or stands over silence."""
    raw = text.encode()
    looping = len(raw) / len(zlib.compress(raw)) > TOO_REPETITIVE
    rushed = len(_SAYABLE.findall(text)) > 3 + FASTEST * seconds
    silent = no_speech > NO_SPEECH and mean_log_p < UNLIKELY
    return looping or rushed or silent or mean_log_p < HOPELESS


def repeats_itself(text: str) -> bool:
    """Whether something of two characters or more stands three times in a row: people do say "five five five", so this is a
    reason to listen again, not to refuse."""
    return bool(re.search(r"(.{2,}?)\1{2,}", text.lower().replace(" ", "")))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
