"""The embedded engine and OpenSearch side by side: the same random shop, the same questions, the same answers.

OMNISHELF_CONGRUENCE=200 tries so many catalogues instead of a few; OMNISHELF_SEED begins at another. A failure names its seed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from omnishelf.domain.query import Sort
from omnishelf.engine.embedded import EmbeddedEngine
from omnishelf.engine.opensearch import Cluster, Connection, OpenSearchEngine, Shape
from omnishelf.engine.port import Engine, LexicalProbe, Probe, Schema
from omnishelf.testing.candidate_set import check, walk
from omnishelf.testing.catalogues import SCHEMA, Catalogue
from omnishelf.testing.engine_suite import congruent
from omnishelf.testing.opensearch import Node
from omnishelf.testing.random_shop import Chance

CASES = int(os.environ.get("OMNISHELF_CONGRUENCE", "3"))
FIRST = int(os.environ.get("OMNISHELF_SEED", "100"))
SEEDS = range(FIRST, FIRST + CASES)


@pytest.fixture(scope="module")
def connection(opensearch: Node) -> Iterator[Connection]:
    with closing(Connection(Cluster((opensearch.url,), seconds=60))) as opened:
        yield opened
        opened.ask("DELETE", "/congruence-*")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_life(connection: Connection, tmp_path: Path, seed: int) -> None:
    """Upserts, patches and deletes in both; then every read of the engine's port gives the same: filtered sets, counts, facets,
    groups, orders, exact scores. Shards differ from seed to seed."""
    made = Catalogue(seed)
    here = EmbeddedEngine.open(tmp_path, SCHEMA)
    there = OpenSearchEngine.open(connection, f"congruence-life-{seed}", SCHEMA, Shape(shards=1 + seed % 3))
    for version in (1, 2):
        documents = made.documents(120, ids=200, version=version)
        gone = [f"p{i}" for i in made.random.integers(200, size=25).tolist()]
        for engine in (here, there):
            engine.upsert(documents)
            engine.delete(gone)
            engine.patch(documents[0].id, {"price": 7.0, "brand": None}, version)
        congruent(there, here, made)
        same_order(there, here, made)
    here.close()


def same_order(one: Engine, other: Engine, made: Catalogue) -> None:
    """By words alone both rank alike; only what scores alike, to single precision, may change places."""
    for _ in range(5):
        probe: dict[str, Probe] = {"w": LexicalProbe({word: 1.0 + i for i, word in enumerate(made.words(6))})}
        found, theirs = (
            dict(zip(c.ids, c.scores["w"].tolist(), strict=True)) for c in (e.retrieve(probe) for e in (one, other))
        )
        assert found.keys() == theirs.keys(), probe
        ranked = [theirs[id] for id in sorted(found, key=lambda id: -found[id])]
        assert all(after <= before * (1 + 1e-4) for before, after in pairwise(ranked)), probe


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_shop_searched(connection: Connection, tmp_path: Path, seed: int) -> None:
    """Whole searches, with rules, variants, facets and cursors: page by page the same products, totals, facets and scores."""
    index = f"congruence-shop-{seed}"
    makes: tuple[Callable[[Schema], Engine], ...] = (
        lambda schema: EmbeddedEngine.open(tmp_path, schema),
        lambda schema: OpenSearchEngine.open(connection, index, schema, Shape(shards=1 + seed % 2)),
    )
    chances = [Chance(Random(seed)) for _ in makes]
    shops = [chance.shop(make) for chance, make in zip(chances, makes, strict=True)]
    for _ in range(5):
        (query, rules), _same = [(chance.query(), chance.rules()) for chance in chances]
        here, there = (walk(shop.search(rules), query) for shop in shops)
        about = f"seed {seed}, query {query}, rules {rules}"
        assert [page.total for page in here] == [page.total for page in there], about
        assert here[0].facets == there[0].facets, about
        mine, theirs = ([hit for page in pages for hit in page.hits] for pages in (here, there))
        assert sorted(hit.product.id for hit in mine) == sorted(hit.product.id for hit in theirs), about
        for one, other in zip(mine, theirs, strict=True):
            assert one.score == pytest.approx(other.score, abs=1e-4), about
            assert one.product.id == other.product.id or query.sort is Sort.RELEVANCE, about
    shops[0].engine.close()


def test_one_candidate_set(connection: Connection) -> None:
    """Counts, facets, pages and scores agree with counting by hand on OpenSearch too (omnishelf.testing.candidate_set)."""
    for seed in SEEDS[:2]:
        check(Random(seed), lambda schema, seed=seed: OpenSearchEngine.open(connection, f"congruence-set-{seed}", schema))  # type: ignore[misc]
