"""The engine's contract as tests. An adapter takes it whole:

    class TestMyEngine(EngineSuite):
        durable = True

        def make(self, schema, folder):
            return MyEngine(folder, schema)

`make` is called again on the same folder after `close` when the engine is durable, and must then find what was written.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from omnishelf.domain.errors import BadInput, BadQuery, EngineDown
from omnishelf.domain.query import AnyOf, Between, Filter, IdIn, NoneOf
from omnishelf.engine.bm25 import idf, impacts
from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import (
    Array,
    Candidates,
    DenseProbe,
    Document,
    Engine,
    LexicalProbe,
    Probe,
    Schema,
    Space,
    TextField,
)
from omnishelf.testing.catalogues import SCHEMA, Catalogue, clustered

PLAIN = Schema(
    text=(TextField("title", weight=1.0, b=0.0, average_length=3.0),),
    spaces=(Space("text", 2), Space("image", 2, several=True)),
    keywords=("brand", "color"),
    numbers=("price",),
)
"""So simple that scores can be worked out by hand: no length normalisation, two dimensions."""

BAG = Document(
    "bag",
    {"title": ["blue", "bag"]},
    {"text": np.array([1, 0], np.float32), "image": np.array([[1, 0], [0, 1]], np.float32)},
    {"brand": ("Luma",), "color": ("blue", "grey"), "price": 30.0},
    version=1,
)
SHOE = Document(
    "shoe",
    {"title": ["blue", "shoe", "shoe"]},
    {"text": np.array([0, 1], np.float32)},
    {"brand": ("安踏",), "color": ("blue",), "price": 50.0},
    version=2,
)
HAT = Document("hat", {"title": ["帽子"]}, {}, {"brand": ("Luma",)}, version=3)
THREE = (BAG, SHOE, HAT)


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
    for conditions in (0, 1, 2, 3):
        filter, probes = made.filter(conditions), made.probes()
        about = f"filter {filter}"
        assert engine.count(filter) == oracle.count(filter), about
        for keyword in SCHEMA.keywords:
            assert engine.facet(keyword, filter, 3) == oracle.facet(keyword, filter, 3), about
        for number in ("", *SCHEMA.numbers):
            page = [e.scan(filter, order=number, descending=True, offset=3, limit=20) for e in (engine, oracle)]
            assert page[0] == page[1], about
            assert not number or engine.extent(number, filter) == oracle.extent(number, filter), about
        for depth in (5, 40):
            same(engine.retrieve(probes, filter, depth), oracle.retrieve(probes, filter, depth), probes, depth)


class EngineSuite:
    durable: bool = False

    def make(self, schema: Schema, folder: Path) -> Engine:
        """An empty engine, or the one that was made in this folder before."""
        raise NotImplementedError

    @contextmanager
    def holding(self, documents: tuple[Document, ...], folder: Path, schema: Schema = PLAIN) -> Iterator[Engine]:
        engine = self.make(schema, folder / "index")
        try:
            engine.upsert(documents)
            yield engine
        finally:
            engine.close()

    # -- writing --

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

    # -- filters --

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

    def settle(self, engine: Engine) -> None:
        """Do now what the engine would do to its index in time. Adapters that have such work override this."""

    @pytest.mark.parametrize("filter", [(AnyOf("nope", ("x",)),), (AnyOf("price", ("x",)),), (Between("brand", 1.0, 2.0),)])
    def test_a_field_that_cannot_be_filtered_is_named(self, tmp_path: Path, filter: Filter) -> None:
        """A condition on an unknown field, or one of the wrong kind, is the caller's mistake."""
        with self.holding(THREE, tmp_path) as engine:
            with pytest.raises(BadQuery, match=filter[0].field):  # type: ignore[union-attr]
                engine.count(filter)
            with pytest.raises(BadQuery):
                engine.retrieve({"w": LexicalProbe({"blue": 1.0})}, filter)

    # -- retrieval --

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

    # -- reading --

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

    # -- living --

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

    # -- congruence --

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


UP: Array = np.array([0, 1], np.float32)
