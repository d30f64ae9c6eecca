"""The intake against a slow oracle: whatever the order, the batches and the repetitions, the same is kept and counted; and
nothing of an erased shopper is ever learnt from."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omnishelf.config import Settings
from omnishelf.domain.consent import Consent
from omnishelf.events.behaviour import Behaviour
from omnishelf.events.sifting import COLLAPSED
from omnishelf.wiring import open_behaviour

START = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=3)
SHOPPERS = ("ann", "ben", "cyd", "")
"""Ann and Ben agreed, Cyd said no."""
AGREED = ("ann", "ben")
FEW = settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


@st.composite
def told(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Events of a few shoppers, sessions, products and seconds, so that much of it happens twice; ids are all different."""
    made = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "action": st.sampled_from(["view", "click", "add_to_cart", "purchase", "reject", "less_like_this"]),
                    "shopper_id": st.sampled_from(SHOPPERS),
                    "session_id": st.sampled_from(["s1", "s2"]),
                    "product_id": st.sampled_from(["mug", "bag"]),
                    "seconds_later": st.integers(0, 3),
                    "part": st.sampled_from([0, 400_000, 999_999]),
                }
            ),
            max_size=40,
        )
    )
    return [
        {k: v for k, v in each.items() if k not in ("seconds_later", "part")}
        | {"id": f"e{n}", "at": (START + timedelta(seconds=each["seconds_later"], microseconds=each["part"])).isoformat()}
        for n, each in enumerate(made)
    ]


@contextmanager
def fresh() -> Iterator[Behaviour]:
    with tempfile.TemporaryDirectory() as folder:
        given = Settings(data_dir=Path(folder), shoppers={"per_minute": 1_000})  # type: ignore[arg-type]
        with open_behaviour(given) as (behaviour, _):
            behaviour.shoppers.agree({who: Consent(who in AGREED, who in AGREED, START) for who in SHOPPERS if who})
            yield behaviour


def doing(event: dict[str, Any]) -> tuple[str, ...]:
    """What makes two events one: all but the id and the part of the second; of orders the id."""
    same = (event["action"], event["shopper_id"], event["session_id"], event["product_id"], event["at"][:19])
    return same if event["action"] in COLLAPSED else (*same, event["id"])


def tell(behaviour: Behaviour, events: list[dict[str, Any]], chance: random.Random) -> None:
    """In batches of any size, some of them twice, now and then with what came long before."""
    start = 0
    while start < len(events):
        size = chance.randint(1, 7)
        batch = events[start : start + size] + chance.sample(events[:start], min(start, chance.randint(0, 3)))
        for _ in range(chance.choice([1, 1, 2])):
            behaviour.tell((event["id"], event) for event in batch)
        start += size


@FEW
@given(events=told(), seed=st.integers(0, 2**32))
def test_order_and_batches_do_not_matter(events: list[dict[str, Any]], seed: int) -> None:
    """Kept: one of each thing that those who agreed did. Counted: one of each thing that anybody did."""
    chance = random.Random(seed)
    everything = {doing(event): event for event in events}
    kept = {key for key, event in everything.items() if event["shopper_id"] in AGREED}
    counted = Counter((event["product_id"], event["action"]) for event in everything.values())
    by_id = {event["id"]: event for event in events}
    with fresh() as behaviour:
        for _ in range(2):  # the second time, all of it is told again in another order
            tell(behaviour, chance.sample(events, len(events)), chance)
            assert sorted(doing(by_id[e.id]) for who in AGREED for e in behaviour.log.of(who)) == sorted(kept)
            assert {(c.product_id, c.action.value): c.count for c in behaviour.log.days()} == counted


@FEW
@given(events=told(), erased=st.sampled_from(AGREED), seed=st.integers(0, 2**32))
def test_the_erased_are_never_learnt_from(events: list[dict[str, Any]], erased: str, seed: int) -> None:
    """Erased in the middle of telling, told again afterwards: no page for learning, no recent event and no export has anything
    of them; of the others all is there."""
    chance = random.Random(seed)
    cut = chance.randint(0, len(events))
    other = next(who for who in AGREED if who != erased)
    with fresh() as behaviour:
        tell(behaviour, events[:cut], chance)
        behaviour.erase(erased)
        tell(behaviour, chance.sample(events, len(events)), chance)
        learnt = {event.shopper_id for page in behaviour.log.pages(size=3) for event in page}
        assert learnt <= {behaviour.shoppers.pseudonym(other)}
        assert behaviour.recent(shopper_id=erased, session_id="", limit=99) == ()
        assert [
            e for s in ("s1", "s2") for e in behaviour.recent(shopper_id=erased, session_id=s, limit=99) if e.shopper_id
        ] == []
        assert (behaviour.export(erased)["events"], behaviour.export(erased)["session"]) == ([], [])
        assert behaviour.log.count(other) == len({doing(event) for event in events if event["shopper_id"] == other})
