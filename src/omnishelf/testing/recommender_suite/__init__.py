"""A recommender's contract as tests. A recommender takes it whole:

    class TestMine(RecommenderSuite):
        def make(self, given, items):
            return my_fit(given, items)

`make` learns from interactions and returns what serves; it is asked once a class.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pytest

from omnishelf.learn.interactions import Interactions
from omnishelf.recommend.asking import asked
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import Act, Context, Reason, Recommendation, Recommender, Request, Why
from omnishelf.recommend.saved import packed, unpacked
from omnishelf.recommend.select import recommend
from omnishelf.testing.recommender_suite.checkerboard import ITEMS, NOW, interactions, items, looked_at

OWN = frozenset({Why.LOOKED_AT, Why.BOUGHT, Why.IN_CART, Why.LIKE_THIS, Why.WITH_THIS, Why.DUE_AGAIN})
"""Reasons that name a product."""


class RecommenderSuite:
    """The whole contract."""

    personal: ClassVar[bool] = True
    """Whether it tells shoppers apart by what they did."""
    only_bought: ClassVar[bool] = False
    """Whether it recommends nothing but what was bought before."""
    new_items: ClassVar[bool] = False
    """Whether it recommends products that nobody has looked at yet."""

    def make(self, given: Interactions, items: Items) -> Recommender:
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def recommender(cls) -> Recommender:
        return cls().make(interactions(), items())

    def ask(self, recommender: Recommender, *places: int, **more: object) -> tuple[Recommendation, ...]:
        history = looked_at(*places, bought=self.only_bought)
        return recommend(recommender, Request(history=history, now=NOW, **more))  # type: ignore[arg-type]

    def test_it_keeps_the_port(self, recommender: Recommender) -> None:
        """It is a Recommender, and its scores are one float32 an item, never NaN."""
        assert isinstance(recommender, Recommender)
        scores = recommender.scores(asked(Request(history=looked_at(0, 2, 4), now=NOW), recommender.items))
        assert scores.shape == (ITEMS,)
        assert scores.dtype == np.float32
        assert not np.isnan(scores).any()

    def test_it_knows_the_board(self, recommender: Recommender) -> None:
        """Who had white squares is recommended white ones, and black ones who had black ones."""
        if not self.personal or self.only_bought:
            pytest.skip("it does not tell new products for one shopper from those for another")
        for colour in (0, 1):
            found = self.ask(recommender, 0 + colour, 4 + colour, 8 + colour, n=4)
            assert len(found) == 4
            assert all(int(r.product_id[1:]) % 2 == colour for r in found)

    def test_n_is_kept(self, recommender: Recommender) -> None:
        """At most n come, none twice, best first; none for n = 0."""
        found = self.ask(recommender, 0, 2, n=3)
        assert len(found) <= 3
        assert len({r.product_id for r in found}) == len(found)
        assert [r.score for r in found] == sorted((r.score for r in found), reverse=True)
        assert self.ask(recommender, 0, 2, n=0) == ()

    def test_equal_requests_get_equal_answers(self, recommender: Recommender) -> None:
        """Asked twice, and learnt twice from the same, it answers the same."""
        again = self.make(interactions(), items())
        assert self.ask(recommender, 0, 2, 6) == self.ask(recommender, 0, 2, 6) == self.ask(again, 0, 2, 6)

    def test_nothing_left_out_comes(self, recommender: Recommender) -> None:
        """Rejected, excluded, seen, and in the cart: none of these comes; nor any outside of `among` or the category."""
        everything = frozenset(f"p{i:02}" for i in range(ITEMS))
        rejected, excluded = frozenset({"p10", "p11"}), frozenset({"p12", "p13"})
        found = self.ask(recommender, 0, 2, n=ITEMS, rejected=rejected, excluded=excluded, cart=("p14",), product_id="p16")
        assert not {r.product_id for r in found} & {"p00", "p02", "p14", "p16", *rejected, *excluded}
        assert self.ask(recommender, 0, n=ITEMS, among=frozenset()) == ()
        assert {r.product_id for r in self.ask(recommender, 0, n=ITEMS, among=everything - {"p20"})} <= everything - {"p20"}
        assert {int(r.product_id[1:]) % 2 for r in self.ask(recommender, 0, n=ITEMS, category="white")} <= {0}
        assert self.ask(recommender, 0, n=ITEMS, category="no such category") == ()

    def test_what_is_disliked_never_comes_and_is_no_reason(self, recommender: Recommender) -> None:
        """A product of negative weight is out, though it was liked before, and nothing is recommended because of it."""
        history = (*looked_at(0, 2, 4), Act("p04", -2.0, NOW))
        found = recommend(recommender, Request(history=history, now=NOW, n=ITEMS, seen_again=True))
        assert "p04" not in {r.product_id for r in found}
        assert "p04" not in {r.reason.product_id for r in found}

    def test_strangers_and_strange_products_are_fine(self, recommender: Recommender) -> None:
        """An empty history and ids that the catalogue does not have raise nothing, and change nothing."""
        nobody = recommend(recommender, Request(now=NOW))
        assert nobody == recommend(recommender, Request(history=(Act("gone", 1.0, NOW),), now=NOW, rejected=frozenset({"x"})))
        strange = (Act("gone", 1.0, NOW - 1), *looked_at(0, 2))
        assert recommend(recommender, Request(history=strange, now=NOW)) == recommend(
            recommender, Request(history=looked_at(0, 2), now=NOW)
        )
        for context in Context:
            recommend(recommender, Request(context=context, product_id="gone", cart=("gone",), segment="none", now=NOW))

    def test_reasons_are_true(self, recommender: Recommender) -> None:
        """A reason that names a product names one of the shopper's own, and says truly what was done with it."""
        history = (*looked_at(0, 2, 4), Act("p06", 4.0, NOW - 50 * 86_400, bought=True))
        requests = [
            Request(history=history, now=NOW, seen_again=True, n=ITEMS),
            Request(history=history, now=NOW, context=Context.CART, cart=("p08",), n=ITEMS),
            Request(history=history, now=NOW, context=Context.SIMILAR, product_id="p08", n=ITEMS),
            Request(history=history, now=NOW, context=Context.TOGETHER, product_id="p08", n=ITEMS),
        ]
        for request in requests:
            for found in recommend(recommender, request):
                assert true_of(found.reason, request), f"{found} for {request.context}"

    def test_kept_and_read_again_it_is_the_same(self, recommender: Recommender) -> None:
        """What is saved and loaded gives identical answers, and its arrays hold no objects."""
        arrays = packed({"it": recommender})
        assert all(np.asarray(array).dtype != object for array in arrays.values())
        again = unpacked(arrays)["it"]
        for places in ((), (0,), (1, 3, 5), (0, 2, 4, 6, 8)):
            assert self.ask(recommender, *places) == self.ask(again, *places)

    def test_a_product_that_is_gone_never_comes(self, recommender: Recommender) -> None:
        """Over a catalogue without some products, in another order, only those come that it has."""
        whole = items()
        kept = [i for i in range(ITEMS - 1, -1, -1) if i % 4 != 3]
        smaller = subset(whole, kept)
        moved = recommender.onto(smaller)
        found = self.ask(moved, 0, 4, n=ITEMS, seen_again=True)
        assert {r.product_id for r in found} <= set(smaller.ids)
        assert len(moved.items) == len(kept)

    def test_a_product_of_today(self, recommender: Recommender) -> None:
        """Over a catalogue with a new product, no old one is lost; one that knows features recommends the new one at once."""
        larger = items(ITEMS + 2)
        moved = recommender.onto(larger)
        new = {"p24", "p25"}
        before = {r.product_id for r in self.ask(recommender, 0, 4, n=ITEMS)}
        after = {r.product_id for r in self.ask(moved, 0, 4, n=ITEMS + 2)}
        assert after - new == before
        if self.new_items:
            assert "p24" in after
            places = [r.product_id for r in self.ask(moved, 0, 4, 8, n=ITEMS + 2)]
            assert "p25" not in places or places.index("p24") < places.index("p25")
        else:
            assert not after & new


def true_of(reason: Reason, request: Request) -> bool:
    """Whether the shopper did with the product what the reason says; true for reasons that name none."""
    if reason.why not in OWN:
        return reason.product_id == ""
    acts = [act for act in request.history if act.product_id == reason.product_id]
    match reason.why:
        case Why.LOOKED_AT:
            return bool(acts)
        case Why.BOUGHT | Why.DUE_AGAIN:
            return any(act.bought for act in acts)
        case Why.IN_CART:
            return reason.product_id in request.cart
        case _:
            return reason.product_id == request.product_id


def subset(whole: Items, places: list[int]) -> Items:
    """Those items, in that order."""
    return Items(
        ids=tuple(whole.ids[i] for i in places),
        text=whole.text[places],
        image=whole.image[places],
        category=tuple(whole.category[i] for i in places),
        brand=tuple(whole.brand[i] for i in places),
        tags=tuple(whole.tags[i] for i in places),
        born=whole.born[places],
    )


__all__ = ["OWN", "RecommenderSuite", "interactions", "items", "looked_at", "subset", "true_of"]
