"""The HTTP surface over the small test shop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from omnishelf.api.app import create_app
from omnishelf.config import Limits, Settings
from omnishelf.shop import Shop

SMALL = Limits(upload_bytes=200_000, image_pixels=1_000_000, audio_seconds=5.0)
"""Limits small enough to be broken quickly."""


@pytest.fixture
def client(make_shop, stock) -> Iterator[TestClient]:
    shop: Shop = make_shop(stock=stock, limits=SMALL)
    with TestClient(create_app(shop, Settings(limits=SMALL)), raise_server_exceptions=False) as client:
        yield client
