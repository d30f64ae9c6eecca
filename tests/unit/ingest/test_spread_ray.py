"""Embedding ahead with Ray Data: the same vectors as the local way, nothing made twice, and plain words without Ray."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from tests.conftest import ROWS, Run

from omnishelf.config import Settings
from omnishelf.domain.errors import Unavailable
from omnishelf.domain.product import Product
from omnishelf.encoders.port import ImageEncoder, Matrix, TextEncoder
from omnishelf.ingest.embed import Embedder
from omnishelf.ingest.spread_ray import embed_by_ray, running
from omnishelf.stores.sql import Stores, open_stores
from omnishelf.wiring.spread import embed_ahead


@pytest.fixture(scope="module")
def ray() -> Iterator[None]:
    """Ray with two processes. Where it is missing, or gives up starting as it does on a busy machine, its tests are skipped,
    unless OMNISHELF_MUST_RUN names ray."""
    must = "ray" in os.environ.get("OMNISHELF_MUST_RUN", "")
    if find_spec("ray") is None and not must:
        pytest.skip("Ray is not installed (pip install 'omnishelf[ray]')")
    with ExitStack() as started:
        try:
            started.enter_context(running(2))
        except Unavailable as error:
            if must:
                raise
            pytest.skip(str(error))
        yield


def shop_of(folder: Path, products: int) -> Stores:
    stores = open_stores(f"sqlite:///{folder / 'catalogue.sqlite'}", folder)
    stores.catalogue.put([Product(f"p{n:04}", f"red thing number{n}", description="plain") for n in range(products)])
    return stores


def cached(stores: Stores, embedder: Embedder) -> dict[str, Matrix]:
    """Product -> its vector, from the cache alone: this fails where anything is missing."""
    found = embedder.meaning(list(stores.catalogue)).vectors
    assert len(found) == len(stores.catalogue)
    return dict(found)


class Silent:
    """An encoder that must not be asked."""

    name, dimensions, labels = "test-words/1", 64, ()

    def passages(self, texts: object) -> Matrix:
        raise AssertionError("it was embedded already")


def test_the_same_vectors_as_the_local_way(ray: None, tmp_path: Path) -> None:
    """Two processes fill the cache with exactly what one would have made; run again, they make nothing and say as much."""
    from omnishelf.testing.shop_encoders import ColoursOnly, WordsOnly

    def encoders(settings: Settings) -> tuple[TextEncoder, ImageEncoder]:
        return WordsOnly(), ColoursOnly()

    def none(settings: Settings) -> tuple[TextEncoder, ImageEncoder]:
        class Nothing(WordsOnly):
            def passages(self, texts: object) -> Matrix:
                raise AssertionError("it was embedded already")

        return Nothing(), ColoursOnly()

    here, there = shop_of(tmp_path / "here", 300), shop_of(tmp_path / "there", 300)
    told: list[tuple[str, int, int | None]] = []
    settings = Settings(data_dir=tmp_path / "there")
    assert embed_ahead(settings, there.catalogue, 2, lambda *step: told.append(step), encoders) == 300
    assert (told[0], told[-1]) == (("spread", 0, 300), ("spread", 300, 300)) and len(told) == 4
    local = Embedder(vectors=here.vectors, media=here.media, text=WordsOnly()).meaning(list(here.catalogue)).vectors
    spread = cached(there, Embedder(vectors=there.vectors, media=there.media, text=Silent()))  # type: ignore[arg-type]
    assert spread.keys() == local.keys()
    assert all(np.array_equal(spread[id], local[id]) for id in local)
    assert embed_ahead(settings, there.catalogue, 2, lambda *_: None, none) == 300
    here.close()
    there.close()


def test_what_was_embedded_before_a_failure_is_kept(ray: None, tmp_path: Path) -> None:
    """A process that fails ends the run in plain words; what the others had made by then is in the cache."""
    made = tmp_path / "made"
    made.mkdir()

    def begin() -> object:
        def embed(ids: list[str]) -> int:
            if "p0299" in ids:
                raise ValueError("the disk is full")
            for id in ids:
                (made / id).touch()
            return len(ids)

        return embed

    with pytest.raises(Unavailable, match="Ray ended early"):
        embed_by_ray([f"p{n:04}" for n in range(300)], begin, workers=1)  # type: ignore[arg-type]
    assert len(list(made.iterdir())) == 256
    assert embed_by_ray([], begin, workers=1) == 0  # type: ignore[arg-type]


def test_without_ray(cli: Run, feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command says what to install; the products are taken in all the same, and ingested again without it are found."""
    monkeypatch.setitem(sys.modules, "ray", None)
    given = ("ingest", str(feed), "--images", str(feed.parent / "images"))
    code, _, err = cli(*given, "--ray")
    assert code == 1 and "pip install 'omnishelf[ray]'" in err and "Traceback" not in err
    code, out, err = cli(*given)
    assert code == 0, err
    assert f"{len(ROWS)}  products taken in" in out and "Nothing changed" in out
    assert cli("search", "blue backpack", "--json")[1].find("blue-backpack") > 0
