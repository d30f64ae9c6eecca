"""The rule: how relevant a product is to a question, 0..3, from the truth alone. docs/benchmark.md says the same in words.

grade = max(0, 3 - cost), and the costs add up:

another kind of thing, an unwanted property, a price outside the limits      3
a wanted color, material, pattern or shape that the product lacks            2
a color beside the wanted one (navy for blue)                                1
a wanted style or use that its maker does not name                           1
"cheap", "good value" missed by a little, by more                            1, 2
"like this photo": the same design costs nothing, the same shape 1, else 2   (and so on: `likeness`)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sample.questions.shelf import Shelf, Thing

FIRM, SOFT = ("color", "material", "pattern", "shape"), ("style", "use")
BEYOND = 3
"""A cost that leaves nothing."""

_NEIGHBOURS = (
    {"blue", "navy"},
    {"blue", "light blue"},
    {"blue", "teal"},
    {"green", "teal"},
    {"gray", "silver"},
    {"beige", "white"},
    {"beige", "tan"},
    {"beige", "natural"},
    {"tan", "natural"},
    {"brown", "tan"},
    {"brown", "walnut"},
    {"gold", "yellow"},
    {"orange", "red"},
    {"pink", "purple"},
)
"""Colors that a shopper takes for each other often enough not to be angry."""

_SORTS = {
    "wood": (
        "wood",
        "spruce",
        "alder",
        "mahogany",
        "maple",
        "bamboo",
        "oak",
        "walnut",
        "beech",
        "birch",
        "pine",
        "acacia",
        "teak",
    ),
    "metal": (
        "metal",
        "painted metal",
        "stainless steel",
        "steel",
        "aluminum",
        "brass",
        "iron",
        "cast iron",
        "carbon steel",
        "chrome",
        "magnesium",
        "magnesium alloy",
        "titanium",
    ),
    "plastic": ("plastic", "glossy plastic", "matte plastic", "polycarbonate", "polypropylene", "ABS"),
    "ceramic": ("ceramic", "porcelain", "stoneware", "terracotta", "bone china"),
    "fabric": ("fabric", "linen", "cotton", "velvet", "wool", "canvas"),
}
"""What a material's everyday name also means: who asks for wood is content with maple, not the other way round."""

Like = Literal["", "self", "design", "shape", "color"]


@dataclass(frozen=True)
class Need:
    """What a question asks for, in the words of the truth file.

    Attributes:
        kinds: any of these.
        wants: property -> values of which one is wanted.
        unwanted: property -> values that rule a product out.
        low, high: limits of the price, US cents, both included; None is open.
        wish: "cheap" or "value" where value for money is wished for.
        photo: id of the product on the photo; "" without one.
        like: what of the photo is meant: the very thing ("self"), its design, its shape, or its color alone.
    """

    kinds: tuple[str, ...]
    wants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unwanted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    low: int | None = None
    high: int | None = None
    wish: Literal["", "cheap", "value"] = ""
    photo: str = ""
    like: Like = ""

    @property
    def key(self) -> str:
        """The same for the same need, however it is worded."""
        wants, unwanted = sorted(self.wants.items()), sorted(self.unwanted.items())
        return repr((sorted(self.kinds), wants, unwanted, self.low, self.high, self.wish, self.photo, self.like))

    def row(self) -> dict[str, Any]:
        """For the topic file: only what is asked."""
        return {name: value for name, value in vars(self).items() if value not in ("", None, {}, ())}


def grade(need: Need, thing: Thing, shelf: Shelf) -> int:
    """0..3."""
    return max(0, 3 - cost(need, thing, shelf))


def grades(need: Need, shelf: Shelf) -> dict[str, int]:
    """Product id -> grade, of all products that have more than 0."""
    found = {thing.id: grade(need, thing, shelf) for kind in need.kinds for thing in shelf.by_kind[kind]}
    return {id: given for id, given in found.items() if given > 0}


def cost(need: Need, thing: Thing, shelf: Shelf) -> int:
    """0 for just what was asked; see the top of this file."""
    if thing.kind not in need.kinds or unwanted(need, thing) or not affordable(need, thing):
        return BEYOND
    total = sum(lacking(name, values, thing.facts[name]) for name, values in need.wants.items())
    total += wishing(need, thing, shelf)
    if need.like:
        total += likeness(need, thing, shelf[need.photo])
    return total


def unwanted(need: Need, thing: Thing) -> bool:
    return any(covers(name, value, thing.facts[name]) for name, values in need.unwanted.items() for value in values)


def affordable(need: Need, thing: Thing) -> bool:
    return (need.low is None or thing.price >= need.low) and (need.high is None or thing.price <= need.high)


def lacking(name: str, values: tuple[str, ...], true: str) -> int:
    """What one wanted property costs."""
    if any(covers(name, value, true) for value in values):
        return 0
    if name in SOFT:
        return 1
    return 1 if name == "color" and any({value, true} in _NEIGHBOURS for value in values) else 2


def covers(name: str, said: str, true: str) -> bool:
    """Whether the property `true` is what people call `said`."""
    return said == true or (name == "material" and true in _SORTS.get(said, ()))


def wishing(need: Need, thing: Thing, shelf: Shelf) -> int:
    """Cheap: the lower third of the kind's prices, then its median. Good value: at most the median and rated 4 or better."""
    third, median = shelf.cheap[thing.kind]
    if need.wish == "cheap":
        return 0 if thing.price <= third else 1 if thing.price <= median else 2
    if need.wish == "value":
        return (thing.price > median) + ((thing.rating or 0.0) < 4.0)
    return 0


def likeness(need: Need, thing: Thing, shown: Thing) -> int:
    """What it costs to differ from the product on the photo, given what of the photo is meant.

    self: the same product 0, its design in another color 1, the same kind, shape and color 2, any other 3.
    design: the same design 0, the same shape 1, any other 2; the color is not compared, for the words ask for another.
    shape: another shape 1, and where the words name no color, another color 1.
    color: like a wanted color.
    """
    same_shape = thing.kind == shown.kind and thing.facts["shape"] == shown.facts["shape"]
    if need.like == "self":
        if thing.id == shown.id:
            return 0
        alike = same_shape and thing.facts["color"] == shown.facts["color"]
        return 1 if thing.group == shown.group else 2 if alike else BEYOND
    if need.like == "design":
        return 0 if thing.group == shown.group else 1 if same_shape else 2
    if need.like == "shape":
        open_color = "color" not in need.wants and "color" not in need.unwanted
        return (not same_shape) + (open_color and thing.facts["color"] != shown.facts["color"])
    return lacking("color", (shown.facts["color"],), thing.facts["color"])
