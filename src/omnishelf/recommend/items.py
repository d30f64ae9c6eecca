"""The products that a recommender knows, by place: what is said of item 7 stands in row 7 of every array."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Times = NDArray[np.float64]
Ints = NDArray[np.int64]

NOTHING: Floats = np.zeros((0, 0), np.float32)


@dataclass(frozen=True, slots=True)
class Items:
    """n products with what is known of them before anybody has looked at one.

    Attributes:
        ids: [n] distinct product ids. Their order settles ties, so it should not depend on the day.
        text, image: [n, d] vectors of length 1, zeros where there is none; [n, 0] when no product has any.
        category, brand: [n], "" where unknown.
        tags: [n] attribute values as "name=value", in any number.
        born: [n] seconds since 1970 at which a product was first on sale; NaN where unknown.
    """

    ids: tuple[str, ...]
    text: Floats = field(default_factory=lambda: NOTHING)
    image: Floats = field(default_factory=lambda: NOTHING)
    category: tuple[str, ...] = ()
    brand: tuple[str, ...] = ()
    tags: tuple[tuple[str, ...], ...] = ()
    born: Times = field(default_factory=lambda: np.zeros(0))
    place: Mapping[str, int] = field(init=False, repr=False, compare=False)
    by_category: Mapping[str, Ints] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        n = len(self.ids)
        empty: Mapping[str, Any] = {
            "text": np.zeros((n, 0), np.float32),
            "image": np.zeros((n, 0), np.float32),
            "category": ("",) * n,
            "brand": ("",) * n,
            "tags": ((),) * n,
            "born": np.full(n, np.nan),
        }
        for name, value in empty.items():
            given = getattr(self, name)
            if len(given) not in (0, n):
                raise ValueError(f"{name} has {len(given)} rows, ids has {n}")
            if len(given) != n:
                object.__setattr__(self, name, value)
        object.__setattr__(self, "place", {id: i for i, id in enumerate(self.ids)})
        if len(self.place) != n:
            raise ValueError("two items have the same id")
        kinds: dict[str, list[int]] = {}
        for i, name in enumerate(self.category):
            kinds.setdefault(name, []).append(i)
        object.__setattr__(self, "by_category", {name: np.array(own, np.int64) for name, own in kinds.items()})

    def __len__(self) -> int:
        return len(self.ids)

    def places(self, ids: Iterable[str]) -> Ints:
        """Of those that are known, in the order given."""
        return np.array([self.place[id] for id in ids if id in self.place], np.int64)

    def labels(self, i: int) -> tuple[str, ...]:
        """What is said of an item in words: tags, brand and category."""
        more = [f"brand={self.brand[i]}"] if self.brand[i] else []
        more += [f"category={self.category[i]}"] if self.category[i] else []
        return (*self.tags[i], *more)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Without objects, so that no pickle is needed; tags are joined by U+001F, which no attribute holds."""
        return {
            "ids": np.array(self.ids, dtype=np.str_),
            "text": self.text,
            "image": self.image,
            "category": np.array(self.category, dtype=np.str_),
            "brand": np.array(self.brand, dtype=np.str_),
            "tags": np.array(["\x1f".join(tags) for tags in self.tags], dtype=np.str_),
            "born": self.born,
        }

    @classmethod
    def load(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        return cls(
            ids=tuple(arrays["ids"].tolist()),
            text=arrays["text"],
            image=arrays["image"],
            category=tuple(arrays["category"].tolist()),
            brand=tuple(arrays["brand"].tolist()),
            tags=tuple(tuple(tags.split("\x1f")) if tags else () for tags in arrays["tags"].tolist()),
            born=arrays["born"],
        )


def moved(rows: NDArray[Any], old: Items, new: Items, fill: float = 0.0) -> NDArray[Any]:
    """[len(old), ...] -> [len(new), ...]: an item's row goes with its id; a new item's is `fill`."""
    answer = np.full((len(new), *rows.shape[1:]), fill, rows.dtype)
    here, there = shared(old, new)
    answer[there] = rows[here]
    return answer


def shared(old: Items, new: Items) -> tuple[Ints, Ints]:
    """Places in `old` and in `new` of the ids that both have."""
    pairs: Sequence[tuple[int, int]] = [(i, new.place[id]) for i, id in enumerate(old.ids) if id in new.place]
    both = np.array(pairs, np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]
