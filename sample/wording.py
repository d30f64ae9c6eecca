"""Filling a kind's own sentences: fields, articles, casing, and the tidying that missing attributes make necessary."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from sample.brands import BRANDS, MODELS, Brand
from sample.kind import Pair
from sample.plan import Item

PATTERNS: dict[str, Pair] = {
    "": ("", ""),
    "stripes": ("striped", "条纹"),
    "pinstripes": ("pinstriped", "细条纹"),
    "checks": ("checked", "格子"),
    "dots": ("polka dot", "波点"),
    "zigzag": ("zigzag", "波浪纹"),
    "floral": ("floral", "碎花"),
    "speckle": ("speckled", "泼点"),
    "geometric": ("geometric", "几何"),
    "border": ("bordered", "镶边"),
    "medallion": ("medallion", "团花"),
    "colour block": ("color-block", "撞色"),
    "gradient": ("ombre", "渐变"),
}

ENGLISH, CHINESE = 0, 1


@dataclass(frozen=True)
class Facts:
    """What is true of a product and may be said, each as (English, Chinese)."""

    brand: Brand
    model: Pair
    colour: Pair
    material: Pair
    pattern: Pair
    family: Pair
    style: Pair
    use: Pair
    size: Pair
    feature: Pair


def facts(item: Item) -> Facts:
    """Chosen by the group, so that colour variants agree on everything but colour."""
    rng, kind, design = item.group_rng("facts"), item.kind, item.design
    return Facts(
        brand=BRANDS[rng.choice(kind.brands)],
        model=rng.choice(MODELS),
        colour=(design.colour.name, design.colour.zh),
        material=(design.stuff.name, design.stuff.zh),
        pattern=PATTERNS[design.pattern],
        family=next(family for family in kind.families if family[0] == design.family),
        style=rng.choice(kind.words.styles),
        use=rng.choice(kind.words.uses),
        size=design.size,
        feature=rng.choice(kind.words.features),
    )


def fill(skeleton: str, item: Item, said: Facts, language: int, rng: random.Random) -> str:
    """One skeleton with its fields filled in one language."""
    nouns = item.kind.words.nouns[language]
    noun = nouns[0] if rng.random() < 0.5 else rng.choice(nouns)
    colour = item.design.colour
    shades = (
        (colour.shades_en if language == ENGLISH else colour.shades_zh)
        if said.colour[0] == colour.name
        else (said.colour[language],)
    )
    words = {
        name: getattr(said, name)[language]
        for name in ("model", "colour", "material", "pattern", "family", "style", "use", "size", "feature")
    }
    noun = noun.format(family=said.family[language])
    words |= {"brand": said.brand.name if language == ENGLISH else said.brand.zh, "noun": noun, "shade": rng.choice(shades)}
    words |= {name.capitalize(): _capital(word) for name, word in words.items()}
    text = skeleton.format(**words)
    return _tidy_english(text) if language == ENGLISH else _tidy_chinese(text)


def title(item: Item, said: Facts, language: int, *, claim: str = "") -> str:
    """A title in the brand's way of writing. Which skeleton is the seller's whim; colour variants differ in it too.

    Args:
        claim: "colour" or "material": only skeletons that state it.
    """
    rng = item.rng(f"title{language}")
    claims = {"colour": ("{colour}", "{Colour}", "{shade}", "{Shade}"), "material": ("{material}", "{Material}")}.get(
        claim, ("",)
    )
    skeletons = [s for s in item.kind.words.titles[language] if any(mark in s for mark in claims)]
    text = fill(rng.choice(skeletons), item, said, language, rng)
    return _cased(text, said.brand) if language == ENGLISH else text


def description(item: Item, said: Facts, language: int) -> str:
    """The selling line and two or three of the kind's sentences."""
    rng, words = item.rng(f"story{language}"), item.kind.words
    stories = words.stories[language]
    picked = sorted(rng.sample(range(len(stories)), min(len(stories), rng.choice((2, 3)))))
    sentences = [rng.choice(words.lines[language]), *(stories[i] for i in picked)]
    return (" " if language == ENGLISH else "").join(fill(s, item, said, language, rng) for s in sentences)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cased(text: str, brand: Brand) -> str:
    if brand.casing == "title":
        small = {"and", "or", "of", "in", "with", "for", "the", "a", "an", "to", "on", "by", "ml", "cm", "mm", "kg", "mL"}
        return " ".join(w if w in small or not w[:1].islower() else _capital(w) for w in text.split(" "))
    if brand.casing == "lower":
        return text
    return _capital(text)


def _tidy_english(text: str) -> str:
    text = re.sub(r"\(\s*\)", "", text)
    text = re.sub(r"\s+([,.;:!?])", r"\1", re.sub(r"\s{2,}", " ", text))
    text = re.sub(r"\b([Aa]) (?=[aeioAEIO])", r"\1n ", text)  # "a orange mug"; "u" keeps "a": "a USB port"
    return _capital(text.strip(" ,-")) if text[:1] == " " else text.strip(" ,-")


def _tidy_chinese(text: str) -> str:
    return re.sub(r"\s{2,}", " ", text).strip(" ，,-")
