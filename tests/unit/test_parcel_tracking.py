"""Asking where parcels are: what is told without asking, what is tried again, and what is told when nobody answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from omnishelf.carriers.port import Asked, CarrierDown, CarrierRefused, Received, Told
from omnishelf.carriers.wording import status_of, trouble_of
from omnishelf.domain.errors import NotAllowed, NotFound
from omnishelf.domain.parcel import Checkpoint, Status, Tracked, Trouble
from omnishelf.parcels.circuit import Circuit
from omnishelf.parcels.tracking import IMPORTED, Tracker, Trust, merged
from omnishelf.parcels.wording import STATUSES, TROUBLES, explained

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ASKED = Asked("3318810025", "dhl")


def state(status: Status = Status.IN_TRANSIT, hours: float = 0, source: str = "service", *steps: Checkpoint) -> Tracked:
    """As checked `hours` before noon."""
    return Tracked(ASKED.number, "dhl", status, steps, source, NOON - timedelta(hours=hours))


class Kept:
    """A store in memory."""

    def __init__(self, *known: Tracked) -> None:
        self.states, self.seen = {one.number: one for one in known}, set[str]()

    def get(self, number: str) -> Tracked | None:
        return self.states.get(number)

    def put(self, parcels: list[Tracked]) -> None:
        self.states.update({one.number: one for one in parcels})

    def first_time(self, message: str, at: datetime) -> bool:
        new = message not in self.seen
        self.seen.add(message)
        return new

    def prune(self, before: datetime) -> int:
        return 0


class Scripted:
    """A carrier whose answers are listed; the last is given again and again."""

    name = "service"

    def __init__(self, *answers: Tracked | Exception | None) -> None:
        self.answers, self.asked, self.followed = list(answers), 0, 0
        self.message: Told | None = None

    def track(self, asked: Asked) -> Tracked | None:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def follow(self, asked: Asked) -> bool:
        self.followed += 1
        return True

    def told(self, received: Received) -> Told | None:
        return self.message

    def close(self) -> None:
        return None


def tracker(carrier: Scripted, *known: Tracked, clock: list[float] | None = None, follow: bool = False) -> Tracker:
    ticks = clock or [0.0]
    return Tracker(carrier, Kept(*known), pause=0.001, now=lambda: NOON, clock=lambda: ticks[0], follow=follow)


def test_a_fresh_state_is_told_without_asking() -> None:
    """Twenty minutes old or delivered is told as it is; an hour old is asked about again."""
    carrier = Scripted(state(Status.OUT_FOR_DELIVERY))
    assert tracker(carrier, state(hours=0.2))(ASKED).state == state(hours=0.2)
    assert tracker(carrier, state(Status.DELIVERED, 24))(ASKED).state == state(Status.DELIVERED, 24)
    assert carrier.asked == 0
    assert tracker(carrier, state(hours=1))(ASKED).state.status is Status.OUT_FOR_DELIVERY  # type: ignore[union-attr]
    assert carrier.asked == 1


def test_what_may_pass_is_tried_again() -> None:
    """Two failures and an answer are an answer."""
    carrier = Scripted(CarrierDown("down"), CarrierDown("down"), state())
    assert tracker(carrier)(ASKED).trust is Trust.FRESH
    assert carrier.asked == 3


@pytest.mark.parametrize("fault", [CarrierDown("no", retry=False), CarrierDown("slow down", wait=60.0)])
def test_what_will_not_pass_is_asked_once(fault: CarrierDown) -> None:
    """A fault that asking again does not mend, or a wish to be left alone, is not tried again."""
    carrier = Scripted(fault)
    assert tracker(carrier, state(hours=5))(ASKED).trust is Trust.STALE
    assert carrier.asked == 1


def test_the_last_known_state_when_nobody_answers() -> None:
    """A service that is down gives the state of before, and says so; after three failures it is left alone for a while."""
    clock, carrier = [0.0], Scripted(CarrierDown("down", retry=False))
    ask = tracker(carrier, state(hours=5), clock=clock)
    answers = [ask(ASKED) for _ in range(5)]
    assert {(answer.state, answer.trust) for answer in answers} == {(state(hours=5), Trust.STALE)}
    assert carrier.asked == 3
    clock[0] = 31.0
    ask(ASKED)
    assert carrier.asked == 4


def test_a_refused_shop_hears_of_it() -> None:
    """A wrong key is an error where nothing is known, and a stale state where something is."""
    carrier = Scripted(CarrierRefused("wrong key"))
    with pytest.raises(CarrierRefused):
        tracker(carrier)(ASKED)
    assert tracker(carrier, state(hours=5))(ASKED).trust is Trust.STALE


def test_a_number_that_nobody_knows() -> None:
    """None is unknown; what was known before stays known."""
    assert tracker(Scripted(None))(ASKED).trust is Trust.UNKNOWN
    assert tracker(Scripted(None), state(hours=5))(ASKED).state == state(hours=5)


def test_new_parcels_are_followed_when_the_shop_wants_it() -> None:
    """News is ordered with the first answer about a parcel, once, and not for delivered ones."""
    carrier = Scripted(state(hours=1))
    ask = tracker(carrier, follow=True)
    ask(ASKED)
    ask(ASKED)
    assert carrier.followed == 1
    done = Scripted(state(Status.DELIVERED))
    tracker(done, follow=True)(ASKED)
    assert done.followed == 0


def test_imported_states_stand_beside_a_simulated_carrier() -> None:
    """What the shop itself gave is not overwritten by what is made up."""
    carrier = Scripted(state())
    carrier.name = "simulated"
    assert tracker(carrier, state(Status.EXCEPTION, 500, IMPORTED))(ASKED).state.source == IMPORTED  # type: ignore[union-attr]


def test_webhooks_are_taken_once_and_from_one_service() -> None:
    """A signed message moves the state once; unsigned ones and other services' are refused."""
    carrier, store = Scripted(None), Kept(state(hours=2))
    ask = Tracker(carrier, store, now=lambda: NOON)
    step = Checkpoint(NOON, Status.DELIVERED, "Delivered")
    carrier.message = Told("m1", (state(Status.DELIVERED, 0, "service", step),), {"ok": True})
    for _ in range(2):
        assert ask.told("service", Received(b"", {}, {})) == {"ok": True}
        assert (store.states[ASKED.number].status, len(store.states[ASKED.number].checkpoints)) == (Status.DELIVERED, 1)
    carrier.message = None
    with pytest.raises(NotAllowed):
        ask.told("service", Received(b"", {}, {}))
    with pytest.raises(NotFound):
        ask.told("another", Received(b"", {}, {}))


def test_a_late_message_changes_only_the_history() -> None:
    """A step that is older than the newest known one is put in its place, and the state stays."""
    steps = [Checkpoint(NOON - timedelta(hours=h), s, str(h)) for h, s in ((1, Status.DELIVERED), (9, Status.IN_TRANSIT))]
    known = state(Status.DELIVERED, 1, "service", *steps)
    late = state(Status.OUT_FOR_DELIVERY, 0, "service", Checkpoint(NOON - timedelta(hours=3), Status.OUT_FOR_DELIVERY, "3"))
    both = merged(known, late)
    assert (both.status, [step.text for step in both.checkpoints]) == (Status.DELIVERED, ["1", "3", "9"])


def test_the_circuit_rests_longer_each_time() -> None:
    """Half a minute after the third failure, a minute after the fourth, ten at most; a success closes it."""
    clock = [0.0]
    circuit = Circuit(lambda: clock[0])
    for failures, rest in ((3, 30), (4, 60), (5, 120), (12, 600)):
        while circuit._failed < failures:
            circuit.failed()
        clock[0] += rest - 1
        assert not circuit.closed, failures
        clock[0] += 100_000
        assert circuit.closed
    circuit.succeeded()
    circuit.failed()
    assert circuit.closed


def test_every_state_has_words() -> None:
    """Each status and trouble is said in both languages; expected days are told as people tell them."""
    assert set(STATUSES) == set(Status) and set(TROUBLES) == set(Trouble) - {Trouble.NONE}
    today = date(2026, 11, 2)
    for day, english, chinese in (
        (2, "Expected today.", "预计今天送达"),
        (3, "Expected tomorrow.", "预计明天送达"),
        (1, "It was expected on 2026-11-01 and is late.", "原预计 2026-11-01 送达，已延误"),
    ):
        moving = Tracked("n", "dhl", Status.IN_TRANSIT, (), "s", NOON, date(2026, 11, day))
        assert (explained(moving, "en", today).expected, explained(moving, "zh", today).expected) == (english, chinese)
    stuck = Tracked("n", "dhl", Status.EXCEPTION, (), "s", NOON)
    assert "problem" in explained(stuck, "en", today).detail


@pytest.mark.parametrize(
    ("text", "status", "trouble"),
    [
        ("快件已签收，感谢使用", Status.DELIVERED, Trouble.NONE),
        ("Not delivered: nobody was there", Status.IN_TRANSIT, Trouble.NOBODY_HOME),
        ("异常：快件丢失，正在查找", Status.IN_TRANSIT, Trouble.LOST),
        ("Export customs cleared", Status.IN_TRANSIT, Trouble.NONE),
        ("Held by customs", Status.IN_TRANSIT, Trouble.CUSTOMS),
        ("快件正在派送中，请保持电话畅通", Status.OUT_FOR_DELIVERY, Trouble.NONE),
    ],
)
def test_what_carriers_sentences_mean(text: str, status: Status, trouble: Trouble) -> None:
    """Sentences without a code are read in both languages."""
    assert (status_of(text), trouble_of(text)) == (status, trouble)
