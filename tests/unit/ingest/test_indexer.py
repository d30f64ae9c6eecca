"""The outbox to the index: what a drain applies, and that no crash, pruning or restored backup makes it wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from omnishelf.domain.errors import EngineDown
from omnishelf.domain.product import Money, Product, ProductPatch
from omnishelf.domain.query import Between, Filter, IdNotIn
from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import Candidates, LexicalProbe, Probe
from omnishelf.ingest.embed import Embedder
from omnishelf.ingest.generations import Generation
from omnishelf.ingest.index import PRUNE_EVERY, Indexer
from omnishelf.ingest.schema import shop_schema
from omnishelf.ingest.verify import verify
from omnishelf.stores.sql import Stores, open_stores
from omnishelf.testing.encoders import WordCounting


@pytest.fixture
def stores(tmp_path: Path):
    opened = open_stores(f"sqlite:///{tmp_path / 'catalogue.sqlite'}", tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def indexer(stores: Stores, tmp_path: Path) -> Indexer:
    return make(stores, tmp_path / "1")


def make(stores: Stores, folder: Path, engine: MemoryEngine | None = None, generation: Generation | None = None) -> Indexer:
    embedder = Embedder(vectors=stores.vectors, media=stores.media, text=WordCounting(), tokenise=str.split)
    engine = engine or MemoryEngine(shop_schema({}, words=32, pictures=0))
    return Indexer(stores.catalogue, engine, embedder, generation or Generation(folder))


def found(indexer: Indexer, word: str) -> tuple[str, ...]:
    return indexer.engine.retrieve({"words": LexicalProbe({word: 1.0})}).ids


def test_drain_makes_changes_visible(stores: Stores, indexer: Indexer) -> None:
    """Put, changed and removed products are found, found anew and gone after a drain."""
    stores.catalogue.put([Product("a", "red shoe"), Product("b", "red hat")])
    first = indexer.drain()
    assert (first.applied, first.upserted, found(indexer, "red")) == (2, 2, ("a", "b"))
    stores.catalogue.put([Product("a", "blue shoe")])
    stores.catalogue.remove(["b"])
    second = indexer.drain()
    assert (second.applied, second.upserted, second.deleted) == (4, 1, 1)
    assert (found(indexer, "red"), found(indexer, "blue"), indexer.engine.versions()) == ((), ("a",), {"a": 3})


def test_nothing_new_is_nothing_done(stores: Stores, indexer: Indexer) -> None:
    """A drain without changes writes nothing, not even what was put again unchanged."""
    stores.catalogue.put([Product("a", "red shoe")])
    indexer.drain()
    stores.catalogue.put([Product("a", "red shoe")])
    drained = indexer.drain()
    assert (drained.applied, drained.upserted, drained.patched, drained.deleted) == (1, 0, 0, 0)


def test_patch_touches_no_vectors(stores: Stores, indexer: Indexer) -> None:
    """A new price is filtered by at once; the document's words and vectors are not even made again."""
    stores.catalogue.put([Product("a", "red shoe", price=Money(1000, "USD"), stock=1)])
    indexer.drain()
    before, asked = indexer.engine.vectors(["a"], "meaning")["a"], len(indexer.embedder.text.seen)
    indexer.embedder.documents = None  # whoever calls it fails
    stores.catalogue.patch([ProductPatch("a", sale_price=Money(500, "USD"), stock=0)])
    stores.catalogue.put([Product("a", "red shoe", price=Money(400, "USD"))])
    drained = indexer.drain()
    assert (drained.patched, drained.upserted, len(indexer.embedder.text.seen)) == (1, 0, asked)
    assert indexer.engine.count((Between("price", 400, 400),)) == 1
    assert indexer.engine.count((Between("stock", 0, None),)) == 0
    assert indexer.engine.versions() == {"a": 3}
    np.testing.assert_array_equal(indexer.engine.vectors(["a"], "meaning")["a"], before)


def test_put_and_patch_in_one_drain(stores: Stores, indexer: Indexer) -> None:
    """A product that was put and then patched before the drain is indexed whole."""
    stores.catalogue.put([Product("a", "red shoe")])
    stores.catalogue.patch([ProductPatch("a", price=Money(7, "USD"))])
    drained = indexer.drain()
    assert (drained.upserted, drained.patched, found(indexer, "red")) == (1, 0, ("a",))
    assert indexer.engine.count((Between("price", 7, 7),)) == 1


def test_replay_after_a_crash_changes_nothing(stores: Stores, indexer: Indexer, tmp_path: Path) -> None:
    """When a process died between the engine's flush and the note, the same changes are applied again to the same end."""
    stores.catalogue.put([Product("a", "red shoe"), Product("b", "hat")])
    stores.catalogue.patch([ProductPatch("a", stock=2)])
    stores.catalogue.remove(["b"])
    indexer.drain()
    indexer.settle()
    versions = dict(indexer.engine.versions())
    (tmp_path / "1" / "applied").unlink()
    again = make(stores, tmp_path / "1", indexer.engine)
    assert again.applied == 0
    again.drain()
    assert (dict(again.engine.versions()), again.applied, found(again, "red")) == (versions, 4, ("a",))


def test_note_comes_after_the_flush(stores: Stores, tmp_path: Path) -> None:
    """A drain waits for no flush; the sequence is noted only when the engine has said that everything is safe."""
    order: list[str] = []

    class Engine(MemoryEngine):
        def flush(self) -> None:
            order.append("flush")

    class Noting(Generation):
        def note_applied(self, sequence: int) -> None:
            order.append(f"note {sequence}")
            super().note_applied(sequence)

    indexer = make(stores, tmp_path, Engine(shop_schema({}, words=32, pictures=0)), Noting(tmp_path / "1"))
    stores.catalogue.put([Product("a", "x"), Product("b", "y")])
    indexer.drain()
    assert order == []
    indexer.settle()
    indexer.settle()
    assert order == ["flush", "note 2"]
    assert Generation(tmp_path / "1").applied() == 2


def test_unsettled_changes_are_not_pruned(stores: Stores, indexer: Indexer) -> None:
    """What was applied but is not yet safe in the engine stays in the outbox; much of it settles by itself."""
    stores.catalogue.put([Product("a", "x")])
    indexer.drain()
    assert (indexer.applied, indexer.settled, len(stores.catalogue.changes(0))) == (1, 0, 1)
    stores.catalogue.put([Product(f"{number:04}", "x") for number in range(PRUNE_EVERY)])
    indexer.drain()
    assert indexer.settled == indexer.generation.applied() > 0
    assert indexer.applied == PRUNE_EVERY + 1
    assert all(change.sequence > indexer.settled - PRUNE_EVERY for change in stores.catalogue.changes(0))


def test_full_disk_is_said_in_words(stores: Stores, tmp_path: Path) -> None:
    """When the note cannot be written, the error names the file, and the changes stay to be applied again."""
    (tmp_path / "1").write_text("a file where the generation's folder should be")
    indexer = make(stores, tmp_path / "1")
    stores.catalogue.put([Product("a", "x")])
    indexer.drain()
    with pytest.raises(EngineDown, match=r"applied cannot be written"):
        indexer.settle()
    assert indexer.settled == 0


def test_pruned_entries_are_made_up_for(stores: Stores, indexer: Indexer) -> None:
    """When entries it has not applied were pruned by somebody else, the index is compared with the catalogue instead."""
    stores.catalogue.put([Product("a", "red"), Product("b", "red"), Product("c", "red")])
    indexer.drain()
    stores.catalogue.put([Product("a", "blue"), Product("d", "red")])
    stores.catalogue.remove(["b"])
    stores.catalogue.prune(5)
    drained = indexer.drain()
    assert (drained.upserted, drained.deleted, drained.applied) == (2, 1, 6)
    assert (found(indexer, "red"), found(indexer, "blue"), indexer.differences()) == (("c", "d"), ("a",), frozenset())
    stores.catalogue.put([Product("e", "red")])
    stores.catalogue.prune(7)
    indexer.drain()
    assert found(indexer, "red") == ("c", "d", "e")


def test_older_catalogue_wins(stores: Stores, indexer: Indexer, tmp_path: Path) -> None:
    """When a backup was put back, what the index knows beyond it goes, also where version numbers happen to be equal."""
    stores.catalogue.put([Product("a", "red"), Product("b", "red")])
    stores.catalogue.put([Product("a", "red red")])
    indexer.drain()
    indexer.settle()
    backup = open_stores(f"sqlite:///{tmp_path / 'backup.sqlite'}", tmp_path / "backup")
    backup.catalogue.put([Product("a", "blue"), Product("b", "blue")])
    restored = make(backup, tmp_path / "1", indexer.engine)
    assert restored.applied == 3
    restored.drain()
    assert (found(restored, "red"), found(restored, "blue"), restored.applied) == ((), ("a", "b"), 2)
    backup.close()


def test_outbox_does_not_grow_for_ever(stores: Stores, indexer: Indexer) -> None:
    """Applied entries are pruned now and then, never those still to be applied."""
    for turn in range(3):
        stores.catalogue.put([Product(str(number), f"turn {turn}") for number in range(PRUNE_EVERY // 2)])
        indexer.drain()
    assert len(stores.catalogue.changes(0, limit=10_000)) < PRUNE_EVERY
    stores.catalogue.put([Product("new", "new")])
    indexer.drain()
    assert found(indexer, "new") == ("new",)


def test_differences_leave_out_what_is_on_its_way(stores: Stores, indexer: Indexer) -> None:
    """A change that is still in the outbox is no difference; a document that got lost is."""
    stores.catalogue.put([Product("a", "x"), Product("b", "y")])
    indexer.drain()
    stores.catalogue.put([Product("c", "z")])
    assert indexer.differences() == frozenset()
    indexer.engine.delete(["a"])
    assert indexer.differences() == {"a"}
    indexer.reconcile()
    assert indexer.differences() == frozenset()


def test_verify_finds_what_is_missing(stores: Stores, indexer: Indexer) -> None:
    """A generation that lacks a product, or that answers with other words than the product's, is not switched to."""
    stores.catalogue.put([Product(str(number), f"thing {number}") for number in range(60)])
    indexer.drain()
    verify(indexer)
    (document,), _ = indexer.embedder.documents(list(stores.catalogue.get(["0"]).values()), {"0": 1})
    indexer.engine.upsert([replace(document, tokens={"title": ("other",)})])
    with pytest.raises(EngineDown, match="'0' by its words"):
        verify(indexer)
    turned = np.roll(document.vectors["meaning"], 1)
    indexer.engine.upsert([replace(document, vectors={"meaning": turned})])
    with pytest.raises(EngineDown, match="'meaning'"):
        verify(indexer)
    indexer.engine.delete(["7"])
    with pytest.raises(EngineDown, match="1 products: 7"):
        verify(indexer)


@pytest.mark.parametrize(("overlooked", "used"), [(3, True), (12, False)])
def test_an_approximate_search_may_overlook_a_few(
    stores: Stores, indexer: Indexer, monkeypatch: pytest.MonkeyPatch, overlooked: int, used: bool
) -> None:
    """A graph misses one vector or another; an index that misses many is not switched to."""
    stores.catalogue.put([Product(f"{n:02}", f"a{n} b{n} c{n} d{n} e{n}") for n in range(50)])
    indexer.drain()
    exact, hidden = indexer.engine.retrieve, tuple(f"{number:02}" for number in range(overlooked))

    def overlooking(probes: Mapping[str, Probe], filter: Filter = (), depth: int = 300) -> Candidates:
        return exact(probes, filter or (IdNotIn(hidden),), depth)

    monkeypatch.setattr(indexer.engine, "retrieve", overlooking)
    if used:
        verify(indexer)
    else:
        with pytest.raises(EngineDown, match="overlooks 12 of 50 products, such as '00' in the space 'meaning'"):
            verify(indexer)


def test_bulk_goes_in_windows(stores: Stores, indexer: Indexer) -> None:
    """Thousands of changes are applied in order, and progress is told to its end."""
    stores.catalogue.put([Product(f"{number:04}", "thing") for number in range(1300)])
    told: list[tuple[int, int, str]] = []
    assert indexer.drain().upserted == 1300
    indexer.engine.delete([f"{number:04}" for number in range(300)])
    assert indexer.reconcile(lambda *step: told.append(step)).upserted == 300
    assert told[0] == (0, 300, "embed")
    assert told[-1] == (300, 300, "embed")


class Shared(Generation):
    """A generation that several indexers have open."""

    shared = True


def test_who_shares_an_index_goes_on_where_the_others_are(stores: Stores, tmp_path: Path) -> None:
    """What one has drained another neither applies again nor, when it settles, takes back; and it is told to look again."""
    one = make(stores, tmp_path / "1", generation=Shared(tmp_path / "1"))
    told = []
    engine = one.engine
    engine.others_wrote = lambda: told.append(1)  # type: ignore[attr-defined]
    other = make(stores, tmp_path / "1", engine=engine, generation=Shared(tmp_path / "1"))
    stores.catalogue.put([Product("a", "red shoe"), Product("b", "red hat")])
    one.drain()
    drained = other.drain()
    assert (drained.applied, drained.upserted, told) == (2, 0, [1])
    stores.catalogue.put([Product("c", "blue coat")])
    assert other.drain().upserted == 1
    one.settle()
    assert (Shared(tmp_path / "1").applied(), one.applied, one.drain().upserted) == (3, 3, 0)
