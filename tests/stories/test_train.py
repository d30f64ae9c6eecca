"""From judgments to another order: a shop is trained, explained, served anew, and taken back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from tests.conftest import CHINESE, THINGS, Run

from omnishelf.config import Settings
from omnishelf.learn.judgments import Judged
from omnishelf.learn.publish import NAME, NOTHING, no_worse, publish, rollback
from omnishelf.learn.train_ranker import Learnt
from omnishelf.schedule.status import PARTS, Done, note
from omnishelf.shop import Shop
from omnishelf.stores.files import FileModels
from omnishelf.testing.shop_encoders import COLOURS, ColoursOnly, Dictated, WordsOnly
from omnishelf.training import Notes, collect, published_ranker
from omnishelf.wiring import open_shop
from omnishelf.wiring.learning import ASIDE

QUERIES = {f"{thing} {word}".strip(): thing for thing in THINGS for word in ("", "shop", "online", "today", "here", "quick")}


def dearest_first() -> Judged:
    """Of every query the dearest product of its kind, the white one, is what people wanted."""
    grades = {words: {f"{list(COLOURS)[-1]}-{thing}": 3} for words, thing in QUERIES.items()}
    return Judged({words: words for words in QUERIES}, grades)


def test_a_shop_learns_what_its_judgments_say(shop: Shop, make_shop: Callable[..., Shop]) -> None:
    """White things, the dearest, rise above the others; `why` says so and still sums to the score; a shop opened later ranks
    alike."""
    pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    before = shop.search(text="mug", explain=True, size=24)
    assert before.hits[0].product.id != "white-mug"
    trained = shop.train_ranker(dearest_first())
    assert trained.version == 1
    assert trained.learnt > trained.linear + 0.1
    after = shop.search(text="mug", explain=True, size=24)
    assert after.hits[0].product.id == "white-mug"
    assert any(part.signal == "learnt" for part in after.hits[0].why)
    assert {hit.product.id for hit in after.hits} == {hit.product.id for hit in before.hits}
    for hit in after.hits:
        assert sum(part.value for part in hit.why) == pytest.approx(hit.score, abs=1e-9)
    assert [hit.score for hit in after.hits] == sorted((hit.score for hit in after.hits), reverse=True)
    folder = Path(shop.live.generations.folder).parent
    shop.close()
    again = make_shop(folder.name)
    assert [hit.product.id for hit in again.search(text="mug", size=24).hits] == [hit.product.id for hit in after.hits]


def test_the_size_of_a_page_changes_nothing(shop: Shop) -> None:
    """What is noted for training are the candidates, not the page, and noting changes no order."""
    notes = collect(shop._search, dearest_first())
    assert len(notes) == len(QUERIES)
    assert all(len(example.linear) > 1 and (np.diff(example.linear) <= 0).all() for example in notes)
    small, large = shop.search(text="blue camera", size=1), shop.search(text="blue camera", size=24)
    assert small.hits[0] == large.hits[0]


def test_a_worse_model_is_not_published(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trees that turn the order round fail on held-out queries, and the shop goes on as before."""
    names = ["lexical"]
    turned = {
        "feature": np.array([[0, 0, 0]]),
        "threshold": np.array([[0.6, 0.0, 0.0]]),
        "left": np.array([[1, 1, 2]]),
        "right": np.array([[2, 1, 2]]),
        "value": np.array([[0.0, 9.0, -9.0]]),
        "depth": np.array(1),
        "features": np.array(names),
    }
    monkeypatch.setattr("omnishelf.training.learn", lambda *_, **__: Learnt(turned, 1, {"lexical": 1.0}))
    asked = {f"{colour} {thing}": f"{colour}-{thing}" for colour in COLOURS for thing in THINGS}
    exact = Judged({words: words for words in asked}, {words: {id: 3} for words, id in asked.items()})
    trained = shop.train_ranker(exact)
    assert (trained.version, trained.learnt < trained.linear) == (0, True)
    assert shop.search(text="red mug").hits[0].product.id == "red-mug"


def test_no_worse() -> None:
    """A gain that may be a large loss is luck; so is no loss at all that may be one."""
    assert no_worse(0.01, -0.005)
    assert no_worse(0.0, 0.0)
    assert not no_worse(-0.001, -0.002)
    assert not no_worse(0.01, -0.03)


def test_taking_back(tmp_path: Path) -> None:
    """Step by step to the linear order, and no farther; versions only grow."""
    models = FileModels(tmp_path)
    tree = {**NOTHING, "features": np.array(["lexical"])}
    for gain in (1, 2):
        publish(models, tree, {"held_out_gain": gain})
    assert rollback(models) == (3, 1)
    found = models.load(NAME)
    assert found is not None
    assert found[1]["held_out_gain"] == 1
    assert rollback(models) == (4, 0)
    assert published_ranker(models) is None
    with pytest.raises(Exception, match="linear order stands already"):
        rollback(models)
    publish(models, tree, {})
    assert rollback(models) == (6, 0)


def test_a_model_of_other_features_is_left_alone(tmp_path: Path) -> None:
    """After an upgrade that dropped a feature the linear order stands, and the log says so."""
    models = FileModels(tmp_path)
    stump = {**{name: np.zeros((1, 1), np.int64) for name in ("feature", "left", "right")}}
    stump |= {"threshold": np.zeros((1, 1)), "value": np.zeros((1, 1)), "depth": np.array(0)}
    publish(models, {**stump, "features": np.array(["a feature of old"])}, {})
    assert published_ranker(models) is None
    publish(models, {**stump, "features": np.array(["lexical"])}, {})
    assert published_ranker(models) is not None


def test_notes_change_nothing() -> None:
    """They add no correction."""
    notes = Notes()
    assert notes(("a",), np.array([1.0]), np.zeros((1, 2))) == {}
    assert notes.seen is not None


def test_on_the_command_line(cli: Run, feed: Path, tmp_path: Path) -> None:
    """Trained from a CSV, told as JSON and to people, taken back; what is wrong is said in a sentence."""
    pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    assert cli("ingest", str(feed), "--images", str(feed.parent / "images"))[0] == 0
    judged = tmp_path / "judged.csv"
    lines = [f"{words},{product},{grade}" for words, row in dearest_first().grades.items() for product, grade in row.items()]
    judged.write_text("query,product,grade\n" + "\n".join(lines), "utf-8")
    code, out, err = cli("train", "--judgments", str(judged))
    assert code == 0, err
    assert "Published as version 1" in out
    assert json.loads(cli("train", "--rollback", "--json")[1]) == {"version": 2, "restored": 0}
    for wrong, said in (
        (("train",), "0 pages of results"),
        (("train", "bridge"), "nothing called"),
        (("train", "--judgments", str(judged), "--split", "time"), "no time"),
        (("train", "--judgments", str(judged), "--split", "halves"), "no split"),
        (("train", "--judgments", str(tmp_path / "none.csv")), "missing"),
    ):
        code, _, err = cli(*wrong)
        assert code in (1, 2)
        assert said in err


def test_from_clicks(cli: Run, feed: Path, tmp_path: Path) -> None:
    """The white one is clicked nearly whenever it is looked at, though it often stands last: the model puts it first."""
    pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    assert cli("ingest", str(feed), "--images", str(feed.parent / "images"))[0] == 0
    log, random = tmp_path / "log", np.random.default_rng(1)
    log.mkdir()
    queries, events = [], []
    for number, words in enumerate([*QUERIES] * 40):
        shown = [f"{colour}-{QUERIES[words]}" for colour in COLOURS]
        if random.random() < 0.6:
            random.shuffle(shown)
        queries.append({"query_id": str(number), "user_query": words, "query_response_hit_ids": shown})
        for place, product in enumerate(shown):
            if random.random() < (0.9 if product.startswith("white") else 0.2) / (1 + place):
                told = {"object": {"object_id": product}}
                events.append({"query_id": str(number), "action_name": "click", "event_attributes": told})
    for name, rows in (("queries", queries), ("events", events)):
        (log / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    code, out, err = cli("train", "--clicks", str(log), "--json")
    assert code == 0, err
    told = json.loads(out)
    assert told["examination"] == pytest.approx([1 / (1 + place) for place in range(len(COLOURS))], abs=0.15)
    assert (told["version"], told["learnt"] > told["linear"] + 0.1) == (1, True)


def history(file: Path) -> None:
    """Thirty shoppers ask the same questions sixty times; the white one is chosen nearly whenever it is looked at."""
    random, told = np.random.default_rng(1), []
    for number, words in enumerate([*QUERIES] * 60):
        shown = [f"{colour}-{QUERIES[words]}" for colour in COLOURS]
        if random.random() < 0.6:
            random.shuffle(shown)
        at = datetime.now(UTC) - timedelta(days=60) + timedelta(hours=number)
        who = {"shopper_id": f"v_{number % 30}", "session_id": f"s{number}", "query_id": f"q{number}", "at": at.isoformat()}
        told.append({**who, "id": f"{number}", "action": "search", "words": words.upper(), "shown": shown, "position": 1})
        for place, product in enumerate(shown):
            if random.random() < (0.95 if product.startswith("white") else 0.05) / (1 + place):
                told.append({**who, "id": f"{number}-{place}", "action": "click", "product_id": product})
    file.write_text("\n".join(map(json.dumps, told)), "utf-8")


def test_the_clock_learns_the_ranker_from_what_shoppers_did(
    cli: Run, feed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside a server that has the index, after a run that was killed: only what is due is learnt, published as it is better on
    later clicks, and taken up by the server by itself; taken back, the former order is back. Who is erased is learnt from no
    more."""
    pytest.importorskip("lightgbm", reason="LightGBM is not installed")
    monkeypatch.setenv("OMNISHELF_TRAINING__EVERY_HOURS", "24")
    monkeypatch.setattr("omnishelf.cli.train_all.give_way", lambda memory_mb: None)  # this process has tests to run after
    folder = tmp_path / "shop"
    assert cli("ingest", str(feed), "--images", str(feed.parent / "images"))[0] == 0
    history(tmp_path / "history.jsonl")
    assert cli("events", "import", str(tmp_path / "history.jsonl"), "--agreed", "2026-05")[0] == 0
    now = datetime.now(UTC)
    for part in PARTS:
        killed = part == "ranker"
        note(folder, part, Done(now - timedelta(hours=2), None if killed else now, "running" if killed else "kept"))
    (folder / ASIDE / "7").mkdir(parents=True)
    with open_shop(Settings(data_dir=folder), text=WordsOnly(CHINESE), image=ColoursOnly(), speech=Dictated("")) as server:

        def first() -> str:
            return server.search(text="mug").hits[0].product.id

        def within_a_minute(id: str) -> bool:
            until = time.monotonic() + 60
            while first() != id and time.monotonic() < until:
                time.sleep(0.1)
            return first() == id

        before = first()
        assert before != "white-mug"
        code, out, err = cli("train", "all", "--due", "--json")
        assert (code, {part: told["state"] for part, told in json.loads(out).items()}) == (0, {"ranker": "published"}), err
        assert not (folder / ASIDE).exists()
        assert cli("train", "all", "--due", "--json")[1].strip() == "{}"
        assert within_a_minute("white-mug")
        assert json.loads(cli("train", "ranker", "--rollback", "--json")[1]) == {"version": 2, "restored": 0}
        assert within_a_minute(before)
        for number in range(30):
            server.behaviour.erase(f"v_{number}")
        code, _, err = cli("train", "ranker")
        assert (code, "has 0 pages of results" in err) == (2, True), err
