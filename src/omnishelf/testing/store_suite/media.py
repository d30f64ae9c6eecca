"""Pictures by content."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from omnishelf.domain.errors import BadInput
from omnishelf.stores.port import Media


class MediaSuite:
    @pytest.fixture
    def opened(self) -> Callable[[], Media]:
        raise NotImplementedError

    def test_keyed_by_content(self, opened: Callable[[], Media]) -> None:
        """The key is the sha256 of the bytes plus the suffix; the same bytes have one key."""
        key = opened().put(b"hello", ".webp")
        assert key == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824.webp"
        assert opened().put(b"hello", ".webp") == key
        assert opened().get(key) == b"hello"

    def test_has(self, opened: Callable[[], Media]) -> None:
        """Only what is there is there."""
        media = opened()
        key = media.put(b"", ".png")
        assert media.has([key, "0" * 64 + ".png", "nonsense"]) == {key}
        assert media.get("0" * 64 + ".png") is None

    @pytest.mark.parametrize("key", ["", "../secret", "/etc/passwd", "0" * 64 + "/../x", "0" * 63, "A" * 64])
    def test_keys_are_not_paths(self, opened: Callable[[], Media], key: str) -> None:
        """What is not a key is absent, wherever it would lead as a path."""
        assert opened().get(key) is None
        assert opened().has([key]) == frozenset()

    @pytest.mark.parametrize("suffix", ["webp", "./x", ".tar.gz", ". "])
    def test_refuses_odd_suffixes(self, opened: Callable[[], Media], suffix: str) -> None:
        """A suffix is a dot and a few letters or digits."""
        with pytest.raises(BadInput):
            opened().put(b"x", suffix)
