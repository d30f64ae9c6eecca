"""What may correct the linear order: given the best candidates' features, what to add for each feature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from omnishelf.rank.features.evidence import Values
from omnishelf.rank.features.table import NAMES
from omnishelf.rank.lambdamart import Trees

WINDOW = 200
"""Candidates that are corrected: the best by linear score. Nobody looks farther, and the trees never saw farther."""


class Ranker(Protocol):
    def __call__(self, ids: tuple[str, ...], linear: Values, table: Values) -> Mapping[str, Values]:
        """Feature -> [n] what is added to the linear scores of the candidates `ids`, best first; a feature left out adds 0.

        Args:
            linear: [n] falling.
            table: [n, features] as `features.table.values`.
        """
        ...


@dataclass(frozen=True, slots=True)
class TreeRanker:
    """The corrections of a learnt model, each feature's beside the others'."""

    trees: Trees

    def __call__(self, ids: tuple[str, ...], linear: Values, table: Values) -> Mapping[str, Values]:
        parts = self.trees.corrections(table[:, self.trees.columns(NAMES)])
        return {name: parts[:, at] for at, name in enumerate(self.trees.features)}
