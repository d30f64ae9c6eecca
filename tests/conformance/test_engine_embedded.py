"""The embedded engine keeps the contract, and some promises of its own: one owner, one schema, near-exact large searches."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from qdrant_edge import UpdateOperation

from omnishelf.domain.errors import BadSettings, EngineDown
from omnishelf.domain.query import AnyOf, IdIn
from omnishelf.engine.embedded import EmbeddedEngine
from omnishelf.engine.embedded.folder import LAYOUT
from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import DenseProbe, Document, Engine, LexicalProbe, Schema, Space
from omnishelf.testing.catalogues import SCHEMA, Catalogue, clustered
from omnishelf.testing.engine_suite import PLAIN, THREE, EngineSuite, congruent


class TestEmbeddedEngine(EngineSuite):
    durable = True

    def make(self, schema: Schema, folder: Path) -> Engine:
        return EmbeddedEngine.open(folder, schema)

    def settle(self, engine: Engine) -> None:
        assert isinstance(engine, EmbeddedEngine)
        engine.optimize()


def test_the_same_ids_asked_again_after_a_write(tmp_path: Path) -> None:
    """The rows of the last ids asked about are remembered, but not beyond a document that comes or goes."""
    engine, ids = EmbeddedEngine.open(tmp_path, PLAIN), ("a", "b", "c")
    asked = (IdIn(ids),)
    engine.upsert([Document("a"), Document("c")])
    assert engine.scan(asked) == engine.scan(asked) == ("a", "c")
    engine.delete(["a"])
    assert engine.scan(asked) == ("c",)
    engine.upsert([Document("z"), Document("b")])  # takes the freed row
    assert engine.scan(asked) == ("b", "c")
    assert engine.scan((IdIn(("z",)),)) == ("z",)
    engine.close()


def test_a_folder_has_one_owner(tmp_path: Path) -> None:
    """A second opener is told which process has the index; once that closes it, the folder is free."""
    first = EmbeddedEngine.open(tmp_path, PLAIN)
    with pytest.raises(EngineDown, match=f"process {os.getpid()}"):
        EmbeddedEngine.open(tmp_path, PLAIN)
    first.close()
    EmbeddedEngine.open(tmp_path, PLAIN).close()


def test_a_full_disk_is_said_before_it_is_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is half written, reads go on, and what was refused may be written again when there is room."""
    engine = EmbeddedEngine.open(tmp_path, PLAIN)
    engine.upsert([Document("a")])
    with monkeypatch.context() as full:
        full.setattr("omnishelf.engine.embedded.folder.ROOM", 1 << 60)
        for write in (lambda: engine.upsert([Document("b")]), lambda: engine.delete(["a"]), engine.optimize):
            with pytest.raises(EngineDown, match="MB left"):
                write()
        assert engine.scan(()) == ("a",)
    engine.upsert([Document("b")])
    assert engine.scan(()) == ("a", "b")
    engine.close()


def test_another_schema_is_refused(tmp_path: Path) -> None:
    """What differs is named; the index itself is left as it is and opens without naming a schema."""
    with pytest.raises(BadSettings, match="no index"):
        EmbeddedEngine.open(tmp_path)
    EmbeddedEngine.open(tmp_path, PLAIN).close()
    other = Schema(PLAIN.text, PLAIN.spaces, ("brand",), PLAIN.numbers)
    with pytest.raises(BadSettings, match="keywords"):
        EmbeddedEngine.open(tmp_path, other)
    engine = EmbeddedEngine.open(tmp_path)
    assert engine.schema == PLAIN
    engine.close()


def test_a_damaged_index_says_what_to_do(tmp_path: Path) -> None:
    """A shard or schema that cannot be read is EngineDown with the remedy, not a stack trace."""
    EmbeddedEngine.open(tmp_path, PLAIN).close()
    (tmp_path / "shard" / "documents" / "edge_config.json").write_text("{", encoding="utf-8")
    with pytest.raises(EngineDown, match="again from the catalogue"):
        EmbeddedEngine.open(tmp_path)
    (tmp_path / "schema.json").write_text("{", encoding="utf-8")
    with pytest.raises(EngineDown, match="again from the catalogue"):
        EmbeddedEngine.open(tmp_path)


def test_an_index_of_another_layout_is_to_be_built_again(tmp_path: Path) -> None:
    """Files that another version arranged are refused with the remedy, and left as they are."""
    EmbeddedEngine.open(tmp_path, PLAIN).close()
    written = (tmp_path / "schema.json").read_text(encoding="utf-8")
    (tmp_path / "schema.json").write_text(written.replace(f'"layout": {LAYOUT}', '"layout": 1'), encoding="utf-8")
    with pytest.raises(EngineDown, match="another version") as raised:
        EmbeddedEngine.open(tmp_path)
    assert "again from the catalogue" in raised.value.hint


def test_pictures_that_nobody_owns_are_removed(tmp_path: Path) -> None:
    """A write that was cut off after its pictures leaves them over: whoever opens the index next finds the documents as they
    were, and as many points as these have."""
    schema = Schema(PLAIN.text, (Space("several", 2, several=True),), (), ())
    engine = EmbeddedEngine.open(tmp_path, schema)
    engine.upsert([Document("a", vectors={"several": np.eye(2, dtype=np.float32)[:1]}, version=1)])
    cut_off = engine._stored(Document("b", vectors={"several": np.eye(2, dtype=np.float32)}, version=1))
    longer = engine._stored(Document("a", vectors={"several": np.eye(2, dtype=np.float32)}, version=2))
    shown = [point for one in (cut_off, longer) for point in engine._shard._points_shown(one)]
    assert engine._shard._shown is not None
    engine._shard._shown.update(UpdateOperation.upsert_points(shown))
    assert engine._shard.points() == 5
    engine.close()
    engine = EmbeddedEngine.open(tmp_path)
    assert (engine.versions(), len(engine.vectors(["a"], "several")["a"]), engine._shard.points()) == ({"a": 1}, 1, 2)
    engine.close()


def test_an_index_that_was_never_finished_is_started_anew(tmp_path: Path) -> None:
    """A crash between making the shard and writing its schema leaves nothing in the way."""
    EmbeddedEngine.open(tmp_path, PLAIN).close()
    (tmp_path / "schema.json").unlink()
    engine = EmbeddedEngine.open(tmp_path, PLAIN)
    engine.upsert(THREE)
    assert engine.count() == 3
    engine.close()


@pytest.mark.parametrize("loss", ["the mark", "a table", "nothing"])
def test_the_tables_can_be_made_again(tmp_path: Path, loss: str) -> None:
    """After a crash, or with a damaged file, opening reads the shard instead of the kept tables, and answers the same."""
    made, oracle = Catalogue(seed=9), MemoryEngine(SCHEMA)
    engine = EmbeddedEngine.open(tmp_path, SCHEMA)
    for each in (engine, oracle):
        each.upsert(Catalogue(seed=8).documents(200, ids=120))
        each.delete(["p1", "p2", "p3"])
    engine.close()
    if loss == "the mark":
        (tmp_path / "tables" / "complete").unlink()
    elif loss == "a table":
        (tmp_path / "tables" / "words.value0").write_bytes(b"and no more")
    engine = EmbeddedEngine.open(tmp_path)
    congruent(engine, oracle, made)
    for each in (engine, oracle):
        each.upsert(Catalogue(seed=10).documents(60, ids=150, version=2))
    congruent(engine, oracle, made)
    engine.close()


SPACES = Schema((PLAIN.text), (Space("v", 48), Space("several", 24, several=True)), ("brand",), ())


def test_large_searches_are_nearly_exact(tmp_path: Path) -> None:
    """Beyond the size where everything is scored, the index over int8 codes still finds .95 of the true neighbours, filtered
    or not, freshly written or optimised, in both kinds of space; and their scores are exact."""
    count = 7000
    vectors = clustered(seed=2, count=count, dimensions=48, clusters=100)
    pictures = clustered(seed=3, count=2 * count, dimensions=24, clusters=100).reshape(count, 2, 24)
    documents = [
        Document(f"p{i}", {"title": ["x"]}, {"v": vectors[i], "several": pictures[i]}, {"brand": (f"b{i % 2}",)}, 1)
        for i in range(count)
    ]
    engine = EmbeddedEngine.open(tmp_path, SPACES)
    with engine.bulk():
        engine.upsert(documents[:6500])
    assert engine.pending == 0
    engine.upsert(documents[6500:])
    assert engine.pending == 500
    truth = {"v": lambda q: vectors @ q, "several": lambda q: (pictures @ q).max(axis=1)}
    for space, similarity in truth.items():
        for filter, admitted in (((), np.arange(count)), ((AnyOf("brand", ("b1",)),), np.arange(1, count, 2))):
            hits = 0
            for query in range(0, 200, 20):
                vector = vectors[query] if space == "v" else pictures[query, 0]
                found = engine.retrieve({"q": DenseProbe(space, vector)}, filter, depth=50)
                scores = similarity(vector)
                best = {f"p{i}" for i in admitted[np.argsort(-scores[admitted])[:50]].tolist()}
                hits += len(best.intersection(found.ids))
                np.testing.assert_allclose(found.scores["q"], [scores[int(id[1:])] for id in found.ids], atol=1e-5)
            assert hits >= 0.95 * 500, (space, filter)
    engine.close()


def test_many_writes_build_the_index_by_themselves(tmp_path: Path) -> None:
    """Without `bulk`, the approximate index is built once enough was written, and words are found throughout."""
    schema = Schema(PLAIN.text, (Space("v", 4),), (), ())
    vectors = clustered(seed=4, count=5600, dimensions=4, clusters=20)
    engine = EmbeddedEngine.open(tmp_path, schema)
    for begin in range(0, 5600, 700):
        engine.upsert(Document(f"p{i}", {"title": [f"w{i % 7}"]}, {"v": vectors[i]}, {}, 1) for i in range(begin, begin + 700))
    assert engine.pending < 5600
    assert len(engine.retrieve({"w": LexicalProbe({"w3": 1.0})}, depth=2000).ids) == 800
    engine.close()
