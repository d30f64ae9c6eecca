"""Filters: what each condition admits, and that recall survives the narrowest."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from omnishelf.domain.errors import BadQuery
from omnishelf.domain.query import AnyOf, Between, Filter, IdIn, IdNotIn, NoneOf
from omnishelf.engine.port import (
    DenseProbe,
    Document,
    LexicalProbe,
    Schema,
    Space,
)
from omnishelf.testing.catalogues import clustered
from omnishelf.testing.engine_suite.chapter import THREE, Chapter


class Filtering(Chapter):
    @pytest.mark.parametrize(
        ("filter", "wanted"),
        [
            ((), ("bag", "hat", "shoe")),
            ((AnyOf("brand", ("Luma",)),), ("bag", "hat")),
            ((AnyOf("color", ("grey", "安踏")),), ("bag",)),
            ((AnyOf("brand", ("luma",)),), ()),
            ((AnyOf("brand", ()),), ()),
            ((NoneOf("color", ("grey",)),), ("hat", "shoe")),
            ((NoneOf("color", ("blue",)),), ("hat",)),
            ((NoneOf("brand", ()),), ("bag", "hat", "shoe")),
            ((Between("price", 30.0, 50.0),), ("bag", "shoe")),
            ((Between("price", 30.01, 50.0),), ("shoe",)),
            ((Between("price", None, 49.99),), ("bag",)),
            ((Between("price", 50.0, None),), ("shoe",)),
            ((Between("price", None, None),), ("bag", "shoe")),
            ((Between("price", 50.0, 30.0),), ()),
            ((IdIn(("hat", "bag", "nothing", "bag")),), ("bag", "hat")),
            ((IdIn(()),), ()),
            ((IdNotIn(("hat", "nothing", "hat")),), ("bag", "shoe")),
            ((IdNotIn(()),), ("bag", "hat", "shoe")),
            ((IdIn(("bag", "hat")), IdNotIn(("bag",))), ("hat",)),
            ((AnyOf("brand", ("Luma",)), NoneOf("color", ("grey",))), ("hat",)),
            ((AnyOf("color", ("blue",)), AnyOf("color", ("grey",))), ("bag",)),
            ((IdIn(("bag", "shoe")), IdIn(("shoe", "hat")), Between("price", 0.0, None)), ("shoe",)),
        ],
    )
    def test_filters(self, tmp_path: Path, filter: Filter, wanted: tuple[str, ...]) -> None:
        """Every condition admits what its words say, in scan, count and retrieval alike."""
        with self.holding(THREE, tmp_path) as engine:
            assert engine.scan(filter) == wanted
            assert engine.count(filter) == len(wanted)
            probes = {"w": LexicalProbe({"blue": 1.0, "帽子": 1.0})}
            assert engine.retrieve(probes, filter).ids == wanted

    def test_a_number_that_is_not_one_is_absent(self, tmp_path: Path) -> None:
        """NaN and an empty tuple of strings count as no value."""
        odd = Document("odd", {}, {}, {"price": math.nan, "brand": ()}, version=1)
        with self.holding((odd,), tmp_path) as engine:
            assert engine.extent("price") is None
            assert engine.count((Between("price", None, None),)) == 0
            assert engine.scan((NoneOf("brand", ("x",)),), order="price") == ("odd",)
            assert engine.facet("brand") == ()

    def test_a_thousand_ids(self, tmp_path: Path) -> None:
        """A candidate set of 1,000 ids can be a filter of every read."""
        many = tuple(Document(f"p{i:04}", {"title": ["x"]}, {}, {"price": float(i)}, 1) for i in range(1500))
        wanted = tuple(f"p{i:04}" for i in range(250, 1250))
        with self.holding(many, tmp_path) as engine:
            filter = (IdIn(wanted),)
            assert engine.count(filter) == 1000
            assert engine.extent("price", filter) == (250.0, 1249.0)
            assert engine.retrieve({"w": LexicalProbe({"x": 1.0})}, filter, depth=1500).ids == wanted

    def test_a_selective_filter_keeps_recall(self, tmp_path: Path) -> None:
        """The best of a small brand are found although the query's own neighbourhood holds none of that brand."""
        schema = Schema((), (Space("v", 32),), ("brand",), ())
        vectors = clustered(seed=1, count=6000, dimensions=32, clusters=60)
        brands = ["rare" if i % 60 == 59 else "common" for i in range(6000)]
        documents = [Document(f"p{i}", {}, {"v": vectors[i]}, {"brand": (brands[i],)}, 1) for i in range(6000)]
        with self.holding(tuple(documents), tmp_path, schema) as engine:
            self.settle(engine)
            for query in range(5):
                found = engine.retrieve({"v": DenseProbe("v", vectors[query])}, (AnyOf("brand", ("rare",)),), depth=20)
                rare = np.arange(59, 6000, 60)
                truth = {f"p{i}" for i in rare[np.argsort(-(vectors[rare] @ vectors[query]))[:20]]}
                assert len(truth.intersection(found.ids)) >= 19

    @pytest.mark.parametrize("filter", [(AnyOf("nope", ("x",)),), (AnyOf("price", ("x",)),), (Between("brand", 1.0, 2.0),)])
    def test_a_field_that_cannot_be_filtered_is_named(self, tmp_path: Path, filter: Filter) -> None:
        """A condition on an unknown field, or one of the wrong kind, is the caller's mistake."""
        with self.holding(THREE, tmp_path) as engine:
            with pytest.raises(BadQuery, match=filter[0].field):  # type: ignore[union-attr]
                engine.count(filter)
            with pytest.raises(BadQuery):
                engine.retrieve({"w": LexicalProbe({"blue": 1.0})}, filter)
