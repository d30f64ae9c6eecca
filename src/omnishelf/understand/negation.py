"""What a shopper does not want: "without zip", "not leather", "不要皮的", "非塑料"."""

from __future__ import annotations

import re
from collections.abc import Callable

_NOT = re.compile(
    r"""(?:,|\band\b|\bbut\b)?\s*\b(?:without(?:\s+(?:any|a|an|the))?|not(?:\s+(?:in|made\s+of|from|a|an|the|any))?|no|except(?:\s+for)?
        |excluding|anything\s+but|non)[\s-]+(?=\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_OR = re.compile(r"\s+(?:or|nor)\s+", re.IGNORECASE)
_WORD = re.compile(r"[\w'-]+")
LONGEST = 3
"""Words in the longest name looked for after a negation."""

_CHINESE_NOT = re.compile(
    r"(?:[,，;；]|但是|但|而且|并且)?(?:不要|别要|别是|别给我|不想要|不喜欢|不含|不带|不是|排除|除了|除|非|无|(?<!有)没有)(?=[\u4e00-\u9fffA-Za-z])"
)
_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z]+")
_EDGE = re.compile(r"(?:材质|做)?(?:的|款|以外|之外)")
_HAN_OR = re.compile(r"[或和、]")
MOST_CHARACTERS = 6
"""Of a Chinese thing that the shop has no name for, up to a particle or the end of the run."""

# "no" and "not" also stand in idioms and product names that negate nothing.
_NOT_NEGATION = re.compile(
    r"\b(?:no[\s-]+(?:iron|show|slip|stick|drill|name|\d+)|non[\s-]+(?:stick|slip)|not\s+only|no\.?\s*\d)"
    r"|无线|无绳|无人机|无框|非常|无缝|无痕|除湿|除螨|除尘|除草|除臭",
    re.IGNORECASE,
)
_MORE_THAN = re.compile(r"(?:more|less|over|under|too|超过|太贵|太|贵)")

Names = Callable[[str], bool]


def split_unwanted(text: str, names: Names = lambda phrase: False) -> tuple[str, tuple[str, ...]]:
    """(the text without its negated parts, the things negated).

    A thing is as much of what follows the negation as names something in the shop, and else one word (English), or what goes
    before a particle (Chinese).

    >>> split_unwanted("wallet not leather")
    ('wallet', ('leather',))
    >>> split_unwanted("pan not cast iron please", lambda phrase: phrase == "cast iron")
    ('pan please', ('cast iron',))
    >>> split_unwanted("wireless non-stick pan")
    ('wireless non-stick pan', ())
    """
    unwanted: list[str] = []
    protected = [m.span() for m in _NOT_NEGATION.finditer(text)]
    kept, position = "", 0
    for match in sorted((*_NOT.finditer(text), *_CHINESE_NOT.finditer(text)), key=lambda m: m.start()):
        inside = any(a < match.end() and match.start() < b for a, b in protected)
        if inside or match.start() < position or _MORE_THAN.match(text, match.end()):
            continue
        things, end = (_english if match.re is _NOT else _chinese)(text, match.end(), names)
        if things:
            unwanted.extend(things)
            kept, position = kept + text[position : match.start()] + " ", end
    rest = re.sub(r"\s{2,}", " ", kept + text[position:]).strip(" ,，;；")
    # A text that is all negation ("非塑料水杯") is kept whole: better to search for it than for nothing.
    return (rest, tuple(dict.fromkeys(unwanted))) if rest else (text, ())


def _english(text: str, start: int, names: Names) -> tuple[list[str], int]:
    """Things joined by "or", and where they end."""
    things: list[str] = []
    while True:
        words = [word for word, _ in zip(_WORD.finditer(text, start), range(LONGEST), strict=False)]
        if not words:
            return things, start
        count = next((n for n in range(len(words), 1, -1) if names(text[words[0].start() : words[n - 1].end()])), 1)
        thing = text[words[0].start() : words[count - 1].end()]
        if count == 1 and len(words) > 1 and thing.lower().endswith("ing") and not names(thing):
            return things, start  # "without taking out my phone" does without an act, not without a thing
        things.append(thing)
        start = words[count - 1].end()
        more = _OR.match(text, start)
        if not more:
            return things, start
        start = more.end()


def _chinese(text: str, start: int, names: Names) -> tuple[list[str], int]:
    run = _RUN.match(text, start)
    if run is None:
        return [], start
    known = next((end for end in range(run.end(), start + 1, -1) if names(text[start:end])), 0)
    edge = _EDGE.search(text, start + 1, run.end())
    end = known or (edge.start() if edge else run.end())
    if not known and end - start > MOST_CHARACTERS:
        return [], start
    particle = _EDGE.match(text, end)
    return [thing for thing in _HAN_OR.split(text[start:end]) if thing], particle.end() if particle else end
