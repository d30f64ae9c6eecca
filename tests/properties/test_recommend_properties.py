"""What the recommenders work out in few steps is what one gets by going through everything."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from omnishelf.recommend.asking import asked
from omnishelf.recommend.blend import BUCKETS, Blend, bucket, heights
from omnishelf.recommend.content import Content
from omnishelf.recommend.factors import Factors
from omnishelf.recommend.items import Items
from omnishelf.recommend.neighbours import Neighbours
from omnishelf.recommend.popular import DEPTH, Popular
from omnishelf.recommend.port import UNSAID, Act, Asked, Request
from omnishelf.recommend.select import best

SEEDS = st.integers(0, 2**32 - 1)


def drawn_scores(random: np.random.Generator) -> np.ndarray:
    """Up to 600, many of them equal, some or nearly all unsaid; 0, where all may be."""
    n = int(random.integers(0, 600))
    scores = random.integers(0, random.choice([3, 40, 10_000]), n).astype(np.float32)
    scores[random.random(n) < random.choice([0.0, 0.3, 0.97, 1.0])] = UNSAID
    return scores


@settings(max_examples=150, deadline=None)
@given(SEEDS, st.sampled_from([-1, 0, 1, 2, 7, 40, 700]))
def test_the_best_are_those_of_a_whole_sort(seed: int, n: int) -> None:
    """By falling score, of equal ones the first place; what is unsaid never."""
    scores = drawn_scores(np.random.default_rng(seed))
    whole = [i for i in sorted(range(len(scores)), key=lambda i: (-scores[i], i)) if scores[i] > UNSAID]
    assert best(scores, n).tolist() == whole[: max(0, n)]


@settings(max_examples=150, deadline=None)
@given(SEEDS, st.sampled_from([1, 2, 7, 40, 700]))
def test_heights_are_those_of_a_whole_sort(seed: int, depth: int) -> None:
    """The best `depth`, ties for the last place to the first ones, between 0 and 1 by their scores."""
    scores = drawn_scores(np.random.default_rng(seed))
    places, high = heights(scores, depth)
    whole = [i for i in sorted(range(len(scores)), key=lambda i: (-scores[i], i)) if scores[i] > UNSAID][:depth]
    assert sorted(places.tolist()) == sorted(whole)
    if whole:
        low, span = scores[whole[-1]], scores[whole[0]] - scores[whole[-1]]
        wanted = {i: (scores[i] - low) / span if span else 1.0 for i in whole}
        assert dict(zip(places.tolist(), high.tolist(), strict=True)) == wanted


def shop(random: np.random.Generator, n: int = 40) -> Items:
    """Products with a text vector, of which some have none, and a label."""
    text = random.normal(size=(n, 6)).astype(np.float32)
    text[random.random(n) < 0.2] = 0
    tags = tuple((f"a={value}",) if value else () for value in random.integers(0, 4, n).tolist())
    return Items(ids=tuple(f"p{i:02}" for i in range(n)), text=text, tags=tags)


def somebody(random: np.random.Generator, items: Items) -> Asked:
    """Some acts, one rejection, some products that may not be shown."""
    acts = [Act(items.ids[i], float(random.integers(1, 5)), at=-1000.0 * k) for k, i in enumerate(random.integers(0, 40, 9))]
    excluded = frozenset(items.ids[i] for i in random.integers(0, 40, 8).tolist())
    return asked(Request(history=tuple(acts[::-1]), rejected=frozenset({"p03"}), excluded=excluded, now=1e5), items)


def neighbours(random: np.random.Generator, items: Items) -> tuple[Neighbours, np.ndarray]:
    """Rows of different lengths, and the whole matrix; 0 where one item says nothing of another."""
    dense = random.normal(size=(len(items), len(items))).astype(np.float32)
    dense[random.random(dense.shape) < 0.8] = 0
    row, column = np.nonzero(dense)
    return Neighbours.of(items, row, column, dense[row, column], decay=0.8), dense


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_neighbours_speak_as_the_whole_matrix_does(seed: int) -> None:
    """Scores are what each product of the shopper's says, times its weight, less what the rejected one says; the reason is the
    loudest of the liked."""
    random = np.random.default_rng(seed)
    items = shop(random)
    model, dense = neighbours(random, items)
    one = somebody(random, items)
    weight: dict[int, float] = {}
    for after, (place, worth) in enumerate(zip(one.items[::-1].tolist(), one.weights[::-1].tolist(), strict=True)):
        weight[place] = weight.get(place, 0.0) + worth * 0.8**after
    told = {**weight, 3: -1.0}
    scores = model.scores(one)
    for item in range(len(items)):
        if any(dense[place, item] for place in told):
            assert np.isclose(scores[item], sum(w * dense[place, item] for place, w in told.items()), atol=1e-4)
        else:
            assert scores[item] == UNSAID
    for item, reason in enumerate(model.because(one, np.arange(len(items)))):
        loudest = max(weight, key=lambda place: weight[place] * dense[place, item])
        if weight[loudest] * dense[loudest, item] > 0:
            assert reason.product_id == items.ids[loudest]
        else:
            assert reason.product_id == ""


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_reasons_name_the_largest_part_of_a_score(seed: int) -> None:
    """Of all products at once, for each: what the shopper did that adds most to it, or nothing where nothing adds. Parts of
    content are inner products by weight; of factors, those into which the solution comes apart."""
    random = np.random.default_rng(seed)
    items = shop(random)
    vectors = random.normal(size=(len(items), 5)).astype(np.float32)
    vectors[random.random(len(items)) < 0.2] = 0
    one, every = somebody(random, items), np.arange(len(items))
    content, factors = Content(items, decay=1.0), Factors(items, vectors, 1.0, 5.0)
    weight = np.bincount(one.items, one.weights, minlength=len(items))
    confidence = np.where(weight > 0, 1 + 5.0 * weight, 0.0)
    left = vectors.T @ vectors + np.eye(5) + (vectors.T * 5.0 * weight) @ vectors
    cases = (
        (content, (content.vectors @ content.vectors.T) * weight),
        (factors, vectors @ np.linalg.inv(left) @ vectors.T * confidence),
    )
    for model, parts in cases:
        for own, reason in zip(parts, model.because(one, every), strict=True):
            assert (own[items.place[reason.product_id]] if reason.product_id else 0.0) >= own.max() - 1e-4
    silent = Factors(items, np.zeros_like(vectors), 1.0, 5.0)
    assert {reason.product_id for reason in silent.because(one, every)} == {""}


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_factors_score_by_the_shopper_that_explains_the_history_best(seed: int) -> None:
    """Hu, Koren and Volinsky's equation 4, solved over all products instead of over those of the history; no word of an item
    that nobody had."""
    random = np.random.default_rng(seed)
    items = shop(random)
    vectors = random.normal(size=(len(items), 5)).astype(np.float32)
    vectors[7] = 0
    model, one = Factors(items, vectors, 1.0, 5.0), somebody(random, items)
    wants, trust = np.zeros(len(items)), np.ones(len(items))
    for place, worth in zip(one.items.tolist(), one.weights.tolist(), strict=True):
        wants[place], trust[place] = 1.0, trust[place] + 5.0 * worth
    left = vectors.T @ (trust[:, None] * vectors) + np.eye(5)
    shopper = np.linalg.solve(left, vectors.T @ (trust * wants))
    scores = model.scores(one)
    assert scores[7] == UNSAID
    assert np.allclose(np.delete(scores, 7), np.delete(vectors @ shopper, 7), atol=1e-3)


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_a_blend_is_the_sum_of_its_parts_by_hand(seed: int) -> None:
    """weight x height of each part, over what may be shown; asked again, also after its parts were, it says the same."""
    random = np.random.default_rng(seed)
    items = shop(random)
    parts = {"content": Content(items), "item-item": neighbours(random, items)[0]}
    blend = Blend(items, parts, random.random((BUCKETS, 2)).astype(np.float32))
    one = somebody(random, items)
    out = {*one.items.tolist(), 3, *(items.place[id] for id in one.request.excluded)}
    wanted: dict[int, float] = {}
    for part, weight in zip(parts.values(), blend.weights[bucket(one)].tolist(), strict=True):
        said = {i: float(s) for i, s in enumerate(part.scores(one).tolist()) if s > UNSAID and i not in out}
        low, high = min(said.values(), default=0.0), max(said.values(), default=0.0)
        for i, score in said.items():
            wanted[i] = wanted.get(i, 0.0) + weight * ((score - low) / (high - low) if high > low else 1.0)
    for _ in range(2):
        scores = blend.scores(one)
        assert set(np.flatnonzero(scores > UNSAID).tolist()) == set(wanted)
        assert all(np.isclose(scores[i], value, atol=1e-5) for i, value in wanted.items())


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_shares_of_a_segment_are_drawn_to_those_of_the_shop(seed: int) -> None:
    """(own + DEPTH x the shop's share) / (all own + DEPTH); nothing of what nobody wants; who is told may write on it."""
    random = np.random.default_rng(seed)
    total, own = random.integers(0, 9, 12).astype(np.float32), random.integers(0, 4, 12).astype(np.float32)
    items = Items(ids=tuple(f"p{i}" for i in range(12)))
    popular = Popular(items, total, ("new",), own[None])
    share = total / max(total.sum(), 1e-9)
    for segment, shown in (("", share), ("new", (own + DEPTH * share) / (own.sum() + DEPTH))):
        scores = popular.scores(asked(Request(segment=segment), items))
        assert np.allclose(scores[total > 0], shown[total > 0])
        assert set(scores[total <= 0].tolist()) <= {UNSAID}
        scores[:] = 7
        assert not (popular.scores(asked(Request(segment=segment), items)) == 7).any()
