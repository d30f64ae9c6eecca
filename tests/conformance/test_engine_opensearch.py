"""OpenSearch keeps the contract on a real node, and some promises of its own: many writers, many pages, clear failures."""

from __future__ import annotations

import base64
import hashlib
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from omnishelf.domain.errors import BadInput, BadSettings, EngineDown
from omnishelf.domain.query import IdIn, NoneOf
from omnishelf.engine.opensearch import Cluster, Connection, OpenSearchEngine, Shape
from omnishelf.engine.opensearch.codes import coded, decoded, split
from omnishelf.engine.opensearch.connection import Refused
from omnishelf.engine.port import DenseProbe, Document, Engine, LexicalProbe, Schema, Space, TextField
from omnishelf.testing.catalogues import clustered
from omnishelf.testing.engine_suite import PLAIN, THREE, EngineSuite
from omnishelf.testing.opensearch import Node


@pytest.fixture(scope="module")
def connection(opensearch: Node) -> Iterator[Connection]:
    with closing(Connection(Cluster((opensearch.url,), seconds=60))) as opened:
        yield opened
        opened.ask("DELETE", "/conformance-*")


def named_after(folder: Path) -> str:
    return f"conformance-{hashlib.sha256(str(folder).encode()).hexdigest()[:20]}"


class TestOpenSearchEngine(EngineSuite):
    durable = True

    @pytest.fixture(autouse=True)
    def on(self, connection: Connection) -> None:
        self.connection = connection

    def make(self, schema: Schema, folder: Path) -> Engine:
        return OpenSearchEngine.open(self.connection, named_after(folder), schema)


def test_two_processes_share_an_index(connection: Connection, tmp_path: Path) -> None:
    """What one writes the other sees after a while without doing anything; an older write of either never wins."""
    name = named_after(tmp_path)
    one = OpenSearchEngine.open(connection, name, PLAIN)
    other = OpenSearchEngine.open(connection, name)
    one.upsert(THREE)
    until = time.monotonic() + 30
    while other.count() != 3 and time.monotonic() < until:
        time.sleep(0.2)
    assert other.versions() == {"bag": 1, "shoe": 2, "hat": 3}
    other.upsert([Document("bag", fields={"price": 5.0}, version=9)])
    one.upsert([Document("bag", fields={"price": 6.0}, version=8)])
    one.patch("bag", {"price": 7.0}, version=8)
    assert one.numbers(["bag"], "price").tolist() == [5.0]


def test_more_than_a_page(connection: Connection, tmp_path: Path) -> None:
    """Beyond the 10,000 hits and buckets that OpenSearch gives at once, everything is still there, in order, and exact."""
    count = 10_250
    documents = [
        Document(f"p{i:05}", fields={"brand": (f"b{i % 10_100}",), **({"price": float(i % 97)} if i % 10 else {})}, version=1)
        for i in range(count)
    ]
    engine = OpenSearchEngine.open(connection, named_after(tmp_path), PLAIN)
    with engine.bulk():
        engine.upsert(documents)
    assert len(engine.versions()) == count
    assert engine.scan(limit=count) == tuple(document.id for document in documents)
    by_price = sorted(documents, key=lambda d: ("price" not in d.fields, d.fields.get("price", 0.0), d.id))
    assert engine.scan(order="price", limit=count) == tuple(document.id for document in by_price)
    assert engine.scan(order="price", offset=10_100, limit=3) == tuple(d.id for d in by_price[10_100:10_103])
    assert engine.count(distinct="brand") == len(engine.scan(limit=count, distinct="brand")) == 10_100
    assert engine.facet("brand", (), 2, distinct="brand") == (("b0", 1), ("b1", 1))
    assert engine.facet("brand", (), 2) == (("b0", 2), ("b1", 2))
    many = tuple(document.id for document in documents[::2])
    assert engine.count((IdIn(many),)) == len(many)


def test_scores_do_not_depend_on_shards(connection: Connection, tmp_path: Path) -> None:
    """Document frequencies are the whole index's: the same words score alike in one shard and in five."""
    documents = [Document(f"p{i}", {"title": ["x"] if i % 7 else ["x", "rare"]}, {}, {}, 1) for i in range(60)]
    scores = []
    for shards in (1, 5):
        engine = OpenSearchEngine.open(connection, f"{named_after(tmp_path)}-{shards}", PLAIN, Shape(shards=shards))
        engine.upsert(documents)
        engine.delete(["p1", "p7"])
        scores.append(engine.retrieve({"w": LexicalProbe({"x": 1.0, "rare": 2.0})}).scores["w"].tolist())
    assert scores[0] == scores[1] and len(scores[0]) == 58


def test_the_graph_finds_nearly_all(connection: Connection, tmp_path: Path) -> None:
    """Beyond the size where everything is compared, .95 of the true neighbours are found, filtered or not, in both kinds of
    space, and their scores are exact."""
    count, schema = 4_000, Schema((), (Space("v", 32), Space("several", 16, several=True)), ("brand",), ())
    vectors = clustered(seed=2, count=count, dimensions=32, clusters=60)
    pictures = clustered(seed=3, count=2 * count, dimensions=16, clusters=60).reshape(count, 2, 16)
    engine = OpenSearchEngine.open(connection, named_after(tmp_path), schema)
    with engine.bulk():
        engine.upsert(
            Document(f"p{i}", {}, {"v": vectors[i], "several": pictures[i]}, {"brand": (f"b{i % 3}",)}, 1) for i in range(count)
        )
    for filter, admitted in (((), np.arange(count)), ((NoneOf("brand", ("b0", "b1")),), np.arange(2, count, 3))):
        hits = 0
        for query in range(0, 100, 10):
            for space, vector, truth in (
                ("v", vectors[query], vectors @ vectors[query]),
                ("several", pictures[query, 0], (pictures @ pictures[query, 0]).max(axis=1)),
            ):
                found = engine.retrieve({"q": DenseProbe(space, vector)}, filter, depth=20)
                best = {f"p{i}" for i in admitted[np.argsort(-truth[admitted])[:20]].tolist()}
                hits += len(best.intersection(found.ids))
                np.testing.assert_allclose(found.scores["q"], [truth[int(id[1:])] for id in found.ids], atol=1e-5)
        assert hits >= 0.95 * 400, filter


def test_what_is_too_long_is_refused(connection: Connection, tmp_path: Path) -> None:
    """An id, a value or a token longer than the engine can keep is named before anything of its batch is written."""
    engine = OpenSearchEngine.open(connection, named_after(tmp_path), PLAIN)
    for faulty in (
        Document("x" * 513),
        Document("x", fields={"brand": ("y" * 40_000,)}),
        Document("x", tokens={"title": ["z" * 40_000]}),
    ):
        with pytest.raises(BadInput, match="longer than"):
            engine.upsert([*THREE, faulty])
    with pytest.raises(BadInput, match="longer than"):
        engine.patch("x", {"brand": ("y" * 40_000,)}, 1)
    assert engine.count() == 0


def test_a_refused_document_is_named(connection: Connection, tmp_path: Path) -> None:
    """What the index itself refuses is said by document, with its reason, and the others are written."""
    name = named_after(tmp_path)
    OpenSearchEngine.open(connection, name, PLAIN)
    wider = Schema(PLAIN.text, PLAIN.spaces, (*PLAIN.keywords, "size"), PLAIN.numbers)
    with pytest.raises(BadInput, match=r"'bad'.*not allowed"):
        OpenSearchEngine(connection, name, wider).upsert([Document("bad", fields={"size": ("M",)}, version=1)])


def test_another_schema_is_refused(connection: Connection, tmp_path: Path) -> None:
    """What differs is named; an index that is not there, or is not ours, is said to be so."""
    name = named_after(tmp_path)
    with pytest.raises(BadSettings, match="no index"):
        OpenSearchEngine.open(connection, name)
    OpenSearchEngine.open(connection, name, PLAIN).close()
    with pytest.raises(BadSettings, match="keywords"):
        OpenSearchEngine.open(connection, name, Schema(PLAIN.text, PLAIN.spaces, ("brand",), PLAIN.numbers))
    assert OpenSearchEngine.open(connection, name).schema == PLAIN
    connection.ask("PUT", f"/{name}-foreign")
    with pytest.raises(BadSettings, match="not made by"):
        OpenSearchEngine.open(connection, f"{name}-foreign", PLAIN)
    with pytest.raises(BadSettings, match="no name"):
        OpenSearchEngine.open(connection, "Not/A Name", PLAIN)


def test_an_index_that_has_gone_says_so(connection: Connection, tmp_path: Path) -> None:
    """A search of an index that somebody has deleted is an engine that is down, with the remedy."""
    engine = OpenSearchEngine.open(connection, named_after(tmp_path), PLAIN)
    connection.ask("DELETE", f"/{engine.index}")
    with pytest.raises(EngineDown, match="no such"):
        engine.count()


def test_impacts_and_spots_survive_their_codes() -> None:
    """Two parts of an impact add up to it within 2^-17; every spot comes back as it was."""
    impacts = {f"t{i}": value for i, value in enumerate(np.random.default_rng(1).random(500).tolist())}
    kept, left = split(impacts)
    assert [kept[token] + left.get(token, 0.0) for token in impacts] == pytest.approx(list(impacts.values()), rel=2**-16)
    for parts in (kept, left):  # what the index cuts off is already gone, or too little to tell
        sent = np.array(list(parts.values()), dtype=np.float32)
        assert (sent.view(np.uint32) & np.uint32(0xFFFF8000)).view(np.float32) == pytest.approx(sent, rel=2**-8)
    spots = {str(spot): spot for spot in (1, 2, 1023, 1 << 10, 62 << 10 | 1023, *range(1, 64_000, 777))}
    assert decoded(np.array(list(coded(spots).values()), dtype=np.float64)).tolist() == list(spots.values())


# --- a cluster that fails: real servers that do not behave -----------------------------------------------------------------


@contextmanager
def server(answer: type[BaseHTTPRequestHandler], certificate: Path | None = None) -> Iterator[str]:
    """Its address; over TLS when it has a certificate (with its key in the same file)."""
    with ThreadingHTTPServer(("127.0.0.1", 0), answer) as listening:
        if certificate:
            shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            shown.load_cert_chain(certificate)
            listening.socket = shown.wrap_socket(listening.socket, server_side=True)
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{listening.server_port}"
        listening.shutdown()


def self_signed(folder: Path) -> Path:
    """A certificate of 127.0.0.1 and its key, PEM, signed by nobody but itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    about = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    about = (
        about.serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(1))
        .not_valid_after(now + timedelta(1))
    )
    about = about.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
    about = about.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    path = folder / "node.pem"
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(private + about.sign(key, hashes.SHA256()).public_bytes(pem))
    return path


class Quiet(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass

    def say(self, body: str, status: int = 200) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())


def test_nobody_answers() -> None:
    """Where nothing listens, the engine is down, and the address is named without its password."""
    with closing(Connection(Cluster(("http://shop:secret@127.0.0.1:9",), seconds=0.3))) as connection:
        with pytest.raises(EngineDown, match=r"127\.0\.0\.1:9 does not answer") as told:
            OpenSearchEngine.open(connection, "x", PLAIN)
        assert "secret" not in str(told.value)


def test_a_cluster_that_hangs_is_not_waited_for() -> None:
    """A node that takes the question and never answers costs the time that the settings allow."""
    over = threading.Event()

    class Hanging(Quiet):
        def do_GET(self) -> None:
            over.wait(30)

    with server(Hanging) as url, closing(Connection(Cluster((url,), seconds=0.3))) as connection:
        with pytest.raises(EngineDown, match=r"within 0\.3 seconds"):
            connection.version()
        over.set()


def test_certificates_and_passwords(tmp_path: Path) -> None:
    """A certificate that nobody vouches for is not trusted unless it is named or not looked at; a user is known by
    password, and who is turned away is told which setting to look at."""

    class Guarded(Quiet):
        def do_GET(self) -> None:
            known = self.headers.get("authorization") == "Basic " + base64.b64encode(b"shop:right").decode()
            if known:
                self.say('{"version": {"number": "2.19.1", "distribution": "opensearch"}}')
            else:
                self.say('{"error": "Unauthorized"}', 401)

    certificate = self_signed(tmp_path)
    with server(Guarded, certificate) as url:

        def version(password: str = "right", **given: Any) -> str:
            with closing(Connection(Cluster((url,), "shop", password, seconds=2, **given))) as connection:
                return connection.version()

        assert version(ca_file=certificate) == version(verify=False) == "OpenSearch 2.19.1"
        with pytest.raises(EngineDown, match="certificate"):
            version()
        with pytest.raises(Refused, match=r"opensearch\.user"):
            version("wrong", ca_file=certificate)


def test_something_else_answers() -> None:
    """Another product, or too old a version, is named."""

    class Older(Quiet):
        def do_GET(self) -> None:
            self.say('{"version": {"number": "2.3.0", "distribution": "opensearch"}}')

    with (
        server(Older) as url,
        closing(Connection(Cluster((url,)))) as connection,
        pytest.raises(Refused, match=r"2\.3\.0.*2\.12"),
    ):
        connection.version()


def test_a_search_that_a_node_left_is_asked_again() -> None:
    """When a node leaves under a search, the others are asked; a search that is refused for good is not repeated."""
    told: list[str] = [
        '{"responses": [{"hits": {}}, {"status": 404, "error": {"type": "search_context_missing_exception"}}]}',
        '{"responses": [{"status": 503, "error": {"reason": "node left"}}, {"hits": {}}]}',
        '{"responses": [{"hits": {"total": 1}}, {"hits": {"total": 2}}]}',
        '{"responses": [{"status": 400, "error": {"reason": "no such field"}}, {"hits": {}}]}',
    ]

    class Leaving(Quiet):
        def do_POST(self) -> None:
            self.say(told.pop(0))

    with server(Leaving) as url, closing(Connection(Cluster((url,)))) as connection:
        assert [answer["hits"]["total"] for answer in connection.ask_several("x", [{}, {}])] == [1, 2]
        with pytest.raises(EngineDown, match="no such field"):
            connection.ask_several("x", [{}, {}])


def test_a_busy_cluster_is_asked_again() -> None:
    """Of a bulk request, what the node was too busy for is sent again by itself; the rest is not."""
    sent: list[int] = []

    class Busy(Quiet):
        def do_POST(self) -> None:
            lines = self.rfile.read(int(self.headers["content-length"])).decode().splitlines()
            self.headers["content-length"] = "0"
            del self.headers["content-length"]
            documents = len(lines) // 2
            sent.append(documents)
            statuses = [201, *[429] * (documents - 1)] if len(sent) < 3 else [201] * documents
            items = ",".join(f'{{"index": {{"_id": "x", "status": {status}}}}}' for status in statuses)
            self.say(f'{{"errors": true, "items": [{items}]}}')

    with server(Busy) as url, closing(Connection(Cluster((url,)))) as connection:
        schema = Schema((TextField("title", 1.0, 0.0, 1.0),), (), (), ())
        OpenSearchEngine(connection, "x", schema).upsert([Document(f"p{i}", version=1) for i in range(4)])
    assert sent == [4, 3, 2]
