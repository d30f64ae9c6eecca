"""What a turn points at in the last answer: "the second one", "that one", "cheaper", "第二个", "便宜点的"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6,
}  # fmt: skip
_ENGLISH = re.compile(
    r"\b(?:the\s+)?(?:(first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th|last)(?:\s+(?:one|ones|option|product|item))?"
    r"|(?:number|no\.?|option|#)\s*([1-6])(?!\d))\b(?!\s+(?:order|purchase|time|invoice|name|of))",
    re.IGNORECASE,
)
_CHINESE = re.compile(r"第\s*([一二三四五六1-6])\s*(?:个|款|件|种|双|把|只)?|([1-6一二三四五六])\s*号|(最后)一?(?:个|款|件)")
_FIRST_TWO = re.compile(
    r"\b(?:first|top)\s+two\b|\bthese\s+two\b|\bboth\b|前两[个款件]|前面两[个款件]|这两[个款件]|这俩", re.IGNORECASE
)
_IT = re.compile(
    r"\b(?:that|this)(?:\s+one)?\b|\bit\b(?!\s+(?:is|was)\s+(?:for|a\s+gift))|\bthe\s+same\b|这[个款件把双只]|那[个款件把双只]|它|同款",
    re.IGNORECASE,
)
_CHEAPER = re.compile(
    r"\bcheaper\b|\bless\s+expensive\b|\blower\s+price|\btoo\s+(?:expensive|dear|pricey)\b|\b(?:any|something)\s+cheap\b"
    r"|便宜[一点些]|更便宜|再便宜|便宜的|太贵|有点贵|贵了|低价一?点",
    re.IGNORECASE,
)
_DEARER = re.compile(
    r"\bbetter\s+quality\b|\bmore\s+expensive\b|\bmore\s+premium\b|高档[一点些]|更好[一点些]?的|贵[一点些]也", re.IGNORECASE
)
_MORE = re.compile(
    r"^\W*(?:(?:show|see)\s+(?:me\s+)?)?(?:more|others?|other ones|next|something else|anything else)\W*$"
    r"|^\W*(?:还有(?:别的|其他的?)?(?:吗|么)?|换一[批个]|更多|其他的?(?:呢|吗)?|别的呢?)\W*$",
    re.IGNORECASE,
)
_BUT = re.compile(
    r"\b(?:but|only|just|except)\b|\b(?:in|with)\s+(?:a\s+)?(?=\w)|\binstead\b|\bdo\s+you\s+have\b|\bis\s+there\b|\bplease\b"
    r"|\b(?:what\s+about|how\s+about|and|or|maybe|rather|make\s+it|i\s+(?:want|like|need)|would\s+like|have)\b|^\W*(?:a|an|the)\s+"
    r"|但是?|不过|换成|要|有没有|有|吗|呢|的话|改成|最好",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pointed:
    """Attributes:
    places: 1-based places in the last list, in the order named; -1 for its last.
    it: something in focus is meant.
    cheaper, dearer, more: than what was shown; another page of it.
    rest: the words that are left: what is to be different.
    """

    places: tuple[int, ...] = ()
    it: bool = False
    cheaper: bool = False
    dearer: bool = False
    more: bool = False
    rest: str = ""

    @property
    def something(self) -> bool:
        return bool(self.places or self.it or self.cheaper or self.dearer or self.more)


def pointed(text: str) -> Pointed:
    """
    >>> pointed("the second one but black")
    Pointed(places=(2,), it=False, cheaper=False, dearer=False, more=False, rest='black')
    >>> pointed("便宜点的").cheaper, pointed("第二个要黑色的").places, pointed("a lamp").something
    (True, (2,), False)
    """
    places = [(match.start(), _place(match)) for pattern in (_ENGLISH, _CHINESE) for match in pattern.finditer(text)]
    rest = _CHINESE.sub(" ", _ENGLISH.sub(" ", text))
    both = _FIRST_TWO.search(text)
    if both:
        rest = _FIRST_TWO.sub(" ", rest)
        places = [(0, 1), (1, 2)]
    cheaper, dearer, more = (bool(pattern.search(text)) for pattern in (_CHEAPER, _DEARER, _MORE))
    it = bool(_IT.search(rest))
    for pattern in (_CHEAPER, _DEARER, _MORE, _IT, _BUT):
        rest = pattern.sub(" ", rest)
    rest = " ".join(rest.replace("的", " ").strip(" ,.?!，。？！").split())
    return Pointed(tuple(place for _, place in sorted(places)), it, cheaper, dearer, more, rest)


def chosen(places: tuple[int, ...], shown: tuple[str, ...]) -> tuple[str, ...]:
    """The ids that places in a list stand for; places beyond its end stand for none."""
    ids = []
    for place in places:
        at = place - 1 if place > 0 else len(shown) - 1
        if 0 <= at < len(shown) and shown[at] not in ids:
            ids.append(shown[at])
    return tuple(ids)


def _place(match: re.Match[str]) -> int:
    named = next(group for group in match.groups() if group).lower()
    return -1 if named in ("last", "最后") else _ORDINALS[named]
