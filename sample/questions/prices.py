"""Questions about money: limits in dollars and in yuan, and wishes for something cheap or good value."""

from __future__ import annotations

import random

from sample.questions.draw import Desk
from sample.questions.rule import Need
from sample.questions.shelf import Thing

YUAN_A_DOLLAR = 7.2
"""Fixed for this benchmark, so that a limit in yuan has one truth for ever. The shop's prices are in dollars."""
AROUND = 0.2
"""How far "about $50" reaches to either side."""

_UP_TO = (
    ("{0} under ${1}", "{0} below {1} dollars", "{0} less than ${1}", "{0} up to ${1}", "{0} cheaper than ${1}"),
    ("{1}美元以内的{0}", "{0} 不超过{1}美元", "{0} 预算{1}美元", "{1}美元以下的{0}", "{0} {1}刀以内"),
)
_FROM = (("{0} over ${1}", "{0} at least ${1}", "{0} more than ${1}"), ("{1}美元以上的{0}", "{0} 不低于{1}美元"))
_BETWEEN = (("{0} between ${1} and ${2}", "{0} from ${1} to ${2}"), ("{1}到{2}美元的{0}", "{0} {1}-{2}美元"))
_AROUND = (("{0} around ${1}", "{0} about ${1}"), ("{1}美元左右的{0}", "{0} 大概{1}美元"))
_CHEAP = (
    ("cheap {0}", "{0} not too expensive", "affordable {0}", "inexpensive {0}", "budget friendly {0}"),
    ("便宜的{0}", "{0} 别太贵的", "平价{0}", "不贵的{0}", "{0}便宜点的"),
)
_VALUE = (
    ("good value {0}", "{0} with the best value for money", "great value {0}"),
    ("高性价比的{0}", "{0} 性价比高的", "实惠的{0}"),
)
_YUAN = ("{1}元以内的{0}", "{0} {1}块钱以内", "{0} 不超过{1}元", "{1}元以下的{0}")


def limited(desk: Desk, thing: Thing, language: int, rng: random.Random) -> tuple[str, Need] | None:
    """A limit near the price of a product of the kind, with or without a property."""
    text, wants = _thing(desk, thing, language, rng)
    prices = sorted(other.price / 100 for other in desk.shelf.by_kind[thing.kind])
    n = len(prices)
    low, middle, high = nice(prices[n // 4]), nice(prices[n // 2]), nice(prices[3 * n // 4])
    how = rng.choice(("up to", "up to", "up to", "from", "between", "around"))
    if how == "up to":
        limit = rng.choice((low, middle, high))
        return rng.choice(_UP_TO[language]).format(text, limit), Need((thing.kind,), wants, high=limit * 100)
    if how == "from":
        return rng.choice(_FROM[language]).format(text, middle), Need((thing.kind,), wants, low=middle * 100)
    if how == "between" and low < high:
        need = Need((thing.kind,), wants, low=low * 100, high=high * 100)
        return rng.choice(_BETWEEN[language]).format(text, low, high), need
    span = (round(middle * (1 - AROUND) * 100), round(middle * (1 + AROUND) * 100))
    return rng.choice(_AROUND[language]).format(text, middle), Need((thing.kind,), wants, low=span[0], high=span[1])


def limited_in_yuan(desk: Desk, thing: Thing, language: int, rng: random.Random) -> tuple[str, Need] | None:
    """ "300元以内的双肩包"."""
    text, wants = _thing(desk, thing, language, rng)
    prices = sorted(other.price / 100 for other in desk.shelf.by_kind[thing.kind])
    limit = nice(prices[rng.choice((len(prices) // 3, 2 * len(prices) // 3))] * YUAN_A_DOLLAR)
    need = Need((thing.kind,), wants, high=int(limit / YUAN_A_DOLLAR * 100))
    return rng.choice(_YUAN).format(text, limit), need


def cheap(desk: Desk, thing: Thing, language: int, rng: random.Random) -> tuple[str, Need] | None:
    text, wants = _thing(desk, thing, language, rng)
    return rng.choice(_CHEAP[language]).format(text), Need((thing.kind,), wants, wish="cheap")


def good_value(desk: Desk, thing: Thing, language: int, rng: random.Random) -> tuple[str, Need] | None:
    text, wants = _thing(desk, thing, language, rng)
    return rng.choice(_VALUE[language]).format(text), Need((thing.kind,), wants, wish="value")


def nice(amount: float) -> int:
    """The next amount that people say: 5s to 100, 10s to 300, 50s to 1,000, 100s above."""
    step = 5 if amount <= 100 else 10 if amount <= 300 else 50 if amount <= 1000 else 100
    return max(step, round(amount / step) * step)


def _thing(desk: Desk, thing: Thing, language: int, rng: random.Random) -> tuple[str, dict[str, tuple[str, ...]]]:
    """A noun, half of the time with a color or a material."""
    name = rng.choice(("", "", "color", "material"))
    text = desk.sayings[thing.kind].described(thing, (name,), language, rng) if name else ""
    if text:
        return text, {name: (thing.facts[name],)}
    return desk.sayings[thing.kind].noun(language, rng), {}
