"""Told, read back, kept over a restart and a kill, erased, gone: also from what is learnt next, and for good."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Run

from omnishelf.config import Settings
from omnishelf.domain.consent import Consent
from omnishelf.domain.errors import BadSettings, StoreDown
from omnishelf.domain.event import Action, Event
from omnishelf.shop import Shop
from omnishelf.stores.sql import open_stores
from omnishelf.wiring import open_behaviour

NOW = datetime.now(UTC)
YES = Consent(True, True, NOW)


def click(id: str, product: str, **more: object) -> dict[str, Any]:
    return {"id": id, "action": "click", "session_id": "s1", "shopper_id": "ann", "product_id": product, **more}


def recent(shop: Shop, session: str = "s1", shopper: str = "ann") -> list[str]:
    return [event.id for event in shop.behaviour.recent(shopper_id=shopper, session_id=session, limit=50)]


def learnt_from(shop: Shop) -> list[str]:
    return [event.id for page in shop.behaviour.log.pages() for event in page]


def test_a_shopper_comes_and_goes(make_shop: Callable[..., Shop]) -> None:
    """Told and known at once; known after a restart in another session; erased and gone, also after a restart; history told
    again stays away; a new yes begins anew."""
    shop = make_shop()
    shop.behaviour.agree("ann", personal=True)
    told = [click("e1", "mug"), click("e2", "bag"), click("e3", "lamp")]
    assert shop.tell(told).kept == 3
    assert recent(shop) == ["e3", "e2", "e1"]
    shop.close()

    again = make_shop()
    assert recent(again, session="another") == ["e3", "e2", "e1"]
    assert learnt_from(again) == ["e1", "e2", "e3"]
    assert again.behaviour.erase("ann")["events"] == 3
    assert (recent(again), learnt_from(again)) == ([], [])
    again.close()

    last = make_shop()
    assert recent(last) == []
    assert last.tell(told).kept == 0
    last.behaviour.agree("ann", personal=True)
    past = [click("e1", "mug", at=(NOW - timedelta(days=1)).isoformat())]
    assert last.tell(past).repeated + last.tell([{**past[0], "id": "e9"}]).erased == 2
    assert last.tell([click("e4", "hat")]).kept == 1
    assert recent(last, session="another") == ["e4"]


def test_the_session_knows_without_consent(make_shop: Callable[..., Shop]) -> None:
    """The next question in the same session knows the last click; another session, and a restart, know nothing."""
    shop = make_shop()
    shop.tell([click("e1", "mug"), click("e2", "bag", shopper_id="")])
    assert recent(shop) == ["e2", "e1"]
    assert (recent(shop, session="another"), recent(shop, session="")) == ([], [])
    assert [e.id for e in shop.behaviour.recent(shopper_id="ben", session_id="s1", limit=9)] == ["e2"]
    assert len(shop.behaviour.log) == 0
    shop.close()
    assert recent(make_shop()) == []


def test_erasing_survives_a_part_that_fails(make_shop: Callable[..., Shop]) -> None:
    """When a part of the shop cannot erase now, the others do, the failure is said, nothing is read meanwhile, and the next
    tidying finishes it."""

    class Failing:
        name, calls = "profile", 0

        def export(self, shopper_id: str) -> object:
            return {"likes": "blue"}

        def erase(self, shopper_id: str) -> int:
            self.calls += 1
            if self.calls == 1:
                raise StoreDown("The disk is full.")
            return 1

    shop, part = make_shop(), Failing()
    shop.behaviour.personal.join(part)
    shop.behaviour.agree("ann", personal=True)
    shop.tell([click("e1", "mug")])
    assert shop.behaviour.export("ann")["profile"] == {"likes": "blue"}
    with pytest.raises(StoreDown, match="disk"):
        shop.behaviour.erase("ann")
    assert (recent(shop), learnt_from(shop)) == ([], [])
    shop.behaviour.tidy()
    assert (part.calls, shop.behaviour.log.count("ann"), shop.behaviour.shoppers.unfinished()) == (2, 0, ())


def test_a_failing_store_takes_nothing_and_may_be_told_again(make_shop: Callable[..., Shop]) -> None:
    """Events that could not be written are neither kept nor remembered, and are no repetition when they come again."""
    shop = make_shop()
    shop.behaviour.agree("ann", personal=True)
    log = shop.behaviour.take.log

    class Down:
        def add(self, events: object) -> object:
            raise StoreDown("The disk is full.")

    shop.behaviour.take.log = Down()  # type: ignore[assignment]
    with pytest.raises(StoreDown):
        shop.tell([click("e1", "mug")])
    shop.behaviour.take.log = log
    assert recent(shop) == []
    assert shop.tell([click("e1", "mug")]).kept == 1


def test_tidying_forgets_what_is_old(make_shop: Callable[..., Shop]) -> None:
    """Events older than the setting go; how often the product was clicked stays, and weighs less."""
    shop = make_shop(shoppers={"keep_days": 30, "half_life_days": 10})
    shop.behaviour.agree("ann", personal=True)
    old = Event("old", Action.CLICK, NOW - timedelta(days=51), "s", "ann", "mug")
    shop.behaviour.log.add([old, Event("new", Action.CLICK, NOW, "s", "ann", "mug")])
    assert shop.behaviour.tidy() == 1
    assert [event.id for event in shop.behaviour.log.of("ann")] == ["new"]
    assert [round(count.count, 3) for count in shop.behaviour.log.days()] == [0.25, 1.0]


def test_keys_rotate_and_a_wrong_key_is_said(tmp_path: Path, cli: Run) -> None:
    """After a rotation everything is readable under the new key alone, under the same pseudonyms, without a restart; with
    another key, or without one, the shop does not open, and says what to do."""
    settings = Settings()
    asked = {"action": "search", "id": "q", "shopper_id": "ann", "words": "geschenk", "shown": ["mug"]}
    with open_behaviour(settings) as (behaviour, _):
        behaviour.agree("ann", personal=True)
        behaviour.shoppers.describe("ann", {"segment": "new"})
        behaviour.tell([("here", asked)])
        name = behaviour.shoppers.pseudonym("ann")
        key = settings.data_dir / "shoppers.key"
        before = key.read_text()
        assert key.stat().st_mode & 0o777 == 0o600
        code, out, _ = cli("keys", "rotate")
        assert (code, out.split()[0]) == (0, "4")
        assert key.read_text() != before
        assert len(key.read_text().split()) == 1
        assert key.stat().st_mode & 0o777 == 0o600
        # the same process goes on: it sees that the file changed
        assert next(behaviour.log.of("ann")).words == "geschenk"
        assert behaviour.tell([("here", {**asked, "id": "q2"})]).kept == 1
    with open_behaviour(settings) as (behaviour, _):
        assert [event.words for event in behaviour.log.of("ann")] == ["geschenk"] * 2
        assert (behaviour.shoppers.pseudonym("ann"), behaviour.shoppers.about("ann")) == (name, {"segment": "new"})
        assert behaviour.export("ann")["pseudonym"] == name
    good = key.read_text()
    key.write_text(before)
    with pytest.raises(BadSettings, match="encrypted under key"), open_behaviour(settings):
        pass
    key.unlink()
    with pytest.raises(BadSettings, match="missing"), open_behaviour(settings):
        pass
    assert not key.exists(), "a new key would hide that the old one is lost"
    key.write_text(good)
    assert cli("export", "ann")[0] == 0


def test_history_from_files(tmp_path: Path, cli: Run) -> None:
    """Imported with the shop's word, doubled by nothing when it is imported again, bad lines by their number; what an erased
    shopper did does not come back with it."""
    at = (NOW - timedelta(days=2)).isoformat()
    lines = [json.dumps(click(f"e{n}", "mug", at=at, shopper_id=f"p{n % 3}", session_id=f"s{n}")) for n in range(9)]
    file = tmp_path / "events.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join([*lines, "{broken", '{"action": "dance"}']).encode()))
    code, out, _ = cli("events", "import", str(file), "--json")
    assert (code, json.loads(out)["kept"], json.loads(out)["session_only"]) == (0, 0, 9)
    code, out, _ = cli("events", "import", str(file), "--agreed", "2026-05", "--json")
    taken = json.loads(out)
    assert (code, taken["kept"], taken["refused"]) == (0, 9, 2)
    assert {fault["place"] for fault in taken["faults"]} == {"events.jsonl.gz line 10", "events.jsonl.gz line 11"}
    assert json.loads(cli("events", "import", str(file), "--agreed", "2026-05", "--json")[1])["repeated"] == 9

    exported = json.loads(cli("export", "p1")[1])
    assert [event["id"] for event in exported["events"]] == ["e1", "e4", "e7"]
    assert exported["consents"][0]["policy"] == "2026-05"
    assert "3 events" in cli("erase", "p1", "--yes")[1]
    taken = json.loads(cli("events", "import", str(file), "--agreed", "2026-05", "--json")[1])
    assert (taken["kept"], taken["erased"]) == (0, 3)
    assert json.loads(cli("export", "p1")[1])["events"] == []


def test_files_that_cannot_be_read(tmp_path: Path, cli: Run) -> None:
    """A missing file and a cut archive are said in words; what stood before the damage is in."""
    assert cli("events", "import", str(tmp_path / "none.jsonl"))[0] == 1
    whole = gzip.compress("\n".join(json.dumps(click(f"e{n}", f"p{n}")) for n in range(5_000)).encode())
    (tmp_path / "cut.jsonl.gz").write_bytes(whole[: len(whole) * 2 // 3])
    code, _, err = cli("events", "import", str(tmp_path / "cut.jsonl.gz"), "--agreed", "x")
    assert code == 2
    assert "cannot be read to its end" in err.replace("\n", " ")


CHILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from omnishelf.domain.event import Action, Event
from omnishelf.stores.sql import open_stores
folder = Path(sys.argv[1])
stores = open_stores(f"sqlite:///{folder / 'c.sqlite'}", folder)
for batch in range(10_000):
    at = datetime(2026, 5, 4, 12, batch // 600 % 60, tzinfo=UTC)
    stores.events.add([Event(f"{batch:05}-{n:03}", Action.CLICK, at, "s", "ann", f"p{n}") for n in range(200)])
    print(batch, flush=True)
"""


def test_kill_in_mid_batch(tmp_path: Path) -> None:
    """Killed while it writes: every batch that had returned is there, the one under way wholly or not at all, the counts say
    the same as the events, and telling all of it again makes nothing double."""
    stores = open_stores(f"sqlite:///{tmp_path / 'c.sqlite'}", tmp_path)
    stores.shoppers.agree({"ann": YES})
    stores.close()
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    acknowledged = -1
    for line in child.stdout:
        acknowledged = int(line)
        if acknowledged >= 7:
            os.kill(child.pid, signal.SIGKILL)
            break
    acknowledged = max([acknowledged, *(int(line) for line in child.stdout)])
    child.wait()
    stores = open_stores(f"sqlite:///{tmp_path / 'c.sqlite'}", tmp_path)
    kept = [event.id for event in stores.events.of("ann")]
    batches = {id.partition("-")[0] for id in kept}
    assert len(kept) == 200 * len(batches)
    assert len(batches) in (acknowledged + 1, acknowledged + 2)
    assert sum(count.count for count in stores.events.days()) == len(kept)
    at = datetime(2026, 5, 4, 12, tzinfo=UTC)
    again = [Event(id, Action.CLICK, at, "s", "ann", "p") for id in kept]
    assert len(stores.events.add(again).known) == len(kept)
    assert stores.events.count("ann") == len(kept)
    stores.close()
