"""A budget under any history of claims against arithmetic, and under processes that are killed."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omnishelf.domain.errors import NotAllowed, NotFound
from omnishelf.domain.offer import Claim, ClaimState, Offer
from omnishelf.stores.sql.connect import connect
from omnishelf.stores.sql.migrate import migrate
from omnishelf.stores.sql.offers import SqlOffers

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
UNIT = b"u" * 16
KILLED = """
import sys
from datetime import UTC, datetime, timedelta
from omnishelf.domain.errors import NotAllowed
from omnishelf.domain.offer import Claim
from omnishelf.stores.sql.connect import connect
from omnishelf.stores.sql.offers import SqlOffers
kept, noon = SqlOffers(connect(sys.argv[1])), datetime(2026, 6, 1, 12, tzinfo=UTC)
for n in range(100_000):
    id = f"{sys.argv[2]}-{n}"
    try:
        kept.hold(Claim("o", id, b"u" * 16, 1 + n % 5, noon, noon + timedelta(hours=1)), 0)
        print("held", id, flush=True)
        if n % 2:
            kept.give("o", id, 1, noon)
            print("given", id, flush=True)
    except NotAllowed:
        print("spent", flush=True)
"""
STEPS = st.lists(
    st.tuples(st.sampled_from(["hold", "give", "free", "wait"]), st.integers(0, 3), st.integers(0, 60)), max_size=25
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a database without offers."""
    url = f"sqlite:///{tmp_path_factory.mktemp('offers') / 'catalogue.sqlite'}"
    migrate(connect(url))
    return url


def opened(url: str, id: str, budget: int) -> SqlOffers:
    kept = SqlOffers(connect(url))
    kept.put(Offer(id, (("en", "off"),), amount=1, budget=budget, salt="00" * 16))
    return kept


@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_no_history_overspends(place: str, steps: list[tuple[str, int, int]]) -> None:
    """Whatever is held, given, freed and waited for, in any order, held and given stay within the budget and are the sums of
    their claims."""
    o = uuid4().hex
    kept = opened(place, o, 100)
    now = NOON
    for step, id, amount in steps:
        try:
            if step == "hold":
                kept.hold(Claim(o, str(id), UNIT, amount, now, now + timedelta(minutes=30)), 0)
            elif step == "give":
                kept.give(o, str(id), amount, now)
            elif step == "free":
                kept.free(o, str(id))
            else:
                now += timedelta(minutes=amount)
        except (NotAllowed, NotFound):
            continue
        purse, claims = kept.purse(o, now), kept.claims(o, UNIT)
        assert purse.given == sum(one.amount for one in claims if one.state is ClaimState.GIVEN)
        assert purse.held == sum(one.amount for one in claims if one.state is ClaimState.HELD and one.until > now)
        assert 0 <= purse.held + purse.given <= 100


def test_killed_in_the_middle(place: str) -> None:
    """Two processes claim from one budget until one has been told that it is spent, and are killed with -9: nothing that was
    confirmed is lost, no more than the budget is gone, and the sums are those of the claims."""
    kept = opened(place, "o", 150)
    running = [
        subprocess.Popen([sys.executable, "-c", KILLED, place, name], stdout=subprocess.PIPE, text=True) for name in ("a", "b")
    ]
    lines: list[str] = []
    first = running[0].stdout
    assert first is not None
    for line in first:
        lines.append(line)
        if line.startswith("spent"):
            break
    for process in running:
        process.kill()
    for process in running:
        assert process.stdout is not None
        lines += process.stdout.read().splitlines(keepends=True)
        process.wait()
        process.stdout.close()
    claims = {one.id: one for one in kept.claims("o", UNIT)}
    told = [line.split() for line in lines if line.endswith("\n")]
    assert {id for word, *rest in told if word == "held" for id in rest} <= claims.keys()
    assert all(claims[rest[0]].state is ClaimState.GIVEN for word, *rest in told if word == "given")
    purse = kept.purse("o", NOON)
    assert purse.held == sum(one.amount for one in claims.values() if one.state is ClaimState.HELD)
    assert purse.given == sum(one.amount for one in claims.values() if one.state is ClaimState.GIVEN)
    assert purse.held + purse.given <= 150
