"""Experiments over HTTP."""

from __future__ import annotations

from fastapi.testclient import TestClient

ARMS = [{"name": "as it is"}, {"name": "other", "variety": 0}]


def test_from_the_plan_to_the_results(client: TestClient) -> None:
    """Planned, started, seen in an answer, looked at, stopped and deleted; what is out of turn is refused with the reason."""
    url = "/v1/experiments/variety"
    assert client.get("/v1/experiments").json() == {"experiments": []}
    assert client.put(url, json={"arms": ARMS}).json()["state"] == "draft"
    assert client.post(f"{url}/stop").status_code == 400
    assert client.post(f"{url}/start").json()["state"] == "running"
    assert client.put(url, json={"arms": ARMS}).status_code == 400
    answer = client.post("/v1/search", json={"text": "mug", "session_id": "s"}).json()
    assert [one["id"] for one in answer["experiments"]] == ["variety"]
    assert client.post("/v1/search", json={"text": "mug"}).json()["experiments"] == []
    found = client.get(f"{url}/results").json()
    assert (found["units"], found["waiting"]) == ([0, 0], 1)
    assert found["effects"][0]["low"] is None
    assert "salt" not in found["experiment"]
    assert client.post(f"{url}/stop").json()["state"] == "stopped"
    assert client.get(url).json()["state"] == "stopped"
    assert client.delete(url).status_code == 204
    assert client.get(f"{url}/results").status_code == client.delete(url).status_code == 404


def test_a_refusal_names_its_reason(client: TestClient) -> None:
    """So that a page can word it in its reader's language; the sentence stays for everybody else."""
    plan = {"arms": [{"name": "as it is"}, {"name": "plain", "variety": 0}]}
    missing = client.get("/v1/experiments/nothing").json()
    assert (missing["reason"], missing["about"]) == ("experiment-missing", {"id": "nothing"})
    unusable = client.put("/v1/experiments/one", json={"arms": [plan["arms"][0]] * 2}).json()
    assert (unusable["reason"], unusable["about"]) == ("experiment-unusable", {"id": "one"})
    assert client.put("/v1/experiments/one", json=plan).is_success and client.put("/v1/experiments/two", json=plan).is_success
    idle = client.post("/v1/experiments/one/stop").json()
    assert client.post("/v1/experiments/one/start").is_success
    beside = client.post("/v1/experiments/two/start").json()
    started = client.post("/v1/experiments/one/start").json()
    assert [one["reason"] for one in (idle, beside, started)] == ["experiment-idle", "experiment-beside", "experiment-started"]
    assert beside["about"] == {"other": "one"}
    assert beside["detail"] == "'one' is running and changes variety too."
    assert "reason" not in client.get("/v1/products/nothing").json()
