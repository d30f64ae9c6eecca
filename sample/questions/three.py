"""Questions in all three inputs at once: typed words, a photo, and a recording, each with its part of the need."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sample.questions.composed import answerable
from sample.questions.draw import CODES, Desk, rng_of
from sample.questions.phrases import paired, plural
from sample.questions.prices import nice
from sample.questions.rule import Need
from sample.questions.shelf import Thing
from sample.questions.spoken import VOICES, Clip, sayable
from sample.questions.topic import Topic
from sample.shots.plan import Shot
from sample.wording import CHINESE, ENGLISH

SNR_DB = 20
"""Noise in these recordings: a quiet shop."""
CROSSED = 0.25
"""Share of questions that are typed in one language and spoken in the other."""

CAMERA = ("想要购买一款高性价比的相机", "给我推荐一些相机")
"""The promised example: a good-value camera, typed; "recommend me some cameras", spoken; a photo of the shopper's own."""

VALUE = ("I want to buy a good value {0}", "good value {0}"), ("想要购买一款高性价比的{0}", "高性价比的{0}")
RECOMMEND = ("show me some {0} please", "can you recommend some {0}?"), ("给我推荐一些{0}", "帮我看看有什么{0}")
LIMIT = ("{0} under ${1}", "{0} below {1} dollars"), ("{1}美元以内的{0}", "{0} 不超过{1}美元")
IN_COLOR = ("I would like it in {0}", "in {0} please"), ("最好是{0}的", "我想要{0}的")
FOR_USE = ("it is {0}", "I need it {0}"), ("是{0}", "我要{0}")
NOT_COLOR = ("but not {0} please", "anything but {0}"), ("不要{0}的", "但是不要{0}的")


@dataclass(frozen=True)
class Asking:
    """What is typed and what is said, with the part of the need that is not the photo's."""

    typed: str
    said: str
    wants: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unwanted: dict[str, tuple[str, ...]] = field(default_factory=dict)
    high: int | None = None
    value: bool = False


Writer = Callable[[Desk, Thing, int, int, random.Random], Asking | None]
"""(desk, product on the photo, language typed, language spoken, chances)"""


def three(desk: Desk, shots: Sequence[Shot]) -> Iterator[tuple[Topic, Clip]]:
    """All of them, without ids."""
    cameras = [shot for shot in shots if desk.shelf[shot.product].kind == "camera"]
    for phenomenon, quota, writer, on in (
        ("the camera example", 12, camera, cameras),
        ("recommend", 48, recommend, shots),
        ("limit and color", 44, limit_and_color, shots),
        ("material and use", 44, material_and_use, shots),
        ("style, not color", 44, style_not_color, shots),
    ):
        yield from _write(desk, phenomenon, quota, writer, on)


def _write(desk: Desk, phenomenon: str, quota: int, writer: Writer, shots: Sequence[Shot]) -> Iterator[tuple[Topic, Clip]]:
    order = sorted(shots, key=lambda shot: rng_of(phenomenon, shot.product).random())
    for number, shot in enumerate(order):
        if quota <= 0:
            return
        thing, rng, typed = desk.shelf[shot.product], rng_of(phenomenon, shot.product, "ask"), number % 2
        spoken = 1 - typed if rng.random() < CROSSED else typed
        asking = writer(desk, thing, typed, spoken, rng)
        if asking is None:
            continue
        need = Need(
            (thing.kind,),
            asking.wants,
            asking.unwanted,
            high=asking.high,
            wish="value" if asking.value else "",
            photo=thing.id,
            like="shape",
        )
        if not answerable(desk, need):
            continue
        quota -= 1
        language = CHINESE if any("\u4e00" <= sign <= "\u9fff" for sign in asking.said) else ENGLISH
        said = sayable(asking.said, CODES[language])
        clip = Clip(said, CODES[language], rng.randrange(VOICES), SNR_DB)
        written = CHINESE if any("\u4e00" <= sign <= "\u9fff" for sign in asking.typed) else ENGLISH
        mixture = CODES[written] if written == language else f"{CODES[written]}+{CODES[language]}"
        topic = Topic("", "three", phenomenon, thing.group, need, mixture, asking.typed, (), shot.file, clip.file, said)
        yield topic, clip


def camera(desk: Desk, thing: Thing, typed: int, spoken: int, rng: random.Random) -> Asking:
    return Asking(*CAMERA, value=True)


def recommend(desk: Desk, thing: Thing, typed: int, spoken: int, rng: random.Random) -> Asking:
    """The camera example for any kind."""
    sayings = desk.sayings[thing.kind]
    noun, asked = sayings.noun(typed, rng), sayings.noun(spoken, rng)
    said = rng.choice(RECOMMEND[spoken]).format(plural(asked) if spoken == ENGLISH else asked)
    return Asking(_bought(rng.choice(VALUE[typed]), noun), said, value=True)


def limit_and_color(desk: Desk, thing: Thing, typed: int, spoken: int, rng: random.Random) -> Asking | None:
    """A limit in words, a color in speech."""
    things, sayings = desk.shelf.by_kind[thing.kind], desk.sayings[thing.kind]
    limit = nice(sorted(t.price / 100 for t in things)[2 * len(things) // 3])
    colors = sorted({t.facts["color"] for t in things if t.price <= limit * 100})
    if not colors:
        return None
    color = rng.choice(colors)
    return Asking(
        rng.choice(LIMIT[typed]).format(sayings.noun(typed, rng), limit),
        rng.choice(IN_COLOR[spoken]).format(sayings.value("color", color, spoken)),
        {"color": (color,)},
        high=limit * 100,
    )


def material_and_use(desk: Desk, thing: Thing, typed: int, spoken: int, rng: random.Random) -> Asking | None:
    """A material in words, a use in speech; both of one product of the kind."""
    other = rng.choice(desk.shelf.by_kind[thing.kind])
    sayings = desk.sayings[thing.kind]
    text = sayings.described(other, ("material",), typed, rng)
    if not text:
        return None
    said = rng.choice(FOR_USE[spoken]).format(sayings.purpose(other.facts["use"], spoken))
    return Asking(text, said, {"material": (other.facts["material"],), "use": (other.facts["use"],)})


def style_not_color(desk: Desk, thing: Thing, typed: int, spoken: int, rng: random.Random) -> Asking | None:
    """A style in words; in speech, that the photo's color is not wanted."""
    other = rng.choice(desk.shelf.by_kind[thing.kind])
    sayings, color = desk.sayings[thing.kind], thing.facts["color"]
    text = sayings.described(other, ("style",), typed, rng)
    if not text:
        return None
    said = rng.choice(NOT_COLOR[spoken]).format(sayings.value("color", color, spoken))
    return Asking(text, said, {"style": (other.facts["style"],)}, {"color": (color,)})


def _bought(skeleton: str, noun: str) -> str:
    """Without the article before what comes in pairs."""
    return skeleton.replace("a good value", "good value" if paired(noun) else "a good value").format(noun)
