"""What stands around the recommenders: rules, variety, the floor for new products, the blend, exploration, places."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from omnishelf.domain.errors import BadInput
from omnishelf.learn import item_item, train_blend
from omnishelf.learn.interactions import Interactions
from omnishelf.learn.popularity import fit_again, fit_popular
from omnishelf.learn.train_recommenders import Settings, train
from omnishelf.recommend.adviser import Adviser
from omnishelf.recommend.again import Again
from omnishelf.recommend.blend import BUCKETS, Blend, heights
from omnishelf.recommend.content import Content, widest
from omnishelf.recommend.explore import LinUcb, Thompson, filled, slots
from omnishelf.recommend.exposure import Floor, floored, is_new, lacking
from omnishelf.recommend.items import Items
from omnishelf.recommend.popular import Popular
from omnishelf.recommend.port import UNSAID, Act, Asked, Context, Floats, Request, Why
from omnishelf.recommend.saved import load, packed, save, unpacked
from omnishelf.recommend.select import best, recommend
from omnishelf.recommend.variety import Taste, varied
from omnishelf.recommending.published import advising, beside, untrained
from omnishelf.testing.recommender_suite import RecommenderSuite, interactions, items, looked_at
from omnishelf.testing.recommender_suite.checkerboard import DAY, ITEMS, NOW


class TestBlend(RecommenderSuite):
    """The blend keeps the port as its parts do."""

    new_items = True

    def make(self, given: Interactions, items: Items) -> Blend:
        parts = {"popular": fit_popular(given, items), "content": Content(items), "item-item": item_item.fit(given, items)}
        weights = np.array(([[1, 0, 0]] + [[0.01, 0.5, 1]] * 6) * 2, np.float32)
        return Blend(items, parts, weights)


def test_the_blend_learns_whom_to_believe() -> None:
    """Where what came next is always of the shopper's colour, popularity is left aside; who has done nothing gets it."""
    given, board = interactions(), items()
    parts = {"popular": fit_popular(given, board), "item-item": item_item.fit(given, board)}
    cases = [(Request(history=looked_at(c, c + 4, c + 8), now=NOW), [c + 2 + 2 * k]) for c in (0, 1) for k in range(3)] * 20
    blend = train_blend.fit(parts, cases)
    assert blend.weights[2][1] > 3 * blend.weights[2][0]
    assert recommend(blend, Request(now=NOW))[0].reason.why is Why.POPULAR


def test_heights_have_no_scale() -> None:
    """The best stands at 1, the last of the depth at 0, whatever the scale; what is unsaid is left out."""
    scores = np.array([UNSAID, 3, 1, 2, UNSAID], np.float32)
    places, high = heights(scores)
    assert dict(zip(places.tolist(), high.tolist(), strict=True)) == {1: 1.0, 2: 0.0, 3: 0.5}
    assert np.array_equal(heights(scores * 1000)[1], high)
    assert set(heights(scores, 2)[0].tolist()) == {1, 3}


def test_ties_at_the_edge_of_heights_go_to_the_first_places() -> None:
    """Of products that share the last place within the depth, those that stand first in the catalogue are candidates."""
    places, high = heights(np.array([1, 5, 1, 1, 3, 1], np.float32), 4)
    assert dict(zip(places.tolist(), high.tolist(), strict=True)) == {1: 1.0, 4: 0.5, 0: 0.0, 2: 0.0}


def test_a_part_without_weight_names_nothing() -> None:
    """Where only what everybody wants counts, what is like the shopper's own is no candidate, and no reason either."""
    board = items()
    popular = Popular(board, np.eye(1, ITEMS, 5, dtype=np.float32)[0], (), np.zeros((0, ITEMS), np.float32))
    weights = np.array([[1, 0]] * BUCKETS, np.float32)
    found = recommend(
        Blend(board, {"popular": popular, "content": Content(board)}, weights), Request(history=looked_at(0), n=9)
    )
    assert [(r.product_id, r.reason.why) for r in found] == [("p05", Why.POPULAR)]


def test_what_no_part_lifts_has_no_reason_of_its_own() -> None:
    """Of three white squares the last stands at 0: the part adds nothing to it, so nothing of the shopper's is the reason."""
    blend = Blend(items(), {"content": Content(items())}, np.ones((BUCKETS, 1), np.float32))
    found = recommend(blend, Request(history=looked_at(0), now=NOW, among=frozenset({"p02", "p04", "p06"})))
    assert [one.reason.why for one in found] == [Why.LOOKED_AT, Why.LOOKED_AT, Why.POPULAR]
    assert found[-1].score == 0


def test_a_blend_lets_come_again_what_is_due() -> None:
    """What was bought is shown for nobody's but the word of the part that knows when it runs out."""
    again = coffee_and_kettle()
    blend = Blend(again.items, {"again": again}, np.ones((BUCKETS, 1), np.float32))
    request = Request(history=(Act("coffee", 4.0, NOW - 18 * DAY, True), Act("kettle", 4.0, NOW - 18 * DAY, True)), now=NOW)
    assert [r.product_id for r in recommend(blend, request, again)] == ["coffee"]


def test_ties_go_to_the_first_place() -> None:
    """Equal scores come in the order of the catalogue, also at the edge of n."""
    assert best(np.array([1, 2, 2, 2, 0], np.float32), 2).tolist() == [1, 2]
    assert best(np.array([UNSAID, UNSAID], np.float32), 5).tolist() == []


def coffee_and_kettle() -> Again:
    return Again(
        Items(ids=("coffee", "kettle", "tea")), np.array([0.8, 0.01, 0.5], np.float32), np.array([20, 300, 30], np.float32)
    )


def test_durable_goods_are_not_bought_again_and_consumables_when_due() -> None:
    """A kettle never comes again; coffee after most of its twenty days, not after three; and the reason says so."""
    again = coffee_and_kettle()
    bought = lambda days: tuple(Act(id, 4.0, NOW - days * DAY, True) for id in ("coffee", "kettle"))  # noqa: E731
    assert recommend(again, Request(history=bought(3), now=NOW), again) == ()
    (found,) = recommend(again, Request(history=bought(18), now=NOW), again)
    assert (found.product_id, found.reason.why) == ("coffee", Why.DUE_AGAIN)


def test_rates_and_gaps_are_learnt() -> None:
    """What everybody buys each tenth day has a high rate and a gap of ten days; what nobody bought twice a low rate."""
    rows = [(s, 0, 10.0 * k) for s in range(30) for k in range(8)] + [(s, 1, 1.0 * s) for s in range(30)]
    shopper, item, day = (np.array(column) for column in zip(*rows, strict=True))
    weight = np.full(len(rows), 4.0, np.float32)
    again = fit_again(Interactions.of(shopper, item, day * DAY, items=2, weight=weight), Items(ids=("milk", "ladder")))
    assert again.gap[0] == 10
    assert again.rate[0] > 0.9 > 0.3 > again.rate[1]


def test_together_is_of_baskets() -> None:
    """Printer and ink are in one basket, the desk in another of the same shopper: only ink goes with the printer."""
    shopper, item, basket = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 1, 2] * 2), np.array([0, 0, 1, 2, 2, 3])
    given = Interactions.of(shopper, item, np.arange(6.0), items=3, weight=np.full(6, 4, np.float32), basket=basket)
    found = recommend(
        item_item.fit_together(given, Items(ids=("printer", "ink", "desk"))),
        Request(context=Context.TOGETHER, product_id="printer"),
    )
    assert [(r.product_id, r.reason.why, r.reason.product_id) for r in found] == [("ink", Why.WITH_THIS, "printer")]


def test_one_basket_is_an_accident() -> None:
    """What lay together once does not go together: it could not be called often."""
    given = Interactions.of(
        np.array([0, 0]),
        np.array([0, 1]),
        np.arange(2.0),
        items=2,
        weight=np.full(2, 4, np.float32),
        basket=np.zeros(2, np.int64),
    )
    together = item_item.fit_together(given, Items(ids=("knife", "backpack")))
    assert recommend(together, Request(context=Context.TOGETHER, product_id="knife")) == ()


def test_popularity_fades_and_knows_segments() -> None:
    """A product of today beats one with twice the clicks of a year ago; a segment's favourite comes first for its members."""
    time = np.array([0, 0, 365, 365, 365, 365]) * DAY
    shopper, item = np.array([0, 1, 0, 1, 2, 3]), np.array([0, 0, 1, 1, 1, 2])
    given = Interactions.of(shopper, item, time, items=3, segment=("a", "a", "a", "b"))
    popular = fit_popular(given, Items(ids=("old", "new", "niche")))
    assert [r.product_id for r in recommend(popular, Request())] == ["new", "niche", "old"]
    heavy = replace(popular, by_segment=popular.by_segment * 1000)
    found = recommend(heavy, Request(segment="b"))
    assert (found[0].product_id, found[0].reason.why) == ("niche", Why.POPULAR_IN_SEGMENT)


def test_variety_puts_another_kind_among_equals() -> None:
    """Of three twins and one other almost as good, the other comes second; without diversity it comes last."""
    scores = np.array([1.0, 0.99, 0.98, 0.95, 0.0], np.float32)
    vectors = np.array([[1, 0], [1, 0], [1, 0], [0, 1], [0, 1]], np.float32)
    assert varied(scores, vectors, 3, Taste(diversity=0.3)).tolist() == [0, 3, 1]
    assert varied(scores, vectors, 3, Taste(diversity=0.0)).tolist() == [0, 1, 2]
    popularity = np.array([1000, 0, 0, 0, 0], np.float32)
    assert varied(scores, vectors, 1, Taste(0.0, novelty=0.5), popularity).tolist() == [1]


def test_new_products_have_a_floor() -> None:
    """Of ten places one is a new product's, the best of them, at the end; one that was shown enough has none."""
    born = np.full(20, 0.0)
    born[15:18] = NOW - 5 * DAY
    shop = Items(ids=tuple(f"p{i:02}" for i in range(20)), born=born)
    new = is_new(shop, NOW, Floor(), np.array([0] * 16 + [999] + [0] * 3))
    assert np.flatnonzero(new).tolist() == [15, 17]
    scores = np.arange(20, dtype=np.float32)
    assert floored(np.arange(10), scores, new, 10, Floor(0.1)).tolist() == [*range(9), 17]
    assert floored(np.arange(10), scores, new, 10, Floor(0.0)).tolist() == list(range(10))
    shares = [len(set(floored(np.arange(10), scores, new, 10, Floor(0.05), turn).tolist()) & {15, 17}) for turn in range(1000)]
    assert np.mean(shares) == pytest.approx(0.5)


def test_thompson_learns_the_better_and_says_its_chances() -> None:
    """After a hundred impressions of each it shows the one that is clicked; propensities are shares of draws."""
    bandit: Thompson = Thompson(np.zeros(2), np.zeros(2))
    for k in range(100):
        bandit = bandit.learnt(0, np.zeros(1), clicked=k % 2 == 0).learnt(1, np.zeros(1), clicked=k % 20 == 0)
    random = np.random.default_rng(1)
    drawn = [bandit.draw(np.array([0, 1]), np.array([0.2, 0.2]), np.zeros((2, 1)), random) for _ in range(50)]
    assert sum(one.item == 0 for one in drawn) >= 48
    assert all(one.propensity > 0.9 for one in drawn if one.item == 0)


def test_propensities_are_the_chances() -> None:
    """Of two products not yet tried each is drawn about as often as its propensity says."""
    bandit, random = Thompson(np.zeros(2), np.zeros(2)), np.random.default_rng(1)
    drawn = [bandit.draw(np.array([0, 1]), np.array([0.3, 0.2]), np.zeros((2, 1)), random) for _ in range(400)]
    first = [one for one in drawn if one.item == 0]
    assert len(first) / 400 == pytest.approx(np.mean([one.propensity for one in first]), abs=0.06)


def test_weighing_by_propensities_counts_every_product_once() -> None:
    """What inverse propensity estimates rest on: over many draws 1 / propensity adds up to 1 a draw for each product, also for
    one that is seldom shown."""
    bandit, random = Thompson(np.array([40.0, 10.0, 4.0]), np.array([60.0, 60.0, 60.0])), np.random.default_rng(2)
    sums = np.zeros(3)
    for _ in range(4000):
        one = bandit.draw(np.arange(3), np.array([0.3, 0.2, 0.1]), np.zeros((3, 1)), random)
        sums[one.item] += 1 / one.propensity
    np.testing.assert_allclose(sums / 4000, 1.0, atol=0.2)


def test_linucb_prefers_what_it_knows_least_among_equals() -> None:
    """Of two equally good features the one never tried is chosen, with the chance that the even draws leave it."""
    bandit = LinUcb.of(2, even=0.2)
    for k in range(50):
        bandit = bandit.learnt(0, np.array([1.0, 0.0]), clicked=k % 5 == 0)
    features, random = np.eye(2), np.random.default_rng(1)
    drawn = [bandit.draw(np.array([0, 1]), np.zeros(2), features, random) for _ in range(300)]
    chances = {one.item: one.propensity for one in drawn}
    assert chances == pytest.approx({0: 0.1, 1: 0.9})
    assert np.mean([one.item for one in drawn]) == pytest.approx(0.9, abs=0.05)
    exact = np.linalg.inv(np.eye(2) + 50 * np.outer([1, 0], [1, 0]))
    assert np.allclose(bandit.inverse, exact)


def test_places_are_set_aside_in_their_share_and_never_the_first() -> None:
    """A share of .15 of ten places is one or two, half of the time each; what was drawn stands there and nowhere else."""
    counts = [len(slots(10, 0.15, turn)) for turn in range(1000)]
    assert set(counts) == {1, 2}
    assert np.mean(counts) == pytest.approx(1.5)
    assert slots(1, 1.0, 0) == ()
    drawn = Thompson(np.zeros(9), np.zeros(9)).draw(np.array([7]), np.array([0.1]), np.zeros((1, 1)), np.random.default_rng(1))
    assert filled([7, 1, 2, 3], [drawn], [3]) == [(1, 1.0), (2, 1.0), (3, 1.0), (7, 1.0)]


@pytest.fixture(scope="module")
def trained() -> Adviser:
    made = train(interactions(), items(), Settings(held=10, without=frozenset({"sequence", "als"})))
    again = made["again"]
    assert isinstance(again, Again)
    return Adviser(items(), made, again, Taste(diversity=0.0))


def test_few_products_are_told_apart_as_many_are() -> None:
    """The directions come from whichever side is smaller, and keep the same inner products; rows of one kind have but one."""
    few = np.random.default_rng(1).standard_normal((12, 40)).astype(np.float32)
    many = np.concatenate([few] * 5)  # the same directions, found from the other side
    kept = [rows @ widest(rows, 8) for rows in (few, many[:60])]
    assert np.allclose(kept[0] @ kept[0].T, (kept[1] @ kept[1].T)[:12, :12], atol=1e-3)
    same = np.ones((3, 40), np.float32)
    assert np.allclose(same @ widest(same, 2) @ (same @ widest(same, 2)).T, 40, atol=1e-3)


def test_what_products_are_like_is_found_once(trained: Adviser) -> None:
    """It takes seconds in a shop of thousands, for which a first visitor would wait: counting anew what is popular is cheap."""
    fresh = untrained(items())
    content = fresh.recommenders["content"]
    assert isinstance(content, Content)
    assert fresh.vectors is content.vectors
    assert beside(fresh, popular_now=trained.recommenders["popular"]).vectors is fresh.vectors
    other = Adviser(items(), {"content": replace(content, shares=(1.0, 0.0, 0.0))})
    assert np.array_equal(other.vectors, fresh.vectors)


def test_what_a_blend_shares_is_held_once(trained: Adviser) -> None:
    """Read from a file and brought over another catalogue, its parts are the recommenders beside it; one that was learnt
    otherwise stays its own, and so does one that nothing stands beside."""
    assert isinstance(trained.recommenders["content"], Content)
    other = replace(trained.recommenders["content"], decay=0.5)
    alone = {name: one for name, one in trained.recommenders.items() if name != "popular"}
    kept = unpacked(packed({**alone, "content": other}))
    for known in (kept, advising(kept, items(ITEMS + 2)).recommenders):
        blend = known["blend"]
        assert isinstance(blend, Blend)
        assert blend.items is known["again"].items
        assert {name for name, part in blend.parts.items() if part is known.get(name)} == {*blend.parts} - {
            "content",
            "popular",
        }
        assert (blend.parts["content"].decay, known["content"].decay) == (0.9, 0.5)  # type: ignore[attr-defined]


def test_a_request_is_scored_once(trained: Adviser) -> None:
    """By the blend, for the place and for the floor of new products: what is like what the shopper likes is asked once, and
    once more for the next request."""
    asks: list[Asked] = []

    class Counted(Content):
        def scores(self, asked: Asked) -> Floats:
            asks.append(asked)
            return super().scores(asked)

    today = replace(items(), born=np.full(ITEMS, NOW - DAY))
    content = Counted(today)
    blend = Blend(today, {"content": content}, np.ones((BUCKETS, 1), np.float32))
    adviser = Adviser(today, {"blend": blend, "content": content}, floor=Floor(0.5))
    request = Request(history=looked_at(0, 4), now=NOW, n=ITEMS)
    assert adviser.recommend(request) == adviser.recommend(request)
    assert len(asks) == 2


def test_new_products_that_have_their_places_move_nothing(trained: Adviser) -> None:
    """Where those chosen are new already, the answer is that of no floor; where one of two is lacking, one comes."""
    assert [lacking(np.array(own), 10, Floor(0.2)) for own in ([True, True, True], [True, False], [])] == [-1, 1, 2]
    request = Request(history=looked_at(0, 4), now=NOW, n=5)
    today = replace(items(), born=np.full(ITEMS, NOW - DAY))
    plain, fair = (replace(trained.onto(today), floor=Floor(share=share)) for share in (0.0, 0.4))
    assert plain.recommend(request) == fair.recommend(request)


def test_every_place_has_an_answer(trained: Adviser) -> None:
    """A stranger on the home page gets what is popular, a product's page its like, the cart what goes with it."""
    stranger = trained.recommend(Request(now=NOW, n=5))
    assert [r.reason.why for r in stranger] == [Why.POPULAR] * 5
    similar = trained.recommend(Request(now=NOW, n=5, context=Context.SIMILAR, product_id="p03"))
    assert {(int(r.product_id[1:]) % 2, r.reason.product_id) for r in similar} == {(1, "p03")}
    cart = trained.recommend(Request(now=NOW, n=3, context=Context.CART, cart=("p04",)))
    assert cart[0].reason.why is Why.IN_CART
    assert "p04" not in {r.product_id for r in cart}


def test_a_product_of_this_morning_is_on_the_home_page(trained: Adviser) -> None:
    """Over the catalogue of today a new white product has its place for who likes white."""
    today = replace(items(ITEMS + 2), born=np.array([0.0] * ITEMS + [NOW - DAY] * 2))
    adviser = replace(trained.onto(today), floor=Floor(share=0.2))
    found = adviser.recommend(Request(history=looked_at(0, 4), now=NOW, n=5))
    assert "p24" in {r.product_id for r in found}


def test_files_of_another_format_are_refused(tmp_path: Path, trained: Adviser) -> None:
    """What was saved is read back whole, blend and all; another format number is refused with what to do."""
    save(tmp_path / "all.npz", trained.recommenders)
    again = load(tmp_path / "all.npz")
    request = Request(history=looked_at(1, 5), now=NOW)
    assert list(again) == list(trained.recommenders)
    assert recommend(again["blend"], request) == recommend(trained.recommenders["blend"], request)
    with pytest.raises(BadInput, match="format 2"):
        unpacked({**packed(trained.recommenders), "format": np.array(2)})
