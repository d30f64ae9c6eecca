"""What those who liked the same things liked besides (user-user, cosine over items weighted by rarity)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.asking import seeds, strongest
from omnishelf.recommend.items import Items, shared
from omnishelf.recommend.port import UNSAID, Asked, Floats, Ints, Reason

BUSIEST = 2_000
"""Histories looked up of one item, the latest: an item that everybody has says little about anybody."""


@dataclass(frozen=True, slots=True)
class Users:
    """Histories without names.

    Attributes:
        starts: [users + 1]; user u's items stand from starts[u] to starts[u + 1] of `had`.
        had: [m] int32 places of items, each once a user.
        nearest: users whose histories are asked.
        damp: added to a history's length before its norm, so that a history of one is not the nearest of all.
        decay: of an act's weight for each act after it.
    """

    items: Items
    starts: Ints
    had: NDArray[np.int32]
    nearest: int = 200
    damp: float = 5.0
    decay: float = 0.9
    rarity: Floats = field(init=False, repr=False, compare=False)
    norm: Floats = field(init=False, repr=False, compare=False)
    _from: Ints = field(init=False, repr=False, compare=False)
    _whose: NDArray[np.int32] = field(init=False, repr=False, compare=False)
    kind: ClassVar[str] = "users"

    def __post_init__(self) -> None:
        n, lengths = len(self.items), np.diff(self.starts)
        count = np.bincount(self.had, minlength=n)
        rarity = np.log(1 + len(lengths) / np.maximum(count, 1)).astype(np.float32)
        user = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
        squares = np.bincount(user, rarity[self.had] ** 2, minlength=len(lengths))
        order = np.argsort(self.had, kind="stable")
        object.__setattr__(self, "rarity", rarity)
        object.__setattr__(self, "norm", np.sqrt(squares + self.damp).astype(np.float32))
        object.__setattr__(self, "_from", np.concatenate([[0], np.cumsum(count)]).astype(np.int64))
        object.__setattr__(self, "_whose", user[order])

    def scores(self, asked: Asked) -> Floats:
        """sum over the nearest users of their likeness, for each item of theirs, by the item's rarity."""
        answer = np.full(len(self.items), UNSAID, np.float32)
        users, likeness = self._near(asked)
        if len(users):
            rows = [self.had[self.starts[u] : self.starts[u + 1]] for u in users.tolist()]
            whole = np.concatenate(rows)
            parts = np.repeat(likeness, [len(row) for row in rows])
            total = np.bincount(whole, parts, minlength=len(self.items))
            answer[whole] = total[whole]
        return answer

    def _near(self, asked: Asked) -> tuple[Ints, Floats]:
        places, weights = seeds(asked, self.decay)
        if not len(places):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        rows = [self._users(place) for place in places.tolist()]
        worth = weights * self.rarity[places] ** 2
        whole = np.concatenate(rows)
        users, where = np.unique(whole, return_inverse=True)
        likeness = np.bincount(where, np.repeat(worth, [len(row) for row in rows]), minlength=len(users)) / self.norm[users]
        best = np.lexsort((users, -likeness))[: self.nearest]
        return users[best].astype(np.int64), likeness[best].astype(np.float32)

    def _users(self, place: int) -> NDArray[np.int32]:
        return self._whose[self._from[place] : self._from[place + 1]][-BUSIEST:]

    def because(self, asked: Asked, items: Ints) -> tuple[Reason, ...]:
        """The shopper's own product that most of those nearest users had who had the item, too."""
        users, likeness = self._near(asked)
        rows = [self.had[self.starts[u] : self.starts[u + 1]] for u in users.tolist()]
        own, _ = seeds(asked)
        whole = np.concatenate(rows) if rows else np.zeros(0, np.int32)
        of = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        shared_with = np.zeros((len(rows), len(own)), np.float32)
        for column, place in enumerate(own.tolist()):
            shared_with[of[whole == place], column] = self.rarity[place]
        return tuple(
            strongest(
                asked, own, np.asarray(likeness[of[whole == item]] @ shared_with[of[whole == item]], np.float32), self.items
            )
            for item in items.tolist()
        )

    def onto(self, items: Items) -> Self:
        here, there = shared(self.items, items)
        to = np.full(len(self.items), -1, np.int32)
        to[here] = there
        had = to[self.had]
        user = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))[had >= 0]
        starts = np.searchsorted(user, np.arange(len(self.starts)))
        return type(self)(items, starts, had[had >= 0], self.nearest, self.damp, self.decay)

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        settings = np.array([self.nearest, self.damp, self.decay])
        return {"starts": self.starts, "had": self.had, "settings": settings}

    @classmethod
    def load(cls, items: Items, arrays: Mapping[str, NDArray[Any]]) -> Self:
        nearest, damp, decay = arrays["settings"].tolist()
        return cls(items, arrays["starts"], arrays["had"], int(nearest), damp, decay)
