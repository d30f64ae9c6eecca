"""Orders and last known states of parcels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from omnishelf.domain.errors import BadInput
from omnishelf.domain.order import Order, OrderLine, Receiver, Shipment
from omnishelf.domain.parcel import Checkpoint, Status, Tracked, Trouble
from omnishelf.stores.orders_port import Orders, Parcels

NOON = datetime(2026, 11, 1, 12, 0, 0, 123456, tzinfo=UTC)


def full_order(id: str = "订单/1", shopper: str = "shopper-1", days: int = 0) -> Order:
    """An order with nothing left at its default."""
    return Order(
        id,
        shopper,
        NOON + timedelta(days=days),
        "CNY",
        12_345,
        (OrderLine("p1", 2, 5_000, "蓝色杯子"), OrderLine("p2", 1, 2_345, "Lamp", refunded=True)),
        (Shipment("SF6632100739781", "sf"), Shipment("3318810025")),
        "shipped",
        Receiver("叶晚柠", "10012341843", "望月街927号"),
    )


def full_state(number: str = "SF6632100739781", minutes: int = 0, status: Status = Status.EXCEPTION) -> Tracked:
    """A state with nothing left at its default."""
    step = Checkpoint(NOON - timedelta(hours=1), status, "快件丢失，正在查找", "雀桥", Trouble.LOST)
    return Tracked(
        number, "sf", status, (step,), "kuaidi100", NOON + timedelta(minutes=minutes), date(2026, 11, 3), Trouble.LOST
    )


class OrdersSuite:
    @pytest.fixture
    def opened(self) -> Callable[[], Orders]:
        raise NotImplementedError

    def test_everything_comes_back(self, opened: Callable[[], Orders]) -> None:
        """An order with every field set is read as it was put, also after opening again; the same again changes nothing."""
        assert [opened().put([full_order()]), opened().put([full_order()])] == [1, 0]
        assert opened().get(full_order().id) == full_order()
        assert (opened().get("nobody's"), len(opened())) == (None, 1)

    def test_by_shopper_newest_first(self, opened: Callable[[], Orders]) -> None:
        """A shopper's orders come newest first, at most as many as asked for; a guest's are nobody's."""
        orders = opened()
        orders.put([full_order("a", days=1), full_order("b", days=3), full_order("c", days=2), full_order("guest", "")])
        assert [order.id for order in orders.of_shopper("shopper-1", 2)] == ["b", "c"]
        assert (orders.of_shopper(""), orders.of_shopper("shopper-2")) == ((), ())

    def test_by_parcel(self, opened: Callable[[], Orders]) -> None:
        """An order is found by each of its parcels, and no longer by one that a later version of it does not have."""
        orders = opened()
        orders.put([full_order("a")])
        assert [order.id for order in orders.of_parcel("3318810025")] == ["a"]
        orders.put([Order("a", "", NOON, "USD", 1, (), (Shipment("1Z5R89390357567127"),))])
        assert orders.of_parcel("3318810025") == ()
        assert [order.id for order in orders.of_parcel("1Z5R89390357567127")] == ["a"]

    def test_some_ids(self, opened: Callable[[], Orders]) -> None:
        """Ids come from both ends of the alphabet, none twice, at most as many as asked for."""
        orders = opened()
        orders.put([full_order(id) for id in ("b", "a", "d", "c", "e")])
        assert set(orders.ids(4)) == {"a", "b", "d", "e"}
        assert sorted(orders.ids(100)) == ["a", "b", "c", "d", "e"]

    def test_forgetting_keeps_the_books(self, opened: Callable[[], Orders]) -> None:
        """A forgotten shopper's orders stay with their sums, without shopper and receiver; others' are as they were."""
        orders = opened()
        orders.put([full_order("a"), full_order("b", "shopper-2")])
        assert orders.forget("shopper-1") == 1
        left = orders.get("a")
        assert left is not None and (left.total, left.shopper_id, left.receiver) == (12_345, "", Receiver())
        assert orders.get("b") == full_order("b", "shopper-2")

    @pytest.mark.parametrize("id", ["", "x" * 129, "a\x00b"])
    def test_refuses_what_is_no_id(self, opened: Callable[[], Orders], id: str) -> None:
        """An id that is empty, too long or not text is refused, and nothing of the call is written."""
        with pytest.raises(BadInput, match="id"):
            opened().put([full_order("a"), full_order(id)])
        assert len(opened()) == 0


class ParcelsSuite:
    @pytest.fixture
    def opened(self) -> Callable[[], Parcels]:
        raise NotImplementedError

    def test_everything_comes_back(self, opened: Callable[[], Parcels]) -> None:
        """A state with every field set is read as it was put; an unknown number has none."""
        opened().put([full_state()])
        assert opened().get(full_state().number) == full_state()
        assert opened().get("nobody's") is None

    def test_the_later_check_counts(self, opened: Callable[[], Parcels]) -> None:
        """An answer that was asked for earlier and comes later does not replace the newer one."""
        parcels = opened()
        newer, older = full_state(minutes=5, status=Status.DELIVERED), full_state(minutes=1)
        parcels.put([newer])
        parcels.put([older])
        assert parcels.get(newer.number) == newer

    def test_a_message_is_new_once(self, opened: Callable[[], Parcels]) -> None:
        """The same message is new the first time only, also for another process."""
        assert [opened().first_time(id, NOON) for id in ("m1", "m1", "m2")] == [True, False, True]

    def test_old_states_are_forgotten(self, opened: Callable[[], Parcels]) -> None:
        """What was checked before the moment is gone, messages of that time are new again, and the rest stays."""
        parcels = opened()
        parcels.put([full_state(), full_state("3318810025", minutes=60)])
        parcels.first_time("m1", NOON)
        assert parcels.prune(NOON + timedelta(minutes=30)) == 1
        assert (parcels.get(full_state().number), parcels.first_time("m1", NOON)) == (None, True)
        assert parcels.get("3318810025") is not None
