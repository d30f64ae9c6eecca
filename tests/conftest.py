"""Small shops for tests: real stores, a real engine, encoders one can do in one's head."""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
import wave
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from PIL import Image

from omnishelf import wiring
from omnishelf.cli import run
from omnishelf.config import Settings
from omnishelf.shop import Shop
from omnishelf.testing import opensearch as nodes
from omnishelf.testing.postgresql import find_binaries, postgresql_server
from omnishelf.testing.shop_encoders import COLOURS, ColoursOnly, Dictated, WordsOnly
from omnishelf.wiring import learning, open_shop

settings.register_profile("same", derandomize=True, database=None, deadline=None)  # a busy machine is no fault
if "OMNISHELF_RANDOM" not in os.environ:  # a run tries what the run before it tried; `make explore` tries what none has
    settings.load_profile("same")

WITH_OPENSEARCH = tuple(
    f"tests/{file}.py"
    for file in (
        "conformance/test_engine_opensearch",
        "congruence/test_engines",
        "stories/test_opensearch_shop",
        "stories/test_workers",
    )
)


def pytest_configure(config: pytest.Config) -> None:
    """What JAX has compiled is kept for this run: to learn the same twice takes a second then, not twelve."""
    if "JAX_COMPILATION_CACHE_DIR" not in os.environ:  # workers share their parent's
        folder = tempfile.mkdtemp(prefix="omnishelf-jax-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        os.environ |= {
            "JAX_COMPILATION_CACHE_DIR": folder,
            "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
            "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
        }


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """File by file, but all that needs OpenSearch in one place: a node takes half a minute of both cores to start."""
    from xdist.scheduler import LoadFileScheduling

    class OneNode(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "opensearch" if nodeid.startswith(WITH_OPENSEARCH) else str(super()._split_scope(nodeid))

    return OneNode(config, log) if config.getoption("dist") == "loadfile" else None


CHINESE = {
    "蓝色": "blue",
    "红色": "red",
    "背包": "backpack",
    "杯子": "mug",
    "相机": "camera",
}
Run = Callable[..., tuple[int, str, str]]
"""Arguments of a command -> exit code, standard output, standard error."""
THINGS = ("mug", "backpack", "camera", "lamp")


def product(thing: str, colour: str, price: int, **more: object) -> dict[str, object]:
    """One row of the test feed: id such as "red-mug", a picture of its colour, price in whole dollars."""
    return {
        "id": f"{colour}-{thing}",
        "title": f"{colour.title()} {thing}",
        "description": f"A {thing} to use every day.",
        "brand": "Plainware" if thing in ("mug", "lamp") else "Farland",
        "category": ["Home" if thing in ("mug", "lamp") else "Travel", f"{thing.title()}s"],
        "attributes": {"color": [colour], "material": ["ceramic" if thing == "mug" else "nylon"]},
        "price": f"{price}.00 USD",
        "images": [f"{colour}.png"],
        **more,
    }


ROWS = [product(thing, colour, 10 * (1 + i) + j) for i, thing in enumerate(THINGS) for j, colour in enumerate(COLOURS)]
"""24 products: four things in six colours; mugs cost 10..15 dollars, backpacks 20..25, cameras 30..35, lamps 40..45."""


@pytest.fixture(scope="session")
def feed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A JSON Lines feed of `ROWS`, with its pictures in `images/`."""
    folder = tmp_path_factory.mktemp("feed")
    (folder / "images").mkdir()
    for name, rgb in COLOURS.items():
        Image.new("RGB", (64, 64), rgb).save(folder / "images" / f"{name}.png")
    path = folder / "products.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), "utf-8")
    return path


@pytest.fixture(scope="session")
def stock(feed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a shop that has taken `ROWS` in: copied for each test, which is quicker than taking them in again."""
    folder = tmp_path_factory.mktemp("stock")
    shop = open_shop(Settings(data_dir=folder), text=WordsOnly(CHINESE), image=ColoursOnly(), speech=Dictated(""))
    report = shop.ingest(feed, images=feed.parent / "images")
    shop.close()
    assert report.accepted == len(ROWS), report.problems
    return folder


def copied_sparsely(source: str, target: str) -> str:
    """Copies a file with its holes as holes: an index of 24 products is 2 MB of data in 300 MB of files."""
    with Path(source).open("rb") as old, Path(target).open("wb") as new:
        size, at = os.fstat(old.fileno()).st_size, 0
        while at < size:
            try:
                begin = os.lseek(old.fileno(), at, os.SEEK_DATA)
            except OSError:  # nothing but a hole up to the end
                break
            at = os.lseek(old.fileno(), begin, os.SEEK_HOLE)
            old.seek(begin)
            new.seek(begin)
            new.write(old.read(at - begin))
        new.truncate(size)
    shutil.copystat(source, target)
    return target


@contextmanager
def shops(folder: Path) -> Iterator[Callable[..., Shop]]:
    """Opens shops on folder / name, with the products of `stock` if given; closes them at the end."""
    opened: list[Shop] = []

    def make(name: str = "shop", heard: str = "blue backpack", stock: Path | None = None, **given: object) -> Shop:
        if stock is not None:
            shutil.copytree(stock, folder / name, copy_function=copied_sparsely)
        settings = Settings(data_dir=folder / name, **given)  # type: ignore[arg-type]
        shop = open_shop(settings, text=WordsOnly(CHINESE), image=ColoursOnly(), speech=Dictated(heard))
        opened.append(shop)
        return shop

    yield make
    for shop in opened:
        shop.close()


@pytest.fixture
def make_shop(tmp_path: Path) -> Iterator[Callable[..., Shop]]:
    with shops(tmp_path) as make:
        yield make


@pytest.fixture
def shop(make_shop: Callable[..., Shop], stock: Path) -> Shop:
    """A shop with `ROWS` in it."""
    return make_shop(stock=stock)


def photo(colour: str = "blue", size: tuple[int, int] = (80, 60), kind: str = "PNG") -> bytes:
    """A photo of nothing but a colour."""
    out = io.BytesIO()
    Image.new("RGB", size, COLOURS[colour]).save(out, kind)
    return out.getvalue()


def recording(seconds: float = 1.0, loudness: float = 0.3) -> bytes:
    """A wav of a 440 Hz tone (or of silence, at loudness 0), 16 kHz mono."""
    samples = (loudness * 32767 * np.sin(2 * np.pi * 440 * np.arange(int(16_000 * seconds)) / 16_000)).astype("<i2")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(samples.tobytes())
    return out.getvalue()


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command against the shop in tmp_path / "shop"; (exit code, standard output, standard error)."""
    monkeypatch.chdir(tmp_path)
    for room in (wiring, wiring.whole, learning):  # all names by which the commands reach them
        monkeypatch.setattr(room, "text_encoder", lambda settings: WordsOnly(CHINESE))
        monkeypatch.setattr(room, "image_encoder", lambda settings: ColoursOnly())
    for room in (wiring, wiring.whole):
        monkeypatch.setattr(room, "speech_recogniser", lambda settings: Dictated("blue backpack"))
    monkeypatch.setenv("OMNISHELF_DATA_DIR", str(tmp_path / "shop"))

    def running(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return running


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a real PostgreSQL server; each test makes a database of its own there."""
    pytest.importorskip("psycopg", reason="psycopg is not installed (pip install 'omnishelf[postgresql]')")
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL's `initdb` is neither on the PATH nor in /usr/lib/postgresql/*/bin")
    with postgresql_server(binaries) as url:
        yield url


@pytest.fixture(scope="session")
def opensearch() -> Iterator[nodes.Node]:
    """A real OpenSearch node. Where none can be had its tests are skipped, unless OMNISHELF_MUST_RUN names opensearch."""
    must, lacking = "opensearch" in os.environ.get("OMNISHELF_MUST_RUN", ""), nodes.missing()
    if lacking and not must:
        pytest.skip(f"OpenSearch cannot be started here: {lacking}")
    with ExitStack() as running:
        try:
            one = running.enter_context(nodes.node())
        except nodes.NotDownloaded as error:
            if must:
                raise
            pytest.skip(str(error))
        yield one
