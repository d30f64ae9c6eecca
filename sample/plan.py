"""Which products there are: every kind's designs, each in one or more colours, decided by the seed alone."""

from __future__ import annotations

import importlib
import pkgutil
import random
from collections.abc import Iterator
from dataclasses import dataclass

import sample.kinds
from sample.kind import Design, Kind, Stuff
from sample.palette import PALETTE, Colour

SEED = "omnishelf-sample-1"


@dataclass(frozen=True)
class Item:
    """A product to be drawn and described.

    Attributes:
        id: "OS-" + kind (3 digits) + design (2) + colour variant (1); says nothing to a reader who lacks the plan.
        group: the id without the variant: what colour variants share.
        index, variant: design within the kind, colour within the design, from 0.
    """

    id: str
    group: str
    kind: Kind
    design: Design
    index: int
    variant: int

    def rng(self, purpose: str) -> random.Random:
        """Chances of this product, independent from purpose to purpose."""
        return random.Random(f"{SEED}:{self.id}:{purpose}")

    def group_rng(self, purpose: str) -> random.Random:
        """Chances that colour variants share."""
        return random.Random(f"{SEED}:{self.group}:{purpose}")


def kinds() -> list[Kind]:
    """All kinds, by number."""
    names = [module.name for module in pkgutil.iter_modules(sample.kinds.__path__)]
    found: list[Kind] = [importlib.import_module(f"sample.kinds.{name}").KIND for name in names]
    return sorted(found, key=lambda kind: kind.number)


def items(only: str = "") -> Iterator[Item]:
    """All products in order; `only` names one kind."""
    for kind in kinds():
        if not only or kind.name == only:
            yield from of_kind(kind)


def of_kind(kind: Kind) -> Iterator[Item]:
    """A kind's products: all designs, each in its colours."""
    for index in range(kind.designs):
        rng = random.Random(f"{SEED}:{kind.number}:{index}")
        in_turn = kind.paired or index < len(kind.stuffs)
        stuff = kind.stuffs[index % len(kind.stuffs)] if in_turn else rng.choice(kind.stuffs)
        family = kind.families[index % len(kind.families)][0]
        pattern = rng.choice(stuff.patterns)
        group = f"OS-{kind.number:03d}{index:02d}"
        size = random.Random(f"{SEED}:{group}:size").choice(kind.family_sizes.get(family, kind.sizes))
        colours = _colours(kind, stuff, rng)
        repeat = kind.repeat * rng.choice((0.8, 1.0, 1.25)) if pattern else kind.repeat
        for variant, colour in enumerate(colours):
            accent = PALETTE[colour.accent]
            design = Design(kind.name, f"{SEED}:{group}", family, stuff, colour, accent, pattern, repeat, size)
            yield Item(f"{group}{variant}", group, kind, design, index, variant)


def _colours(kind: Kind, stuff: Stuff, rng: random.Random) -> list[Colour]:
    names = stuff.colours or kind.colours
    return [PALETTE[name] for name in rng.sample(names, min(len(names), rng.choice(kind.variants)))]
