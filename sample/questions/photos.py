"""Questions that are a photo alone: which product is it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sample.questions.rule import Need
from sample.questions.shelf import Shelf
from sample.questions.topic import Topic
from sample.shots.plan import Shot


def photos(shelf: Shelf, shots: Iterable[Shot]) -> Iterator[Topic]:
    """One a photo. The right answer is the product itself; its design in other colors comes next."""
    for shot in shots:
        thing = shelf[shot.product]
        need = Need((thing.kind,), photo=thing.id, like="self")
        yield Topic("", "photo", shot.trouble, thing.group, need, photo=shot.file)
