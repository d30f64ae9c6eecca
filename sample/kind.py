"""What a kind of product is: one value a file in `sample/kinds/`, holding its shapes, its looks and its words."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sample.finish import Finish
from sample.palette import PALETTE, Colour
from sample.shapes import Part

Pair = tuple[str, str]
"""The same thing in English and in Chinese."""


@dataclass(frozen=True)
class View:
    """Where the camera stands.

    Attributes:
        azimuth: degrees; 0 faces the product, positive walks to the viewer's right.
        elevation: degrees above the horizon.
        tilt: degrees by which the product is first turned about x (90 lays an upright thing on its back).
        spin: degrees by which it is then turned about z.
        hangs: no floor: the product hangs before a wall.
    """

    azimuth: float = 0.0
    elevation: float = 15.0
    tilt: float = 0.0
    spin: float = 0.0
    hangs: bool = False


@dataclass(frozen=True)
class Stuff:
    """A material a kind comes in.

    Attributes:
        name: English, as in the feed's `material`; zh: Chinese.
        finish: the renderer's material.
        colours: palette names it is sold in; () means the kind's own list.
        patterns: those it can carry; () means plain only.
    """

    name: str
    zh: str
    finish: str
    colours: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class Words:
    """How a kind is talked about. Fields in braces are filled by `sample.wording`; each kind writes its own sentences.

    Attributes:
        nouns: (English, Chinese) lists of what sellers call it; the first is the usual one.
        styles, uses, features: pairs that hold for any product of the kind.
        titles, lines, stories: (English, Chinese) lists of title skeletons, selling lines and description sentences.
    """

    nouns: tuple[tuple[str, ...], tuple[str, ...]]
    styles: tuple[Pair, ...]
    uses: tuple[Pair, ...]
    features: tuple[Pair, ...]
    titles: tuple[tuple[str, ...], tuple[str, ...]]
    lines: tuple[tuple[str, ...], tuple[str, ...]]
    stories: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Design:
    """One shape in one finish: everything the picture depends on.

    Attributes:
        shape: seed text shared by the colour variants of a design, so that they differ in colour alone.
        family: name of the shape family.
        stuff: its main material.
        colour, accent: main and second colour.
        pattern: "" for plain; repeat: its tiles across the longest side.
        size: the label, for kinds whose shape shows it.
    """

    kind: str
    shape: str
    family: str
    stuff: Stuff
    colour: Colour
    accent: Colour
    pattern: str = ""
    repeat: float = 5.0
    size: Pair = ("", "")

    def vary(self, name: str, low: float, high: float) -> float:
        """A named measure of this shape, uniform in the range and always the same for the same design."""
        return random.Random(f"{self.shape}:{name}").uniform(low, high)

    def choose(self, name: str, options: Sequence[str]) -> str:
        """A named choice, always the same for the same design."""
        return random.Random(f"{self.shape}:{name}").choice(options)

    @property
    def seed(self) -> int:
        return random.Random(self.shape).randrange(10_000)

    @property
    def main(self) -> Finish:
        """The main finish, with its pattern."""
        return Finish(self.stuff.finish, self.colour.hex, self.pattern, self.accent.hex, self.repeat, self.seed)

    @property
    def trim(self) -> Finish:
        """The main material in the accent colour, plain."""
        return Finish(self.stuff.finish, self.accent.hex, seed=self.seed)

    def paint(self, material: str, colour: str = "") -> Finish:
        """Any material; `colour` is a palette name or "#rrggbb", "" for the main colour."""
        tone = PALETTE[colour].hex if colour in PALETTE else (colour or self.colour.hex)
        return Finish(material, tone, seed=self.seed)


@dataclass(frozen=True)
class Kind:
    """A kind of product.

    Attributes:
        number: three digits, part of every product id of the kind; never used for another kind.
        name: canonical English, the kind's label in the truth file.
        path: category from the root, each level in both languages.
        families: shape families, each in both languages ("barrel", "圆肚").
        stuffs: materials it comes in.
        colours: palette names it is sold in.
        sizes: labels in both languages.
        price: (low, high) in whole USD; brand tier and chance choose within.
        brands: names of `sample.brands` that sell it.
        views: main and other view.
        build: design -> parts.
        repeat: pattern tiles across the longest side.
        designs: number of designs; raising it appends products and leaves those before as they are.
        variants: how many colours a design may come in; drawn by lot for each, from this list.
        family_sizes: family -> its own sizes, where they differ from `sizes`.
        paired: the n-th material belongs to the n-th family.
    """

    number: int
    name: str
    path: tuple[Pair, ...]
    families: tuple[Pair, ...]
    stuffs: tuple[Stuff, ...]
    colours: tuple[str, ...]
    sizes: tuple[Pair, ...]
    price: tuple[float, float]
    brands: tuple[str, ...]
    views: tuple[View, View]
    build: Callable[[Design], list[Part]]
    words: Words
    repeat: float = 5.0
    designs: int = 6
    variants: tuple[int, ...] = (1, 2, 2, 3)
    family_sizes: Mapping[str, tuple[Pair, ...]] = field(default_factory=dict)
    paired: bool = False
