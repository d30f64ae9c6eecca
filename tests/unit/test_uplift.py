"""Whom an offer changes: learners on people whose answers are written down, and the measures that judge them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from omnishelf.domain.errors import BadInput, NotFound
from omnishelf.domain.offer import Offer
from omnishelf.evaluate.qini import beyond, gains
from omnishelf.learn.logistic import Line
from omnishelf.learn.uplift import Uplift, contrast, learn, transformed, two_models
from omnishelf.offers.dealing import EXPLORE, chance, dealt
from omnishelf.offers.learnt import Answer, load, publish, rollback
from omnishelf.offers.training import teach
from omnishelf.predict.visitor import NAMES
from omnishelf.stores.offer_tables import encounters
from omnishelf.stores.sql.connect import writing
from omnishelf.stores.sql.event_row import stamp
from omnishelf.stores.sql.opening import Stores, open_stores

NOW = datetime(2026, 6, 1, tzinfo=UTC)
TEN = Offer("ten", (("en", "Ten off"),), amount=100, budget=10_000, salt="00" * 16)


def people(n: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(numbers [n, 2], shown, bought, true effect): the first number raises what the offer adds, from 0 to .4; the second
    tells who buys anyway."""
    draws = np.random.default_rng(seed)
    rows = draws.random((n, 2)).astype(np.float32)
    shown = draws.random(n) < 0.8
    effect = 0.4 * rows[:, 0]
    bought = draws.random(n) < 0.1 + 0.4 * rows[:, 1] + effect * shown
    return rows, shown, bought, effect


@pytest.mark.parametrize("learner", [learn, two_models])
def test_tells_whom_it_changes(learner: object) -> None:
    """Learnt uplift follows what the offer changes, and not who buys anyway; on average it is as large as the effect."""
    rows, shown, bought, effect = people(6_000)
    found = learner(rows, shown, bought)(rows)  # type: ignore[operator]
    assert np.corrcoef(found, effect)[0, 1] > 0.9
    assert abs(np.corrcoef(found, rows[:, 1])[0, 1]) < 0.3
    assert found.mean() == pytest.approx(effect.mean(), abs=0.04)


def test_transformed_outcomes_are_unbiased() -> None:
    """The mean of transformed outcomes is the mean effect, of everybody and of any group; a regression finds its slope."""
    rows, shown, bought, effect = people(40_000)
    worth = contrast(shown, bought, np.full(len(rows), 0.8, np.float32))
    much = rows[:, 0] > 0.5
    assert worth.mean() == pytest.approx(effect.mean(), abs=0.02)
    assert worth[much].mean() == pytest.approx(effect[much].mean(), abs=0.03)
    _, scores = transformed(rows, shown, bought, np.full(len(rows), 0.8, np.float32))
    assert np.corrcoef(scores, effect)[0, 1] > 0.9


def test_needs_both_sides() -> None:
    """Without anybody held back there is nothing to learn."""
    rows, _, bought, _ = people(50)
    with pytest.raises(ValueError, match="not"):
        learn(rows, np.ones(50, bool), bought)


def test_gains_by_hand() -> None:
    """Three people with effects 3, 0, -3: the best order gains 1, 1, 0 a person, the worst -1, -1, 0; Qini likewise."""
    effects = np.array([3.0, 0.0, -3.0])
    best, worst = gains(np.array([3.0, 2.0, 1.0]), effects), gains(np.array([1.0, 2.0, 3.0]), effects)
    assert best.curve.tolist() == [1.0, 1.0, 0.0]
    assert worst.curve.tolist() == [-1.0, -1.0, 0.0]
    assert best.qini == -worst.qini == pytest.approx(2 / 3)
    even = gains(np.zeros(4), np.ones(4))
    assert even.qini == pytest.approx(0.0)


def test_a_better_order_is_told_from_a_worse() -> None:
    """The true effects' own order is beyond that of nothing for sure, and not beyond itself."""
    _, _, _, effect = people(500)
    difference, low, high = beyond(effect, np.zeros(500), effect)
    assert 0 < low <= difference <= high
    assert beyond(effect, effect, effect) == (0.0, 0.0, 0.0)


def test_who_is_held_back_stays_so() -> None:
    """Whatever is believed, who is not worth an offer sees it only where all others would, and a share never does."""
    units = [bytes([n % 256, n // 256]) * 8 for n in range(2_000)]
    offer = replace(TEN, salt="5a" * 16)
    anybody, worthless = (({u for u in units if dealt(offer, u, worth)}) for worth in (None, False))
    assert worthless < anybody == {u for u in units if dealt(offer, u, True)}
    assert len(anybody) / 2_000 == pytest.approx(chance(offer, None), abs=0.04)
    assert len(worthless) / 2_000 == pytest.approx(0.8 * EXPLORE, abs=0.03)


def test_an_offer_to_sure_buyers_loses_money() -> None:
    """Expected gain counts what is given to those who would have bought anyway."""

    def answer(without: float, shown: float) -> Answer:
        lines = [Line(np.zeros(1, np.float32), float(np.log(p / (1 - p)))) for p in (without, shown)]
        return Answer(Uplift(np.zeros(1, np.float32), np.ones(1, np.float32), *lines), basket=5_000.0, cost=300.0, margin=0.3)

    assert answer(0.9, 0.92).gain((0.0,)) == pytest.approx(0.02 * 1_500 - 0.92 * 300, abs=0.5)
    assert answer(0.05, 0.15).gain((0.0,)) == pytest.approx(0.1 * 1_500 - 0.15 * 300, abs=0.5)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(f"sqlite:///{tmp_path / 'catalogue.sqlite'}", tmp_path)
    opened.offers.put(TEN)
    yield opened
    opened.close()


def met(stores: Stores, n: int, seed: int = 1, *, answers: bool = True) -> None:
    """n visitors a minute apart; the first number tells whom the offer changes, or nothing does."""
    draws = np.random.default_rng(seed)
    rows = []
    for k in range(n):
        numbers = draws.random(len(NAMES)).round(3).tolist()
        shown = bool(draws.random() < 0.8)
        bought = bool(draws.random() < 0.2 + (0.7 * numbers[0] - 0.2 if answers else 0.0) * shown)
        at = NOW - timedelta(days=30) + k * timedelta(minutes=1)
        rows.append(
            {
                "offer": "ten",
                "unit": k.to_bytes(16),
                "shown": shown,
                "propensity": 0.8,
                "seen": json.dumps(numbers),
                "since": stamp(at),
                "day": 0,
                "today": 0,
                "orders": int(bought),
                "revenue": 2_000 * bought,
            }
        )
    with writing(stores.offers.engine) as connection:  # at once: one commit each would take longer than all the rest
        connection.execute(encounters.insert(), rows)


def test_learnt_published_and_taken_back(stores: Stores) -> None:
    """Where one number tells whom the offer changes, a model is published that knows it; rolled back, it is gone."""
    met(stores, 1_500)
    (told,), version = teach(stores.offers, stores.models, NOW)
    assert (told.published, told.encounters, version) == (True, 1_500, 1)
    assert told.low > 0
    answer = load(stores.models)["ten"]
    low, high = (np.full((1, len(NAMES)), 0.5, np.float32) for _ in range(2))
    low[0, 0], high[0, 0] = 0.1, 0.9
    assert answer.uplift(high)[0] > 0.2 > answer.uplift(low)[0]
    assert (answer.basket, answer.cost) == (2_000.0, 100.0)
    tried = answer.tried
    assert tried and (tried.people, tried.qini, tried.low) == (450, told.qini, told.low)
    assert (len(tried.gains), tried.gains[0]) == (21, 0.0)
    assert max(tried.gains) > tried.gains[-1] / 2, "those it changes most come first"
    assert rollback(stores.models) == (2, 0)
    assert load(stores.models) == {}
    with pytest.raises(NotFound, match="chance"):
        rollback(stores.models)


def test_what_was_published_before_trials_were_kept_still_serves(stores: Stores) -> None:
    """A model without the trial's figures is read, and says nothing of them."""
    lines = [Line(np.zeros(len(NAMES), np.float32), 0.0)] * 2
    uplift = Uplift(np.zeros(len(NAMES), np.float32), np.ones(len(NAMES), np.float32), *lines)
    publish(stores.models, {"ten": Answer(uplift, 1.0, 1.0, 0.5)}, {})
    assert load(stores.models)["ten"].tried is None


def test_nothing_is_published_where_there_is_nothing_to_know(stores: Stores) -> None:
    """Where the offer changes everybody alike, chance stays; where too few came by, it is said so."""
    with pytest.raises(BadInput, match="1,000"):
        teach(stores.offers, stores.models, NOW)
    met(stores, 1_200, seed=3, answers=False)
    (told,), version = teach(stores.offers, stores.models, NOW)
    assert (told.published, version, load(stores.models)) == (False, 0, {})


def test_models_of_other_numbers_are_left_alone(stores: Stores) -> None:
    """What was learnt of other numbers than this version's says nothing."""
    lines = [Line(np.zeros(2, np.float32), 0.0)] * 2
    answer = Answer(Uplift(np.zeros(2, np.float32), np.ones(2, np.float32), *lines), 1.0, 1.0, 0.5)
    publish(stores.models, {"ten": answer}, {})
    found, about = stores.models.load("offers") or ({}, {})
    stores.models.publish("offers", found, {**about, "names": ["other"]})
    assert load(stores.models) == {}
