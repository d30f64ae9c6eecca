"""Listening for a number alone: what a recogniser may write when somebody reads out signs one by one.

Asked for language, Whisper gathers signs into prices, years and telephone numbers, and drops one of three alike. Where it may
write single digits, single letters and the names of digits only, and has just seen numbers written so, it follows the voice.
In English; Chinese digits that were said fast it writes as other syllables whatever it may write: see `sign_reader.py`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

PROMPTS = {"en": "Tracking number: S F one three eight zero, two two one zero, four seven five three, two."}
"""By language: a number as it is to be written."""
_ALLOWED = {"en": re.compile(r"[ ,-]*(?:[0-9A-Z]|zero|one|two|three|four|five|six|seven|eight|nine)?[ ,-]*")}


@lru_cache(maxsize=4)
def suppressed(tokenizer: Any, language: str) -> tuple[int, ...]:
    """Tokens that the recogniser may not write while it listens for a number; those below the end of text are words."""
    allowed = _ALLOWED[language]
    words = range(tokenizer.token_to_id("<|endoftext|>"))
    return tuple(token for token in words if not (text := tokenizer.decode([token])) or not allowed.fullmatch(text))
