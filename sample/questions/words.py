"""Questions in words: what each phenomenon asks, and how many of it there are."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from sample.questions import prices, spoilt
from sample.questions.draw import Desk, Writer, rng_of, write
from sample.questions.phrases import singly, without
from sample.questions.rule import Need
from sample.questions.shelf import Thing
from sample.questions.topic import Topic
from sample.wording import CHINESE, ENGLISH

HERE = Path(__file__).parent

COMBINATIONS = (
    ("color",),
    ("material",),
    ("color", "material"),
    ("pattern",),
    ("color", "style"),
    ("material", "use"),
    ("color", "pattern"),
    ("style", "material"),
    ("color", "material", "use"),
)

QUESTIONS = (
    (
        "do you have {one}?",
        "I am looking for {one}",
        "can you recommend {one}",
        "where can I find {one}?",
        "I would like to buy {one}, any ideas?",
        "which {many} should I get?",
    ),
    (
        "有没有{one}？",
        "想买一款{one}，求推荐",
        "帮我找一下{one}",
        "请问哪里有{one}",
        "给我推荐几款{one}",
        "{one}哪款好？",
    ),
)
KEYWORDS = ("{0}", "{0}", "{0} online", "buy {0}"), ("{0}", "{0}", "{0}推荐", "{0} 包邮")


def words(desk: Desk) -> Iterator[Topic]:
    """All of them, without ids."""
    yield from write(desk, "kind", (30, 30), kind_alone)
    yield from write(desk, "attributes", (45, 45), attributes)
    yield from write(desk, "style or use", (18, 18), style_or_use)
    yield from write(desk, "question", (28, 28), question)
    yield from situations(desk)
    yield from synonyms(desk, 28)
    yield from write(desk, "typo", (35, 25), misspelt)
    yield from write(desk, "pinyin", (0, 26), in_pinyin)
    yield from write(desk, "traditional", (0, 26), in_traditional)
    yield from write(desk, "price", (28, 24), prices.limited)
    yield from write(desk, "price in yuan", (0, 16), prices.limited_in_yuan)
    yield from write(desk, "cheap", (14, 14), prices.cheap)
    yield from write(desk, "good value", (10, 10), prices.good_value)
    yield from write(desk, "negation", (30, 30), negation)
    yield from write(desk, "mixed languages", (0, 30), mixed)


def need_of(thing: Thing, names: tuple[str, ...]) -> Need:
    """That kind, with these properties of this product."""
    return Need((thing.kind,), {name: (thing.facts[name],) for name in names})


def attributed(desk: Desk, thing: Thing, language: int, rng: random.Random) -> tuple[str, Need] | None:
    """A noun with one to three properties, plain; the start of most writers below."""
    names = rng.choice(COMBINATIONS)
    text = desk.sayings[thing.kind].described(thing, names, language, rng)
    return (text, need_of(thing, names)) if text else None


def kind_alone(desk: Desk, thing: Thing, language: int, rng: random.Random) -> tuple[str, Need] | None:
    """ "backpack", "双肩包"."""
    noun = rng.choice(desk.sayings[thing.kind].nouns[language])
    return rng.choice(KEYWORDS[language]).format(noun), need_of(thing, ())


def attributes(desk: Desk, thing: Thing, language: int, rng: random.Random) -> tuple[str, Need] | None:
    """ "red leather backpack", "双肩包 红色 皮革"."""
    names = rng.choice(COMBINATIONS[:4] + COMBINATIONS[6:7])
    sayings = desk.sayings[thing.kind]
    text = sayings.described(thing, names, language, rng)
    if text and rng.random() < 0.3:  # as people type who think in keywords: the thing first
        said = [sayings.value(name, thing.facts[name], language) for name in names]
        text = " ".join([sayings.noun(language, rng), *said])
    return (text, need_of(thing, names)) if text else None


def style_or_use(desk: Desk, thing: Thing, language: int, rng: random.Random) -> tuple[str, Need] | None:
    """ "retro mug", "mug for the office", "办公室用的马克杯"."""
    names = rng.choice((("style",), ("use",), ("style", "use")))
    text = desk.sayings[thing.kind].described(thing, names, language, rng)
    return (text, need_of(thing, names)) if text else None


def question(desk: Desk, thing: Thing, language: int, rng: random.Random) -> tuple[str, Need] | None:
    """A whole sentence round two or three properties."""
    names = rng.choice(COMBINATIONS[2:])
    said = desk.sayings[thing.kind].described(thing, names, language, rng)
    if not said:
        return None
    one = singly(said) if language == ENGLISH else said
    return rng.choice(QUESTIONS[language]).format(one=one, many=said), need_of(thing, names)


def negation(desk: Desk, thing: Thing, language: int, rng: random.Random) -> tuple[str, Need] | None:
    """ "sofa, not leather", "不要黑色的椅子": the unwanted value is one that other products of the kind have."""
    sayings = desk.sayings[thing.kind]
    name = rng.choice(("color", "material", "material", "pattern"))
    others = sorted({other.facts[name] for other in desk.shelf.by_kind[thing.kind]} - {thing.facts[name], "plain"})
    value = rng.choice(others) if others else ""
    said = sayings.value(name, value, language) if value else ""
    if not said:
        return None
    wanted = rng.choice([(), ("color",), ("style",), ("use",)])
    wanted = () if name in wanted else wanted
    text = sayings.described(thing, wanted, language, rng) if wanted else sayings.noun(language, rng)
    what = without(name, value, said, language)
    need = Need((thing.kind,), need_of(thing, wanted).wants, {name: (value,)})
    return (rng.choice(_negated(name, language, bool(wanted))).format(text, what), need) if text else None


def _negated(name: str, language: int, described: bool) -> tuple[str, ...]:
    """`described`: the noun has a property before it already, so that the unwanted one had better follow."""
    if language == ENGLISH:
        if name == "pattern":
            return "{0} without {1}", "{0}, no {1} please", "{0} no {1}"
        return (
            "{0} not {1}",
            "{0} but not {1}",
            "{0}, anything but {1}",
            "non {1} {0}" if name == "material" and not described else "{0}, not {1}",
        )
    return {
        "color": ("{0} 不要{1}的", "{0}，不要{1}", "除了{1}以外的{0}"),
        "material": (
            "{0} 不要{1}的",
            "{0}，不要{1}" if described else "不要{1}材质的{0}",
            "{0} 别是{1}的" if described else "非{1}{0}",
        ),
        "pattern": ("{0} 不要{1}的", "不带{1}的{0}", "没有{1}的{0}"),
    }[name]


def mixed(desk: Desk, thing: Thing, language: int, rng: random.Random) -> tuple[str, Need] | None:
    """Both languages in one question: "red 双肩包", "北欧 table lamp"."""
    sayings, name = desk.sayings[thing.kind], rng.choice(("color", "material", "style"))
    outer = rng.choice((ENGLISH, CHINESE))
    said = sayings.value(name, thing.facts[name], outer)
    noun = sayings.noun(1 - outer, rng)
    return (f"{said} {noun}", need_of(thing, (name,))) if said else None


def spoiling(spoil: str) -> Writer:
    """A writer whose words are `attributed` ones, made worse by a function of `spoilt`."""

    def writer(desk: Desk, thing: Thing, language: int, rng: random.Random) -> tuple[str, Need] | None:
        written = attributed(desk, thing, language, rng)
        if not written:
            return None
        text, need = written
        how = {
            "slip": lambda: spoilt.slips(text, rng) if language == ENGLISH else spoilt.homophones(text, rng),
            "pinyin": lambda: spoilt.pinyin(text, rng),
            "traditional": lambda: spoilt.traditional(text),
        }[spoil]
        return how(), need

    return writer


misspelt, in_pinyin, in_traditional = spoiling("slip"), spoiling("pinyin"), spoiling("traditional")


def situations(desk: Desk) -> Iterator[Topic]:
    """Every row of situations.tsv that some kind of this catalogue answers, in both languages."""
    for kinds, *said in _table("situations.tsv"):
        present = tuple(kind for kind in kinds.split("|") if kind in desk.shelf.by_kind)
        for language in (ENGLISH, CHINESE):
            topic = desk.topic("situation", language, said[language], Need(present)) if present else None
            if topic:
                yield topic


def synonyms(desk: Desk, quota: int) -> Iterator[Topic]:
    """Names that no title uses: `quota` in each language, alone or with a color."""
    for language in (ENGLISH, CHINESE):
        found = []
        for kind, *said in _table("synonyms.tsv"):
            titles = desk.shelf.title_text[language]
            found += [
                (kind, name) for name in said[language].split("|") if kind in desk.shelf.by_kind and name.lower() not in titles
            ]
        rng_of("synonyms", language).shuffle(found)
        written = filter(None, (_synonym(desk, kind, name, language) for kind, name in found))
        yield from (topic for topic, _ in zip(written, range(quota), strict=False))


def _synonym(desk: Desk, kind: str, name: str, language: int) -> Topic | None:
    rng = rng_of("synonym", language, name)
    thing = rng.choice(desk.shelf.by_kind[kind])
    names: tuple[str, ...] = ("color",) if rng.random() < 0.5 and (language == CHINESE or " " not in name) else ()
    color = desk.sayings[kind].value("color", thing.facts["color"], language) if names else ""
    text = f"{color}{' ' if color and language == ENGLISH else ''}{name}"
    return desk.topic("synonym", language, text, need_of(thing, names))


def _table(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
