"""What queries are run against just now, made anew when the catalogue or the index has changed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from omnishelf.answer import Served
from omnishelf.domain.errors import ModelMissing
from omnishelf.domain.query import AnyOf
from omnishelf.encoders.port import TextEncoder
from omnishelf.engine.port import Engine
from omnishelf.engine.usual import Usual
from omnishelf.ingest.live import LiveIndex
from omnishelf.ingest.schema import MEANING
from omnishelf.rank.ranker import Ranker
from omnishelf.stores.fresh import Fresh
from omnishelf.stores.port import Catalogue
from omnishelf.understand import kinds, suggest, vocabulary
from omnishelf.understand.intent import Knowledge
from omnishelf.understand.photo import CategoryNames
from omnishelf.understand.spelling import Speller
from omnishelf.understand.suggest import titles
from omnishelf.understand.vocabulary import Vocabulary

log = logging.getLogger(__name__)

BACKGROUND = 2_000
"""Products in the sample against which similarities are standardised: the standard error of its mean is 2 % of a deviation."""
CATEGORIES = 300
"""Category names a photo is compared with: the most frequent."""
STALE_SECONDS = 30.0
"""A change of prices or stock leaves words as they are; new words are learnt at most this often while writes go on."""
SHARE = 20
"""Nor more often than takes one part in so many of the time: in a large catalogue reading it all again takes minutes."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One state of the shop: the engine it was made with, and what was learnt from the catalogue at that moment."""

    served: Served
    completer: suggest.Completer
    sequence: int
    made_at: float
    took: float

    def is_old(self, now: float) -> bool:
        """Whether the catalogue may be read again: `now` on the clock of `made_at`, seconds; `took`: what making it took."""
        return now - self.made_at > max(STALE_SECONDS, SHARE * self.took)


class Serving:
    """Holds the current `Standing`. Reads are free; a changed catalogue is taken up by whoever asks next, at most every
    `STALE_SECONDS` (in a large shop more seldom), and at once when the index has been replaced. Products themselves are always
    current: the engine and the catalogue see a write at once; only vocabulary, suggestions and background lag."""

    def __init__(
        self,
        live: LiveIndex,
        catalogue: Catalogue,
        text: TextEncoder,
        rankers: Fresh[Ranker] | None = None,
        asked: Mapping[str, int] = suggest.NO_QUERIES,
    ) -> None:
        """`rankers`: the one published now, if any; `asked`: past queries with how often each was asked, to complete what is
        typed."""
        self.live, self.catalogue, self.text, self.rankers = live, catalogue, text, rankers
        self.asked = asked
        self._standing: Standing | None = None
        self._lock = threading.Lock()

    def __call__(self) -> Served:
        """With the ranker that was published last, by whatever process."""
        served = self.standing().served
        return replace(served, ranker=next(iter(self.rankers()), None)) if self.rankers else served

    def standing(self) -> Standing:
        standing, engine = self._standing, self.live.engine
        if standing is None or standing.served.engine is not engine:
            with self._lock:
                if self._standing is None or self._standing.served.engine is not engine:
                    self._standing = self._make(engine)
                return self._standing
        if standing.is_old(time.monotonic()) and standing.sequence != self.catalogue.sequence():
            self._refresh_aside(engine)
        return standing

    def refresh(self) -> None:
        """Learn the catalogue's words now, and take up what this process published."""
        if self.rankers:
            self.rankers.refresh()
        with self._lock:
            self._standing = self._make(self.live.engine)

    def _refresh_aside(self, engine: Engine) -> None:
        if self._lock.acquire(blocking=False):

            def work() -> None:
                try:
                    self._standing = self._make(engine)
                except Exception:
                    log.exception("the catalogue's words could not be read again; the former ones stay in use")
                finally:
                    self._lock.release()

            threading.Thread(target=work, name="vocabulary", daemon=True).start()

    def _make(self, engine: Engine) -> Standing:
        sequence, begin = self.catalogue.sequence(), time.monotonic()
        words = vocabulary.build(self.catalogue)
        spoken = {language: words.spoken(language) for language in ("", "en", "zh")}
        sample = background(engine)
        read = titles.read(self.catalogue)
        speller = Speller.build(words, read.words)
        knowledge = Knowledge(
            words,
            kinds=kinds_of(words, engine, sample),
            speller=speller,
            spoken=spoken,
            bridge=self.live.embedder.bridge,
            categories=category_names(words, self.text),
        )
        usual = {space: Usual.of(rows) for space, rows in sample.items()}
        served = Served(engine, knowledge, usual)
        completer, now = suggest.build(words, read, speller, self.asked), time.monotonic()
        return Standing(served, completer, sequence, now, now - begin)


def background(engine: Engine) -> Mapping[str, NDArray[np.float32]]:
    """Space -> [n, dimensions]: the first vector of each of `BACKGROUND` products, evenly spread over the ids."""
    total = engine.count()
    if not total:
        return {}
    step = max(1, total // BACKGROUND)
    ids = engine.scan((), limit=total)[::step]
    sample: dict[str, NDArray[np.float32]] = {}
    for space in engine.schema.spaces:
        rows = [np.atleast_2d(v)[0] for v in engine.vectors(ids, space.name).values()]
        if rows:
            sample[space.name] = np.stack(rows).astype(np.float32)
    return sample


def kinds_of(words: Vocabulary, engine: Engine, sample: Mapping[str, NDArray[np.float32]]) -> kinds.Kinds:
    """What the products of each category are about."""
    if MEANING not in sample:
        return kinds.NONE
    counts = {term.value: term.count for terms in words.terms.values() for term in terms if term.field == "category"}
    return kinds.learn(
        counts,
        lambda category: engine.scan((AnyOf("category", (category,)),), limit=counts[category]),
        lambda ids: engine.vectors(ids, MEANING),
        sample[MEANING],
    )


def category_names(words: Vocabulary, text: TextEncoder) -> CategoryNames | None:
    """The shop's most frequent leaf categories with their vectors; None without categories or without a text encoder.

    Leaves only: "Drinkware" beside "Mugs" would take half of what a photo of a mug is sure of.
    """
    paths = {term.value: term for terms in words.terms.values() for term in terms if term.field == "category"}
    parents = {path.rpartition(" > ")[0] for path in paths}
    counts: dict[str, int] = {}
    for path, term in paths.items():
        if path not in parents:
            counts[term.label] = counts.get(term.label, 0) + term.count
    names = tuple(sorted(counts, key=lambda n: (-counts[n], n))[:CATEGORIES])
    if not names:
        return None
    try:
        return CategoryNames(names, text.queries(names))
    except ModelMissing:
        return None
