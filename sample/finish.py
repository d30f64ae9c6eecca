"""What a surface is made of and looks like, in words that both the renderer and the feed's writer understand."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Finish:
    """A finish.

    Attributes:
        material: one of the materials that `sample.materials` can mix ("ceramic", "wood", "canvas", ...).
        colour: sRGB "#rrggbb".
        pattern: "" for plain, or one that `sample.patterns` can draw ("stripes", "dots", "checks", "floral", ...).
        accent: the pattern's second colour, sRGB "#rrggbb".
        repeat: pattern tiles across the product's longest side.
        seed: of the pattern's drawing.
        picture: name of a drawing in `sample.screens` shown on the part ("phone", "laptop", ...), over its whole face.
    """

    material: str
    colour: str
    pattern: str = ""
    accent: str = "#ffffff"
    repeat: float = 5.0
    seed: int = 0
    picture: str = ""

    def of(self, material: str, colour: str = "") -> Finish:
        """Another, plain finish."""
        return Finish(material, colour or self.colour, seed=self.seed)

    def plain(self) -> Finish:
        return replace(self, pattern="", picture="")
