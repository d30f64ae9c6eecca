"""What is like what the shopper liked, by text, picture and attributes: needs no other shopper, knows a product of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.asking import seeds, strongest
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import UNSAID, Asked, Floats, Ints, Reason

WIDTH = 96
"""Numbers a product: text and picture have hundreds, and a shop of 100,000 must be gone through in milliseconds."""
SAMPLE = 20_000
SHARES = (0.4, 0.3, 0.3)
"""Of text, picture and labels."""
HASHED = 128
"""Numbers that an item's labels are folded into."""


def described(items: Items, shares: tuple[float, float, float]) -> Floats:
    """[n, d] of length 1 (0 for an item of which nothing is known): text, picture and labels, each of length sqrt(share).

    So an inner product is the mean of the three cosines, by share. Text and pictures are centred first: what all products of a
    shop have in common tells none apart.
    """
    parts = [centred(items.text), centred(items.image), folded(items)]
    kept = [part * np.float32(share) ** 0.5 for part, share in zip(parts, shares, strict=True) if part.shape[1] and share]
    return compact(unit(np.concatenate(kept, axis=1))) if kept else np.zeros((len(items), 1), np.float32)


def compact(vectors: Floats, width: int = WIDTH) -> Floats:
    """Along the `width` directions in which the rows differ most (of some `SAMPLE` rows, evenly taken), of length 1 again."""
    if vectors.shape[1] <= width:
        return vectors
    sample = vectors[:: max(1, len(vectors) // SAMPLE)]
    return unit(vectors @ widest(sample, width))


def widest(rows: Floats, width: int) -> Floats:
    """[d, at most width] the directions of length 1 in which [n, d] rows reach furthest; 0 where they have no more of them.

    Eigenvectors take the cube of their number: in a small shop there are fewer rows than numbers a row.
    """
    if rows.shape[0] >= rows.shape[1]:
        return np.ascontiguousarray(np.linalg.eigh(rows.T @ rows)[1][:, -width:])
    reached = np.linalg.eigh(rows @ rows.T)[1][:, -width:].T @ rows
    lengths = np.linalg.norm(reached, axis=1, keepdims=True)
    # What is this short beside the longest is what rounding left: it points anywhere.
    return np.ascontiguousarray((reached / np.where(lengths > 1e-3 * lengths.max(initial=0.0), lengths, np.inf)).T)


def folded(items: Items) -> Floats:
    """[n, HASHED] labels by their weights ln(n / n with the label), signed and hashed (Weinberger et al. 2009), of length 1."""
    labels = [items.labels(i) for i in range(len(items))]
    count: dict[str, int] = {}
    for own in labels:
        for label in own:
            count[label] = count.get(label, 0) + 1
    if not count:
        return np.zeros((len(items), 0), np.float32)
    code = {label: _code(label) for label in count}
    answer = np.zeros((len(items), HASHED), np.float32)
    for i, own in enumerate(labels):
        for label in own:
            answer[i, code[label] % HASHED] += (1 if code[label] & 0x8000_0000 else -1) * np.log(len(items) / count[label] + 1)
    return unit(answer)


def _code(label: str) -> int:
    """FNV-1a, 32 bits: the same on every machine, unlike Python's own hash."""
    value = 0x811C9DC5
    for byte in label.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


def centred(vectors: Floats) -> Floats:
    """Less the mean of the rows that are not 0, of length 1 again; rows of 0 stay."""
    there = np.any(vectors != 0, axis=1)
    if there.sum() < 2:
        return vectors
    return unit(np.where(there[:, None], vectors - vectors[there].mean(axis=0), 0).astype(np.float32))


def unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 1e-9, lengths, 1), np.float32)


@dataclass(frozen=True, slots=True)
class Content:
    """Attributes:
    shares: of text, picture and labels.
    decay: of an act's weight for each act after it.
    vectors: [items, d], column by column: going through all products by columns takes half as long as by rows.
    silent: places of the items of which nothing is known.
    """

    items: Items
    shares: tuple[float, float, float] = SHARES
    decay: float = 0.9
    vectors: Floats = field(init=False, repr=False, compare=False)
    silent: Ints = field(init=False, repr=False, compare=False)
    kind: ClassVar[str] = "content"

    def __post_init__(self) -> None:
        object.__setattr__(self, "vectors", np.asfortranarray(described(self.items, self.shares)))
        object.__setattr__(self, "silent", np.flatnonzero(~np.any(self.vectors != 0, axis=1)))

    def scores(self, asked: Asked) -> Floats:
        """Inner product with the weighted mean of what the shopper liked, less half of that with what was rejected."""
        places, weights = seeds(asked, self.decay)
        if not len(places):
            return np.full(len(self.items), UNSAID, np.float32)
        taste = (self.vectors[places] * (weights / weights.sum())[:, None]).sum(axis=0)
        if len(asked.disliked):
            taste = taste - 0.5 * self.vectors[asked.disliked].mean(axis=0)
        scores: Floats = self.vectors @ taste
        scores[self.silent] = UNSAID
        return scores

    def because(self, asked: Asked, items: Ints) -> tuple[Reason, ...]:
        """Of what the shopper liked, that which counts most in each score."""
        places, weights = seeds(asked, self.decay)
        parts = (self.vectors[items] @ self.vectors[places].T) * weights
        return tuple(strongest(asked, places, np.asarray(own, np.float32), self.items) for own in parts)

    def onto(self, items: Items) -> Self:
        return type(self)(items, self.shares, self.decay)

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        return {"shares": np.array(self.shares), "decay": np.array(self.decay)}

    @classmethod
    def load(cls, items: Items, arrays: Mapping[str, NDArray[Any]]) -> Self:
        text, image, labels = arrays["shares"].tolist()
        return cls(items, (text, image, labels), float(arrays["decay"]))
