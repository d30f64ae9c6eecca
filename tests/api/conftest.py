"""The HTTP surface over the small test shop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.conftest import shops

from omnishelf.api.app import create_app
from omnishelf.config import Limits, Settings
from omnishelf.shop import Shop

SMALL = Limits(upload_bytes=200_000, image_pixels=1_000_000, audio_seconds=5.0)
"""Limits small enough to be broken quickly."""


def asking(shop: Shop) -> TestClient:
    return TestClient(create_app(shop, Settings(limits=SMALL)), raise_server_exceptions=False)


@pytest.fixture
def client(make_shop: Callable[..., Shop], stock: Path) -> Iterator[TestClient]:
    with asking(make_shop(stock=stock, limits=SMALL)) as client:
        yield client


@pytest.fixture(scope="session")
def reader(stock: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One for all tests that change nothing in the shop: the surface takes a second to make."""
    with shops(tmp_path_factory.mktemp("reader")) as make, asking(make(stock=stock, limits=SMALL)) as client:
        yield client
