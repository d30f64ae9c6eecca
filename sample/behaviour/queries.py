"""What shoppers type: a kind, sometimes with a wish, in their language and in no fixed order."""

from __future__ import annotations

import numpy as np

from sample.behaviour.shelf import ATTRIBUTES, Shelf
from sample.behaviour.shoppers import Shoppers
from sample.behaviour.visits import Pages

ENGLISH = ("{wish} {kind}", "{wish} {kind}", "{kind} {wish}", "{kind} in {wish}", "{kind}, {wish}")
CHINESE = ("{wish}{kind}", "{wish}{kind}", "{wish} {kind}", "{wish}的{kind}", "{kind} {wish}", "想买{wish}的{kind}")
ENGLISH_PLAIN = ("{kind}", "{kind}", "buy {kind}", "best {kind}", "{kind} for me")
CHINESE_PLAIN = ("{kind}", "{kind}", "{kind}推荐", "买{kind}", "好看的{kind}")


def words(pages: Pages, shelf: Shelf, who: Shoppers, rng: np.random.Generator) -> list[str]:
    """The query of every page; "" for the home page."""
    draws = rng.random(len(pages))
    return [_words(pages, i, draw, shelf, bool(who.chinese[pages.shopper[i]])) for i, draw in enumerate(draws)]


def _words(pages: Pages, i: int, draw: float, shelf: Shelf, chinese: bool) -> str:
    if pages.home[i]:
        return ""
    kind, wish = shelf.kinds[pages.kind[i]], ""
    if pages.wish[i] >= 0:
        wish = shelf.values[ATTRIBUTES[pages.wish[i]]][pages.wished[i]]
    if chinese:
        kind, wish = shelf.words.get(kind, kind), shelf.words.get(wish, wish)
        forms = CHINESE if wish else CHINESE_PLAIN
    else:
        forms = ENGLISH if wish else ENGLISH_PLAIN
    return forms[int(draw * len(forms))].format(kind=kind, wish=wish)
