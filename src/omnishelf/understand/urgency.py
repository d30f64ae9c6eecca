"""How soon something is wanted: "today", "asap", "急用", "明天要", and the patience that runs out in a complaint."""

from __future__ import annotations

import re

NOW, SOON, WEEK, WAITED = 1.0, 0.7, 0.4, 0.6
"""Degrees of hurry: within the day, by tomorrow or as soon as it can be, within days, and of somebody who has waited."""

_DEGREES: tuple[tuple[float, re.Pattern[str]], ...] = (
    (
        NOW,
        re.compile(
            r"\b(?:today|tonight|right\s+(?:now|away)|immediately|at\s+once|asap|a\.s\.a\.p\.?|as\s+soon\s+as\s+possible|urgent(?:ly)?"
            r"|emergency|same[\s-]day|this\s+(?:morning|afternoon|evening|minute))\b"
            r"|急用|急需|急要|急着|很急|着急|紧急|加急|特急|十万火急|马上|立刻|立即|现在就|今天|今晚|今日|当天|当日达",
            re.IGNORECASE,
        ),
    ),
    (
        SOON,
        re.compile(
            r"\b(?:tomorrow|next[\s-]day|overnight|in\s+a\s+(?:hurry|rush)|hurry|rush(?:ed)?\s+(?:order|delivery)|quick(?:ly)?|by\s+(?:noon|tonight)"
            r"|within\s+(?:24|48)\s+hours|(?:in|within)\s+(?:a|one|two|2)\s+days?|last[\s-]minute|running\s+out\s+of\s+time)\b"
            r"|明天|明早|明晚|次日达|隔日达|尽快|赶紧|赶快|赶时间|来不及|快点|快一点|后天",
            re.IGNORECASE,
        ),
    ),
    (
        WEEK,
        re.compile(
            r"\b(?:this\s+week(?:end)?|by\s+(?:the\s+weekend|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|within\s+(?:a|one)\s+week|soon"
            r"|in\s+(?:three|four|five|3|4|5)\s+days)\b"
            r"|这周|本周|这个?周末|周末之?前|周[一二三四五六日天]之?前|星期[一二三四五六日天]之?前|[一三四五35][天日](?:之?内|以内)",
            re.IGNORECASE,
        ),
    ),
    (
        WAITED,
        re.compile(
            r"\b(?:still\s+(?:waiting|not|hasn'?t|haven'?t|no)|(?:been\s+)?waiting\s+(?:for\s+)?\w+\s+(?:days?|weeks?|hours?)|never\s+(?:arrived|came)"
            r"|where\s+is\s+my|when\s+will|how\s+much\s+longer|complain(?:t|ing)?|unacceptable|no\s+(?:one|body)\s+(?:answers?|replies))\b"
            r"|怎么还(?:没|不)|还没(?:到|收到|发货|送到)|等了.{0,4}[天周个月小时]|什么时候(?:能|才)?(?:到|发货)|催一?下|投诉|没人(?:理|回复|回)|一直不",
            re.IGNORECASE,
        ),
    ),
)
_SAID_OF_THINGS = re.compile(
    r"\b(?:today'?s\s+(?:deals?|specials?|offers?)|quick[\s-]?(?:dry(?:ing)?|release|charg(?:e|er|ing)|connect)"
    r"|emergency\s+(?:kit|light|lights|blanket|exit|food|radio|contact)"
    r"|rush\s+hour|overnight\s+(?:oats|bag|mask|diapers?))\b|急救|应急灯|今日特价|今日优惠|着急忙慌",
    re.IGNORECASE,
)
"""Names of things and of offers that hurry nobody."""


def hurry(text: str) -> tuple[float, tuple[str, ...]]:
    """(0..1, the words that say so, in reading order); 0 when nothing does. The strongest words decide.

    >>> hurry("need an umbrella today"), hurry("quick-dry towel")
    ((1.0, ('today',)), (0.0, ()))
    """
    apart = [m.span() for m in _SAID_OF_THINGS.finditer(text)]
    found: list[tuple[int, int, float]] = []
    for degree, pattern in _DEGREES:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(start < b and a < end for a, b in (*apart, *((s, e) for s, e, _ in found))):
                found.append((start, end, degree))
    words = tuple(text[start:end] for start, end, _ in sorted(found))
    return max((degree for *_, degree in found), default=0.0), words
