"""A shop whose index is kept by OpenSearch: it moves there, several processes share it, it survives its cluster's absence."""

from __future__ import annotations

import json
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from select import select

import pytest
from fastapi.testclient import TestClient

from omnishelf.api.app import create_app
from omnishelf.config import Settings
from omnishelf.doctor import examine
from omnishelf.domain.errors import EngineDown
from omnishelf.domain.product import Product, ProductPatch
from omnishelf.domain.query import AnyOf, Between, Query, Sort
from omnishelf.engine.opensearch import Cluster, Connection, OpenSearchEngine
from omnishelf.engine.port import LexicalProbe
from omnishelf.ingest import cluster_generations
from omnishelf.ingest.cluster_generations import ClusterGenerations
from omnishelf.ingest.embed import Embedder
from omnishelf.ingest.generations import IndexInUse, Stamp
from omnishelf.ingest.live import LiveIndex
from omnishelf.shop import Shop
from omnishelf.stores.sql import Stores, open_stores
from omnishelf.testing.encoders import WordCounting
from omnishelf.testing.engine_suite import PLAIN
from omnishelf.testing.opensearch import Node
from omnishelf.testing.opensearch.node import free_ports

QUERIES = (
    Query("blue backpack", facets=("brand", "category", "color", "price")),
    Query("mug under $13", facets=("color",)),
    Query("not red camera", sort=Sort.PRICE_DOWN),
    Query(image_product="green-lamp"),
    Query(filter=(AnyOf("brand", ("Farland",)), Between("price", None, 2200)), sort=Sort.PRICE_UP, facets=("category",)),
)


@pytest.fixture
def connection(opensearch: Node) -> Iterator[Connection]:
    with closing(Connection(Cluster((opensearch.url,), seconds=60))) as opened:
        yield opened
        opened.ask("DELETE", "/story-*")


def test_a_shop_moves_there(
    make_shop: Callable[..., Shop], stock: Path, tmp_path: Path, connection: Connection, opensearch: Node
) -> None:
    """With another setting the same data folder is served from OpenSearch: the same products, totals and facets, page by page;
    and a product that is put is found at once."""
    here = make_shop("here", stock=stock)
    given = {"url": opensearch.url, "prefix": "story-move"}
    there = make_shop("there", stock=stock, engine="opensearch", opensearch=given)
    for query in QUERIES:
        mine, theirs = here.search(query), there.search(query)
        assert [hit.product.id for hit in mine.hits] == [hit.product.id for hit in theirs.hits], query
        assert (mine.total, mine.facets) == (theirs.total, theirs.facets), query
    there.put_rows([{"id": "new", "title": "Violet umbrella", "price": "5 USD"}])
    assert [hit.product.id for hit in there.search(Query("umbrella")).hits][:1] == ["new"]
    settings = Settings(data_dir=tmp_path / "there", engine="opensearch", opensearch=given)  # type: ignore[arg-type]
    told = {finding.subject: finding for finding in examine(settings).findings}
    assert told["search engine"].state == "ok" and "1 node" in told["search engine"].detail


# --- several processes -----------------------------------------------------------------------------------------------------


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    with closing(open_stores(f"sqlite:///{tmp_path / 'catalogue.sqlite'}", tmp_path)) as opened:
        opened.catalogue.put([Product(f"p{number:02}", f"red thing number{number}", stock=number) for number in range(20)])
        yield opened


@pytest.fixture
def start(stores: Stores, connection: Connection) -> Iterator[Callable[[], LiveIndex]]:
    """Makes the index of one "process" over the same catalogue and cluster; all are closed in the end."""
    made: list[LiveIndex] = []

    def starting() -> LiveIndex:
        embedder = Embedder(vectors=stores.vectors, media=stores.media, text=WordCounting(), tokenise=str.split)
        generations = ClusterGenerations(connection, "story-share")
        made.append(
            LiveIndex(generations, stores.catalogue, embedder, lambda place, s: OpenSearchEngine.open(connection, place, s))
        )
        return made[-1]

    yield starting
    for index in made:
        index.close()


Start = Callable[[], LiveIndex]


def found(index: LiveIndex, word: str) -> tuple[str, ...]:
    return index.engine.retrieve({"words": LexicalProbe({word: 1.0})}).ids


def test_processes_share_one_index(start: Start, stores: Stores) -> None:
    """The second process builds nothing; whoever drains first, both see what was put, patched and removed."""
    one, other = start(), start()
    assert (one.open(), other.open()) == ("there is no index yet", "")
    stores.catalogue.put([Product("new", "green thing")])
    stores.catalogue.patch([ProductPatch("p01", stock=500)])
    stores.catalogue.remove(["p00"])
    one.drain()
    assert found(one, "green") == ("new",)
    other.drain()
    for index in (one, other):
        assert (found(index, "green"), len(found(index, "red"))) == (("new",), 19)
        assert index.engine.scan((Between("stock", 500, None),)) == ("p01",)
        assert index.engine.versions() == dict(stores.catalogue.ids())


def test_what_one_has_noted_the_others_need_not_repeat(start: Start, stores: Stores) -> None:
    """After one process has settled and the outbox was pruned, another goes on from what was noted."""
    one, other = start(), start()
    one.open()
    other.open()
    stores.catalogue.put([Product("new", "green thing")])
    one.drain()
    one.settle()
    stores.catalogue.prune(stores.catalogue.sequence())
    drained = other.drain()
    assert (drained.applied, drained.upserted) == (stores.catalogue.sequence(), 0)


def test_all_follow_a_switch(start: Start, connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """When one process has built anew, the others move over at their next look, and a query that still reads the old index ends
    in peace; the old index goes after the grace period."""
    one, other = start(), start()
    one.open()
    other.open()
    reading = other.engine
    one.rebuild()
    assert len(reading.scan()) == 20
    named = [index for index, about in connection.ask("GET", "/story-share-*/_alias").items() if about["aliases"]]
    assert named == ["story-share-2"]
    other.drain()
    current = one.generations.current()
    assert current is not None and current.number == 2
    assert other.engine is not reading and len(found(other, "red")) == 20
    monkeypatch.setattr(cluster_generations, "GRACE_SECONDS", 0.0)
    time.sleep(0.01)
    assert one.generations.sweep() == 1
    assert len(found(one, "red")) == len(found(other, "red")) == 20


def test_one_builder_at_a_time(start: Start, connection: Connection) -> None:
    """A second builder is told to wait; one that died is succeeded when its lease has run out, and its remains are swept."""
    one, other = start(), start()
    with one.generations.building():
        with pytest.raises(IndexInUse, match="building"):
            other.rebuild()
        begun = one.generations.create(Stamp(PLAIN, documents=0))
        OpenSearchEngine.open(connection, begun.place, PLAIN)
    past = {"by": "somebody dead", "until": time.time() - 1}
    connection.ask("PUT", "/story-share-state/_doc/building", past)
    other.open()
    assert set(connection.ask("GET", "/story-share-*/_alias")) == {"story-share-1", "story-share-state"}
    assert len(found(other, "red")) == 20


# --- the cluster goes away -------------------------------------------------------------------------------------------------


class Relay(socketserver.ThreadingTCPServer):
    """Passes on what it hears: a cluster that can be unplugged."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self, port: int, to: int) -> None:
        self.to = to
        super().__init__(("127.0.0.1", port), Passing)


class Passing(socketserver.BaseRequestHandler):
    server: Relay

    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.to)) as beyond:
            ends = {self.request: beyond, beyond: self.request}
            while True:
                for end in select(list(ends), [], [], 1)[0]:
                    heard = end.recv(65536)
                    if not heard or self.server.unplugged.is_set():  # type: ignore[attr-defined]
                        return
                    ends[end].sendall(heard)


@contextmanager
def relay(port: int, to: int) -> Iterator[None]:
    with Relay(port, to) as passing:
        passing.unplugged = threading.Event()  # type: ignore[attr-defined]
        thread = threading.Thread(target=passing.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield
        passing.unplugged.set()  # type: ignore[attr-defined]
        passing.shutdown()


def test_the_cluster_goes_away(make_shop: Callable[..., Shop], stock: Path, connection: Connection, opensearch: Node) -> None:
    """A search without its engine is a 503 that says what to look at; what was put meanwhile is found when the cluster is back.
    A shop that cannot reach its cluster at the start says so."""
    (port,) = free_ports(1)
    given = {"engine": "opensearch", "opensearch": {"url": f"http://127.0.0.1:{port}", "prefix": "story-away", "seconds": 2}}
    with relay(port, opensearch.port):
        shop = make_shop("away", stock=stock, **given)
        client = TestClient(create_app(shop, Settings(**given)), raise_server_exceptions=False)  # type: ignore[arg-type]
        assert client.post("/v1/search", json={"text": "blue mug"}).json()["total"] > 0
    answer = client.post("/v1/search", json={"text": "blue mug"})
    problem = answer.json()
    assert answer.status_code == 503 and answer.headers["content-type"] == "application/problem+json"
    assert problem["type"].endswith("engine-down") and "Traceback" not in json.dumps(problem), problem
    shop.catalogue.put([Product("late", "Violet umbrella")])
    with pytest.raises(EngineDown):
        make_shop("late", stock=stock, **given)
    with relay(port, opensearch.port):
        shop.live.drain()
        assert client.post("/v1/search", json={"text": "umbrella"}).json()["hits"][0]["product"]["id"] == "late"
