"""The cache of vectors by content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from omnishelf.stores.port import Vectors


class VectorsSuite:
    @pytest.fixture
    def opened(self) -> Callable[[], Vectors]:
        raise NotImplementedError

    def test_gives_back_what_it_keeps(self, opened: Callable[[], Vectors]) -> None:
        """A vector comes back within float16 precision, the same each time; unknown keys are absent."""
        row = np.random.default_rng(1).normal(size=64).astype(np.float32)
        opened().put("e5", {"k": row})
        first, second = opened().get("e5", ["k", "unknown", "k"]), opened().get("e5", ["k"])
        assert list(first) == ["k"]
        assert first["k"].dtype == np.float32
        np.testing.assert_array_equal(first["k"], row.astype(np.float16).astype(np.float32))
        np.testing.assert_array_equal(first["k"], second["k"])

    def test_writing_what_was_read_changes_nothing(self, opened: Callable[[], Vectors]) -> None:
        """Rounding happens once: a vector read and put again is read as before."""
        vectors = opened()
        vectors.put("e5", {"k": np.asarray([0.1, -1 / 3, 1e-6], np.float32)})
        once = vectors.get("e5", ["k"])["k"]
        vectors.put("e5", {"k": once})
        np.testing.assert_array_equal(vectors.get("e5", ["k"])["k"], once)

    def test_encoders_do_not_mix(self, opened: Callable[[], Vectors]) -> None:
        """The same content under two encoders is two vectors; the newest put of a key counts."""
        vectors = opened()
        vectors.put("a", {"k": np.zeros(2, np.float32)})
        vectors.put("b", {"k": np.ones(3, np.float32)})
        vectors.put("a", {"k": np.full(2, 2, np.float32)})
        assert vectors.get("a", ["k"])["k"].tolist() == [2, 2]
        assert vectors.get("b", ["k"])["k"].tolist() == [1, 1, 1]

    def test_many(self, opened: Callable[[], Vectors]) -> None:
        """Thousands in one call."""
        vectors, keys = opened(), [f"{number:064x}" for number in range(3000)]
        vectors.put("e", {key: np.asarray([number], np.float32) for number, key in enumerate(keys[:2000])})
        found = vectors.get("e", keys)
        assert [found[key][0] for key in keys[:2000]] == list(range(2000))
        assert len(found) == 2000

    @pytest.mark.parametrize("row", [np.zeros((2, 2)), np.asarray([np.nan]), np.asarray([1e9])])
    def test_refuses_what_would_not_come_back(self, opened: Callable[[], Vectors], row: Any) -> None:
        """A matrix, NaN and what float16 cannot hold are refused."""
        with pytest.raises(ValueError, match="finite"):
            opened().put("e", {"k": row.astype(np.float32)})
