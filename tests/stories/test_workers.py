"""Several processes serve one shop: a real PostgreSQL, a real OpenSearch, real workers on one socket, one of them killed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine
from tests.conftest import ROWS

from omnishelf.domain.product import Product
from omnishelf.engine.opensearch import Cluster, Connection
from omnishelf.stores.sql import open_stores
from omnishelf.testing.opensearch import Node
from omnishelf.testing.postgresql import fresh_database

ROOT = Path(__file__).parents[2]
SECONDS = 200.0
"""The longest anything may take on a machine that is busy with other tests: each worker imports the whole program."""
HOLDERS = """SELECT application_name FROM pg_stat_activity JOIN pg_locks USING (pid)
             WHERE locktype = 'advisory' AND granted AND application_name LIKE 'omnishelf %%'"""


class Served:
    """A parent and its workers.

    Attributes:
        database: URL of the catalogue.
    """

    def __init__(self, parent: subprocess.Popen[str], url: str, database: str, folder: Path) -> None:
        self.parent, self.url, self.database, self.folder = parent, url, database, folder

    def workers(self) -> list[int]:
        """Process ids of those that answer, by now."""
        children = Path(f"/proc/{self.parent.pid}/task/{self.parent.pid}/children").read_text().split()
        return [int(pid) for pid in children if "spawn_main" in command_of(pid)]

    @contextmanager
    def at(self, pid: int) -> Iterator[httpx.Client]:
        """A connection that this worker has accepted: the others are stopped meanwhile. The server closes it after five seconds
        of silence, so it is for the next few requests."""
        others = [other for other in self.workers() if other != pid]
        with httpx.Client(base_url=self.url, timeout=SECONDS) as client:
            for other in others:
                tell(other, signal.SIGSTOP)
            try:
                assert client.get("/healthz").status_code == 200
            finally:
                for other in others:
                    tell(other, signal.SIGCONT)
            yield client

    def found(self, pid: int, text: str, **more: str) -> list[str]:
        """Ids of the products that this worker finds."""
        with self.at(pid) as client:
            answer = client.post("/v1/search", json={"text": text, **more})
        assert answer.status_code == 200, answer.text
        return [hit["id"] for hit in answer.json()["hits"]]

    def looks_at(self, pid: int, *products: str, token: str = "", **who: str) -> None:
        """Tell this worker of clicks."""
        events = [{"id": f"{who}-{product}", "action": "click", "product_id": product, **who} for product in products]
        headers = {"X-Shopper-Token": token} if token else {}
        with self.at(pid) as client:
            taken = client.post("/v1/events", json={"events": events}, headers=headers).json()
        assert taken["kept"] + taken["session_only"] == len(products), taken

    def put(self, pid: int, *rows: Mapping[str, object]) -> None:
        with self.at(pid) as client:
            assert client.put("/v1/products", json={"products": rows}).json()["accepted"] == len(rows)

    def indexer(self) -> int:
        """The process that holds the indexer's lock; 0 for none."""
        engine = create_engine(self.database)
        with closing(engine.connect()) as connection:
            held = {int(name.split()[1]) for name in connection.exec_driver_sql(HOLDERS).scalars()}
        engine.dispose()
        return next(iter(held & {*self.workers()}), 0)


def command_of(pid: str) -> str:
    """Its command line; "" of a process that has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8", "replace")
    except OSError:
        return ""


def tell(pid: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, what)


def eventually(what: Callable[[], object], why: str) -> None:
    until = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < until, why
        time.sleep(0.1)


@contextmanager
def serving(folder: Path, database: str, node: Node) -> Iterator[Served]:
    given = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": database,
        "ENGINE": "opensearch",
        "OPENSEARCH__URL": node.url,
        "OPENSEARCH__PREFIX": "workers",
        "WORKERS": "2",
        "STOP_SECONDS": "2",
        "PHOTO__TEXT": "false",
        "PHOTO__CODES": "false",
        "VOICE__KIND": "none",
    }
    environment = os.environ | {f"OMNISHELF_{name}": value for name, value in given.items()} | {"OMP_NUM_THREADS": "1"}
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.worker_shop"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    with parent, parent.stdout:
        url = next((line.strip() for line in parent.stdout if line.startswith("http://")), "")
        assert url, "it did not open"
        try:
            yield Served(parent, url, database, folder)
        finally:
            parent.terminate()
            parent.wait(SECONDS)


@pytest.fixture
def served(opensearch: Node, postgresql: str, tmp_path: Path) -> Iterator[Served]:
    with fresh_database(postgresql, "workers") as database, serving(tmp_path, database, opensearch) as running:
        yield running
    with closing(Connection(Cluster((opensearch.url,), seconds=60))) as connection:
        connection.ask("DELETE", "/workers-*")


BLUE = ("blue-backpack", "blue-camera", "blue-lamp")


@pytest.mark.timeout(900)
def test_two_workers_are_one_shop(served: Served) -> None:
    """Two workers answer from one index. What is put by one is found by both; what a visitor does at one is known to the other,
    with consent and without; when the one that indexes is killed, the other goes on, and a new one comes."""
    first, second = served.workers()
    served.put(first, *({name: value for name, value in row.items() if name != "images"} for row in ROWS))
    assert len(served.found(first, "mug")) >= 6
    eventually(lambda: len(served.found(second, "mug")) >= 6, "the other worker does not see what was put")

    before = served.found(second, "mug", session_id="nobody")
    assert before[0] != "blue-mug"
    served.looks_at(first, *BLUE, session_id="visit-1")
    assert served.found(second, "mug", session_id="visit-1")[0] == "blue-mug"
    assert served.found(second, "mug", session_id="nobody") == before
    with served.at(first) as one:
        known = one.post("/v1/shoppers").json()
    who, token = {"shopper_id": known["id"], "session_id": "visit-2"}, {"X-Shopper-Token": known["token"]}
    with served.at(second) as other:
        other.put(f"/v1/shoppers/{known['id']}/consent", json={"personal": True}, headers=token).raise_for_status()
    served.looks_at(first, *BLUE, token=known["token"], **who)
    assert served.found(second, "mug", **who)[0] == "blue-mug"
    with closing(open_stores(served.database, served.folder)) as stores:
        assert (len(stores.events), stores.events.count(known["id"])) == (3, 3), "only the consenting shopper's events are kept"
    with served.at(second) as other:
        assert other.delete(f"/v1/shoppers/{known['id']}", headers=token).json()["erased"]["events"] == 3
    assert served.found(first, "mug", **who) == before
    assert words_asked(served, first) == words_asked(served, second) >= 6

    eventually(served.indexer, "nobody indexes")
    indexer = served.indexer()
    left = second if indexer == first else first
    assert {indexer, left} == {first, second}
    os.kill(indexer, signal.SIGKILL)
    served.put(left, {"id": "new", "title": "Violet umbrella"})
    assert served.found(left, "umbrella")[:1] == ["new"]
    with closing(open_stores(served.database, served.folder)) as stores:
        stores.catalogue.put([Product("later", "Crimson kettle")])  # as another program does: somebody must follow
    eventually(lambda: served.found(left, "kettle")[:1] == ["later"], "nobody follows the catalogue")
    eventually(lambda: {*served.workers()} - {first, second}, "nobody takes the dead worker's place")
    (fresh,) = {*served.workers()} - {first, second}
    assert served.found(fresh, "umbrella")[:1] == ["new"]
    assert served.found(fresh, "mug", session_id="visit-1")[0] == "blue-mug"

    with served.at(left) as client:
        served.parent.terminate()
        eventually(lambda: client.get("/readyz").status_code == 503, "readiness does not fall")
        assert client.get("/v1/shop").json()["products"] == len(ROWS) + 2
    assert served.parent.wait(SECONDS) == 0
    assert not Path(f"/proc/{fresh}").exists()
    with pytest.raises(httpx.TransportError):
        httpx.get(served.url + "/healthz")


def words_asked(served: Served, pid: int) -> float:
    """Questions in words, as this worker's metrics tell."""
    with served.at(pid) as client:
        return float(re.findall(r'^omnishelf_queries_total\{inputs="words"\} (\S+)', client.get("/metrics").text, re.M)[0])
