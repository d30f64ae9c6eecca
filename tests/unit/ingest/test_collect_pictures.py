"""Collecting pictures: files that stay in their folder, URLs that stay on the public internet, failures that stop nothing."""

from __future__ import annotations

import base64
import io
import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest
from PIL import Image

from omnishelf.domain.product import Product
from omnishelf.encoders.pictures import shrink_to_webp
from omnishelf.ingest.feed import Accepted
from omnishelf.ingest.pictures import Fetcher, PictureCollector, PictureMemory
from omnishelf.ingest.pictures.addresses import NotFetchedError, is_public
from omnishelf.ingest.pictures.fetch import Fetched, Wanted
from omnishelf.ingest.report import Severity
from omnishelf.stores.files import FileMedia

LIMIT = 100_000


def png(color: str = "blue", side: int = 8) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), color).save(out, "PNG")
    return out.getvalue()


def row(*images: str, id: str = "1") -> Accepted:
    return Accepted(2, Product(id, "Bag"), images)


class Counting:
    """Shrinks like the shop, and counts."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, data: bytes) -> bytes:
        self.calls += 1
        return shrink_to_webp(data, 64, max_bytes=LIMIT, max_pixels=1_000_000)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    images = tmp_path / "images"
    images.mkdir()
    (images / "blue.png").write_bytes(png())
    (images / "two words.png").write_bytes(png("red"))
    (images / "text.jpg").write_text("this is no picture")
    (images / "empty.jpg").write_bytes(b"")
    (images / "large.png").write_bytes(png() + b"x" * LIMIT)
    (tmp_path / "secret.png").write_bytes(png("green"))
    (images / "link.png").symlink_to(tmp_path / "secret.png")
    (images / "friend.png").symlink_to(images / "blue.png")
    os.mkfifo(images / "pipe.png")
    return images


@pytest.fixture
def collector(tmp_path: Path, folder: Path) -> Callable[..., PictureCollector]:
    memory = PictureMemory(tmp_path / "memory.sqlite")

    def make(shrink: Callable[[bytes], bytes] | None = None, *, fetcher: Fetcher | None = None) -> PictureCollector:
        return PictureCollector(
            FileMedia(tmp_path / "media"),
            shrink or Counting(),
            fetcher or Fetcher(max_bytes=LIMIT, seconds=5),
            memory,
            folder=folder,
            max_bytes=LIMIT,
        )

    return make


# --- files ---------------------------------------------------------------------------------------------------------------


def test_files_become_stored_pictures_in_order_and_without_repeats(
    collector: Callable[..., PictureCollector], tmp_path: Path
) -> None:
    """Names, names with the folder in front, quoted names and links inside the folder all lead to the picture."""
    collected = collector()([row("two%20words.png", "blue.png", "images/blue.png", "friend.png")])
    (product,) = collected.products
    assert collected.problems == ()
    assert len(product.images) == 2
    stored = FileMedia(tmp_path / "media").get(product.images[1])
    assert stored is not None
    with Image.open(io.BytesIO(stored)) as picture:
        assert picture.format == "WEBP"
        red, _, blue = picture.convert("RGB").resize((1, 1)).getpixel((0, 0))  # type: ignore[misc]
        assert blue > 200 > 60 > red


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("../secret.png", "out of the folder"),
        ("..\\secret.png", "out of the folder"),
        ("%2e%2e/secret.png", "no such file"),
        ("/etc/passwd", "out of the folder"),
        ("C:\\secret.png", "out of the folder"),
        ("link.png", "out of the folder"),
        ("blue.png\0.jpg", "out of the folder"),
        ("file:///etc/passwd", "http and https only"),
        ("ftp://host/a.png", "http and https only"),
        ("missing.png", "no such file"),
        ("pipe.png", "not a file"),
        (".", "not a file"),
        ("large.png", "larger than"),
        ("text.jpg", "not a photo"),
        ("empty.jpg", "empty"),
        ("data:image/png;base64,@@@", "base64"),
        ("data:nonsense", "malformed"),
        ("data:image/png;base64," + "A" * 2 * LIMIT, "larger than"),
        ("0" * 64 + ".webp", "no picture of this key"),
    ],
)
def test_what_must_not_or_cannot_be_read_is_a_problem_of_its_row(
    collector: Callable[..., PictureCollector], name: str, says: str
) -> None:
    """The product goes on with its other pictures, and the problem names the row, the source and the reason."""
    collected = collector()([row(name, "blue.png")])
    assert len(collected.products[0].images) == 1
    (problem,) = collected.problems
    assert says in problem.reason
    assert (problem.row, problem.field, problem.product_id, problem.severity) == (2, "images", "1", Severity.DROPPED)


def test_file_names_without_a_folder_are_problems(tmp_path: Path) -> None:
    """A feed over HTTP cannot name files of the server."""
    collect = PictureCollector(
        FileMedia(tmp_path), Counting(), Fetcher(max_bytes=1, seconds=1), PictureMemory(), folder=None, max_bytes=LIMIT
    )
    (problem,) = collect([row("blue.png")]).problems
    assert "no folder" in problem.reason


def test_data_urls_and_media_keys_are_taken(collector: Callable[..., PictureCollector]) -> None:
    """A picture sent inline is stored; its key, bare or as a path, names it from then on."""
    inline = "data:image/png;base64," + base64.b64encode(png("red")).decode()
    key = collector()([row(inline)]).products[0].images[0]
    again = collector()([row(key, f"/media/{key}")])
    assert again.products[0].images == (key,)
    assert again.stored == 0


def test_unchanged_files_are_not_decoded_again(collector: Callable[..., PictureCollector], folder: Path) -> None:
    """A second ingest works from memory; a changed file is noticed, and so is a picture lost from the media store."""
    first = Counting()
    before = collector(first)([row("blue.png")])
    second = Counting()
    same = collector(second)([row("blue.png")])
    assert (first.calls, second.calls) == (1, 0)
    assert same.products == before.products
    (folder / "blue.png").write_bytes(png("red", 9))
    assert collector(second)([row("blue.png")]).products != before.products
    assert second.calls == 1


def test_a_lost_picture_is_stored_again(collector: Callable[..., PictureCollector], tmp_path: Path) -> None:
    """Memory never vouches for what the media store has not got."""
    key = collector()([row("blue.png")]).products[0].images[0]
    for file in (tmp_path / "media").rglob("*.webp"):
        file.unlink()
    assert collector()([row("blue.png")]).products[0].images == (key,)
    assert FileMedia(tmp_path / "media").get(key)


def test_a_damaged_memory_begins_again(tmp_path: Path) -> None:
    """It is a cache: what cannot be read is thrown away."""
    path = tmp_path / "memory.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    assert PictureMemory(path).recall(["x"]) == {}


# --- the web -------------------------------------------------------------------------------------------------------------


class Site(BaseHTTPRequestHandler):
    """A shop's picture server on loopback."""

    asked: list[tuple[str, str]]
    down = False

    def do_GET(self) -> None:
        type(self).asked.append((self.path, self.headers.get("If-None-Match", "")))
        if self.down:
            self._answer(503)
        elif self.path == "/blue.png":
            known = self.headers.get("If-None-Match") == '"v1"'
            self._answer(304 if known else 200, b"" if known else png(), etag='"v1"')
        elif self.path == "/moved":
            self._answer(302, location="/blue.png")
        elif self.path == "/loop":
            self._answer(302, location="/loop")
        elif self.path == "/outside":
            self._answer(302, location="file:///etc/passwd")
        elif self.path == "/large":
            self._answer(200, b"x" * (LIMIT + 1))
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            for _ in range(LIMIT // 1000 + 5):
                self.wfile.write(b"x" * 1000)
        elif self.path == "/text":
            self._answer(200, b"<html>not a picture</html>")
        elif self.path == "/slow":
            self.connection.settimeout(10)
            self.rfile.read(1)  # waits until the other side hangs up
        else:
            self._answer(404)

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked, Site.down = [], False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def fetcher(seconds: float = 5.0) -> Fetcher:
    return Fetcher(max_bytes=LIMIT, seconds=seconds, allow_private=True)


def test_pictures_are_fetched_through_redirects(collector: Callable[..., PictureCollector], site: str) -> None:
    """Two URLs of the same picture are one picture."""
    collected = collector(fetcher=fetcher())([row(f"{site}/moved", f"{site}/blue.png")])
    assert collected.problems == ()
    assert len(collected.products[0].images) == 1
    assert collected.fetched == 2


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/gone", "answered 404"),
        ("/loop", "redirected more than"),
        ("/outside", "not a web address"),
        ("/large", "larger than"),
        ("/endless", "larger than"),
        ("/text", "not a photo"),
    ],
)
def test_what_the_web_refuses_is_a_problem(collector: Callable[..., PictureCollector], site: str, path: str, says: str) -> None:
    """Each failure has its reason, and the row's other picture is there."""
    collected = collector(fetcher=fetcher())([row(site + path, "blue.png")])
    assert len(collected.products[0].images) == 1
    assert says in collected.problems[0].reason


def test_a_server_that_does_not_answer_is_given_up(collector: Callable[..., PictureCollector], site: str) -> None:
    """The limit covers the whole fetch."""
    (problem,) = collector(fetcher=fetcher(0.3))([row(f"{site}/slow")]).problems
    assert "within 0.3 seconds" in problem.reason


def test_a_second_ingest_fetches_nothing_while_fresh_and_asks_by_etag_later(
    tmp_path: Path, collector: Callable[..., PictureCollector], site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fresh pictures are not asked for; later ones are asked for with their ETag and not sent again."""
    rows = [row(f"{site}/blue.png")]
    first = collector(fetcher=fetcher())(rows)
    again = collector(fetcher=fetcher())(rows)
    assert again.products == first.products
    assert Site.asked == [("/blue.png", "")]
    import omnishelf.ingest.pictures.collect as collect

    later = collect.time.time() + 2 * 86_400
    monkeypatch.setattr(collect.time, "time", lambda: later)
    third = collector(fetcher=fetcher())(rows)
    assert third.products == first.products
    assert (third.fetched, Site.asked[-1]) == (0, ("/blue.png", '"v1"'))


def test_a_server_that_is_down_does_not_cost_pictures_we_have(
    collector: Callable[..., PictureCollector], site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The earlier picture is kept, with a note."""
    rows = [row(f"{site}/blue.png")]
    first = collector(fetcher=fetcher())(rows)
    Site.down = True
    import omnishelf.ingest.pictures.collect as collect

    later = collect.time.time() + 2 * 86_400
    monkeypatch.setattr(collect.time, "time", lambda: later)
    again = collector(fetcher=fetcher())(rows)
    assert again.products == first.products
    assert [p.severity for p in again.problems] == [Severity.NOTE]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "0.0.0.0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::]",
        "169.254.169.254",
        "10.0.0.1",
    ],
)
def test_private_addresses_are_refused_however_they_are_written(host: str) -> None:
    """Loopback, link-local, private and unspecified addresses, in decimal, hexadecimal and IPv6 clothing."""
    (answer,) = Fetcher(max_bytes=LIMIT, seconds=2).fetch([Wanted(f"http://{host}:9/a.png")])
    assert isinstance(answer, NotFetchedError)
    assert "not on the public internet" in answer.args[0] or "no host called" in answer.args[0]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("fd00::1", False),
        ("fe80::1%eth0", False),
        ("not an address", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    """IPv4 wrapped in IPv6 counts as what it is."""
    assert is_public(address) is public


def through(handler: Callable[[httpx.Request], httpx.Response], *, resolver: Callable[[str], Iterable[str]]) -> Fetcher:
    async def resolve(host: str, port: int) -> list[str]:
        return list(resolver(host))

    return Fetcher(max_bytes=LIMIT, seconds=5, resolver=resolve, transport=httpx.MockTransport(handler))


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    """A name is resolved once: the request carries the checked address, and the name for the server and the certificate."""
    looked_up: list[str] = []

    async def body() -> AsyncIterator[bytes]:
        yield png()

    def resolver(host: str) -> Iterable[str]:
        looked_up.append(host)
        return ["93.184.215.14"] if len(looked_up) == 1 else ["127.0.0.1"]

    def handler(request: httpx.Request) -> httpx.Response:
        assert request.url.host == "93.184.215.14"
        assert request.headers["host"] == "cdn.example:8443"
        assert request.extensions["sni_hostname"] == "cdn.example"
        return httpx.Response(200, content=body())

    (answer,) = through(handler, resolver=resolver).fetch([Wanted("https://cdn.example:8443/a.png")])
    assert isinstance(answer, Fetched)
    assert answer.data == png()
    assert looked_up == ["cdn.example"]


def test_every_redirect_is_checked_again() -> None:
    """A public server that redirects to a private address, by name or by number, is not followed."""
    private = {"inside.example": "10.0.0.7", "10.0.0.7": "10.0.0.7"}
    asked: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers["host"])
        return httpx.Response(302, headers={"location": "http://inside.example/secret.png"})

    (answer,) = through(handler, resolver=lambda host: [private.get(host, "93.184.215.14")]).fetch(
        [Wanted("https://cdn.example/a.png")]
    )
    assert isinstance(answer, NotFetchedError)
    assert asked == ["cdn.example"]


def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    """Half a rebinding attack is one."""

    def handler(request: httpx.Request) -> httpx.Response:
        raise AssertionError("nothing must be asked for")

    (answer,) = through(handler, resolver=lambda host: ["93.184.215.14", "127.0.0.1"]).fetch(
        [Wanted("https://cdn.example/a.png")]
    )
    assert isinstance(answer, NotFetchedError)


@pytest.mark.parametrize(
    "url", ["https://user:pass@cdn.example/a.png", "http:///a.png", "http://[::1", "https://\x00.example/"]
)
def test_odd_urls_are_refused(url: str) -> None:
    """Passwords, missing hosts and malformed addresses are problems, not exceptions."""
    (answer,) = Fetcher(max_bytes=LIMIT, seconds=2).fetch([Wanted(url)])
    assert isinstance(answer, NotFetchedError)
