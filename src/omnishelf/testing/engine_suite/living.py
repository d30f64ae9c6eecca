"""The life of an engine: closing, opening again, reading while another thread writes."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from omnishelf.domain.errors import EngineDown
from omnishelf.domain.query import Filter, IdIn
from omnishelf.engine.port import (
    DenseProbe,
    Document,
    Engine,
    LexicalProbe,
    Probe,
)
from omnishelf.testing.catalogues import SCHEMA, Catalogue
from omnishelf.testing.engine_suite.chapter import BAG, PLAIN, THREE, Chapter

UP = np.array([0, 1], np.float32)


class Living(Chapter):
    def test_reopening_keeps_everything(self, tmp_path: Path) -> None:
        """A durable engine answers after close and open as before: every read, and every version."""
        if not self.durable:
            pytest.skip("this engine keeps nothing")
        made = Catalogue(seed=5)
        engine = self.make(SCHEMA, tmp_path / "index")
        engine.upsert(made.documents(150))
        engine.delete([f"p{i}" for i in range(0, 150, 7)])
        engine.patch("p1", {"brand": ("patched",), "price": None}, version=4)
        engine.upsert([made.document("new", version=2)])
        engine.flush()
        probes, filter = made.probes(), made.filter(1)
        before = self.everything(engine, probes, filter)
        engine.close()
        engine = self.make(SCHEMA, tmp_path / "index")
        assert self.everything(engine, probes, filter) == before
        engine.upsert([made.document("later", version=3)])
        assert engine.count() == before[0] + 1
        engine.close()

    def everything(self, engine: Engine, probes: Mapping[str, Probe], filter: Filter) -> tuple[int, object]:
        found = engine.retrieve(probes, filter, depth=1000)
        scores = {name: np.round(values, 4).tolist() for name, values in found.scores.items()}
        facets = [engine.facet(field, f) for field in SCHEMA.keywords for f in ((), filter)]
        extents = [engine.extent(field, f) for field in SCHEMA.numbers for f in ((), filter)]
        images = {id: v.tolist() for id, v in engine.vectors(engine.scan(limit=20), "image").items()}
        texts = (found.ids, repr(scores), facets, extents, images, engine.versions(), engine.scan(order="price", limit=500))
        return engine.count(), texts

    def test_a_closed_engine_says_so(self, tmp_path: Path) -> None:
        """Using an engine after close is an error for people; closing twice is not."""
        engine = self.make(PLAIN, tmp_path / "index")
        engine.close()
        engine.close()
        with pytest.raises(EngineDown, match="closed"):
            engine.count()
        with pytest.raises(EngineDown, match="closed"):
            engine.upsert(THREE)

    def test_reading_while_writing(self, tmp_path: Path) -> None:
        """Readers on other threads see whole documents only, and never fail, while one thread writes."""
        faults: list[BaseException] = []
        with self.holding((BAG,), tmp_path) as engine:
            done = threading.Event()

            def read() -> None:
                try:
                    while not done.is_set():
                        found = engine.retrieve({"w": LexicalProbe({"blue": 1.0}), "i": DenseProbe("image", UP)})
                        assert set(found.ids) <= {"bag", "other"} and "bag" in found.ids
                        assert engine.facet("color", (IdIn(("bag",)),)) == (("blue", 1), ("grey", 1))
                except BaseException as fault:
                    faults.append(fault)

            readers = [threading.Thread(target=read) for _ in range(3)]
            for reader in readers:
                reader.start()
            for version in range(2, 60):
                engine.upsert([Document("bag", BAG.tokens, BAG.vectors, BAG.fields, version)])
                engine.upsert([Document("other", {"title": ["blue"]}, version=version)])
                engine.patch("bag", {"price": float(version)}, version)
                engine.delete(["other"])
            done.set()
            for reader in readers:
                reader.join()
        assert faults == []
