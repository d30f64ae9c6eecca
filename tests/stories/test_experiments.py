"""An experiment from its plan to its results: who sees what, what is counted, what stays hidden, and what is forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from omnishelf.domain.errors import BadInput, NotFound
from omnishelf.domain.experiment import Arm, Experiment, Kind, Metric, State, Tally, Unit, Way
from omnishelf.domain.query import Query, Sort
from omnishelf.domain.result import ResultPage
from omnishelf.domain.rule import Hide, Pin, Rule
from omnishelf.experiments.checking import check
from omnishelf.shop import Shop

OFF = Experiment("taste", (Arm("as it is"), Arm("without", Way(personal=0.0))))
MIXED = Experiment(
    "mixed", (Arm("words"), Arm("meaning", Way(weights={"lexical": 0.0}))), kind=Kind.INTERLEAVING, metric=Metric.PREFERENCE
)
LATER = timedelta(hours=2)


def start(shop: Shop, experiment: Experiment) -> Experiment:
    shop.experiments.put(experiment)
    return shop.experiments.start(experiment.id)


def visit(shop: Shop, arm: str, n: int = 0) -> str:
    """The n-th session that is in this arm of the one experiment that runs."""
    for i in range(200):
        found = shop.experiments.taken(f"visit-{i}", "")
        if found and found.trials[0].arm == arm:
            n -= 1
            if n < 0:
                return f"visit-{i}"
    raise AssertionError(f"none of 200 sessions is in {arm}")


def ids(page: ResultPage) -> list[str]:
    return [hit.product.id for hit in page.hits]


def click(shop: Shop, page: ResultPage, place: int, session: str, **more: object) -> None:
    hit = page.hits[place - 1]
    event = {"action": "click", "product_id": hit.product.id, "session_id": session, "query_id": page.query_id, **more}
    assert shop.tell([event]).faults == []


def rows(shop: Shop, id: str) -> list[Tally]:
    shop.experiments.ledger.flush()
    return [tally for page in shop.experiments.store.tallies(id) for tally in page]


def test_each_arm_is_answered_in_its_way(shop: Shop) -> None:
    """After three blue things, mugs come blue first for a session whose arm reads taste, and as for anybody for one whose arm
    does not; each answer names its arm, and the same session gets the same arm."""
    neutral = ids(shop.search(text="mug"))
    start(shop, OFF)
    answers = {}
    for arm in ("as it is", "without"):
        session = visit(shop, arm)
        for thing in ("backpack", "camera", "lamp"):
            shop.tell([{"action": "click", "product_id": f"blue-{thing}", "session_id": session}])
        page = shop.search(text="mug", session_id=session)
        assert [(trial.experiment, trial.arm) for trial in page.trials] == [("taste", arm)]
        assert ids(shop.search(text="mug", session_id=session)) == ids(page)
        answers[arm] = ids(page)
    assert answers["as it is"][0] == "blue-mug"
    assert answers["without"] == neutral != answers["as it is"]


def test_what_a_visit_does_is_counted(shop: Shop) -> None:
    """Answers, empty ones, clicks with their place, carts and money are those of the visit, and count once its hour is over."""
    start(shop, OFF)
    session = visit(shop, "without")
    first, second = shop.search(text="mug", session_id=session), shop.search(text="red mug", session_id=session)
    shop.search(text="mug", cursor=shop.search(text="mug", size=2, session_id=session).cursor, size=2, session_id=session)
    click(shop, first, 2, session)
    click(shop, first, 1, session)
    click(shop, second, 4, session, position=4)
    shop.tell([{"action": "add_to_cart", "product_id": "red-mug", "session_id": session}])
    shop.tell([{"action": "purchase", "product_id": "red-mug", "session_id": session, "quantity": 2, "price": 500, "id": "o"}])
    shop.tell([{"action": "purchase", "product_id": "red-mug", "session_id": session, "quantity": 2, "price": 500, "id": "o"}])
    shop.tell([{"action": "refund", "product_id": "red-mug", "session_id": session, "quantity": 1, "price": 500}])
    (told,) = rows(shop, "taste")
    assert replace(told, unit=b"", first=datetime.min.replace(tzinfo=UTC)) == Tally(
        unit=b"",
        arm=1,
        first=datetime.min.replace(tzinfo=UTC),
        answers=3,
        clicked=2,
        click_rank=1 / 2 + 1 / 4,
        clicks=3,
        carts=1,
        purchases=1,
        revenue=500,
    )
    assert (shop.experiments.findings("taste").units, shop.experiments.findings("taste").waiting) == ((0, 0), 1)
    shop.experiments.now = lambda: datetime.now(UTC) + LATER
    assert (shop.experiments.findings("taste").units, shop.experiments.findings("taste").waiting) == ((0, 1), 0)


def test_who_is_not_part_is_not_counted(shop: Shop) -> None:
    """Nobody without a session, no browsing, no order of the shopper's own, and no click on somebody else's answer."""
    start(shop, OFF)
    one, other = visit(shop, "without"), visit(shop, "without", 1)
    assert shop.search(text="mug").trials == ()
    assert shop.search(session_id=one).trials == ()
    assert shop.search(text="mug", sort=Sort.PRICE_UP, session_id=one).trials == ()
    assert rows(shop, "taste") == []
    page = shop.search(text="mug", session_id=one)
    shop.search(text="mug", session_id=other)
    click(shop, page, 1, other)
    assert sorted((tally.answers, tally.clicked, tally.clicks) for tally in rows(shop, "taste")) == [(1, 0, 0), (1, 0, 1)]


def test_two_orders_in_one_answer(shop: Shop) -> None:
    """Interleaved, an answer has the products of the first order, each once, explained by addends that sum; asked again it is
    the same; its pages go on where they ended; and clicks count for the order that brought the product."""
    alone = ids(shop.search(text="blue mug"))
    start(shop, MIXED)
    session = "visit-1"
    page = shop.search(text="blue mug", session_id=session, explain=True)
    assert sorted(ids(page)) == sorted(alone)
    assert [(trial.experiment, trial.arm) for trial in page.trials] == [("mixed", "")]
    for hit in page.hits:
        assert sum(part.value for part in hit.why) == pytest.approx(hit.score, abs=1e-6)
    assert [hit.score for hit in page.hits] == sorted((hit.score for hit in page.hits), reverse=True)
    assert ids(shop.search(text="blue mug", session_id=session)) == ids(page)
    paged, cursor = list[str](), ""
    while True:
        part = shop.search(text="blue mug", session_id=session, size=2, cursor=cursor)
        paged += ids(part)
        cursor = part.cursor
        if not cursor:
            break
    assert paged == ids(page)
    click(shop, page, 1, session)
    told = rows(shop, "mixed")[0]
    assert (told.clicks, told.for_first + told.for_second) == (1, 1)
    teams = shop._search.lists.get(page.query_id).teams  # type: ignore[union-attr]
    other = next(place for place, hit in enumerate(page.hits, 1) if teams[hit.product.id] != teams[ids(page)[0]])
    click(shop, page, other, session)
    told = rows(shop, "mixed")[0]
    assert (told.clicks, told.for_first, told.for_second) == (2, 0, 0)


def test_what_the_shop_hides_stays_hidden(shop: Shop) -> None:
    """Whatever the arm, and in interleaved answers too: hidden products never come, pins stay where they are."""
    shop.rules.put([Rule("r", (Hide(("blue-mug",)), Pin("red-mug", 2)))])
    for experiment in (MIXED, replace(OFF, arms=(Arm("a"), Arm("b", Way(weights={"lexical": 0.0, "meaning": 5.0}))))):
        start(shop, experiment)
        for n in range(12):
            page = shop.search(text="blue mug", session_id=f"visit-{n}")
            assert page.trials
            assert "blue-mug" not in ids(page)
            assert ids(page)[1] == "red-mug"
        shop.experiments.stop(experiment.id)


def test_shoppers_take_part_when_they_agree(shop: Shop) -> None:
    """By shopper, only those who agreed to being learnt from are in; their past comes with them, an export says where they are,
    and erasing takes their row away."""
    start(shop, replace(OFF, unit=Unit.SHOPPER, hours=24))
    assert shop.search(text="mug", session_id="s", shopper_id="anna").trials == ()
    shop.behaviour.agree("anna", personal=True, learning=False)
    assert shop.search(text="mug", session_id="s", shopper_id="anna").trials == ()
    shop.behaviour.agree("anna", personal=True)
    before = datetime.now(UTC) - timedelta(days=3)
    for n in range(3):
        bought = {"product_id": "red-mug", "shopper_id": "anna", "at": (before + timedelta(hours=n)).isoformat()}
        shop.tell([{"action": "click", **bought}, {"action": "purchase", "price": 700, **bought}])
    page = shop.search(text="mug", session_id="s", shopper_id="anna")
    click(shop, page, 1, "s", shopper_id="anna")
    (told,) = rows(shop, "taste")
    assert (told.answers, told.clicks, told.clicks_before, told.spent_before) == (1, 1, 3, 2_100)
    assert shop.behaviour.export("anna")["experiments"] == [{"experiment": "taste", "arm": page.trials[0].arm}]
    assert shop.behaviour.erase("anna")["experiments"] == 1
    assert rows(shop, "taste") == []
    assert shop.behaviour.export("anna")["experiments"] is None


def test_an_experiment_is_planned_started_and_stopped(shop: Shop) -> None:
    """A draft changes nothing; running, it cannot be changed or collide with another; stopped, everybody gets the shop's own
    answers, its rows are nobody's, and its results stay."""
    desk = shop.experiments
    desk.put(OFF)
    assert shop.search(text="mug", session_id="s").trials == ()
    running = desk.start("taste")
    assert running.state is State.RUNNING and running.salt
    with pytest.raises(BadInput, match="cannot be changed"):
        desk.put(OFF)
    with pytest.raises(BadInput, match="before"):
        desk.start("taste")
    desk.put(replace(OFF, id="other"))
    with pytest.raises(BadInput, match="changes personal too"):
        desk.start("other")
    desk.put(replace(OFF, id="variety", arms=(Arm("a"), Arm("b", Way(variety=0.0)))))
    desk.start("variety")
    assert [trial.experiment for trial in shop.search(text="mug", session_id="s").trials] == ["taste", "variety"]
    stopped = desk.stop("taste")
    assert (stopped.salt, stopped.state) == ("", State.STOPPED)
    assert [trial.experiment for trial in shop.search(text="mug", session_id="s").trials] == ["variety"]
    assert len(rows(shop, "taste")) == 1
    desk.remove("taste")
    with pytest.raises(NotFound):
        desk.findings("taste")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"arms": (Arm("a"),)}, "2 to 10 arms"),
        ({"arms": (Arm("a"), Arm("a"))}, "names"),
        ({"share": 0.0}, "share"),
        ({"arms": (Arm("a"), Arm("b", share=0.0))}, "share of an arm"),
        ({"metric": Metric.PREFERENCE}, "interleaving"),
        ({"kind": Kind.INTERLEAVING, "arms": (Arm("a"), Arm("b"), Arm("c"))}, "two arms"),
        ({"arms": (Arm("a"), Arm("b", Way(weights={"smell": 1.0})))}, "no signal 'smell'"),
        ({"arms": (Arm("a"), Arm("b", Way(weights={"looks": 11.0})))}, "0 to 10"),
        ({"arms": (Arm("a"), Arm("b", Way(personal=float("nan"))))}, "0 to 1"),
        ({"hours": 0.0}, "hours"),
        ({"id": "a/b"}, "id"),
    ],
)
def test_what_cannot_be_run_is_refused(change: dict[str, object], says: str) -> None:
    """With the reason."""
    with pytest.raises(BadInput, match=says):
        check(replace(OFF, **change))  # type: ignore[arg-type]


def test_a_ranker_of_another_version(shop: Shop) -> None:
    """An arm may be ranked by another version of the learnt ranker, or by none; one that is not there is the linear order."""
    start(shop, replace(OFF, arms=(Arm("a"), Arm("b", Way(ranker=0)), Arm("c", Way(ranker=7)))))
    for n in range(9):
        assert ids(shop._search(Query(text="mug", session_id=f"visit-{n}")))
