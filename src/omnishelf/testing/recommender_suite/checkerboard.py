"""A shop whose recommendations anyone can tell: half of the shoppers want the white squares, the other half the black ones.

(The checkerboard is how `implicit` tests its models.)
"""

from __future__ import annotations

import numpy as np

from omnishelf.learn.interactions import BOUGHT, Interactions
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import Act

ITEMS = 24
SHOPPERS = 40
DAY = 86_400.0
NOW = 100 * DAY


def items(count: int = ITEMS) -> Items:
    """Item i is "p<i>", white when i is even; text, picture, category and tags all say so."""
    random = np.random.default_rng(1)
    colour = np.arange(count) % 2
    text = np.eye(2, dtype=np.float32)[colour]
    image = np.concatenate([text, random.normal(size=(count, 2)).astype(np.float32) * 0.2], axis=1)
    names = ("white", "black")
    return Items(
        ids=tuple(f"p{i:02}" for i in range(count)),
        text=text,
        image=image / np.linalg.norm(image, axis=1, keepdims=True),
        category=tuple(names[c] for c in colour),
        brand=tuple(f"brand{c}" for c in colour),
        tags=tuple((f"color={names[c]}",) for c in colour),
        born=np.zeros(count),
    )


def interactions(count: int = ITEMS) -> Interactions:
    """Shopper s had nine squares of the colour s % 2, one a day, and bought every third; a basket is a shopper's purchases.

    Everybody began somewhere else on the board, so that every square was had by many, and the last ones of it by nobody new.
    """
    rows = [
        (s, (2 * ((s // 2 + step) % (count // 2)) + s % 2), (60 + step) * DAY, BOUGHT if step % 3 == 0 else 1.0)
        for s in range(SHOPPERS)
        for step in range(9)
    ]
    shopper, item, time, weight = (np.array(column) for column in zip(*rows, strict=True))
    segment = tuple("white" if s % 2 == 0 else "black" for s in range(SHOPPERS))
    return Interactions.of(
        shopper, item, time, items=count, weight=weight.astype(np.float32), basket=shopper, shoppers=SHOPPERS, segment=segment
    )


def looked_at(*places: int, bought: bool = False) -> tuple[Act, ...]:
    """One act a day, the last one yesterday."""
    days = range(len(places), 0, -1)
    weight = BOUGHT if bought else 1.0
    return tuple(Act(f"p{i:02}", weight, NOW - d * DAY, bought) for i, d in zip(places, days, strict=True))
