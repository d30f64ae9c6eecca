"""Wishes about value: "cheap", "good value", "高性价比", "别太贵". They colour the order; they filter nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from omnishelf.domain.intent import Constraint
from omnishelf.domain.query import Modality

_WISHES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "value",
        re.compile(
            r"(?:高性价比|性价比(?:比较)?[高好](?:一?[点些])?|性价比|实惠|划算|便宜(?:又)?好用|物美价廉|\b(?:good|best|great)[\s-]+value(?:[\s-]+for[\s-]+money)?|value[\s-]+for[\s-]+money|\bcost[\s-]+effective)(?:的)?",
            re.IGNORECASE,
        ),
    ),
    (
        "cheaper",
        re.compile(
            r"(?:比(?:这|那)(?:个|款|件)?(?:更|还)?便宜(?:一?[点些])?|(?:更|再)便宜(?:一?[点些])?|便宜一?[点些]|平价替代|价格(?:更|再)?低一?[点些]?"
            r"|\b(?:at\s+a\s+)?lower[\s-]+pric(?:e|ed)\b|\bcheaper(?:\s+than\s+(?:this|that|it)(?:\s+one)?)?\b|\bless\s+expensive(?:\s+than\s+(?:this|that|it))?\b)(?:的)?",
            re.IGNORECASE,
        ),
    ),
    (
        "cheap",
        re.compile(
            r"(?:(?:别|不要|不)太贵|不贵|便宜(?:一?[点些])?|低价|平价|\bnot\s+too\s+expensive|\binexpensive|\bcheap(?:est|er)?|\baffordable|\bbudget(?:[\s-]+friendly)?\b(?!\s*\d))(?:的)?",
            re.IGNORECASE,
        ),
    ),
    (
        "premium",
        re.compile(
            r"(?:高端|高档|奢华|贵一?[点些]的?|\bpremium|\bhigh[\s-]end|\bluxury|\btop[\s-]of[\s-]the[\s-]line)(?:的)?",
            re.IGNORECASE,
        ),
    ),
)


NAMES = {
    "value": ("good value", "性价比高"),
    "cheaper": ("cheaper", "更便宜"),
    "cheap": ("inexpensive", "便宜"),
    "premium": ("premium", "高档"),
}
"""Kind -> what it is called in English and in Chinese, for who reads in another language than was asked in."""


@dataclass(frozen=True, slots=True)
class Wish:
    """`kind`: "value" (well rated for its price), "cheap", "cheaper" (than what a photo shows) or "premium"."""

    kind: str
    words: str

    def constraint(self, source: Modality) -> Constraint:
        return Constraint(f"wish={self.kind}", "wish", self.words, (), False, source)


def find_wish(text: str, *, beside_photo: bool = True) -> tuple[Wish | None, str]:
    """(the first wish, the text without it). A text that is nothing but the wish is kept whole. Without a photo there is
    nothing to be cheaper than, and 便宜点的 is a cheap one."""
    for kind, pattern in _WISHES:
        match = pattern.search(text)
        if match:
            rest = re.sub(r"\s{2,}", " ", (text[: match.start()] + " " + text[match.end() :])).strip(" ,，、")
            if kind == "cheaper" and not beside_photo:
                kind = "cheap"
            return Wish(kind, match[0].removesuffix("的").strip()), rest or text
    return None, text
