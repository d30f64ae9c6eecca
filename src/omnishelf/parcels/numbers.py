"""Tracking numbers in text: several in one message, spaces and hyphens within, full-width digits, words around.

    "麻烦查下 ＳＦ６６３２１００７３９７８１ 和 7339 6050 884390，我的电话 13812345678"
        -> SF6632100739781 (sf), 73396050884390 (zto)

Every run of pieces that, joined, has the form of some carrier is a candidate; the likeliest that do not overlap are
kept. How likely: the odds of the form (`detect.py`), times what the label before it says, times what the joints cost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from omnishelf.domain import gtin
from omnishelf.domain.parcel import NumberFound, ReadFrom
from omnishelf.parcels.companies import named_in
from omnishelf.parcels.detect import Detected, Hints, detect
from omnishelf.parcels.formats import PREFIXES
from omnishelf.parcels.labels import Said, said_before

SHORTEST, LONGEST = 9, 40
LEAST_DIGITS = 7
MOST_PIECES = 18
LABELLED = {Said.PARCEL: 20.0, Said.OTHER: 0.02, Said.NOTHING: 1.0}
UNKNOWN_FORM = 0.1
"""Odds of a number of no known form; only with a label does it come out above `LEAST_CONFIDENCE`."""
JOINT = 0.6
"""Odds for each space or hyphen within: numbers in print have them, but so do two numbers side by side."""
LEAST_CONFIDENCE = 0.5
_PIECE = re.compile(r"[A-Z0-9]+")
_SOFT = re.compile(r"[ \t\-–—‐‑_·.*]{1,3}")
_WORD_LIST = "IN MY IS AT ON TO NO OF OR AND THE FOR IT A AN BY AS US AM PM CALL FROM MAX KG CM FAX TEL HI OK"
_WORDS = frozenset(_WORD_LIST.split())
"""Letters that, apart from digits, are words and not the beginning of a number."""
_CHINESE_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_AMERICAN_PHONE = re.compile(r"\(?\d{3}\)?[ .\-]\d{3}[ .\-]\d{4}")
_DATE = re.compile(r"(?:19|20)\d\d[-./]?(?:0[1-9]|1[0-2])[-./]?(?:0[1-9]|[12]\d|3[01]).*", re.DOTALL)
_APPLICATION = re.compile(r"\((\d{2,4})\)[ ]?(?=\d)")
"""A GS1 application identifier in print: "(00) 3 404316 ..."."""
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """`start`, `end`: in the normalised text. `odds`: against its being no parcel's number."""

    start: int
    end: int
    joined: str
    odds: float
    detected: Detected | None


def normalised(text: str) -> str:
    """Capitals, half width, without invisible signs. Lengths may change; lines stay."""
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).upper()
    return _APPLICATION.sub(r"\1 ", plain)


def find_numbers(text: str, hints: Hints | None = None, *, read_from: ReadFrom = ReadFrom.TEXT) -> tuple[NumberFound, ...]:
    """Each number once, in the order of the text.

    Args:
        hints: carriers named in the text are added.
    """
    plain = normalised(text)
    given = hints or Hints()
    told = replace(given, named=given.named | named_in(plain))
    chosen: list[Candidate] = []
    for candidate in sorted(_candidates(plain, told), key=lambda one: (-one.odds, one.start - one.end, one.start)):
        if all(candidate.end <= other.start or candidate.start >= other.end for other in chosen):
            chosen.append(candidate)
    found = [_found(candidate, read_from) for candidate in sorted(chosen, key=lambda one: one.start)]
    return tuple({one.number: one for one in reversed(found) if one.confidence >= LEAST_CONFIDENCE}.values())[::-1]


def _found(candidate: Candidate, read_from: ReadFrom) -> NumberFound:
    confidence = candidate.odds / (candidate.odds + 1)
    if candidate.detected is None:
        return NumberFound(candidate.joined, (), confidence, read_from)
    return NumberFound(candidate.detected.number, candidate.detected.guesses, confidence, read_from)


def _candidates(text: str, hints: Hints) -> Iterator[Candidate]:
    pieces = list(_PIECE.finditer(text))
    for first in range(len(pieces)):
        joined = ""
        for last in range(first, min(first + MOST_PIECES, len(pieces))):
            if last > first and not _SOFT.fullmatch(text, pieces[last - 1].end(), pieces[last].start()):
                break
            joined += pieces[last][0]
            if len(joined) > LONGEST:
                break
            run = pieces[first : last + 1]
            if len(joined) >= SHORTEST and sum(c.isdigit() for c in joined) >= LEAST_DIGITS and not _has_word(run):
                candidate = _weighed(text, run, joined, hints)
                if candidate is not None:
                    yield candidate


def _has_word(run: list[re.Match[str]]) -> bool:
    """Whether a piece of several is a word of the sentence. "CN" ends a postal number, so it is none at the end."""
    return len(run) > 1 and any(piece[0] in _WORDS and not (piece is run[-1] and piece[0] in ("US", "AT")) for piece in run)


def _weighed(text: str, run: list[re.Match[str]], joined: str, hints: Hints) -> Candidate | None:
    start, end = run[0].start(), run[-1].end()
    detected = _detected(joined, hints)
    said = said_before(text, start)
    if detected is None and (said is not Said.PARCEL or not _looks_like_a_number(run)):
        return None
    odds = (detected.odds if detected else UNKNOWN_FORM) * LABELLED[said] * JOINT ** min(len(run) - 1, 4)
    if said is not Said.PARCEL:
        odds *= _something_else(text[start:end], joined)
    return Candidate(start, end, joined, odds, detected)


def _detected(joined: str, hints: Hints) -> Detected | None:
    """People who name the carrier leave its letters out: "顺丰 6632100739781"."""
    forms = [detect(joined, hints)]
    for carrier in hints.named:
        letters, digits = PREFIXES.get(carrier, ("", 0))
        if letters and joined.isdigit() and len(joined) == digits:
            forms.append(detect(letters + joined, hints))
    return max((form for form in forms if form), key=lambda form: form.odds, default=None)


def _looks_like_a_number(run: list[re.Match[str]]) -> bool:
    """Of a form that nobody knows: one piece, or groups of digits."""
    return len(run) == 1 or all(piece[0].isdigit() for piece in run)


def _something_else(written: str, joined: str) -> float:
    """Odds factor for what an unlabelled number is likelier to be: a phone, a date, a product's bar code."""
    if _CHINESE_MOBILE.fullmatch(joined) or _AMERICAN_PHONE.fullmatch(written) or _DATE.fullmatch(written):
        return 0.02
    if joined.isdigit() and len(joined) == 13 and gtin.check_digit(joined[:-1]) == int(joined[-1]):
        return 0.3
    return 1.0
