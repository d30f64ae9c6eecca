"""Answers whose clicks count: what was shown of each, to whom, and what was clicked so far. In memory, the newest."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from omnishelf.experiments.interleaving import winner
from omnishelf.experiments.taking_part import Part

ANSWERS = 20_000
"""That are remembered; some kilobyte each, the product ids being the index's own."""


@dataclass(slots=True)
class Shown:
    """An answer. shown: ids in their order; teams: id -> team, where it was interleaved."""

    parts: tuple[Part, ...]
    mixed: Part | None
    shown: tuple[str, ...]
    teams: Mapping[str, int]
    clicked: bool = False
    clicks: list[int] = field(default_factory=lambda: [0, 0])


@dataclass(frozen=True, slots=True)
class Clicked:
    """What a click changed.

    Attributes:
        parts: of the clicker, that the answer was part of.
        rank: place of the answer's first click, from 1; 0 where this was not it.
        mixed: the part that interleaves, where the click was for a team; before, after: who leads then, None for nobody.
    """

    parts: tuple[Part, ...]
    rank: int
    mixed: Part | None = None
    before: int | None = None
    after: int | None = None


class Answers:
    """Thread-safe."""

    def __init__(self, most: int = ANSWERS) -> None:
        self._most = most
        self._kept: OrderedDict[str, Shown] = OrderedDict()
        self._lock = Lock()

    def keep(self, query_id: str, shown: Shown) -> None:
        with self._lock:
            self._kept[query_id] = shown
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def click(self, query_id: str, parts: Sequence[Part], product_id: str, position: int) -> Clicked | None:
        """None for a click on no known answer, or on somebody else's.

        Args:
            parts: of whoever clicked.
            position: as told, from 1; 0 where nothing was said.
        """
        with self._lock:
            answer = self._kept.get(query_id)
            own = tuple(part for part in parts if answer is not None and part in answer.parts)
            if answer is None or not own:
                return None
            place = position or (answer.shown.index(product_id) + 1 if product_id in answer.shown else 0)
            rank = 0 if answer.clicked else place
            answer.clicked |= bool(place)
            team = answer.teams.get(product_id)
            if answer.mixed not in own or team is None:
                return Clicked(own, rank)
            before = winner(answer.clicks)
            answer.clicks[team] += 1
            return Clicked(own, rank, answer.mixed, before, winner(answer.clicks))

    def forget(self, experiment_id: str, unit: bytes) -> None:
        """Clicks of this unit count no more."""

        def gone(part: Part) -> bool:
            return (part.experiment.id, part.unit) == (experiment_id, unit)

        with self._lock:
            for answer in self._kept.values():
                answer.parts = tuple(part for part in answer.parts if not gone(part))
                if answer.mixed is not None and gone(answer.mixed):
                    answer.mixed = None
