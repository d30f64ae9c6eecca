"""The recommendations of a shop: which recommender for which place, and the rules that hold for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.again import Again
from omnishelf.recommend.asking import asked as resolved
from omnishelf.recommend.asking import scored
from omnishelf.recommend.blend import moved_together
from omnishelf.recommend.content import SHARES, Content, described
from omnishelf.recommend.exposure import Floor, floored, is_new, lacking
from omnishelf.recommend.items import NOTHING, Items
from omnishelf.recommend.port import UNSAID, Asked, Context, Floats, Ints, Reason, Recommendation, Recommender, Request, Why
from omnishelf.recommend.select import allowed
from omnishelf.recommend.variants import of_groups, one_a_group
from omnishelf.recommend.variety import POOL, Taste, varied

PLACES: Mapping[Context, tuple[str, ...]] = {
    Context.HOME: ("blend", "content", "popular", "popular-now", "rated"),
    Context.AFTER_SEARCH: ("blend", "content", "popular", "popular-now", "rated"),
    Context.SIMILAR: ("content", "item-item", "popular", "popular-now", "rated"),
    Context.TOGETHER: ("together", "item-item", "popular", "popular-now", "rated"),
    Context.CART: ("together", "item-item", "popular", "popular-now", "rated"),
}
"""Recommenders by name, the first that says anything first; each fills what those before it left empty."""

DEEPER = 4
"""As many times the pool of `varied` is looked at where variants share it."""


@dataclass(frozen=True, slots=True)
class Adviser:
    """Attributes:
    recommenders: by the names that PLACES has; those that were not trained are left out.
    again: what may be bought again, and when.
    shown: [items] impressions so far, for the floor of new products.
    group: [items] number of the group of variants; equal numbers are one product to a shopper. None: there are no variants.
    vectors: [items, d] what each is like, of length 1, see `described`; made where none are given.
    """

    items: Items
    recommenders: Mapping[str, Recommender]
    again: Again | None = None
    taste: Taste = field(default_factory=Taste)
    floor: Floor = field(default_factory=Floor)
    shown: Ints | None = None
    group: Ints | None = None
    vectors: Floats = field(default_factory=lambda: NOTHING, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Seconds for some thousand products: done once, and handed on when something is put beside the recommenders.
        if len(self.vectors) != len(self.items):
            content = self.recommenders.get("content")
            if isinstance(content, Content) and content.items is self.items and content.shares == SHARES:
                object.__setattr__(self, "vectors", content.vectors)
            else:
                object.__setattr__(self, "vectors", described(self.items, SHARES))

    def recommend(self, request: Request, turn: int = 0) -> tuple[Recommendation, ...]:
        """At most `request.n`, best first. `turn`: a number of the answer's own, such as a hash of session and day."""
        asked = resolved(request, self.items)
        may_show = self._open(asked)
        open_ = may_show.copy()
        answer: list[Recommendation] = []
        for name in PLACES[request.context]:
            recommender = self.recommenders.get(name)
            if recommender is None or len(answer) >= request.n:
                continue
            scores = np.where(open_, scored(recommender, asked), UNSAID).astype(np.float32, copy=False)
            if self.group is not None:
                scores = one_a_group(scores, self.group, DEEPER * POOL * request.n)
            order = varied(scores, self.vectors, request.n - len(answer), self.taste)
            answer += [
                Recommendation(self.items.ids[i], float(scores[i]), reason, name)
                for i, reason in zip(order.tolist(), recommender.because(asked, order), strict=True)
            ]
            open_[order] = False
            if self.group is not None:
                open_ &= ~of_groups(self.group, order)
        return tuple(self._with_new(answer, asked, may_show, turn))

    def _open(self, asked: Asked) -> NDArray[np.bool_]:
        """[items] what may be shown: a variant of what may not come for what the shopper did is that thing, too."""
        open_ = allowed(asked, self.items, self.again)
        if self.group is not None:
            own = np.concatenate([asked.items, asked.disliked, asked.cart, np.array([asked.product], np.int64)])
            own = own[own >= 0]
            open_ &= ~of_groups(self.group, own[~open_[own]])
        return open_

    def _with_new(
        self, answer: list[Recommendation], asked: Asked, may_show: NDArray[np.bool_], turn: int
    ) -> list[Recommendation]:
        """New products in their share of the places of the home page: elsewhere the place says what is wanted."""
        request = asked.request
        if request.context is not Context.HOME or not self.floor.share:
            return answer
        new = is_new(self.items, request.now, self.floor, self.shown) & may_show
        order = self.items.places(one.product_id for one in answer)
        if self.group is not None:
            shown = np.isin(np.arange(len(self.items)), order)
            new &= shown | ~of_groups(self.group, order)
        if not new.any() or lacking(new[order], request.n, self.floor, turn) <= 0:
            return answer
        content = self.recommenders.get("content")
        liked = scored(content, asked) if content is not None else np.full(len(self.items), UNSAID, np.float32)
        scores = np.where(new, np.where(np.isfinite(liked), liked, 0), UNSAID).astype(np.float32)
        if self.group is not None:
            scores = one_a_group(scores, self.group, DEEPER * POOL * request.n)
        known = {one.product_id: one for one in answer}
        places = floored(order, scores, new, request.n, self.floor, turn).tolist()
        ids = [(i, self.items.ids[i]) for i in places]
        return [known.get(id) or Recommendation(id, float(scores[i]), Reason(Why.NEW), "new") for i, id in ids]

    def onto(self, items: Items) -> Self:
        """Over the catalogue of this moment, whose variants are not known here."""
        again = None if self.again is None else self.again.onto(items)
        moved = moved_together(self.recommenders, items)
        return replace(self, items=items, recommenders=moved, again=again, shown=None, group=None)
