"""How a need's parts are said in English and in Chinese, as a shopper types them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cached_property

from sample.kind import Kind, Pair
from sample.palette import PALETTE
from sample.questions.shelf import Thing
from sample.wording import CHINESE, ENGLISH, PATTERNS

_NARROW = {
    "布艺沙发",
    "腰枕",
    "loveseat",
    "desk light",
    "保温杯",
    "school bag",
    "laptop backpack",
    "电脑包",
    "windbreaker",
    "冲锋衣",
    "板鞋",
    "bedside lamp",
    "床头灯",
    "小户型沙发",
    "flask",
    "notebook",
    "笔记本",
    "餐凳",
    "tea mug",
    "seat stool",
    "zip jacket",
}
"""Sellers call the whole kind so, but a shopper who says it means less than the kind, or something else as well."""
_UNASKED = {"magnesium alloy", "magnesium", "polycarbonate", "fabric"}
"""Materials that shoppers do not ask for by name."""
_THE = {
    "office",
    "kitchen",
    "hallway",
    "living room",
    "dining room",
    "dining table",
    "dressing table",
    "entryway",
    "bedroom",
    "bedside",
    "bathroom",
    "balcony",
    "garden",
    "gym",
    "sofa",
    "bed",
    "car",
    "beach",
    "pool",
    "park",
    "patio",
    "desk",
    "nursery",
}
_A = {"classroom", "home office", "reading corner", "café", "window seat", "gift"}
_AS_PATTERN = {
    "striped": ("stripes", "条纹"),
    "pinstriped": ("pinstripes", "细条纹"),
    "checked": ("checks", "格子"),
    "polka dot": ("polka dots", "波点"),
    "zigzag": ("zigzags", "波浪纹"),
    "floral": ("flowers", "碎花"),
    "speckled": ("speckles", "泼点"),
}

_PLURALS = (
    ("mouse", "mice"),
    ("knife", "knives"),
    ("shelf", "shelves"),
    ("luggage", "luggage"),
    ("eyewear", "eyewear"),
    ("ch", "ches"),
    ("sh", "shes"),
    ("ss", "sses"),
    ("x", "xes"),
    ("brolly", "brollies"),
)


class Sayings:
    """Words for one kind's products.

    Args:
        kind: its own words: nouns, materials, styles, uses.
    """

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    @cached_property
    def nouns(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(English, Chinese): the two usual names of the kind that mean all of it."""
        both = []
        for given in self.kind.words.nouns:
            plain = [noun for noun in given if "{" not in noun and noun not in _NARROW]
            both.append(tuple(plain[:2]))
        return both[ENGLISH], both[CHINESE]

    def noun(self, language: int, rng: random.Random) -> str:
        names = self.nouns[language]
        return names[0] if rng.random() < 0.7 else rng.choice(names)

    def value(self, name: str, value: str, language: int) -> str:
        """How a property's true value is said; "" for one that nobody asks for."""
        if name == "color":
            return value if language == ENGLISH else PALETTE[value].zh
        if name == "pattern":
            return "" if value == "plain" else self._pair(PATTERNS.values(), value)[language]
        if name == "material":
            pairs = ((stuff.name, stuff.zh) for stuff in self.kind.stuffs)
            return "" if value in _UNASKED else self._pair(pairs, value)[language]
        return self._pair(self.kind.words.styles if name == "style" else self.kind.words.uses, value)[language]

    def purpose(self, value: str, language: int) -> str:
        """ "for the office", "办公室用的"."""
        said = self.value("use", value, language)
        if language == CHINESE:
            return f"{said}的" if said.endswith("用") else f"{said}用的"
        if said == "gift":
            return "as a gift"
        return f"for {'the ' if said in _THE else 'a ' if said in _A else ''}{said}"

    def described(self, thing: Thing, names: tuple[str, ...], language: int, rng: random.Random) -> str:
        """The noun with these properties before it, and the use where it belongs; "" where one of them cannot be said."""
        said = {name: self.value(name, thing.facts[name], language) for name in names}
        if not all(said.values()):
            return ""
        noun = self.noun(language, rng)
        if any(word.lower() in noun.lower() for word in said.values()):
            return ""  # "canvas canvas shoes"
        if language == ENGLISH:
            before = [said[name] for name in ("style", "color", "pattern", "material") if name in said]
            text = " ".join([*before, noun])
            return f"{text} {self.purpose(thing.facts['use'], ENGLISH)}" if "use" in said else text
        use = self.purpose(thing.facts["use"], CHINESE) if "use" in said else ""
        return use + "".join(said[name] for name in ("style", "color", "pattern", "material") if name in said) + noun

    @staticmethod
    def _pair(pairs: object, value: str) -> Pair:
        found: Mapping[str, str] = dict(pairs)  # type: ignore[call-overload]
        return value, found.get(value, "")


def without(name: str, value: str, said: str, language: int) -> str:
    """What is not wanted, as a thing: "stripes", "leather", "black"."""
    return _AS_PATTERN.get(value, (said, said))[language] if name == "pattern" else said


def paired(noun: str) -> bool:
    """ "sneakers", "headphones": there is no single one."""
    return noun.endswith("s") and not noun.endswith(("ss", "ens"))


def article(noun: str) -> str:
    """ "a mug", "an umbrella", "sneakers"."""
    if paired(noun):
        return noun
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"


def singly(said: str) -> str:
    """The same for a whole phrase: the noun is what stands before "for" or "as"."""
    noun = said.partition(" for ")[0].partition(" as ")[0]
    return article(noun) + said[len(noun) :]


def plural(noun: str) -> str:
    """ "mugs", "watches", "knives", "mice", "sneakers"."""
    if paired(noun):
        return noun
    for ending, many in _PLURALS:
        if noun.endswith(ending):
            return noun.removesuffix(ending) + many
    return noun + "s"
