"""Emoji asked with."""

from __future__ import annotations

import pytest

from omnishelf.understand.pictographs import in_words


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("red 👟", "red athletic shoe"),
        ("🎒", "school satchel"),
        ("👢", "women's boots"),
        ("🍵 set", "teacup set"),
        ("gift ❤️😍👍", "gift ️"),
        ("⌚男表", "watch 男表"),
        ("Blåhaj™ 棉", "Blåhaj™ 棉"),
        ("plain", "plain"),
    ],
)
def test_things_are_named_and_moods_are_not(asked: str, said: str) -> None:
    """A pictograph becomes the name of what it shows, without what it shows it with; faces, hearts and gestures say nothing."""
    assert " ".join(in_words(asked).split()) == said
