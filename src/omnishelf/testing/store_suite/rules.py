"""The shop's merchandising rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from omnishelf.domain.errors import BadInput
from omnishelf.domain.query import AnyOf, Between, IdIn, IdNotIn, NoneOf
from omnishelf.domain.rule import Hide, Lift, Match, Narrow, Pin, Redirect, Rule, Show, Synonyms, When
from omnishelf.stores.port import Rules


def full_rule(id: str = "夏天/1") -> Rule:
    """A rule with every kind of consequence and condition, and nothing left at its default."""
    everything = (AnyOf("brand", ("Luma", "安踏")), NoneOf("attributes", ("color=red",)), Between("price", 1.5, None))
    return Rule(
        id,
        then=(
            Pin("p1", 3),
            Lift(2.5, ("p2",), everything),
            Hide(("p3",), (IdIn(("p4",)),)),
            Narrow((*everything, IdNotIn(("p5",)))),
            Synonyms(("沙发", "sofa"), ("couch",), both_ways=True),
            Redirect(path="/p/1", query=""),
            Show("Summer — 夏天", "/summer"),
        ),
        when=When(Match.CONTAINS, "sofa", "zh", "Home > Sofas", datetime(2026, 6, 1, tzinfo=UTC), None),
        note="until the autumn",
        enabled=False,
    )


class RulesSuite:
    @pytest.fixture
    def opened(self) -> Callable[[], Rules]:
        raise NotImplementedError

    def test_nothing_yet(self, opened: Callable[[], Rules]) -> None:
        """A new shop has no rules, at version 0."""
        assert (opened().all(), opened().version()) == ((), 0)

    def test_everything_comes_back(self, opened: Callable[[], Rules]) -> None:
        """A rule with every field set is read as it was put, also after opening again."""
        opened().put([full_rule()])
        assert opened().all() == (full_rule(),)

    def test_by_id_and_replaced(self, opened: Callable[[], Rules]) -> None:
        """Rules come by id; a second put of an id replaces the rule, and the last of an id within one put counts."""
        rules = opened()
        first, second = Rule("b", (Pin("p", 1),)), Rule("b", (Pin("p", 2),))
        rules.put([first, full_rule("c"), second, full_rule("a")])
        assert [rule.id for rule in rules.all()] == ["a", "b", "c"]
        assert rules.all()[1] == second
        rules.put([first])
        assert rules.all()[1] == first

    def test_every_change_counts(self, opened: Callable[[], Rules]) -> None:
        """The version grows with each change that others have to take up, and with nothing else."""
        rules = opened()
        assert [rules.put([full_rule("a")]), rules.put([full_rule("a")]), rules.put([])] == [1, 1, 1]
        assert rules.put([full_rule("b"), full_rule("c")]) == opened().version() == 2
        assert rules.remove(["nobody"]) == ("nobody",)
        assert rules.version() == 2
        assert rules.remove(["a", "nobody", "c", "a"]) == ("nobody",)
        assert ([rule.id for rule in opened().all()], opened().version()) == (["b"], 3)

    @pytest.mark.parametrize("id", ["", "x" * 129, "a\x00b"])
    def test_refuses_what_is_no_id(self, opened: Callable[[], Rules], id: str) -> None:
        """An id that is empty, too long or not text is refused, and nothing of the call is written."""
        with pytest.raises(BadInput, match="id"):
            opened().put([full_rule("a"), Rule(id, (Pin("p", 1),))])
        assert opened().all() == ()
