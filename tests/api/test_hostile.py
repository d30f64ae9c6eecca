"""What a stranger may send: every one of these is a clear 4xx, never a 5xx, never a crash."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from tests.conftest import photo, recording

from omnishelf.api.app import create_app
from omnishelf.config import ApiKey, Settings

MUST_HAVE = {"type", "title", "status", "detail"}


def huge_png(side: int = 20_000) -> bytes:
    """A valid PNG of `side` x `side` black pixels, about 50 kB."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = b"\0" + b"\0" * (side // 8)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def long_wav_header(seconds: int = 7200) -> bytes:
    """A wav that claims two hours and holds a little."""
    size = seconds * 32_000
    return (
        b"RIFF"
        + struct.pack("<I", size + 36)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 16_000, 32_000, 2, 16)
        + (b"data" + struct.pack("<I", size) + b"\x01\x00" * 90_000)
    )


@pytest.mark.parametrize(
    ("field", "data", "status"),
    [
        ("image", huge_png(), 413),
        ("image", b"just some text", 415),
        ("image", b"", 422),
        ("image", photo(kind="JPEG")[:200], 422),
        ("image", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, 422),
        ("image", b"\xff" * 250_000, 413),
        ("audio", b"just some text", 415),
        ("audio", b"", 422),
        ("audio", recording(6.0), 413),
        ("audio", long_wav_header(), 413),
        ("audio", b"RIFF\x24\x00\x00\x00WAVEfmt ", 422),
        ("document", b"hello", 400),
    ],
)
def test_hostile_files_are_refused(reader: TestClient, field: str, data: bytes, status: int) -> None:
    """A decompression bomb, text in disguise, nothing at all, torn files, too many bytes, too many seconds."""
    answer = reader.post("/v1/search", files={field: ("upload.jpg", data)})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) >= MUST_HAVE


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b'{"size": 0}', 422),
        (b'{"size": 500}', 400),
        (b'{"nonsense": 1}', 422),
        (b'{"image": "@@"}', 422),
        (b'{"cursor": "zzz"}', 400),
        (b'{"weights": {"words": -1}}', 422),
        (b'{"weights": {"words": 0, "photo": 0}, "text": "mug"}', 400),
        (b'{"crop": {"left": 1, "right": 0, "top": 0, "bottom": 1}}', 422),
        (b'{"filters": {"price": "cheap"}}', 400),
        (b'{"filters": {"color": {"min": 1}}}', 400),
        (b'{"image_product": "nobody"}', 400),
    ],
)
def test_broken_requests_are_explained(reader: TestClient, body: bytes, status: int) -> None:
    """Not JSON, out of range, unknown, contradictory: each is named."""
    answer = reader.post("/v1/search", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]


def test_long_texts_are_refused(reader: TestClient) -> None:
    """Above the shop's limit of characters."""
    assert reader.post("/v1/search", json={"text": "mug " * 200}).status_code == 400


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(reader: TestClient) -> None:
    """By its declared length, and by what arrives when none is declared."""
    big = b"x" * 2_000_000
    assert reader.post("/v1/search", content=big, headers={"content-type": "application/json"}).status_code == 413
    unannounced = reader.post("/v1/search", content=iter([big]), headers={"content-type": "application/json"})
    assert unannounced.status_code == 413


def test_a_cursor_belongs_to_its_query(reader: TestClient) -> None:
    """Another query's cursor is refused rather than answered wrongly."""
    cursor = reader.post("/v1/search", json={"text": "mug", "size": 2}).json()["cursor"]
    assert reader.post("/v1/search", json={"text": "lamp", "size": 2, "cursor": cursor}).status_code == 400


def test_odd_but_harmless_input_is_answered(reader: TestClient) -> None:
    """Control characters, emoji, other scripts, right-to-left: a page, if an empty one."""
    for text in ("\0", "🎒🎒", "שלום", "a" * 400, "' OR 1=1 --", "<script>alert(1)</script>", "％＄＃", "\u202e mug"):
        assert reader.post("/v1/search", json={"text": text}).status_code == 200


def test_metadata_of_pictures_does_not_survive(client: TestClient) -> None:
    """A picture put with EXIF comes back without."""
    out = io.BytesIO()
    picture = Image.new("RGB", (64, 64), (10, 20, 30))
    exif = Image.Exif()
    exif[0x010E] = "home address"
    picture.save(out, "JPEG", exif=exif)
    import base64

    url = "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()
    row = {"id": "x1", "title": "Thing", "images": [url]}
    assert client.put("/v1/products", json={"products": [row]}).json()["problems"] == []
    key = client.get("/v1/products/x1").json()["product"]["images"][0]
    assert b"home address" not in client.get(key).content


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x.png", "http://[::1]/x.png", "http://169.254.169.254/latest", "file:///etc/passwd"]
)
def test_pictures_are_not_fetched_from_private_addresses(client: TestClient, url: str) -> None:
    """The product goes in, the picture is reported."""
    answer = client.put("/v1/products", json={"products": [{"id": "x2", "title": "Thing", "images": [url]}]}).json()
    assert answer["accepted"] == 1
    assert answer["problems"][0]["field"] == "images"


def test_keys_and_scopes(make_shop, feed) -> None:
    """Without a key 401, with a reading key no writing (403), with a writing key both; open routes stay open."""
    reading, writing = "r" * 20, "w" * 20
    keys = (ApiKey(key=reading), ApiKey(key=writing, scope="write"))
    shop = make_shop("guarded")
    with TestClient(create_app(shop, Settings(api_keys=keys)), raise_server_exceptions=False) as client:

        def status(method: str, path: str, key: str = "") -> int:
            headers = {"Authorization": f"Bearer {key}"} if key else {}
            body = {"json": {"products": []}} if method == "PUT" else {"json": {}} if method == "POST" else {}
            return client.request(method, path, headers=headers, **body).status_code

        assert status("POST", "/v1/search") == 401
        assert status("POST", "/v1/search", "x" * 20) == 401
        assert status("POST", "/v1/search", reading) == 200
        assert status("PUT", "/v1/products", reading) == 403
        assert status("PUT", "/v1/products", writing) == 200
        assert status("POST", "/v1/search", writing) == 200
        assert status("GET", "/healthz") == 200
        assert status("GET", "/v1/shop") == 200
