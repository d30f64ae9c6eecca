"""Everything else that is read: order, facets, vectors, any text as an id."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from omnishelf.domain.errors import BadQuery
from omnishelf.domain.query import AnyOf, Between
from omnishelf.engine.port import FARTHEST, Document, LexicalProbe
from omnishelf.testing.catalogues import SCHEMA
from omnishelf.testing.engine_suite.chapter import THREE, Chapter


class Reading(Chapter):
    def test_scan_orders_and_pages(self, tmp_path: Path) -> None:
        """By the number, documents without it last in either direction; ties by id; offset and limit cut the same order."""
        prices = {"a": 2.0, "b": 1.0, "c": None, "d": 2.0, "e": 3.0, "f": None}
        made = tuple(Document(id, {}, {}, {} if p is None else {"price": p}, 1) for id, p in prices.items())
        with self.holding(made, tmp_path) as engine:
            assert engine.scan(order="price") == ("b", "a", "d", "e", "c", "f")
            assert engine.scan(order="price", descending=True) == ("e", "a", "d", "b", "c", "f")
            pages = [engine.scan(order="price", offset=offset, limit=2) for offset in (0, 2, 4, 6)]
            assert pages == [("b", "a"), ("d", "e"), ("c", "f"), ()]
            assert engine.scan((Between("price", 2.0, None),), order="price", limit=2) == ("a", "d")

    def test_facets_count_documents(self, tmp_path: Path) -> None:
        """Largest first, then by value; a value given twice by one document counts once; the limit cuts the tail."""
        colors = (("b", "a", "b"), ("a",), ("c", "b"), ())
        made = tuple(Document(f"p{i}", {}, {}, {"color": color}, 1) for i, color in enumerate(colors))
        with self.holding(made, tmp_path) as engine:
            assert engine.facet("color") == (("a", 2), ("b", 2), ("c", 1))
            assert engine.facet("color", limit=1) == (("a", 2),)
            assert engine.facet("color", (AnyOf("color", ("c",)),)) == (("b", 1), ("c", 1))
            with pytest.raises(BadQuery, match="price"):
                engine.facet("price")

    def test_any_text_is_an_id_or_a_value(self, tmp_path: Path) -> None:
        """Ids and values of any script, with quotes, dots, brackets, blanks or emoji, come back as they went in."""
        texts = ("商品-1", "a b", 'say "hi"', "a.b[0]", "../x", "🎒", "Ω" * 128, "e\u0301", "\u00e9", "0")
        made = tuple(Document(text, {"title": [text]}, {}, {"brand": (text,)}, 1) for text in texts)
        with self.holding(made, tmp_path) as engine:
            assert engine.scan() == tuple(sorted(texts))
            assert engine.facet("brand") == tuple((text, 1) for text in sorted(texts))
            for text in texts:
                assert engine.retrieve({"w": LexicalProbe({text: 1.0})}, (AnyOf("brand", (text,)),)).ids == (text,)

    def test_vectors_come_back(self, tmp_path: Path) -> None:
        """[k, dimensions] for each known id with vectors in the space; the others are left out."""
        with self.holding(THREE, tmp_path) as engine:
            found = engine.vectors(["shoe", "hat", "nothing", "bag"], "text")
            assert {id: vectors.tolist() for id, vectors in found.items()} == {"shoe": [[0.0, 1.0]], "bag": [[1.0, 0.0]]}
            with pytest.raises(BadQuery):
                engine.vectors(["bag"], "smell")

    def test_documents_of_one_group_can_count_as_one(self, tmp_path: Path) -> None:
        """Three of one brand and two of none: four count; each colour counts the brand once; the cheapest stands for it."""
        fields: dict[str, dict[str, tuple[str, ...] | float]] = {
            "a": {"brand": ("x",), "color": ("red", "blue"), "price": 3.0},
            "b": {"brand": ("x",), "color": ("red",), "price": 1.0},
            "c": {"color": ("red",), "price": 2.0},
            "d": {"color": ("red",)},
            "e": {"brand": ("x",), "color": ("green",)},
        }
        made = tuple(Document(id, {}, {}, own, 1) for id, own in fields.items())
        with self.holding(made, tmp_path) as engine:
            assert engine.count(distinct="brand") == 3
            assert engine.scan(order="price", distinct="brand") == ("b", "c", "d")
            assert engine.scan(order="price", descending=True, distinct="brand") == ("a", "c", "d")
            assert engine.scan(order="price", offset=1, limit=1, distinct="brand") == ("c",)
            assert engine.facet("color", distinct="brand") == (("red", 3), ("blue", 1), ("green", 1))
            narrowed = (Between("price", None, 2.0),)
            assert (engine.count(narrowed, distinct="brand"), engine.facet("color", narrowed)) == (2, (("red", 2),))
            for read in (engine.count, engine.scan):
                with pytest.raises(BadQuery, match="price"):
                    read(distinct="price")

    def test_values_come_back(self, tmp_path: Path) -> None:
        """A keyword field's strings, in order, of the known ids that have any."""
        with self.holding(THREE, tmp_path) as engine:
            assert engine.values(["shoe", "nothing", "bag", "hat"], "color") == {"shoe": ("blue",), "bag": ("blue", "grey")}
            assert engine.values([], "color") == {}
            with pytest.raises(BadQuery, match="price"):
                engine.values(["bag"], "price")

    def test_numbers_come_back(self, tmp_path: Path) -> None:
        """In the order asked for; NaN for what has none and for ids that are not there."""
        with self.holding(THREE, tmp_path) as engine:
            np.testing.assert_array_equal(engine.numbers(["shoe", "hat", "none", "bag"], "price"), [50.0, np.nan, np.nan, 30.0])
            with pytest.raises(BadQuery, match="brand"):
                engine.numbers(["bag"], "brand")

    def test_spots(self, tmp_path: Path) -> None:
        """Which field holds a token and how far into the first it stands, its first occurrence counting; a word no document
        holds has idf 0, and an unknown id holds nothing."""
        made = (
            Document("a", {"title": ["blue", "bag", "blue"], "body": ["for", "bag", "lovers"]}, version=1),
            Document("b", {"body": ["blue", "hat"]}, version=1),
            Document("far", {"title": ["x"] * 300 + ["bag"]}, version=1),
        )
        with self.holding(made, tmp_path, SCHEMA) as engine:
            found = engine.spots(["b", "a", "none", "far"], ["bag", "blue", "nowhere"])
            assert found.fields.tolist() == [[0, 2, 0], [3, 1, 0], [0, 0, 0], [1, 0, 0]]
            assert found.places.tolist() == [[-1, -1, -1], [1, 0, -1], [-1, -1, -1], [FARTHEST, -1, -1]]
            assert found.idf == pytest.approx([math.log(1.6), math.log(1.6), 0.0])
            engine.delete(["far"])
            assert engine.spots(["far", "a"], ["bag"]).fields.tolist() == [[0], [3]]
            nothing = engine.spots(["a"], []), engine.spots([], ["bag"])
            assert [(each.fields.shape, each.idf.shape) for each in nothing] == [((1, 0), (0,)), ((0, 1), (1,))]
