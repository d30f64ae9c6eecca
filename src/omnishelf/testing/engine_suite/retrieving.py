"""Retrieval: lists, and exact scores of every candidate under every probe."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from omnishelf.domain.errors import BadQuery
from omnishelf.domain.query import IdIn
from omnishelf.engine.bm25 import idf, impacts
from omnishelf.engine.port import (
    DenseProbe,
    Document,
    LexicalProbe,
    Probe,
)
from omnishelf.testing.catalogues import SCHEMA, Catalogue
from omnishelf.testing.engine_suite.chapter import PLAIN, THREE, Chapter


class Retrieving(Chapter):
    def test_lexical_scores_are_the_formula(self, tmp_path: Path) -> None:
        """weight x idf x f / (k1 + f), with no length normalisation here: f is how often the token occurs."""
        with self.holding(THREE, tmp_path) as engine:
            found = engine.retrieve({"w": LexicalProbe({"blue": 1.0, "shoe": 2.0})})
            blue, shoe = math.log(1 + 1.5 / 2.5), math.log(1 + 2.5 / 1.5)
            assert found.ids == ("bag", "shoe")
            assert found.scores["w"] == pytest.approx([blue / 2.2, blue / 2.2 + 2 * shoe * 2 / 3.2], rel=1e-5)

    def test_idf_follows_updates_and_deletes(self, tmp_path: Path) -> None:
        """Document frequencies are those of this moment, and a filter does not change them."""
        copies = tuple(Document(f"p{i}", {"title": ["x", "y"] if i < 4 else ["y"]}, version=1) for i in range(10))
        with self.holding(copies, tmp_path) as engine:
            engine.delete(["p0"])
            engine.upsert([Document("p1", {"title": ["y"]}, version=2)])
            found = engine.retrieve({"w": LexicalProbe({"x": 1.0})}, (IdIn(("p2",)),))
            impact = impacts({"title": ["x"]}, PLAIN.text, PLAIN.k1)["x"]
            assert found.scores["w"] == pytest.approx([idf(9, 2) * impact], rel=1e-5)

    def test_a_lexical_list_holds_only_what_shares_a_token(self, tmp_path: Path) -> None:
        """Tokens of weight 0 are not asked for, unknown ones match nothing, and no tokens make an empty list."""
        with self.holding(THREE, tmp_path) as engine:
            assert engine.retrieve({"w": LexicalProbe({"shoe": 1.0, "bag": 0.0, "nothing": 1.0})}).ids == ("shoe",)
            assert engine.retrieve({"w": LexicalProbe({})}).ids == ()
            assert engine.retrieve({}).ids == ()

    def test_every_candidate_is_scored_under_every_probe(self, tmp_path: Path) -> None:
        """0 where no token matches, NaN where there is no vector, the exact score elsewhere, whichever list it came from."""
        probes: dict[str, Probe] = {
            "w": LexicalProbe({"帽子": 1.0, "bag": 1.0}),
            "t": DenseProbe("text", np.array([0.5, 2.0], np.float32)),
            "i": DenseProbe("image", np.array([0.25, -1.0], np.float32)),
        }
        with self.holding(THREE, tmp_path) as engine:
            found = engine.retrieve(probes, depth=5)
            each = math.log(1 + 2.5 / 1.5) / 2.2
            assert found.ids == ("bag", "hat", "shoe")
            assert found.scores["w"] == pytest.approx([each, each, 0.0], rel=1e-5)
            assert found.scores["t"] == pytest.approx([0.5, math.nan, 2.0], rel=1e-5, nan_ok=True)
            assert found.scores["i"] == pytest.approx([0.25, math.nan, math.nan], rel=1e-5, nan_ok=True)
            assert all(scores.dtype == np.float64 for scores in found.scores.values())
            assert found.full == frozenset()

    def test_full_names_the_lists_that_reached_the_depth(self, tmp_path: Path) -> None:
        """A list that is as long as it may be may have been cut."""
        probes: dict[str, Probe] = {"w": LexicalProbe({"blue": 1.0}), "t": DenseProbe("text", np.array([1, 0], np.float32))}
        with self.holding(THREE, tmp_path) as engine:
            assert engine.retrieve(probes, depth=2).full == {"w", "t"}
            assert engine.retrieve({**probes, "h": LexicalProbe({"帽子": 1.0})}, depth=2).full == {"w", "t"}
            assert engine.retrieve({"w": LexicalProbe({"bag": 1.0}), "t": probes["t"]}, depth=1).ids == ("bag",)
            assert engine.retrieve(probes, depth=0).ids == ()

    def test_of_several_vectors_the_nearest_counts(self, tmp_path: Path) -> None:
        """A product's similarity in a space of several is the largest of its pictures', and changes when they do."""
        with self.holding(THREE, tmp_path) as engine:
            up = {"i": DenseProbe("image", np.array([0.2, 0.9], np.float32))}
            assert engine.retrieve(up).scores["i"] == pytest.approx([0.9], rel=1e-5)
            engine.upsert([Document("bag", {}, {"image": np.array([[1, 0], [-1, 0], [0.5, 0.5]], np.float32)}, {}, 7)])
            assert engine.retrieve(up).scores["i"] == pytest.approx([0.55], rel=1e-5)
            assert engine.vectors(["bag"], "image")["bag"].shape == (3, 2)

    def test_depth_does_not_change_scores(self, tmp_path: Path) -> None:
        """A deeper list adds candidates and leaves the scores of the others as they are."""
        made = Catalogue(seed=3)
        with self.holding(tuple(made.documents(200)), tmp_path, SCHEMA) as engine:
            probes = made.probes()
            few, many = engine.retrieve(probes, depth=10), engine.retrieve(probes, depth=100)
            place = {id: i for i, id in enumerate(many.ids)}
            assert set(few.ids) <= set(many.ids)
            for name in probes:
                deeper = [many.scores[name][place[id]] for id in few.ids]
                assert few.scores[name] == pytest.approx(deeper, rel=1e-5, abs=1e-6, nan_ok=True)

    def test_a_vector_that_does_not_fit_is_refused(self, tmp_path: Path) -> None:
        """A probe of the wrong length, in an unknown space, or with NaN is the caller's mistake."""
        with self.holding(THREE, tmp_path) as engine:
            for probe in (
                DenseProbe("text", np.ones(3, np.float32)),
                DenseProbe("smell", np.ones(2, np.float32)),
                DenseProbe("text", np.array([np.nan, 0], np.float32)),
            ):
                with pytest.raises(BadQuery):
                    engine.retrieve({"v": probe})
