"""What visitors do next: numbers at a moment, calibration, the mixture of kinds, the walk from a log to chances that serve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import log1p
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnishelf.domain.consent import Consent
from omnishelf.domain.errors import BadInput, NotFound
from omnishelf.domain.event import Action, Event
from omnishelf.domain.product import Product
from omnishelf.evaluate.reliability import reliability
from omnishelf.learn import isotonic
from omnishelf.predict import hits, visitor
from omnishelf.predict.chances import fit, of_arrays
from omnishelf.predict.desk import PredictDesk
from omnishelf.predict.hits import Good, Interest, Usual
from omnishelf.predict.moments import read
from omnishelf.predict.next_kind import Case, learn
from omnishelf.predict.published import load
from omnishelf.stores.sql.opening import Stores, open_stores

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
GOODS = {f"{kind}-{n}": Good(kind, 1_000) for kind in ("mug", "lamp", "rug") for n in range(4)}


def act(action: str, at: float, session: str = "s", product: str = "", *, shopper: str = "ann", **more: object) -> Event:
    """`at`: minutes after noon."""
    moment = NOON + timedelta(minutes=at)
    id = f"{shopper}-{session}-{at}-{action}-{product}"
    return Event(id, Action(action), moment, session, shopper, product, **more)  # type: ignore[arg-type]


def test_a_visitor_in_numbers() -> None:
    """Counts are of this visit, what was before is of the past, and times run from the last thing done."""
    told = [
        act("purchase", -60 * 24, "old", "mug-1"),
        act("search", 0),
        act("click", 1, product="mug-1"),
        act("add_to_cart", 2, product="mug-1"),
    ]
    seen = dict(zip(visitor.NAMES, visitor.visitor(told, "s").numbers(NOON + timedelta(minutes=3)), strict=True))
    assert (seen["searches"], seen["in cart"], seen["bought before"], seen["visits before"]) == (log1p(1),) * 4
    assert (seen["clicks a search"], seen["minutes in"], seen["bought a visit"]) == (0.5, log1p(3), 0.5)
    assert seen["seconds since"] == pytest.approx(log1p(60))
    assert seen["days since bought"] == pytest.approx(log1p(1.002), abs=0.001)
    stranger = dict(zip(visitor.NAMES, visitor.visitor([], "s").numbers(NOON), strict=True))
    assert stranger["days since bought"] == log1p(visitor.LONGEST_DAYS)
    assert sum(value for name, value in stranger.items() if "days" not in name) == 0


def test_numbers_are_the_same_in_learning_and_serving() -> None:
    """What the walk of the log notes at a moment is what serving computes from the newest events then."""
    told = [
        act("search", 0, "a", shown=("mug-1", "lamp-1")),
        act("click", 1, "a", "mug-1"),
        act("search", 300, "b", shown=("mug-1",)),
        act("click", 301, "b", "mug-1"),
    ]
    walked = read(told, GOODS)
    for k, event in enumerate(told):
        served = visitor.visitor(told[: k + 1], event.session_id).numbers(event.at)
        assert walked.moments[k].numbers == served


def test_what_came_after_a_moment() -> None:
    """Carts and orders count for every moment before them in the visit; the last moment is the one that was left at."""
    told = [
        act("search", 0, shown=("mug-1", "lamp-1"), query_id="q"),
        act("click", 1, product="lamp-1", query_id="q"),
        act("add_to_cart", 2, product="lamp-1", query_id="q"),
        act("click", 3, product="mug-1", query_id="q"),
        act("view", 4, product="mug-1"),
        act("search", 600, "later"),
    ]
    walked = read(told, GOODS)
    cart, purchase, leave = walked.visits().yes.T.tolist()
    assert (cart, purchase, leave) == ([True, True, False, False], [False] * 4, [False, False, True, True])
    assert walked.pages[0].clicked == [True, True]
    assert [(case.last, case.kind) for case in walked.cases] == [("", "lamp"), ("lamp", "mug")]


def test_a_page_in_numbers() -> None:
    """A product's kind counts by what was clicked, its price against the page's, its clicks against the shop's."""
    usual = Usual()
    for _ in range(40):
        usual.tell(("mug-1", "lamp-1"), "mug-1")
    interest = Interest()
    interest.click("mug-9", "mug")
    rows = hits.numbers(("mug-1", "mug-2", "lamp-1", "unknown"), GOODS, interest, usual, (0.5, 0.0, 0.0))
    mug, other, lamp, unknown = (dict(zip(hits.NAMES, row, strict=True)) for row in rows)
    assert (mug["place"], mug["kind in visit"], mug["odd kind"], lamp["kind in visit"], lamp["odd kind"]) == (1, 1, 0, 0, 1)
    assert mug["usual clicks"] > other["usual clicks"] > lamp["usual clicks"]
    assert other["usual clicks"] == pytest.approx(0.0)
    assert (unknown["price"], mug["price"]) == (0.0, pytest.approx(0.0))


@given(st.lists(st.tuples(st.floats(-5, 5), st.booleans()), min_size=1, max_size=60))
def test_steps_rise_and_keep_the_mean(pairs: list[tuple[float, bool]]) -> None:
    """Isotonic steps never fall, stay between 0 and 1, and their mean over what they were fitted to is near its share."""
    scores, yes = np.array([score for score, _ in pairs]), np.array([hit for _, hit in pairs], bool)
    steps = isotonic.fit(scores, yes)
    assert (np.diff(steps.chance) >= -1e-12).all()
    assert ((steps(scores) >= 0) & (steps(scores) <= 1)).all()


def test_steps_by_hand() -> None:
    """Scores 1, 2, 3, 4 with no, yes, no, yes: the middle two are pooled to a half, before the mean is added to each step."""
    steps = isotonic.fit(np.array([1.0, 2.0, 3.0, 4.0]), np.array([False, True, False, True]))
    assert steps.score.tolist() == [1.0, 2.5, 4.0]
    assert steps.chance.tolist() == [0.25, 0.5, 0.75]


def test_reliability_by_hand() -> None:
    """Two bins of two: said .1 and came a half, said .9 and came all: the gap is (.4 + .1) / 2."""
    found = reliability(np.array([0.1, 0.1, 0.9, 0.9]), np.array([True, False, True, True]), bins=2)
    assert found.ece == pytest.approx(0.25)
    assert found.brier == pytest.approx((0.81 + 0.01 + 0.01 + 0.01) / 4)
    assert found.log_loss == pytest.approx(-(np.log(0.1) + 3 * np.log(0.9)) / 4)


def test_chances_come_as_said() -> None:
    """Learnt from numbers that decide, chances are calibrated on cases that were not seen, and survive being written down."""
    draws = np.random.default_rng(1)
    rows = draws.normal(size=(3_000, 3)).astype(np.float32)
    true = 1 / (1 + np.exp(-(2 * rows[:, 0] * rows[:, 1] - 1)))
    yes = draws.random(3_000) < true
    model = fit(rows[:1_500], yes[:1_500], rows[1_500:2_200], yes[1_500:2_200], ("a", "b", "c"))
    said = model(rows[2_200:])
    assert reliability(said, yes[2_200:]).ece < 0.1
    assert np.corrcoef(said, true[2_200:])[0, 1] > 0.7
    assert of_arrays(model.arrays())(rows[:50]).tolist() == model(rows[:50]).tolist()


def test_the_next_kind() -> None:
    """Where lamps always follow mugs, lamps come after a mug; of a stranger, what everybody clicks; shares sum to 1."""
    cases = [Case("mug", {"mug": 1}, {}, "lamp")] * 60 + [Case("", {}, {}, "mug")] * 90 + [Case("", {}, {}, "rug")] * 30
    model = learn(cases, cases)
    assert model(Case("mug", {"mug": 1}, {}))[0][0] == "lamp"
    assert model(Case("", {}, {}))[0][0] == "mug"
    assert model.shares(Case("rug", {"rug": 2}, {"mug": 1})).sum() == pytest.approx(1.0)
    ((_, sure),) = model(Case("mug", {"mug": 1}, {}), 1)
    assert sure > 0.9


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(f"sqlite:///{tmp_path / 'catalogue.sqlite'}", tmp_path)
    opened.catalogue.put([Product(id, id, category=("All", one.kind)) for id, one in GOODS.items()])
    yield opened
    opened.close()


class Told:
    """What a visitor just did."""

    def __init__(self, *events: Event) -> None:
        self.events = events

    def recent(self, *, shopper_id: str, session_id: str, limit: int) -> tuple[Event, ...]:
        return tuple(reversed(self.events))[:limit]


def history(stores: Stores, visits: int = 500, seed: int = 1) -> None:
    """Shoppers who click what stands first, buy what they put into the cart, and put mugs into it alone."""
    draws, told = np.random.default_rng(seed), []
    kinds = ("mug", "lamp", "rug")
    for k in range(visits):
        own = {"session": f"s{k}", "shopper": f"p{k % 50}"}
        kind, at = kinds[int(draws.integers(3))], k * 60.0
        page = tuple(f"{kind}-{n}" for n in range(4))
        first = page[0] if draws.random() < 0.8 else page[2]
        told.append(act("search", at, **own, shown=page, query_id=f"q{k}"))
        told.append(act("click", at + 1, product=first, **own, query_id=f"q{k}"))
        if kind == "mug" or draws.random() < 0.05:
            told += [act(what, at + 2 + n, product=first, **own) for n, what in enumerate(("add_to_cart", "purchase"))]
        elif draws.random() < 0.6:
            told.append(act("click", at + 5, product=page[1], **own, query_id=f"q{k}"))
    stores.shoppers.agree({f"p{n}": Consent(True, True, NOON) for n in range(50)})
    stores.events.add(told)


def desk(stores: Stores, *events: Event) -> PredictDesk:
    now = NOON + timedelta(minutes=1)
    return PredictDesk(
        models=stores.models,
        log=stores.events,
        recent=Told(*events),
        products=stores.catalogue.get,
        catalogue=lambda: stores.catalogue,
        now=lambda: now,
    )


def test_from_a_log_to_chances(stores: Stores) -> None:
    """Before training nothing is predicted; after it the first place is the likeliest, the kind clicked last comes next, and
    chances are 0..1; learning the same again is no worse; rolled back twice, nothing is predicted."""
    nothing = desk(stores)(shopper_id="", session_id="v", page=("mug-0",))
    assert (nothing.version, nothing.visit, nothing.next, nothing.clicks) == (0, {}, (), {})
    with pytest.raises(BadInput, match="500"):
        desk(stores).teach()
    history(stores)
    taught = desk(stores).teach()
    assert taught.version == 1
    assert taught.tried["click"].published
    assert taught.tried["next"].published
    asked = desk(stores, act("search", 0, "v", shopper="x"), act("click", 0.5, "v", "lamp-0", shopper="x"))
    found = asked(shopper_id="", session_id="v", page=("lamp-0", "lamp-1", "lamp-2", "lamp-3"))
    assert max(found.clicks, key=lambda id: found.clicks[id]) == "lamp-0"
    assert found.next[0][0] == "lamp"
    assert all(0 <= chance <= 1 for chance in (*found.visit.values(), *found.clicks.values(), *dict(found.next).values()))
    assert desk(stores).teach().version == 2
    assert desk(stores).rollback() == (3, 1)
    assert desk(stores).rollback() == (4, 0)
    assert load(stores.models).version == 0
    with pytest.raises(NotFound, match="Nothing"):
        desk(stores).rollback()
