"""The parts of the events room: reading, sessions, pace, tokens, keys."""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omnishelf.domain.errors import BadSettings
from omnishelf.domain.event import Action, Event
from omnishelf.events.fields import Told
from omnishelf.events.memory import SessionMemory
from omnishelf.events.reading import read_all
from omnishelf.events.sifting import Pace, Repeats, is_robot
from omnishelf.events.tokens import Tokens
from omnishelf.stores.keyring import KeyRing, new_key

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TOLD = Told(NOW, client_id="c1", currency="USD")


def read(item: object, told: Told = TOLD) -> list[Event]:
    found = read_all([("here", item)], told)
    assert found.faults == []
    return [event for _, events in found.groups for event in events]


def fault(item: object) -> str:
    found = read_all([("here", item)], TOLD)
    assert (found.groups, len(found.faults)) == ([], 1)
    return found.faults[0].reason


def ga4(name: str, **params: object) -> dict[str, Any]:
    return {"name": name, "params": {"items": [{"item_id": "mug"}], **params}}


def done(id: str, second: float = 0.0, session: str = "s") -> Event:
    return Event(id, Action.CLICK, NOW + timedelta(seconds=second), session, "ann", f"p-{id}")


@pytest.mark.parametrize(
    "when",
    ["2026-05-04T12:00:00Z", "2026-05-04T14:00:00+02:00", "2026-05-04T12:00:00", 1777896000, 1777896000000, "1777896000000000"],
)
def test_times(when: object) -> None:
    """ISO 8601 in any zone (UTC where none is said), or seconds, milliseconds, microseconds since 1970: one moment."""
    assert read({"action": "view", "product_id": "p", "at": when})[0].at == NOW


@pytest.mark.parametrize("when", ["yesterday", -1, True, math.nan, math.inf, [], "99999-01-01", 1e300])
def test_no_times(when: object) -> None:
    """Anything else is refused by its field."""
    assert "at must be a time" in fault({"action": "view", "product_id": "p", "at": when})


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"action": "click"}, "product_id is missing"),
        ({"action": "click", "product_id": "x" * 129}, "product_id must have at most 128"),
        ({"action": "click", "product_id": "a\x00b"}, "product_id must have at most 128 printable"),
        ({"action": "click", "product_id": "\ud800"}, "product_id must"),
        ({"action": "click", "product_id": ["mug"]}, "product_id must be text"),
        ({"action": "click", "product_id": True}, "product_id must be text"),
        ({"action": "rate", "product_id": "p", "rating": 6}, "rating must be a number from 1 to 5"),
        ({"action": "rate", "product_id": "p"}, "rating is missing"),
        ({"action": "purchase", "product_id": "p", "quantity": 0}, "quantity must"),
        ({"action": "purchase", "product_id": "p", "price": "1e400"}, "price must"),
        ({"action": "search", "words": "x" * 501}, "words must have at most 500"),
        ({"action": "search", "shown": "mug"}, "shown must be a list"),
        ({"action_name": "click", "event_attributes": []}, "event_attributes must be an object"),
        ({"action_name": "click"}, "object_id is missing"),
        ({"action_name": "teleport"}, "action_name must be one of"),
        (ga4("view_item", items=[]), "items is missing"),
        (ga4("view_item", items=[1]), "items must be a list of objects"),
        (ga4("view_item", items=[{}]), "item_id is missing"),
        (ga4("view_item", items=[{"item_id": "p", "price": "1e999999999"}]), "price"),
        (ga4("view_item", items=[{"item_id": "p"}] * 201), "items must be at most 200"),
        ({}, "this is no event"),
        (None, "an event must be an object"),
    ],
)
def test_what_cannot_be_used(item: object, reason: str) -> None:
    """Refused by the field, with what it should be."""
    assert reason in fault(item)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)
FORMS = (
    {"action": "", "product_id": "", "at": "", "words": "", "shown": [], "price": 1, "quantity": 1, "rating": 1},
    {"action_name": "", "event_attributes": {"object": {"object_id": ""}, "position": {"ordinal": 1}}, "timestamp": ""},
    {"user_query": "", "query_response_hit_ids": [], "query_attributes": {}, "session_id": "", "user_id": ""},
    {"name": "", "params": {"items": [{"item_id": "", "price": 1}]}, "event": "", "ecommerce": {}},
)
NAMES = st.sampled_from(sorted(set(re.findall(r"'(\w+)':", str(FORMS)))))
ACTIONS = st.sampled_from(["click", "purchase", "rate", "search", "view_item", "refund"])


@given(item=st.dictionaries(NAMES, JSON | ACTIONS | st.dictionaries(NAMES, JSON, max_size=4), max_size=8))
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_nothing_told_breaks_the_reader(item: dict[str, Any]) -> None:
    """Whatever JSON comes, it is read, refused or ignored, and what is read can be stored: bounded, printable, encodable."""
    found = read_all([("here", item)], TOLD)
    assert len(found.groups) + len(found.faults) + found.ignored == 1
    for _, events in found.groups:
        for event in events:
            text = json.dumps([event.id, event.product_id, event.session_id, event.words, event.shown, event.place])
            text.encode()
            assert "\\u0000" not in text and "\\ud8" not in text
            assert event.product_id or event.action is Action.SEARCH
            assert event.quantity >= 1 and (event.price is None or 0 <= event.price <= 10**12)


def test_ga4_places_and_sessions() -> None:
    """The list a product stood in, its index, the visit within the client, the price in minor units, else unknown."""
    item = {"item_id": "mug", "index": 4, "item_list_id": "related", "price": 12.5}
    (event,) = read(ga4("select_item", items=[item], session_id=17, currency="USD"))
    assert (event.action, event.product_id, event.position, event.place) == (Action.CLICK, "mug", 4, "related")
    assert (event.session_id, event.shopper_id, event.price) == ("c1.17", "c1", 1250)
    assert read(ga4("select_item", items=[item], currency="EUR"))[0].price is None
    yen = Told(NOW, currency="JPY", digits=0)
    assert read(ga4("select_item", items=[{"item_id": "mug", "price": 980}], currency="JPY"), yen)[0].price == 980


def test_ga4_pages() -> None:
    """What a list showed is a search without words; the data layer's form is read as well."""
    (event,) = read(
        {"event": "view_item_list", "ecommerce": {"item_list_id": "home", "items": [{"item_id": "a"}, {"item_id": "b"}]}}
    )
    assert (event.action, event.words, event.shown, event.place) == (Action.SEARCH, "", ("a", "b"), "home")


def test_an_event_without_an_id_gets_one_of_its_content() -> None:
    """The same content is the same event; where it has no time, within a minute only; an order by its number, at any time."""
    view, timed = ga4("view_item"), {**ga4("view_item"), "timestamp_micros": 1777895000000000}
    later = Told(NOW + timedelta(minutes=5), client_id="c1", currency="USD")
    assert read(view)[0].id == read(dict(view))[0].id != read(view, later)[0].id
    assert read(timed)[0].id == read(timed, later)[0].id
    assert read(view)[0].id != read(view, Told(NOW, client_id="c2"))[0].id
    order = ga4("purchase", transaction_id="T1")
    assert read(order)[0].id == read(order, later)[0].id != read(ga4("refund", transaction_id="T1"))[0].id


def test_sessions_are_bounded() -> None:
    """In events altogether (the session least recently heard of goes first), in events of one, and in time."""
    clock = [0.0]
    memory = SessionMemory(events=5, per_session=3, seconds=60, clock=lambda: clock[0])
    memory.add([done(f"a{n}", session="a") for n in range(4)])
    assert [event.id for event in memory.of("a")] == ["a1", "a2", "a3"]
    memory.add([done("b1", session="b"), done("b2", session="b")])
    clock[0] = 50.0
    memory.add([done("b3", session="b")])
    assert (memory.of("a"), len(memory.of("b")), len(memory)) == ((), 3, 3)
    clock[0] = 111.0
    assert (memory.of("b"), len(memory)) == ((), 0)
    memory.add([Event("x", Action.CLICK, NOW, "", "ann", "p")])
    assert len(memory) == 0


def test_pace() -> None:
    """Faster than a person, a session is a program's from then on; the same number over a longer time is not, and other
    sessions are judged apart."""
    pace = Pace(3)
    assert [pace.human([done(f"{n}", n)]) for n in range(5)] == [True, True, True, False, False]
    assert pace.human([done("other", 1, session="t")])
    assert all(pace.human([done(f"{n}", 30 * n, session="u")]) for n in range(9))
    assert all(pace.human([done(f"{n}", 0, session="")]) for n in range(9))


def test_repeats() -> None:
    """An id seen is a repeat, and so is the same thing in the same second; what was given back is fresh again."""
    repeats = Repeats(size=10)
    first = done("a", 0.1)
    double = Event("b", first.action, NOW + timedelta(seconds=0.9), "s", "ann", first.product_id)
    assert [repeats.fresh(event) for event in (first, first, double)] == [True, False, False]
    assert repeats.fresh(Event("c", first.action, NOW + timedelta(seconds=1.0), "s", "ann", first.product_id))
    repeats.forget(first)
    assert repeats.fresh(first)


@pytest.mark.parametrize(
    ("agent", "robot"),
    [
        ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", True),
        ("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", True),
        ("Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2)", True),
        ("Mozilla/5.0 (Linux; Android 12; CUBOT X50) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36", False),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15", False),
        ("python-requests/2.32", False),
        ("", False),
    ],
)
def test_robots_by_name(agent: str, robot: bool) -> None:
    """Crawlers say what they are; a telephone called Cubot is none, and a backend may use any library."""
    assert is_robot(agent) is robot


def test_tokens() -> None:
    """A token holds for its shopper, until it ends, and under its key only."""
    tokens = Tokens(lambda: b"k" * 32, timedelta(days=2))
    token, until = tokens.give("ann", NOW)
    assert until == NOW + timedelta(days=2)
    assert tokens.hold(token, "ann", NOW + timedelta(days=1))
    assert not tokens.hold(token, "ann", until)
    assert not tokens.hold(token, "ben", NOW)
    assert not tokens.hold("9" + token, "ann", NOW)
    assert not any(tokens.hold(odd, "ann", NOW) for odd in ("", ".", "1.", "x.y", "é.é", "\ud800"))
    assert not Tokens(lambda: b"j" * 32, timedelta(days=2)).hold(token, "ann", NOW)
    assert len({tokens.visitor() for _ in range(50)}) == 50


def test_sealing() -> None:
    """Sealed twice is not the same twice; it opens where it belongs, under a key of the ring, unchanged; else it says so."""
    old, new = new_key(), new_key()
    ring = KeyRing([new, old])
    sealed = KeyRing([old]).seal("张三", "id 1")
    assert "张三".encode() not in sealed
    assert ring.seal("张三", "id 1") != ring.seal("张三", "id 1")
    assert ring.open(sealed, "id 1") == "张三"
    assert not sealed.startswith(ring.newest())
    with pytest.raises(BadSettings, match="changed or moved"):
        ring.open(sealed, "id 2")
    with pytest.raises(BadSettings, match="changed or moved"):
        ring.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), "id 1")
    with pytest.raises(BadSettings, match="under key"):
        KeyRing([new]).open(sealed, "id 1")


@pytest.mark.parametrize("text", ["", "short", "not base64 at all!", "é" * 44])
def test_no_keys(text: str, tmp_path: Path) -> None:
    """A key file that holds no key is said by its name."""
    (tmp_path / "k").write_text(text)
    with pytest.raises(BadSettings, match="k"):
        KeyRing(path=tmp_path / "k").keys()


def test_a_key_is_made_once(tmp_path: Path) -> None:
    """The first to need a key makes the file, for its owner only; who comes later takes that one."""
    first, second = KeyRing(path=tmp_path / "deep" / "k"), KeyRing(path=tmp_path / "deep" / "k")
    first.create()
    second.create()
    assert first.keys() == second.keys()
    assert (tmp_path / "deep" / "k").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["k"]
