"""The command line over real small shops, with encoders one can do in one's head."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from tests.conftest import ROWS, Run, photo, recording

from omnishelf import __version__
from omnishelf.cli.serve import listen, sample_catalogue, with_policies
from omnishelf.config import Assistant
from omnishelf.domain.errors import BadSettings, NotFound
from omnishelf.domain.product import Product
from omnishelf.ingest.follow import Follower
from omnishelf.shop import Shop
from omnishelf.stores.sql import open_stores


@pytest.fixture
def filled(cli: Run, feed: Path) -> Run:
    code, _, err = cli("ingest", str(feed), "--images", str(feed.parent / "images"))
    assert code == 0, err
    return cli


def test_version(cli: Run) -> None:
    """For people and for programs."""
    assert cli("version")[1] == f"omnishelf {__version__}\n"
    assert json.loads(cli("version", "--json")[1]) == {"version": __version__}


# --- ingest --------------------------------------------------------------------------------------------------------------


def test_ingest_reports_its_counts_and_the_second_time_says_that_nothing_changed(cli: Run, feed: Path) -> None:
    """The same feed twice: everything new, then nothing."""
    arguments = ("ingest", str(feed), "--images", str(feed.parent / "images"), "--json")
    first = json.loads(cli(*arguments)[1])
    assert (first["rows"], first["accepted"], first["changed"], first["stored"]) == (len(ROWS), len(ROWS), len(ROWS), 6)
    assert (first["problems"], first["indexed"]) == ([], True)
    code, out, _ = cli(*arguments[:-1])
    assert code == 0
    assert "Nothing changed" in out


def test_bad_rows_are_shown_and_written_to_the_report(cli: Run, tmp_path: Path) -> None:
    """The table fits 80 columns, names row, field and what to do; the report file has the same."""
    path = tmp_path / "feed.csv"
    path.write_text(f"id,title,price\n1,Blue mug,cheap\n,nameless,\n3,{'a very long title ' * 20},1 USD\n", "utf-8")
    code, out, _ = cli("ingest", str(path), "--report", str(tmp_path / "bad.jsonl"))
    assert code == 0
    assert all(len(line) <= 80 for line in out.splitlines() if "Report:" not in line)
    assert "The row has no id." in out
    assert re.search(r"2 │ price +│ cheap", out)
    written = [json.loads(line) for line in (tmp_path / "bad.jsonl").read_text("utf-8").splitlines()]
    assert {(problem["row"], problem["field"], problem["severity"]) for problem in written} == {
        (2, "price", "dropped"),
        (3, "id", "rejected"),
    }


def test_a_feed_of_which_nothing_can_be_used_is_a_failure(cli: Run, tmp_path: Path) -> None:
    """Exit code 2: a script must not go on as if the shop were filled."""
    path = tmp_path / "feed.csv"
    path.write_text("id,title\n,a\n,b\n", "utf-8")
    assert cli("ingest", str(path))[0] == 2


def test_ingest_beside_a_server_leaves_the_index_to_it(filled: Run, make_shop: Callable[..., Shop], tmp_path: Path) -> None:
    """While another process has the index, the catalogue is written, the output says so, and that process takes it up."""
    server = make_shop()  # holds the index of the same folder
    path = tmp_path / "new.csv"
    path.write_text("id,title\nnew-1,Purple unicorn\n", "utf-8")
    code, out, err = filled("ingest", str(path))
    assert code == 0, err
    assert "takes the changes up" in " ".join(out.split())
    server.live.drain()
    assert [hit.product.id for hit in server.search(text="purple unicorn", size=1).hits] == ["new-1"]


# --- search --------------------------------------------------------------------------------------------------------------


def test_search_prints_a_table_that_fits_80_columns(filled: Run) -> None:
    """Score, title, id and price of each hit; what was understood; how many there are."""
    code, out, _ = filled("search", "蓝色背包", "--size", "3")
    assert code == 0
    assert all(len(line) <= 80 for line in out.splitlines())
    assert "Blue backpack  blue-backpack" in out
    assert "22.00 USD" in out
    assert "words  蓝色背包  (zh, 100% of the query" in out


def test_search_as_json_is_the_http_answer(filled: Run) -> None:
    """The same fields as docs/http.md, and nothing else on standard output."""
    answer = json.loads(filled("search", "blue backpack", "--size", "2", "--json")[1])
    assert answer["hits"][0]["id"] == "blue-backpack"
    assert answer["hits"][0]["product"]["price"] == {"amount": 2200, "currency": "USD"}
    assert {"query_id", "understood", "total", "facets", "notices", "took_ms"} <= answer.keys()


def test_photo_voice_and_unwanted_join_the_words(filled: Run, tmp_path: Path) -> None:
    """Three inputs, each with its share; what is not wanted is gone."""
    (tmp_path / "photo.png").write_bytes(photo("yellow"))
    (tmp_path / "voice.wav").write_bytes(recording())
    given = ("--photo", str(tmp_path / "photo.png"), "--voice", str(tmp_path / "voice.wav"), "--not", "camera", "--json")
    answer = json.loads(filled("search", "camera", *given)[1])
    assert {m["modality"] for m in answer["understood"]["modalities"]} == {"words", "photo", "voice"}
    assert answer["understood"]["transcript"] == "blue backpack"
    assert answer["hits"]
    assert not any("camera" in hit["id"] for hit in answer["hits"])


def test_explain_shows_bars_that_add_up(filled: Run) -> None:
    """Under each hit its contributions, which sum to the score beside it."""
    out = filled("search", "blue backpack", "--size", "1", "--explain")[1]
    score = float(re.search(r"^ *([\d.]+) Blue backpack", out, re.M)[1])  # type: ignore[index]
    parts = [float(value) for value in re.findall(r"▇ (-?[\d.]+)", out)]
    assert len(parts) >= 2
    assert sum(parts) == pytest.approx(score, abs=0.002 * len(parts))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("search",), "nothing to search for"),
        (("search", "x", "--photo", "missing.jpg"), "missing.jpg cannot be read"),
        (("search", "x", "--sort", "sideways"), "sideways"),
        (("ingest", "missing.xml"), "no feed at"),
        (("ingest",), "FEED"),
        (("serve", "--host", "0.0.0.0"), "api_keys"),
        (("nonsense",), "nonsense"),
    ],
)
def test_mistakes_are_explained_without_a_stack_trace(cli: Run, arguments: tuple[str, ...], says: str) -> None:
    """One paragraph on standard error, exit code 2."""
    code, out, err = cli(*arguments)
    assert code == 2
    assert says.lower() in " ".join(err.split()).lower()
    assert "Traceback" not in out + err


def test_verbose_shows_the_stack_trace(cli: Run) -> None:
    """For whoever reports the fault."""
    code, _, err = cli("--verbose", "ingest", "missing.xml")
    assert code == 2
    assert "Traceback" in err


def test_searching_an_empty_shop_says_how_to_fill_it(cli: Run) -> None:
    """Exit code 1: the question was right."""
    code, _, err = cli("search", "mug")
    assert code == 1
    assert "omnishelf ingest FEED" in err


def test_searching_beside_a_server_names_the_way_to_ask_it(filled: Run, make_shop: Callable[..., Shop]) -> None:
    """One process has the index; the hint is the option that asks it."""
    make_shop()
    code, _, err = filled("search", "mug")
    assert code == 1
    assert "--url http://127.0.0.1:7700" in err


def test_a_server_is_asked_with_url(cli: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The query goes out as the form of docs/http.md with its files and key; the server's own words come back as errors."""
    sent: list[httpx.Request] = []
    answers = [
        httpx.Response(200, json={"hits": [], "understood": {}, "total": 0}),
        httpx.Response(400, json={"detail": "The cursor is old.", "hint": "Begin again."}),
        httpx.Response(503, json={"detail": "The engine is down."}),
        httpx.Response(401, json={"detail": "A key is needed."}),
    ]

    def post(url: str, **given: object) -> httpx.Response:
        timeout = given.pop("timeout")
        assert timeout
        sent.append(httpx.Request("POST", url, **given))  # type: ignore[arg-type]
        return answers[len(sent) - 1]

    monkeypatch.setattr(httpx, "post", post)
    (tmp_path / "photo.png").write_bytes(photo("blue"))
    arguments = (
        "search",
        "mug",
        "--url",
        "http://shop.example/",
        "--key",
        "secret",
        "--photo",
        str(tmp_path / "photo.png"),
        "--json",
    )
    assert json.loads(cli(*arguments)[1])["total"] == 0
    body = sent[0].read()
    assert str(sent[0].url) == "http://shop.example/v1/search"
    assert sent[0].headers["authorization"] == "Bearer secret"
    assert photo("blue") in body
    assert b'name="text"\r\n\r\nmug' in body
    assert [cli(*arguments)[0] for _ in range(3)] == [2, 1, 1]


# --- serve ---------------------------------------------------------------------------------------------------------------


def test_a_port_in_use_is_said_before_anything_is_loaded(cli: Run) -> None:
    """The second server on a port gets a sentence and a way out."""
    with listen("127.0.0.1", 0) as taken:
        code, _, err = cli("serve", "--port", str(taken.getsockname()[1]))
    assert code == 2
    assert "--port" in err
    with pytest.raises(BadSettings):
        listen("no.such.host.invalid", 0)


def test_the_follower_takes_up_what_another_process_writes(make_shop: Callable[..., Shop], tmp_path: Path) -> None:
    """A product written to the catalogue behind the server's back can be found soon after."""
    shop = make_shop()
    other = open_stores(f"sqlite:///{tmp_path / 'shop' / 'catalogue.sqlite'}", tmp_path / "shop")
    with Follower(shop.live, seconds=0.02, settle_seconds=0.0, settled=shop.catch_up):
        other.catalogue.put([Product("u", "Purple unicorn", language="en")])
        for _ in range(1_000):
            if shop.live.engine.versions():
                break
            time.sleep(0.02)
    other.close()
    assert set(shop.live.engine.versions()) == {"u"}


def test_serve_opens_a_shop_over_http_and_stops_cleanly(tmp_path: Path) -> None:
    """The whole command in a process of its own: the address it prints answers at once, and SIGTERM ends it with 0."""
    command = [sys.executable, "-m", "omnishelf", "serve", "--port", "0", "--data-dir", str(tmp_path / "shop")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path) as server:
        assert server.stdout
        address = next((found[0] for line in server.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+", line))), "")
        try:
            assert httpx.get(f"{address}/healthz", timeout=60, trust_env=False).status_code == 200
            assert httpx.get(f"{address}/v1/shop", timeout=60, trust_env=False).json()["currency"] == "USD"
        finally:
            server.send_signal(signal.SIGTERM)
        _, err = server.communicate(timeout=60)
    assert server.returncode == 0, err
    assert "Traceback" not in err


def test_the_sample_shop_is_found_or_its_absence_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The installed one first, then the clone's."""
    from omnishelf.cli import serve

    monkeypatch.setattr(serve, "SAMPLES", (tmp_path / "none", tmp_path / "clone"))
    with pytest.raises(NotFound, match="no sample shop"):
        sample_catalogue()
    (tmp_path / "clone").mkdir()
    (tmp_path / "clone" / "products.jsonl").write_text("")
    assert sample_catalogue() == tmp_path / "clone"


def test_the_sample_shop_comes_with_what_its_assistant_may_say() -> None:
    """Who opens the sample shop and asks about returns is told its rules; a shop's own folder is left as it is."""
    found = with_policies(Assistant()).policies
    assert found is not None
    assert (found / "rules.yaml").is_file()
    own = Assistant(policies=Path("own"))
    assert with_policies(own) is own
