"""Experiments, and what their units did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from omnishelf.domain.errors import BadInput
from omnishelf.domain.experiment import Arm, Experiment, Kind, Metric, Tally, Unit, Way
from omnishelf.stores.experiments_port import Experiments

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
A, B = b"a" * 16, b"b" * 16


def full_experiment(id: str = "夏天/1") -> Experiment:
    """With nothing left at its default."""
    return Experiment(
        id,
        arms=(Arm("as it is", share=2.0), Arm("变化", Way(0.0, 0.2, 3, {"lexical": 1.2, "meaning": 0.5}), share=1.5)),
        kind=Kind.INTERLEAVING,
        unit=Unit.SHOPPER,
        share=0.25,
        metric=Metric.PREFERENCE,
        hours=2.5,
        planned=500,
        alpha=0.01,
        note="more variety?",
        salt="0123456789abcdef" * 2,
        started=NOON,
        stopped=NOON + HOUR,
    )


class ExperimentsSuite:
    @pytest.fixture
    def opened(self) -> Callable[[], Experiments]:
        raise NotImplementedError

    def test_nothing_yet(self, opened: Callable[[], Experiments]) -> None:
        """A new shop has no experiments, at version 0, and nobody takes part in what is unknown."""
        kept = opened()
        kept.add("unknown", [Tally(A, 0, NOON, answers=1)], HOUR)
        assert (kept.all(), kept.version(), kept.count("unknown"), list(kept.tallies("unknown"))) == ((), 0, 0, [])

    def test_everything_comes_back(self, opened: Callable[[], Experiments]) -> None:
        """An experiment with every field set is read as it was put, also after opening again, by id."""
        opened().put(full_experiment("b"))
        opened().put(replace(full_experiment("a"), note="first"))
        opened().put(full_experiment("a"))
        assert opened().all() == (full_experiment("a"), full_experiment("b"))
        assert opened().version() == 3

    @pytest.mark.parametrize("id", ["", "x" * 129, "a\x00b"])
    def test_refuses_what_is_no_id(self, opened: Callable[[], Experiments], id: str) -> None:
        """An id that is empty, too long or not text is refused."""
        with pytest.raises(BadInput, match="id"):
            opened().put(full_experiment(id))

    def test_counts_add_up(self, opened: Callable[[], Experiments]) -> None:
        """What a unit does is added to its row; arm, first moment and what was before stay as they were first told."""
        kept = opened()
        kept.put(full_experiment("e"))
        first = Tally(A, 1, NOON, 1, 1, 1, 0.5, 2, 3, 4, -5, 6, 7, clicks_before=8, spent_before=9)
        kept.add("e", [first, Tally(B, 0, NOON + HOUR / 2, answers=2)], HOUR)
        kept.add("e", [replace(first, arm=0, first=NOON + HOUR / 2), Tally(B, 0, NOON + HOUR, purchases=1, revenue=100)], HOUR)
        (told,) = opened().tallies("e")
        assert told == (
            Tally(A, 1, NOON, 2, 2, 2, 1.0, 4, 6, 8, -10, 12, 14, clicks_before=8, spent_before=9),
            Tally(B, 0, NOON + HOUR / 2, answers=2, purchases=1, revenue=100),
        )
        assert kept.count("e") == 2

    def test_only_who_was_answered_takes_part(self, opened: Callable[[], Experiments]) -> None:
        """An act of a unit that never got an answer makes no row."""
        kept = opened()
        kept.put(full_experiment("e"))
        kept.add("e", [Tally(A, 0, NOON, clicks=1)], HOUR)
        assert kept.count("e") == 0

    def test_what_comes_too_late_or_too_early_does_not_count(self, opened: Callable[[], Experiments]) -> None:
        """Answers and acts count up to the end of a unit's time, and not beyond; nor do acts before its first answer."""
        kept = opened()
        kept.put(full_experiment("e"))
        kept.add("e", [Tally(A, 0, NOON, answers=1)], HOUR)
        kept.add("e", [Tally(A, 0, NOON + HOUR, clicks=1)], HOUR)
        late = NOON + HOUR + timedelta(microseconds=1)
        kept.add("e", [Tally(A, 0, late, clicks=1), Tally(A, 0, late, answers=1)], HOUR)
        kept.add("e", [Tally(A, 0, NOON - timedelta(microseconds=1), clicks=1)], HOUR)
        assert list(kept.tallies("e")) == [(Tally(A, 0, NOON, answers=1, clicks=1),)]

    def test_pages_are_whole(self, opened: Callable[[], Experiments]) -> None:
        """By first moment, then unit, each once, whatever the page's size."""
        kept = opened()
        kept.put(full_experiment("e"))
        rows = [Tally(bytes([n]) * 16, 0, NOON + HOUR * (n // 3), answers=1) for n in range(8)]
        kept.add("e", rows[::-1], HOUR)
        for size in (1, 2, 3, 8, 9):
            assert [tally for page in kept.tallies("e", size) for tally in page] == rows

    def test_forgotten_and_removed(self, opened: Callable[[], Experiments]) -> None:
        """A unit's row goes alone; an experiment goes with its rows, and others keep theirs."""
        kept = opened()
        for id in ("e", "f"):
            kept.put(full_experiment(id))
            kept.add(id, [Tally(A, 0, NOON, answers=1), Tally(B, 0, NOON, answers=1)], HOUR)
        assert (kept.forget("e", A), kept.forget("e", A), kept.count("e")) == (1, 0, 1)
        assert (kept.remove("e"), kept.remove("e")) == (True, False)
        assert (kept.count("e"), kept.count("f"), [one.id for one in kept.all()]) == (0, 2, ["f"])
