"""What the shop has learnt, by name and version."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from omnishelf.domain.errors import BadInput
from omnishelf.stores.port import Models


class ModelsSuite:
    @pytest.fixture
    def opened(self) -> Callable[[], Models]:
        raise NotImplementedError

    def test_nothing_yet(self, opened: Callable[[], Models]) -> None:
        """A model that was never published is version 0 and None."""
        assert (opened().current("bridge"), opened().load("bridge")) == (0, None)

    def test_versions(self, opened: Callable[[], Models]) -> None:
        """Publishing counts versions from 1 and makes the new one current; older ones stay readable."""
        models = opened()
        assert (
            models.publish("bridge", {"w": np.arange(6.0).reshape(2, 3), "file": np.asarray(["蓝", "blue"])}, {"pairs": 10})
            == 1
        )
        assert models.publish("bridge", {"w": np.zeros(1, np.float16)}, {"note": "好"}) == 2
        current, first = opened().load("bridge"), opened().load("bridge", 1)
        assert current is not None
        assert first is not None
        assert (opened().current("bridge"), current[1]) == (2, {"note": "好"})
        assert current[0]["w"].dtype == np.float16
        np.testing.assert_array_equal(first[0]["w"], np.arange(6.0).reshape(2, 3))
        assert first[0]["file"].tolist() == ["蓝", "blue"]
        assert first[1] == {"pairs": 10}
        assert opened().load("bridge", 3) is None

    def test_names_do_not_mix(self, opened: Callable[[], Models]) -> None:
        """Each name has its own versions."""
        models = opened()
        models.publish("a", {"w": np.zeros(1)}, {})
        assert (models.current("a"), models.current("b")) == (1, 0)

    @pytest.mark.parametrize("name", ["", "..", "../x", "a/b", ".hidden"])
    def test_refuses_names_that_are_paths(self, opened: Callable[[], Models], name: str) -> None:
        """A name cannot point outside the store."""
        with pytest.raises(BadInput):
            opened().publish(name, {"w": np.zeros(1)}, {})

    def test_refuses_objects(self, opened: Callable[[], Models]) -> None:
        """Python objects, which only a pickle could hold, are refused, and no version appears."""
        with pytest.raises(BadInput, match="objects"):
            opened().publish("m", {"w": np.asarray([{}], dtype=object)}, {})
        assert opened().current("m") == 0
