"""Service requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from omnishelf.domain.conversation import Action, ServiceRequest
from omnishelf.domain.errors import BadInput
from omnishelf.stores.requests_port import Requests

NOON = datetime(2026, 11, 1, 12, 0, 0, 123456, tzinfo=UTC)


def full_request(id: str = "r_1", shopper: str = "shopper-1", order: str = "订单/1", minutes: int = 0) -> ServiceRequest:
    """A request with nothing left at its default."""
    at = NOON + timedelta(minutes=minutes)
    return ServiceRequest(id, Action.RETURN, order, ("p1", "p2"), shopper, at, "杯子碎了, handle is off", "seen")


class RequestsSuite:
    @pytest.fixture
    def opened(self) -> Callable[[], Requests]:
        raise NotImplementedError

    def test_everything_comes_back(self, opened: Callable[[], Requests]) -> None:
        """A request with every field set is read as it was added, also after opening again."""
        opened().add(full_request())
        assert (opened().get("r_1"), opened().get("r_2")) == (full_request(), None)

    def test_asking_twice_is_one_request(self, opened: Callable[[], Requests]) -> None:
        """Adding one of the same id changes nothing and tells the one that is kept."""
        requests = opened()
        requests.add(full_request())
        assert requests.add(replace(full_request(minutes=5), reason="again")) == full_request()
        assert len(requests) == 1

    def test_by_shopper_order_and_state(self, opened: Callable[[], Requests]) -> None:
        """A shopper's and an order's come newest first, open ones oldest first; nobody's are found by an empty id."""
        requests = opened()
        for number, (shopper, order) in enumerate([("a", "1"), ("a", "2"), ("b", "2"), ("", "")]):
            requests.add(replace(full_request(f"r_{number}", shopper, order, number), state="open"))
        assert [one.id for one in requests.of_shopper("a")] == ["r_1", "r_0"]
        assert [one.id for one in requests.of_order("2")] == ["r_2", "r_1"]
        assert [one.id for one in requests.open(3)] == ["r_0", "r_1", "r_2"]
        assert (requests.of_shopper(""), requests.of_order("")) == ((), ())

    def test_settling(self, opened: Callable[[], Requests]) -> None:
        """What became of a request is kept, for one that exists and in words that fit."""
        requests = opened()
        requests.add(replace(full_request(), state="open"))
        assert (requests.settle("r_1", "done"), requests.settle("r_2", "done"), requests.open()) == (True, False, ())
        with pytest.raises(BadInput):
            requests.settle("r_1", "x" * 41)

    def test_forgetting(self, opened: Callable[[], Requests]) -> None:
        """Of a shopper who is forgotten the request stays, without who asked and why."""
        requests = opened()
        requests.add(full_request())
        assert (requests.forget("shopper-1"), requests.forget("shopper-1"), requests.forget("")) == (1, 0, 0)
        assert requests.get("r_1") == replace(full_request(), shopper_id="", reason="")
        assert requests.of_shopper("shopper-1") == ()
