"""Experiments from the command line, and the shapes that it shares with HTTP."""

from __future__ import annotations

import json

import pytest
from tests.conftest import Run

from omnishelf.api.experiment_shapes import ExperimentIn, of_experiment, to_experiment
from omnishelf.domain.experiment import Metric

PLAN = {
    "arms": [
        {"name": "as it is", "share": 2},
        {"name": "other", "personal": 0, "variety": 0.2, "ranker": 3, "weights": {"meaning": 0.5}},
    ],
    "unit": "shopper",
    "share": 0.5,
    "metric": "purchase",
    "hours": 24,
    "planned": 500,
    "alpha": 0.01,
    "note": "夏天",
}


def test_a_plan_comes_back_as_it_was_given() -> None:
    """Every field survives the way in and out; what decides has a default for each kind."""
    told = dict(of_experiment(to_experiment("e", ExperimentIn.model_validate(PLAN))))
    assert told["arms"] == [PLAN["arms"][0] | {"share": 2.0}, PLAN["arms"][1] | {"share": 1.0}]  # type: ignore[index]
    assert {name: told[name] for name in PLAN if name != "arms"} == {name: PLAN[name] for name in PLAN if name != "arms"}
    assert (told["id"], told["state"], told["started"], told["stopped"]) == ("e", "draft", None, None)
    two = [{"name": "a"}, {"name": "b"}]
    assert to_experiment("e", ExperimentIn.model_validate({"arms": two})).metric is Metric.CLICK_THROUGH
    mixed = ExperimentIn.model_validate({"arms": two, "kind": "interleaving"})
    assert to_experiment("e", mixed).metric is Metric.PREFERENCE


def test_an_experiment_by_hand(cli: Run) -> None:
    """Set, listed, started, looked at, stopped, deleted; what is out of turn says why."""
    assert "no experiments yet" in cli("experiments", "list")[1]
    assert cli("experiments", "set", "taste", json.dumps(PLAN))[0] == 0
    (listed,) = json.loads(cli("experiments", "list", "--json")[1])["experiments"]
    assert (listed["id"], listed["state"]) == ("taste", "draft")
    assert cli("experiments", "start", "taste")[0] == 0
    assert cli("experiments", "start", "taste")[0] == 2
    found = json.loads(cli("experiments", "results", "taste", "--json")[1])
    assert (found["units"], found["waiting"], found["mismatch"]) == ([0, 0], 0, 1.0)
    assert found["effects"][0] | {"low": None, "high": None, "verdict": "open"} == found["effects"][0]
    shown = cli("experiments", "results", "taste")[1]
    assert "taste (running), shoppers: as it is 0, other 0; 0 waiting" in shown
    assert "purchase" in shown and "less than 100 units" in " ".join(shown.split())
    assert "other personal=0.0" in " ".join(cli("experiments", "list")[1].split())
    assert [cli("experiments", verb, "taste")[0] for verb in ("stop", "delete")] == [0, 0]
    code, _, err = cli("experiments", "results", "taste")
    assert (code, "no experiment 'taste'" in err) == (1, True)


@pytest.mark.parametrize(
    ("plan", "says"), [("{", "not JSON"), ('{"arms": []}', "arms"), ('{"arms": [{"name": "a"}, {"name": "a"}]}', "names")]
)
def test_a_plan_that_cannot_be_read(cli: Run, plan: str, says: str) -> None:
    """Says what is wrong with it, and keeps nothing."""
    code, _, err = cli("experiments", "set", "e", plan)
    assert (code, says in err) == (2, True)
