"""A form's pattern, place by place: which signs may stand where, for whoever looks for a number sign by sign.

    7[3-68]\\d{12}  ->  ({7}, {3, 4, 5, 6, 8}, {0..9}, ... twelve times)

Only what `formats.py` needs of the language of patterns: signs, classes, \\d, counts, choices and groups.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

Signs = frozenset[str]
Number = tuple[Signs, ...]
DIGITS, LETTERS = frozenset(string.digits), frozenset(string.ascii_uppercase)
_TOKEN = re.compile(
    r"(?P<open>\((?:\?:|\?P<\w+>))|(?P<close>\))|(?P<or>\|)|(?P<some>\\d|\[[^\]]+\]|[A-Z0-9])|(?P<count>\{[\d,]+\}|\?)"
)


def spelled(pattern: str) -> tuple[Number, ...]:
    """All sequences of places that the pattern stands for; () for one that says more than this module reads.

    >>> [len(number) for number in spelled("AB[0-4]{2,3}")]
    [4, 5]
    """
    tokens = list(_TOKEN.finditer(pattern))
    if "".join(token[0] for token in tokens) != pattern:
        return ()
    return tuple(dict.fromkeys(_choices(iter(tokens))))


def _choices(tokens: Iterator[re.Match[str]]) -> list[Number]:
    """Of tokens up to the end or the bracket that closes."""
    done: list[Number] = []
    so_far: list[Number] = [()]  # of this choice, the last atom left out
    atom: list[Number] = [()]
    for token in tokens:
        if token.lastgroup == "close":
            break
        if token.lastgroup == "count":
            atom = [times for count in _counts(token[0]) for times in _joined([atom] * count)]
            continue
        so_far, atom = _joined([so_far, atom]), [()]
        if token.lastgroup == "or":
            done, so_far = done + so_far, [()]
        else:
            atom = _choices(tokens) if token.lastgroup == "open" else [(_signs(token[0]),)]
    return done + _joined([so_far, atom])


def _joined(parts: list[list[Number]]) -> list[Number]:
    whole: list[Number] = [()]
    for part in parts:
        whole = [left + right for left in whole for right in part]
    return whole


def _counts(count: str) -> range:
    """ "{2,4}" -> 2, 3, 4; "?" -> 0, 1."""
    if count == "?":
        return range(2)
    low, _, high = count[1:-1].partition(",")
    return range(int(low), int(high or low) + 1)


def _signs(some: str) -> Signs:
    """ "[A-C7]" -> A, B, C, 7."""
    one = re.compile(some)
    return frozenset(sign for sign in DIGITS | LETTERS if one.fullmatch(sign))
