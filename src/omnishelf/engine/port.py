"""What a search engine must do for the product. The conformance suite in `omnishelf.testing` says the same as tests.

The engine knows nothing of languages, currencies or models: it is given tokens, vectors and fields, all made by the
product, so that matching does not change with the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.query import Filter

Array = NDArray[np.float32]
Scores = NDArray[np.float64]

FIELDS = 10
"""Text fields of a schema whose tokens are told apart by `Engine.spots`: the first so many."""
FARTHEST = 61
"""Places in the first text field are told up to here; whatever stands farther back is said to stand here."""


@dataclass(frozen=True, slots=True)
class TextField:
    """A field of tokens in BM25F (Robertson, Zaragoza, Taylor 2004; simple BM25F, section 3).

    Attributes:
        weight: multiplies this field's term frequencies.
        b: length normalisation, 0..1.
        average_length: tokens; fixed for the life of an index generation so that every adapter scores alike.
    """

    name: str
    weight: float
    b: float
    average_length: float


@dataclass(frozen=True, slots=True)
class Space:
    """A named dense vector space; similarity is the inner product. Products may have several vectors in it (one a picture):
    the product's similarity is then the largest."""

    name: str
    dimensions: int
    several: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """What an index generation holds. A changed schema is a new generation.

    Attributes:
        keywords: fields of strings that can be filtered (`AnyOf`, `NoneOf`) and counted.
        numbers: fields of one number that can be filtered (`Between`), counted for their range, and sorted by.
        k1: BM25F saturation.
    """

    text: tuple[TextField, ...]
    spaces: tuple[Space, ...]
    keywords: tuple[str, ...]
    numbers: tuple[str, ...]
    k1: float = 1.2


@dataclass(frozen=True, slots=True)
class Document:
    """A product as the engine sees it.

    Attributes:
        tokens: text field -> tokens, in order, repeats included.
        vectors: space -> [dimensions], or [k, dimensions] in a space of several. A product without a picture has none there.
        fields: keyword field -> strings; number field -> number. Absent when unknown.
        version: the catalogue's sequence number of this state; an older version never replaces a newer one.
    """

    id: str
    tokens: Mapping[str, Sequence[str]] = field(default_factory=dict)
    vectors: Mapping[str, Array] = field(default_factory=dict)
    fields: Mapping[str, tuple[str, ...] | float] = field(default_factory=dict)
    version: int = 0


@dataclass(frozen=True, slots=True)
class LexicalProbe:
    """Tokens with query-side weights; those of weight 0 are not asked for.

    Score of a document: sum over tokens of weight x idf x f / (k1 + f), with f the BM25F frequency (`engine/bm25.py` holds the
    arithmetic) and idf = ln(1 + (N - n + .5) / (n + .5)): N is all documents of the index, n those that hold the token now,
    after every update and delete, whatever the filter."""

    tokens: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class DenseProbe:
    """A vector in a space, of any length. Score of a document: the (largest) inner product."""

    space: str
    vector: Array


Probe = LexicalProbe | DenseProbe


@dataclass(frozen=True, slots=True)
class Candidates:
    """The union of all probes' lists, with every candidate's score under every probe.

    Attributes:
        ids: sorted by id: the order carries no meaning.
        scores: probe name -> [len(ids)]: exact for every candidate, whichever list it came from; 0 where no token matches;
            NaN where the document has no vector in the space.
        full: names of the probes whose list reached `depth`, so that more documents may exist.
    """

    ids: tuple[str, ...]
    scores: Mapping[str, Scores]
    full: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Spots:
    """Where n documents hold t tokens, beyond what a lexical score tells.

    Attributes:
        fields: [n, t] bits: bit i is set where the schema's i-th text field holds the token; i < `FIELDS`.
        places: [n, t] tokens before its first occurrence in the first text field, at most `FARTHEST`; -1 where it is not there.
        idf: [t] as in a lexical probe's score; 0 for a token that no document holds.
    """

    fields: NDArray[np.uint16]
    places: NDArray[np.int64]
    idf: Scores


@runtime_checkable
class Engine(Protocol):
    """One index generation. Writes are visible to the next read of the same process."""

    @property
    def schema(self) -> Schema: ...

    def upsert(self, documents: Iterable[Document]) -> None:
        """Insert or replace whole documents. One whose stored version is greater is left alone; an equal one is replaced.

        Raises:
            BadInput: a document does not fit the schema; then none of the call's documents is written."""
        ...

    def patch(self, id: str, fields: Mapping[str, tuple[str, ...] | float | None], version: int) -> None:
        """Change some fields (None removes one) without touching tokens or vectors, and set the version; unknown ids and older
        versions are ignored."""
        ...

    def delete(self, ids: Sequence[str], *, upto: int | None = None) -> None:
        """Unknown ids are ignored. A deleted document's version is forgotten with it.

        Args:
            upto: a document of a greater version is left alone; None deletes whatever is there.
        """
        ...

    def retrieve(self, probes: Mapping[str, Probe], filter: Filter = (), depth: int = 300) -> Candidates:
        """The best `depth` documents of every probe among those the filter admits. A lexical probe lists only documents
        that share a token, a dense one only documents with a vector in its space.

        Raises:
            BadQuery: a field or space the schema does not have, or a vector of another length."""
        ...

    # `distinct` names a keyword field of at most one value (variants of a product share a group): of the admitted documents
    # with the same value there, all together count as one; those without a value count each for itself.

    def scan(
        self,
        filter: Filter = (),
        *,
        order: str = "",
        descending: bool = False,
        offset: int = 0,
        limit: int = 100,
        distinct: str = "",
    ) -> tuple[str, ...]:
        """Ids the filter admits, by the number field `order` (documents without it last, whichever direction), then by id,
        which always ascends. With `distinct`, the first of each value in that order stands for all of them."""
        ...

    def count(self, filter: Filter = (), *, distinct: str = "") -> int:
        """Exact."""
        ...

    def facet(self, field: str, filter: Filter = (), limit: int = 50, *, distinct: str = "") -> tuple[tuple[str, int], ...]:
        """Exact counts of a keyword field's values among the documents the filter admits: largest first, then by value. With
        `distinct`, several documents of one group that hold the same value count once for it: a value's count is what `count`
        says when the value is added to the filter."""
        ...

    def values(self, ids: Sequence[str], field: str) -> Mapping[str, tuple[str, ...]]:
        """The keyword field's strings, in order, of each known id that has any."""
        ...

    def extent(self, field: str, filter: Filter = ()) -> tuple[float, float] | None:
        """Least and greatest value of a number field among the documents the filter admits."""
        ...

    def vectors(self, ids: Sequence[str], space: str) -> Mapping[str, Array]:
        """[k, dimensions] for each known id that has vectors there."""
        ...

    def spots(self, ids: Sequence[str], tokens: Sequence[str]) -> Spots:
        """Where each of these documents holds each of these (distinct) tokens; an unknown id holds none."""
        ...

    def numbers(self, ids: Sequence[str], field: str) -> Scores:
        """[len(ids)] of a number field; NaN where it is absent or the id unknown.

        Raises:
            BadQuery: the schema has no such number field."""
        ...

    def versions(self) -> Mapping[str, int]:
        """Every document's id and version: what verification and replay compare with the catalogue."""
        ...

    def flush(self) -> None:
        """Returns when everything written so far survives a power cut."""
        ...

    def close(self) -> None: ...
