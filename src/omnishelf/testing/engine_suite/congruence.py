"""The same catalogue, queries and filters in an engine and in the oracle give the same answers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import pytest

from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import (
    Candidates,
    Engine,
    Probe,
)
from omnishelf.testing.catalogues import SCHEMA, WORDS, Catalogue
from omnishelf.testing.engine_suite.chapter import Chapter


def same(found: Candidates, wanted: Candidates, probes: Mapping[str, Probe], depth: int) -> None:
    """Equal up to ties at the end of a list, and to single precision in the scores."""
    assert found.full == wanted.full
    for name in probes:
        worst = {id: s for id, s in zip(wanted.ids, wanted.scores[name], strict=True) if not math.isnan(s)}
        for id, score in zip(found.ids, found.scores[name], strict=True):
            if id in worst:
                assert score == pytest.approx(worst[id], rel=1e-4, abs=1e-5), (name, id)
        listed = [sorted((s for s in c.scores[name] if not math.isnan(s)), reverse=True)[:depth] for c in (found, wanted)]
        shorter = min(map(len, listed))
        assert listed[0][:shorter] == pytest.approx(listed[1][:shorter], rel=1e-4, abs=1e-5), name


def congruent(engine: Engine, oracle: Engine, made: Catalogue) -> None:
    """Every read of both, with no filter and with random ones, gives the same answer."""
    assert engine.versions() == oracle.versions()
    some = [f"p{i}" for i in made.random.integers(200, size=40).tolist()]
    for conditions in (0, 1, 2, 3):
        filter, probes = made.filter(conditions), made.probes()
        about = f"filter {filter}"
        assert engine.count(filter) == oracle.count(filter), about
        for keyword in SCHEMA.keywords:
            assert engine.facet(keyword, filter, 3) == oracle.facet(keyword, filter, 3), about
            assert engine.facet(keyword, filter, 9, distinct="brand") == oracle.facet(keyword, filter, 9, distinct="brand"), (
                about
            )
            assert engine.values(some, keyword) == oracle.values(some, keyword), about
        assert engine.count(filter, distinct="brand") == oracle.count(filter, distinct="brand"), about
        first = [e.scan(filter, order="price", offset=1, limit=4, distinct="brand") for e in (engine, oracle)]
        assert first[0] == first[1], about
        for number in ("", *SCHEMA.numbers):
            page = [e.scan(filter, order=number, descending=True, offset=3, limit=20) for e in (engine, oracle)]
            assert page[0] == page[1], about
            assert not number or engine.extent(number, filter) == oracle.extent(number, filter), about
        asked = sorted(oracle.scan(filter, limit=30))
        for number in SCHEMA.numbers:
            assert engine.numbers(asked, number) == pytest.approx(oracle.numbers(asked, number), nan_ok=True), about
        found, wanted = (each.spots(asked, WORDS) for each in (engine, oracle))
        assert (found.fields.tolist(), found.places.tolist()) == (wanted.fields.tolist(), wanted.places.tolist()), about
        assert found.idf == pytest.approx(wanted.idf)
        for depth in (5, 40):
            same(engine.retrieve(probes, filter, depth), oracle.retrieve(probes, filter, depth), probes, depth)


class Congruence(Chapter):
    @pytest.mark.parametrize("seed", range(6))
    def test_it_answers_as_the_oracle_does(self, tmp_path: Path, seed: int) -> None:
        """A random life of upserts, patches and deletes beside the exact engine: every read gives the same answer."""
        made, oracle = Catalogue(seed), MemoryEngine(SCHEMA)
        with self.holding((), tmp_path, SCHEMA) as engine:
            for version in range(1, 5):
                documents = made.documents(60, ids=150, version=version)
                gone = [f"p{i}" for i in made.random.integers(150, size=15).tolist()]
                for each in (engine, oracle):
                    each.upsert(documents)
                    each.delete(gone)
                    each.patch(documents[0].id, {"price": 7.0, "brand": None}, version)
                if version % 2 == 0:
                    self.settle(engine)
                congruent(engine, oracle, made)
