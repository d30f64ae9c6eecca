"""Writes, patches, deletes: visible at once, refused whole, never undone by an older state."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from omnishelf.domain.errors import BadInput
from omnishelf.domain.query import Between, IdIn
from omnishelf.engine.port import (
    DenseProbe,
    Document,
    Engine,
    LexicalProbe,
    Probe,
)
from omnishelf.testing.engine_suite.chapter import BAG, THREE, Chapter


class Writing(Chapter):
    def test_a_write_is_seen_by_the_next_read(self, tmp_path: Path) -> None:
        """What was upserted, patched or deleted is so for the very next read."""
        with self.holding(THREE, tmp_path) as engine:
            assert engine.count() == 3
            engine.patch("bag", {"price": 10.0}, version=9)
            assert engine.scan((Between("price", None, 20.0),)) == ("bag",)
            engine.delete(["bag"])
            assert engine.scan() == ("hat", "shoe")

    def test_an_older_state_never_replaces_a_newer_one(self, tmp_path: Path) -> None:
        """Upserts and patches that arrive late are ignored; one of the same version is applied again."""
        with self.holding(THREE, tmp_path) as engine:
            engine.upsert([Document("shoe", {}, {}, {"price": 1.0}, version=1)])
            engine.patch("shoe", {"price": 2.0}, version=1)
            assert engine.extent("price", (IdIn(("shoe",)),)) == (50.0, 50.0)
            engine.upsert([Document("shoe", {}, {}, {"price": 3.0}, version=2)])
            assert engine.extent("price", (IdIn(("shoe",)),)) == (3.0, 3.0)
            assert engine.versions() == {"bag": 1, "shoe": 2, "hat": 3}

    def test_of_one_batch_the_newest_wins(self, tmp_path: Path) -> None:
        """The same product several times in one call: the greatest version stays, of equal ones the last."""
        states = (
            Document("x", {}, {}, {"price": 1.0}, version=5),
            Document("x", {}, {}, {"price": 2.0}, version=7),
            Document("x", {}, {}, {"price": 3.0}, version=7),
            Document("x", {}, {}, {"price": 4.0}, version=6),
        )
        with self.holding(states, tmp_path) as engine:
            assert engine.extent("price") == (3.0, 3.0)
            assert engine.versions() == {"x": 7}

    def test_replacing_leaves_nothing_of_the_old_state(self, tmp_path: Path) -> None:
        """A replaced document loses its old words, vectors and fields where the new state has none."""
        with self.holding(THREE, tmp_path) as engine:
            engine.upsert([Document("bag", {"title": ["sack"]}, {}, {}, version=8)])
            assert engine.retrieve({"w": LexicalProbe({"bag": 1.0})}).ids == ()
            assert engine.retrieve({"w": LexicalProbe({"sack": 1.0})}).ids == ("bag",)
            assert engine.retrieve({"v": DenseProbe("image", np.array([1, 0], np.float32))}).ids == ()
            assert engine.vectors(["bag"], "text") == {}
            assert engine.facet("color") == (("blue", 1),)

    def test_a_patch_touches_fields_only(self, tmp_path: Path) -> None:
        """Words and vectors stay; None removes a field; the version moves; unknown ids are ignored."""
        with self.holding(THREE, tmp_path) as engine:
            engine.patch("bag", {"price": None, "brand": ("New", "Luma")}, version=4)
            engine.patch("nothing", {"price": 1.0}, version=4)
            assert engine.extent("price", (IdIn(("bag",)),)) is None
            assert engine.facet("brand", (IdIn(("bag",)),)) == (("Luma", 1), ("New", 1))
            assert engine.facet("color", (IdIn(("bag",)),)) == (("blue", 1), ("grey", 1))
            assert engine.retrieve({"w": LexicalProbe({"bag": 1.0})}).ids == ("bag",)
            np.testing.assert_allclose(engine.vectors(["bag"], "image")["bag"], [[1, 0], [0, 1]], atol=1e-6)
            assert engine.versions() == {"bag": 4, "shoe": 2, "hat": 3}

    def test_deleting_forgets_the_version_too(self, tmp_path: Path) -> None:
        """Unknown ids are ignored, and a deleted product may come back at any version."""
        with self.holding(THREE, tmp_path) as engine:
            engine.delete(["shoe", "shoe", "nothing"])
            assert engine.versions() == {"bag": 1, "hat": 3}
            engine.upsert([Document("shoe", {"title": ["again"]}, version=1)])
            assert engine.retrieve({"w": LexicalProbe({"again": 1.0, "blue": 1.0})}).ids == ("bag", "shoe")

    def test_a_late_deletion_spares_what_is_newer(self, tmp_path: Path) -> None:
        """Deleting up to a version leaves documents of a greater one, and what is deleted so may come back at any version."""
        with self.holding(THREE, tmp_path) as engine:
            engine.delete(["bag", "shoe", "hat", "nothing"], upto=2)
            assert engine.versions() == {"hat": 3}
            engine.upsert([Document("bag", {"title": ["again"]}, version=0)])
            assert engine.versions() == {"bag": 0, "hat": 3}

    def test_emptying_and_filling_again(self, tmp_path: Path) -> None:
        """An index whose last document was deleted is an empty index, and can be used on."""
        with self.holding(THREE, tmp_path) as engine:
            engine.delete(["bag", "shoe", "hat"])
            self.looks_empty(engine)
            engine.upsert(THREE)
            assert engine.scan() == ("bag", "hat", "shoe")

    def test_an_empty_index_answers(self, tmp_path: Path) -> None:
        """Every read of an empty index gives an empty answer."""
        with self.holding((), tmp_path) as engine:
            self.looks_empty(engine)

    def looks_empty(self, engine: Engine) -> None:
        probes: dict[str, Probe] = {"w": LexicalProbe({"blue": 1.0}), "v": DenseProbe("text", np.ones(2, np.float32))}
        found = engine.retrieve(probes)
        assert found.ids == () and found.full == frozenset()
        assert {name: scores.shape for name, scores in found.scores.items()} == {"w": (0,), "v": (0,)}
        assert engine.scan() == () and engine.count() == 0 and engine.versions() == {}
        assert engine.facet("brand") == () and engine.extent("price") is None and engine.vectors(["x"], "text") == {}

    def test_a_batch_with_a_fault_is_refused_whole(self, tmp_path: Path) -> None:
        """A document that does not fit the schema is named, and nothing of its batch is written."""
        faulty = (
            Document("x", vectors={"text": np.ones(3, np.float32)}),
            Document("x", vectors={"text": np.array([np.nan, 1], np.float32)}),
            Document("x", vectors={"smell": np.ones(2, np.float32)}),
            Document("x", tokens={"smell": ["rose"]}),
            Document("x", fields={"smell": ("rose",)}),
            Document("x", fields={"price": ("10",)}),
            Document("x", fields={"price": math.inf}),
            Document("x", fields={"brand": 3.0}),
        )
        with self.holding((), tmp_path) as engine:
            for document in faulty:
                with pytest.raises(BadInput, match="'x'"):
                    engine.upsert([BAG, document])
            assert engine.count() == 0
