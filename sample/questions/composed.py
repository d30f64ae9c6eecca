"""Questions that are a photo and words which change it: "like this but in red", "同款但要蓝色"."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

from sample.questions.draw import CODES, Desk, rng_of
from sample.questions.phrases import article, without
from sample.questions.prices import nice
from sample.questions.rule import Need, grades
from sample.questions.shelf import Thing
from sample.questions.topic import MOST, Topic
from sample.shots.plan import Shot
from sample.wording import ENGLISH

GOOD = 3
"""The least grade that some product must reach for a question to be asked."""

LIKE = (
    ("something like this", "similar {0}", "one like this", "this kind of {0}"),
    ("类似的{0}", "跟这个差不多的", "类似款", "这种{0}"),
)
RECOLOR = (
    ("like this but in {1}", "same but {1}", "this {0} in {1}", "do you have this in {1}?", "the same one, only {1}"),
    ("同款但要{1}", "这款有{1}的吗", "一样的{0}，要{1}的", "换成{1}", "想要这个的{1}款"),
)
REMAKE = (
    ("like this but {1}", "similar {0} made of {1}", "the same in {1}"),
    ("类似的，要{1}的", "同款{1}的有吗", "这种{0}，{1}做的"),
)
CHEAPER = (
    ("cheaper than this", "like this but cheaper", "a cheaper {0} like this", "same style, lower price"),
    ("比这个便宜的", "类似的但是更便宜", "跟这个差不多但便宜点的{0}", "同款平价替代"),
)
LIMITED = (("like this under ${1}", "similar {0} below ${1}"), ("类似的，{1}美元以内", "这种{0} {1}美元以下"))
NOT_SO = (
    ("like this but not {1}", "similar {0}, no {1}", "like this, anything but {1}"),
    ("类似的，不要{1}的", "跟这个差不多的{0}，不要{1}"),
)
SAME_COLOR = (
    ("{0} in this color", "{0} in the same color as this", "{0} that matches this"),
    ("这个颜色的{0}", "跟这个同色的{0}", "配这个颜色的{0}"),
)
FOR_USE = (("like this {1}", "similar {0} {1}"), ("类似的，{1}{0}", "这种款式，{1}"))

Asking = tuple[str, tuple[str, ...], Need]
"""(text, unwanted, need)"""
Writer = Callable[[Desk, Thing, int, random.Random], Asking | None]


def composed(desk: Desk, shots: Sequence[Shot]) -> Iterator[Topic]:
    """All of them, without ids; every photo is used about equally often."""
    for phenomenon, quota, writer in (
        ("other color", 72, recolored),
        ("other material", 36, remade),
        ("cheaper", 36, cheaper),
        ("limit", 26, limited),
        ("unwanted in words", 30, unwanted_in_words),
        ("unwanted field", 36, unwanted_field),
        ("color of this", 36, same_color),
        ("use", 24, for_use),
    ):
        yield from write(desk, phenomenon, quota, writer, shots)


def write(desk: Desk, phenomenon: str, quota: int, writer: Writer, shots: Sequence[Shot]) -> Iterator[Topic]:
    """At most `quota`, the languages in turn."""
    order = sorted(shots, key=lambda shot: rng_of(phenomenon, shot.product).random())
    for number, shot in enumerate(order):
        if quota <= 0:
            return
        thing, rng, language = desk.shelf[shot.product], rng_of(phenomenon, shot.product, "ask"), number % 2
        asking = writer(desk, thing, language, rng)
        if asking is None:
            continue
        text, unwanted, need = asking
        if answerable(desk, need):
            quota -= 1
            yield Topic("", "composed", phenomenon, thing.group, need, CODES[language], text, unwanted, shot.file)


def answerable(desk: Desk, need: Need) -> bool:
    """Something good exists, and not too much of the best."""
    given = list(grades(need, desk.shelf).values())
    return max(given, default=0) >= GOOD and given.count(3) <= MOST


def recolored(desk: Desk, thing: Thing, language: int, rng: random.Random) -> Asking | None:
    """A color in which the very design is sold."""
    others = {t.facts["color"] for t in desk.shelf.by_kind[thing.kind] if t.group == thing.group} - {thing.facts["color"]}
    return _changed(desk, thing, language, rng, "color", others, RECOLOR, "design")


def remade(desk: Desk, thing: Thing, language: int, rng: random.Random) -> Asking | None:
    """A material in which the shape is sold."""
    alike = (t for t in desk.shelf.by_kind[thing.kind] if t.facts["shape"] == thing.facts["shape"])
    others = {t.facts["material"] for t in alike} - {thing.facts["material"]}
    return _changed(desk, thing, language, rng, "material", others, REMAKE, "shape")


def cheaper(desk: Desk, thing: Thing, language: int, rng: random.Random) -> Asking | None:
    """The engine has to know what the thing on the photo costs."""
    text = rng.choice(CHEAPER[language]).format(_noun(desk, thing, language, rng))
    return text, (), Need((thing.kind,), high=thing.price - 1, photo=thing.id, like="shape")


def limited(desk: Desk, thing: Thing, language: int, rng: random.Random) -> Asking | None:
    prices = sorted(t.price / 100 for t in desk.shelf.by_kind[thing.kind])
    limit = nice(prices[len(prices) // rng.choice((2, 3))])
    text = rng.choice(LIMITED[language]).format(_noun(desk, thing, language, rng), limit)
    return text, (), Need((thing.kind,), high=limit * 100, photo=thing.id, like="shape")


def unwanted_in_words(desk: Desk, thing: Thing, language: int, rng: random.Random) -> Asking | None:
    """Like the thing on the photo, without something that it has."""
    found = _own_value(desk, thing, language, rng)
    if not found:
        return None
    name, said = found
    text = rng.choice(NOT_SO[language]).format(_noun(desk, thing, language, rng), said)
    return text, (), _not_so(thing, name)


def unwanted_field(desk: Desk, thing: Thing, language: int, rng: random.Random) -> Asking | None:
    """The same, said in the field for unwanted things."""
    found = _own_value(desk, thing, language, rng)
    if not found:
        return None
    name, said = found
    return rng.choice(LIKE[language]).format(_noun(desk, thing, language, rng)), (said,), _not_so(thing, name)


def same_color(desk: Desk, thing: Thing, language: int, rng: random.Random) -> Asking | None:
    """Another kind of thing, in the color of the photographed one."""
    color = thing.facts["color"]
    kinds = sorted({t.kind for t in desk.shelf if t.facts["color"] == color} - {thing.kind})
    if not kinds:
        return None
    kind = rng.choice(kinds)
    noun = desk.sayings[kind].noun(language, rng)
    text = rng.choice(SAME_COLOR[language]).format(article(noun) if language == ENGLISH else noun)
    return text, (), Need((kind,), photo=thing.id, like="color")


def for_use(desk: Desk, thing: Thing, language: int, rng: random.Random) -> Asking | None:
    uses = sorted({t.facts["use"] for t in desk.shelf.by_kind[thing.kind]})
    use = rng.choice(uses)
    sayings = desk.sayings[thing.kind]
    text = rng.choice(FOR_USE[language]).format(sayings.noun(language, rng), sayings.purpose(use, language))
    return text, (), Need((thing.kind,), {"use": (use,)}, photo=thing.id, like="shape")


def _changed(
    desk: Desk,
    thing: Thing,
    language: int,
    rng: random.Random,
    name: str,
    values: set[str],
    skeletons: tuple[tuple[str, ...], tuple[str, ...]],
    like: str,
) -> Asking | None:
    value = rng.choice(sorted(values)) if values else ""
    said = desk.sayings[thing.kind].value(name, value, language) if value else ""
    if not said:
        return None
    text = rng.choice(skeletons[language]).format(_noun(desk, thing, language, rng), said)
    return text, (), Need((thing.kind,), {name: (value,)}, photo=thing.id, like=like)  # type: ignore[arg-type]


def _own_value(desk: Desk, thing: Thing, language: int, rng: random.Random) -> tuple[str, str] | None:
    """A property of the thing that others of its kind lack: (its name, how it is said)."""
    sayings = desk.sayings[thing.kind]
    names = [n for n in ("color", "material", "pattern") if sayings.value(n, thing.facts[n], language)]
    if not names:
        return None
    name = rng.choice(names)
    return name, without(name, thing.facts[name], sayings.value(name, thing.facts[name], language), language)


def _not_so(thing: Thing, name: str) -> Need:
    return Need((thing.kind,), unwanted={name: (thing.facts[name],)}, photo=thing.id, like="shape")


def _noun(desk: Desk, thing: Thing, language: int, rng: random.Random) -> str:
    return desk.sayings[thing.kind].noun(language, rng)
