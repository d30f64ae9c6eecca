"""An index is built aside, switched to, reopened, mended; readers notice nothing but better answers."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from omnishelf.domain.errors import EngineDown, StoreDown
from omnishelf.domain.product import Product, ProductPatch
from omnishelf.domain.query import Between
from omnishelf.engine.embedded import EmbeddedEngine
from omnishelf.engine.port import LexicalProbe
from omnishelf.ingest.embed import Embedder
from omnishelf.ingest.follow import Follower
from omnishelf.ingest.generations import Generations, IndexInUse
from omnishelf.ingest.live import LiveIndex
from omnishelf.stores.sql import Stores, open_stores
from omnishelf.testing.encoders import WordCounting


@pytest.fixture
def stores(tmp_path: Path):
    opened = open_stores(f"sqlite:///{tmp_path / 'catalogue.sqlite'}", tmp_path)
    opened.catalogue.put([Product(f"p{number:03}", f"red thing number{number}", stock=number) for number in range(40)])
    yield opened
    opened.close()


@pytest.fixture
def start(stores: Stores, tmp_path: Path):
    """Makes the index of one "process" over the same folder; all are closed in the end."""
    made: list[LiveIndex] = []

    def starting(**parts) -> LiveIndex:
        embedder = Embedder(
            vectors=stores.vectors, media=stores.media, **({"text": WordCounting(), "tokenise": str.split} | parts)
        )
        made.append(LiveIndex(Generations(tmp_path / "index"), stores.catalogue, embedder, EmbeddedEngine.open))
        return made[-1]

    yield starting
    for index in made:
        index.close()


Start = Callable[..., LiveIndex]


def found(index: LiveIndex, word: str) -> tuple[str, ...]:
    return index.engine.retrieve({"words": LexicalProbe({word: 1.0})}).ids


def folders(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "index").iterdir() if path.is_dir())


def test_first_start_builds_and_the_next_only_opens(start: Start, stores: Stores) -> None:
    """The first start says why it builds and tells its progress; the next finds everything there and embeds nothing."""
    told: list[tuple[int, int, str]] = []
    index = start()
    assert index.open(lambda *step: told.append(step)) == "there is no index yet"
    assert {stage for _, _, stage in told} == {"measure", "embed", "verify"}
    assert (40, 40, "embed") in told
    assert len(found(index, "red")) == 40
    index.close()
    again = start()
    assert again.open() == ""
    assert (len(found(again, "red")), again.embedder.text.seen) == (40, [])


def test_start_takes_up_what_was_written_meanwhile(start: Start, stores: Stores) -> None:
    """Changes of the catalogue while nobody served are in the index after opening."""
    first = start()
    first.open()
    first.close()
    stores.catalogue.put([Product("new", "green thing")])
    stores.catalogue.remove(["p000"])
    index = start()
    index.open()
    assert (found(index, "green"), "p000" in found(index, "red")) == (("new",), False)


def test_writes_are_visible_to_the_next_query(start: Start, stores: Stores) -> None:
    """Put, patch, remove: after drain, each is seen."""
    index = start()
    index.open()
    stores.catalogue.put([Product("new", "green thing")])
    index.drain()
    assert found(index, "green") == ("new",)
    stores.catalogue.patch([ProductPatch("new", stock=1000)])
    index.drain()
    assert index.engine.scan((Between("stock", 1000, None),)) == ("new",)
    stores.catalogue.remove(["new"])
    index.drain()
    assert found(index, "green") == ()


def test_other_encoder_builds_anew(start: Start) -> None:
    """With another text encoder or another version of the bridge the old vectors are of no use, and the start says so."""
    first = start()
    first.open()
    first.close()
    other = start(text=WordCounting(16, name="other"))
    assert other.open() == "the text encoder was word-counting and is other"
    other.close()
    assert start(text=WordCounting(16, name="other"), bridge_version=3).open() == "the bridge was version 0 and is 3"


def test_catalogue_that_grew_is_measured_anew(start: Start, stores: Stores) -> None:
    """An index begun with few products is built anew once lengths measured on them say nothing about the many."""
    index = start()
    index.open()
    assert index.stale() == ""
    stores.catalogue.put([Product(f"n{number}", "one two three four five six seven") for number in range(400)])
    index.drain()
    assert index.stale() == "the catalogue has grown from 40 to 440 products"
    before = {field.name: field.average_length for field in index.engine.schema.text}["title"]
    index.rebuild()
    after = {field.name: field.average_length for field in index.engine.schema.text}["title"]
    assert (before, after, index.stale()) == (3.0, (40 * 3 + 400 * 7) / 440, "")


@pytest.mark.parametrize("damage", ["stamp", "engine", "everything"])
def test_damaged_index_is_built_anew(start: Start, tmp_path: Path, damage: str) -> None:
    """Whatever is lost of the index comes back from the catalogue, with nothing embedded again."""
    first = start()
    first.open()
    first.close()
    folder = tmp_path / "index" / "1"
    if damage == "stamp":
        (folder / "stamp.json").write_text("{")
    for path in [*(folder / "engine").rglob("*")] if damage == "engine" else []:
        if path.is_file():
            path.write_bytes(b"damaged")
    if damage == "everything":
        (tmp_path / "index" / "CURRENT").unlink()
    index = start()
    assert index.open() != ""
    assert (len(found(index, "red")), index.embedder.text.seen, len(folders(tmp_path))) == (40, [], 1)


def test_lost_document_is_mended_at_start(start: Start) -> None:
    """A document missing from the index, though nothing is in the outbox, is put back when the index is opened."""
    first = start()
    first.open()
    first.engine.delete(["p007"])
    first.close()
    index = start()
    assert index.open() == ""
    assert "p007" in found(index, "red")


def test_reader_keeps_its_generation(start: Start, stores: Stores, tmp_path: Path) -> None:
    """A query that began before a switch ends on the generation it began with, which is removed after it."""
    index = start()
    index.open()
    reader = index.engine
    stores.catalogue.put([Product("new", "green thing")])
    index.rebuild()
    assert folders(tmp_path) == ["1", "2"]
    assert (reader.count(), index.engine.count()) == (40, 41)
    del reader
    gc.collect()
    assert folders(tmp_path) == ["2"]


def test_writes_go_on_while_building(start: Start, stores: Stores) -> None:
    """What is written and drained while a new generation is built is in the old one at once and in the new one too."""
    index = start()
    index.open()

    def write(done: int, total: int, stage: str) -> None:
        if stage == "verify" and done == 0:
            stores.catalogue.put([Product("meanwhile", "green thing")])
            stores.catalogue.remove(["p001"])
            index.drain()
            stores.catalogue.prune(stores.catalogue.sequence())
            assert found(index, "green") == ("meanwhile",)

    index.rebuild(write)
    assert (found(index, "green"), "p001" in found(index, "red"), index.engine.count()) == (("meanwhile",), False, 40)


def test_queries_run_through_rebuilds(start: Start) -> None:
    """Readers in other threads see all products at every moment of three rebuilds."""
    index = start()
    index.open()
    counts: set[int] = set()
    failures: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                counts.add(len(found(index, "red")))
            except Exception as failure:
                failures.append(failure)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(3):
        index.rebuild()
    done.set()
    for reader in readers:
        reader.join()
    assert (failures, counts) == ([], {40})


def test_failed_build_leaves_the_old_index(start: Start, tmp_path: Path) -> None:
    """When a new generation does not hold what it must, the old one goes on serving and the new one is gone."""
    index = start()
    index.open()

    def forgetful(path: Path, schema: object) -> EmbeddedEngine:
        engine = EmbeddedEngine.open(path, schema)
        upsert = engine.upsert
        engine.upsert = lambda documents: upsert([d for d in documents if d.id != "p003"])
        return engine

    index.open_engine = forgetful
    with pytest.raises(EngineDown, match="p003"):
        index.rebuild()
    assert (len(found(index, "red")), folders(tmp_path)) == (40, ["1"])


def test_catching_up_builds_only_when_due(start: Start, stores: Stores, tmp_path: Path) -> None:
    """A few products are added to the index; a feed that makes the catalogue many times larger builds a new one."""
    index = start()
    index.open()
    stores.catalogue.put([Product("new", "green thing")])
    index.catch_up()
    assert (found(index, "green"), folders(tmp_path)) == (("new",), ["1"])
    stores.catalogue.put([Product(f"n{number}", "green thing") for number in range(300)])
    index.catch_up()
    assert (index.engine.count(), folders(tmp_path)) == (341, ["2"])


def test_closing_frees_the_index(start: Start) -> None:
    """Another opener may have the index once it is closed, also while somebody still holds its engine, who is told so."""
    first = start()
    first.open()
    engine = first.engine
    first.close()
    first.close()
    assert start().open() == ""
    with pytest.raises(EngineDown):
        engine.count()


def test_closing_does_not_wait_for_a_build(start: Start, tmp_path: Path) -> None:
    """A shop that closes while a new generation is built gives the build up and leaves the old one as it was."""
    index = start()
    index.open()
    with pytest.raises(StoreDown, match="closed while"):
        index.rebuild(lambda done, total, stage: index.close() if stage == "verify" else None)
    again = start()
    assert again.open() == ""
    assert again.generations.current().number == 1


def test_follower_takes_up_what_others_write(start: Start, stores: Stores) -> None:
    """What another process writes into the catalogue comes into the index by itself; a failure is not the end of it."""
    index = start()
    index.open()
    follower = Follower(index, seconds=0.01)
    stores.catalogue.put([Product("new", "green thing")])
    assert eventually(lambda: found(index, "green") == ("new",))
    drain, index.drain = index.drain, broken
    stores.catalogue.put([Product("newer", "green thing")])
    assert eventually(lambda: follower.failures > 0)
    index.drain = drain
    assert eventually(lambda: found(index, "green") == ("new", "newer"))
    follower.stop()
    stores.catalogue.remove(["new"])
    assert not follower.is_alive()


def broken() -> None:
    raise StoreDown("The database is away.")


def eventually(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 60
    while not holds() and time.monotonic() < until:
        time.sleep(0.01)
    return holds()


def test_one_process_serves(start: Start, tmp_path: Path) -> None:
    """A second opener is told that the index is in use, and builds none over it, not even one with other encoders."""
    start().open()
    for other in (start(), start(text=WordCounting(name="other"))):
        with pytest.raises(IndexInUse, match="in use by another process"):
            other.open()
    assert folders(tmp_path) == ["1"]


def test_half_built_generation_is_swept(start: Start, tmp_path: Path) -> None:
    """What a killed build left behind is removed by the next build."""
    index = start()
    index.open()
    (tmp_path / "index" / "7" / "engine").mkdir(parents=True)
    index.rebuild()
    gc.collect()
    assert folders(tmp_path) == ["2"]


def test_closed_index_says_so(start: Start) -> None:
    """Before opening and after closing there is nothing to read, said in words."""
    index = start()
    with pytest.raises(StoreDown, match="not open"):
        index.drain()
    index.open()
    index.close()
    with pytest.raises(StoreDown, match="not open"):
        _ = index.engine
