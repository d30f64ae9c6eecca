"""The store of thumbs through its conformance suite, on SQLite and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conformance.conftest import Opened

from omnishelf.stores.feedback_port import Feedbacks
from omnishelf.stores.sql.resealing import rotate
from omnishelf.testing.store_suite.feedback import FeedbackSuite, full_mark


class TestSqliteFeedback(FeedbackSuite):
    @pytest.fixture
    def opened(self, on_sqlite: Opened) -> Callable[[], Feedbacks]:
        return lambda: on_sqlite().feedback

    def test_words_are_sealed_and_turn_with_the_key(self, on_sqlite: Opened, tmp_path: Path) -> None:
        """Shopper and words stand nowhere in the file, and are read under a new key after rotation."""
        stores = on_sqlite()
        stores.feedback.put(full_mark())
        held = b"".join(path.read_bytes() for path in tmp_path.glob("catalogue.sqlite*"))
        assert b"three days" not in held and b"shopper-1" not in held
        rotate(stores.feedback.engine, stores.feedback.ring)
        assert on_sqlite().feedback.newest()[0].answered == full_mark().answered


class TestPostgresqlFeedback(FeedbackSuite):
    @pytest.fixture
    def opened(self, on_postgresql: Opened) -> Callable[[], Feedbacks]:
        return lambda: on_postgresql().feedback
