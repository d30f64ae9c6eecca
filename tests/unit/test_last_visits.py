"""What the blend is taught by, and that it tells who comes back from who is in a visit."""

from __future__ import annotations

import numpy as np
import pytest

from omnishelf.learn import item_item, train_blend
from omnishelf.learn.interactions import BOUGHT, Interactions
from omnishelf.learn.last_visits import Case, kept_apart, last_visit
from omnishelf.learn.popularity import fit_popular
from omnishelf.recommend.asking import asked
from omnishelf.recommend.blend import SIZES, VISIT, Blend, bucket, in_visit
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import Act, Request
from omnishelf.testing.recommender_suite import interactions, items
from omnishelf.testing.recommender_suite.checkerboard import DAY, NOW


def one_shopper(*visits: tuple[int, ...]) -> tuple[Interactions, Items]:
    """A visit a day, an act a minute; and two shoppers of one act, who have nothing to lend."""
    rows = [(0, item, day * DAY + 60.0 * n) for day, visit in enumerate(visits) for n, item in enumerate(visit)]
    rows += [(1, 0, 0.0), (2, 1, 0.0)]
    shopper, item, time = (np.array(column) for column in zip(*rows, strict=True))
    return Interactions.of(shopper, item, time, items=10), Items(ids=tuple(f"p{i}" for i in range(10)))


def whole(cases: list[Case], *, visit: bool) -> list[tuple[list[str], list[int]]]:
    """(history, what came next) of the cases that forget nothing, of one situation."""
    board = Items(ids=tuple(f"p{i}" for i in range(10)))
    kept = [(request, right) for request, right in cases if not request.excluded]
    return [([a.product_id for a in r.history], list(right)) for r, right in kept if in_visit(asked(r, board)) == visit]


def test_the_last_visit_is_unseen_by_those_it_judges() -> None:
    """Of two visits the parts learn from the first; who comes back is asked for all of the second that is new to them."""
    given, board = one_shopper((1, 2, 3), (3, 4, 5))
    learnt, cases = kept_apart(given, board, 10, 1)
    assert learnt.item[learnt.shopper == 0].tolist() == [1, 2, 3]
    assert (["p1", "p2", "p3"], [4, 5]) in whole(cases, visit=False)


def test_who_did_one_thing_lends_nothing() -> None:
    """There would be nothing to ask them by, nor to learn from: whoever is drawn, it is the one who came twice."""
    given, board = one_shopper((1, 2), (3,))
    lent = [kept_apart(given, board, 10, seed) for seed in range(8)]
    assert all(learnt.item[learnt.shopper > 0].tolist() == [0, 1] and cases for learnt, cases in lent)


def test_a_visit_is_cut_after_its_first_act_at_the_earliest() -> None:
    """Before it nobody is in that visit: of two acts the first is history and the second is asked for, however it is drawn."""
    given, board = one_shopper((1,), (2, 3))
    found = [whole(kept_apart(given, board, 10, seed)[1], visit=True) for seed in range(8)]
    assert found == [[(["p1", "p2"], [3])]] * 8


def test_in_a_visit_the_rest_of_it_is_asked_for() -> None:
    """Some acts into the last visit, what is left of it comes next, without what was had before."""
    given, board = one_shopper((1,), (2, 3, 1, 4))
    history, right = whole(kept_apart(given, board, 10, 1)[1], visit=True)[0]
    cut = len(history) - 1
    assert history == ["p1", "p2", "p3", "p1"][: cut + 1]
    assert right == [[3, 4], [4], [4]][cut - 1]


def test_who_came_once_lends_one_act() -> None:
    """Without a visit before it there would be nothing left to learn from: only the last act is kept apart."""
    given, board = one_shopper((1, 2, 3))
    learnt, cases = kept_apart(given, board, 10, 1)
    assert learnt.item[learnt.shopper == 0].tolist() == [1, 2]
    assert whole(cases, visit=True) == [(["p1", "p2"], [3])]
    assert last_visit(np.array([0.0, VISIT, VISIT + 1])) == slice(2, 3)


def test_what_was_forgotten_is_not_offered() -> None:
    """As if newly come, with less of the history: the rest of it is neither asked for nor a candidate, for parts know it:
    not even what the last visit came back to."""
    given, board = one_shopper(*((1 + n % 8,) for n in range(30)), (0, 9, 5))
    found = [kept_apart(given, board, 10, seed)[1] for seed in range(5)]
    short = [(request, right) for cases in found for request, right in cases if request.excluded]
    assert short
    assert all(set(right) <= {0, 9} for _, right in short)
    assert all({f"p{1 + n}" for n in range(8)} <= {*r.excluded, *(a.product_id for a in r.history)} for r, _ in short)


def test_cases_say_who_asks_and_what_they_bought() -> None:
    """Segment and purchases are those of the shopper; what weighs as much as a purchase is one."""
    weight = np.array([1.0, BOUGHT, BOUGHT + 1, 1.0], np.float32)
    given = Interactions.of(
        np.zeros(4, np.int64), np.arange(4), np.array([0.0, 60.0, 120.0, DAY]), items=10, weight=weight, segment=("loyal",)
    )
    request, right = kept_apart(given, Items(ids=tuple(f"p{i}" for i in range(10))), 10, 1)[1][0]
    assert ([act.bought for act in request.history], request.segment, list(right)) == ([False, True, True], "loyal", [3])


@pytest.mark.parametrize(
    ("products", "size"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (7, 3), (8, 4), (16, 5), (31, 5), (32, 6)]
)
def test_buckets_begin_at_their_edges(products: int, size: int) -> None:
    """By different products: one that was looked at twice is one."""
    board = Items(ids=tuple(f"p{i}" for i in range(40)))
    history = tuple(Act(f"p{i}", 1.0, 0.0) for i in (*range(products), *range(products)))
    assert bucket(asked(Request(history=history, now=DAY), board)) == size


def test_few_cases_leave_weights_near_the_centre() -> None:
    """The narrower the prior, the nearer: the same cases move a narrow one by little, and a broad one far."""
    case = train_blend.Case(0, np.eye(2, dtype=np.float32), np.array([1, 0], np.float32))
    narrow, broad = (train_blend.weights([case] * 20, np.ones(2), spread) for spread in (0.05, 5.0))
    assert np.abs(narrow - 1).max() < 0.1
    assert broad[0] > 2 and broad[1] < 0.5


def test_at_most_a_third_of_the_shoppers_lend() -> None:
    """Forty shoppers came back nine times; fourteen of them lend a visit of one act, and ten where ten are the most."""
    given = interactions()
    assert [len(given) - len(kept_apart(given, items(), most, 1)[0]) for most in (2000, 10)] == [14, 10]


def test_who_comes_back_is_told_from_who_is_in_a_visit() -> None:
    """In a visit what came next was of the colour just looked at, on coming back what everybody wants: each learns its own."""
    given, board = interactions(), items()
    favourite = Interactions.of(np.arange(60), np.full(60, 20), np.full(60, 68 * DAY), items=24)
    parts = {"popular": fit_popular(favourite, board), "item-item": item_item.fit(given, board)}
    cases: list[Case] = []
    for place in range(1, 12, 2):
        looked = (Act(f"p{place:02}", 1.0, NOW),)
        cases += [(Request(history=looked, now=NOW + 60), [place + 2]), (Request(history=looked, now=NOW + DAY), [20])] * 20
    blend = train_blend.fit(parts, cases)
    back, inside = (bucket(asked(Request(history=(Act("p01", 1.0, NOW),), now=NOW + wait), board)) for wait in (DAY, 60))
    assert inside == back + SIZES
    assert blend.weights[back][0] > 2 * blend.weights[back][1]
    assert blend.weights[inside][1] > 2 * blend.weights[inside][0]


def test_a_blend_of_before_serves_both_situations_alike() -> None:
    """Weights that were learnt before visits were told apart are read, and hold in a visit and on coming back."""
    board = items()
    parts = {"popular": fit_popular(interactions(), board)}
    old = np.arange(SIZES, dtype=np.float32)[:, None]
    read = Blend.load(board, Blend(board, parts, old).arrays())
    assert read.weights.ravel().tolist() == [*range(SIZES)] * 2


@pytest.mark.parametrize(("seconds", "inside"), [(VISIT, True), (VISIT + 60, False)])
def test_a_visit_ends_after_half_an_hour(seconds: float, inside: bool) -> None:
    """Counted from the newest act; whoever did nothing is in no visit."""
    request = Request(history=(Act("p01", 1.0, NOW - DAY), Act("p02", 1.0, NOW)), now=NOW + seconds)
    assert in_visit(asked(request, items())) is inside
    assert not in_visit(asked(Request(now=NOW), items()))
