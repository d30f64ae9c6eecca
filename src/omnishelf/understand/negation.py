"""What a shopper does not want: "without zip", "not leather", "不要皮的", "非塑料"."""

from __future__ import annotations

import re

_ENGLISH = re.compile(
    r"""(?:,|\band\b|\bbut\b)?\s*\b(?:without(?:\s+(?:any|a|an|the))?|not(?:\s+(?:in|made\s+of|from|a|an|the|any))?|no|except(?:\s+for)?|excluding|anything\s+but|non)
        [\s-]+(?P<what>[\w'-]+(?:\s+(?:or|nor)\s+[\w'-]+)*)""",
    re.IGNORECASE | re.VERBOSE,
)
_CHINESE = re.compile(
    r"(?:[,，;；]|但是|但|而且|并且)?(?:不要|别要|不想要|不含|不带|不是|排除|除了|除|非|无|没有)(?P<what>[\u4e00-\u9fffA-Za-z]{1,6}?)(?:(?:材质|做)?(?:的|款|以外|之外)|(?=[,，;；。\s]|$))"
)
# "no" and "not" also stand in idioms and product names that negate nothing.
_NOT_NEGATION = re.compile(
    r"\b(?:no[\s-]+(?:iron|show|slip|stick|drill|name|\d+)|non[\s-]+(?:stick|slip)|not\s+only|no\.?\s*\d)|无线|无绳|无人机|无框|非常|无缝|无痕|除湿|除螨|除尘|除草|除臭",
    re.IGNORECASE,
)
_MORE_THAN = re.compile(r"^(?:more|less|over|under|超过|太贵|太|贵)")


def split_unwanted(text: str) -> tuple[str, tuple[str, ...]]:
    """(the text without its negated parts, the things negated).

    >>> split_unwanted("wallet not leather")
    ('wallet', ('leather',))
    >>> split_unwanted("wireless non-stick pan")
    ('wireless non-stick pan', ())
    """
    unwanted: list[str] = []
    protected = [m.span() for m in _NOT_NEGATION.finditer(text)]

    def take(match: re.Match[str]) -> str:
        inside = any(a < match.end() and match.start() < b for a, b in protected)
        if inside or _MORE_THAN.match(match["what"]):
            return match[0]
        unwanted.extend(w for w in re.split(r"\s+(?:or|nor)\s+|[或和、]", match["what"].strip()) if w)
        return " "

    rest = _CHINESE.sub(take, _ENGLISH.sub(take, text))
    rest = re.sub(r"\s{2,}", " ", rest).strip(" ,，;；")
    # A text that is all negation ("非塑料水杯") is kept whole: better to search for it than for nothing.
    return (rest, tuple(dict.fromkeys(unwanted))) if rest else (text, ())
