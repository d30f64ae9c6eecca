"""What is bought again, and when: a kettle is not, coffee is as soon as it runs out.

How often and how soon is learnt from purchases (learn/rebuy.py). The same two numbers serve twice: as the rule that keeps what
was bought off the page until it is due, and as a recommender of what is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.items import Items, moved
from omnishelf.recommend.port import UNSAID, Asked, Context, Floats, Ints, Reason, Why

CONSUMABLE = 0.15
"""Share of purchases of a product that were followed by another of the same shopper: from here on it is bought again."""
FADE = 4.0
"""Usual gaps beyond the first after which a shopper who did not come back for it is half as likely to."""
EARLY = 0.7
"""Share of the usual gap after which it is due: some shoppers are quicker than half of them."""


@dataclass(frozen=True, slots=True)
class Again:
    """Attributes:
    rate: [items] chance that who bought it buys it again.
    gap: [items] days between two purchases, the median.
    half_life: days after which a purchase counts half.
    trust: power of the rate: 0 believes the shopper's own purchases alone.
    urgency: power of how due it is: 0 recommends for the coming weeks, 1 for today.
    """

    items: Items
    rate: Floats
    gap: Floats
    half_life: float = 90.0
    trust: float = 1.0
    urgency: float = 1.0
    kind: ClassVar[str] = "again"

    def due(self, asked: Asked) -> NDArray[np.bool_]:
        """[items] bought before, a consumable, and long enough ago."""
        count, days = self._bought(asked)
        return (count > 0) & (self.rate >= CONSUMABLE) & (days >= EARLY * self.gap)

    def scores(self, asked: Asked) -> Floats:
        """rate ** trust x faded purchases x how due it is ** urgency; unsaid of what was never bought, and on product pages."""
        count, days = self._bought(asked)
        if asked.request.context in (Context.SIMILAR, Context.TOGETHER):
            return np.full(len(self.items), UNSAID, np.float32)
        ratio = days / np.maximum(self.gap, 0.5)
        ready = np.minimum(1.0, ratio / EARLY) * 0.5 ** (np.maximum(0.0, ratio - 1) / FADE)
        faded = 0.5 ** (asked.days[asked.bought] / self.half_life)
        habit = np.bincount(asked.items[asked.bought], faded, minlength=len(self.items))
        score = self.rate**self.trust * habit * ready**self.urgency
        return np.where(count > 0, score, UNSAID).astype(np.float32)

    def because(self, asked: Asked, items: Ints) -> tuple[Reason, ...]:
        return tuple(self._because(asked, item) for item in items.tolist())

    def _because(self, asked: Asked, item: int) -> Reason:
        bought = self._bought(asked)[0][item] > 0
        return Reason(Why.DUE_AGAIN, self.items.ids[item]) if bought else Reason(Why.POPULAR)

    def _bought(self, asked: Asked) -> tuple[Floats, Floats]:
        """[items] purchases of each, and days since the last one (0 where there is none)."""
        own = asked.items[asked.bought]
        count = np.bincount(own, minlength=len(self.items)).astype(np.float32)
        days = np.full(len(self.items), np.inf, np.float32)
        np.minimum.at(days, own, asked.days[asked.bought])
        return count, np.where(count > 0, days, 0).astype(np.float32)

    def onto(self, items: Items) -> Self:
        gap = moved(self.gap, self.items, items, fill=1.0)
        return type(self)(items, moved(self.rate, self.items, items), gap, self.half_life, self.trust, self.urgency)

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        return {"rate": self.rate, "gap": self.gap, "settings": np.array([self.half_life, self.trust, self.urgency])}

    @classmethod
    def load(cls, items: Items, arrays: Mapping[str, NDArray[Any]]) -> Self:
        return cls(items, arrays["rate"], arrays["gap"], *arrays["settings"].tolist())
