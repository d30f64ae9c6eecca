"""The walk of learning to rank: judged queries are asked of the shop itself, trees are learnt from what it found, and a model
is published only where queries that it has not seen say it is no worse.

    judgments, or the log's clicks -> the shop's own best candidates and their features -> cross-validation -> published, or not

What is learnt from is what is served: the features come out of the shop's own ranking (`Notes` stands where a model would).
"""

from __future__ import annotations

import copy
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

import numpy as np

from omnishelf.domain.errors import BadInput
from omnishelf.domain.query import Query
from omnishelf.evaluate.significance import Comparison, compare
from omnishelf.learn.click_log import graded, pages_of
from omnishelf.learn.judgments import Judged
from omnishelf.learn.publish import NAME, no_worse, publish
from omnishelf.learn.train_ranker import LEFT_OUT, Example, Learnt, folds, learn
from omnishelf.rank.features.evidence import Values
from omnishelf.rank.features.table import NAMED, NAMES
from omnishelf.rank.lambdamart import Trees
from omnishelf.rank.ranker import Ranker, TreeRanker
from omnishelf.search import Search
from omnishelf.stores.fresh import Fresh
from omnishelf.stores.port import EventLog, Models

log = logging.getLogger(__name__)

Told = Callable[[str, int, int | None], None]
"""(stage, done, total)."""

Teach = Callable[..., "Trained"]
"""`teach` of one shop: what is left to give are `seed` and `told`."""


class Notes:
    """A ranker that changes nothing and remembers what it was shown: ids, linear scores and features of the last query."""

    def __init__(self) -> None:
        self.seen: tuple[tuple[str, ...], Values, Values] | None = None

    def __call__(self, ids: tuple[str, ...], linear: Values, table: Values) -> Mapping[str, Values]:
        self.seen = ids, linear, table
        return {}


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of it.

    Attributes:
        queries: that were asked, each with a product that is judged relevant.
        linear, standing, learnt: mean nDCG@10 on held-out queries of the linear order, of the ranker that is published now, and
            of the new one; `standing` may have seen these queries when it was learnt, which makes it harder to replace.
        comparison: learnt against standing, paired by query.
        trees: how many the final model has.
        gains: feature -> share of what its splits won.
        version: under which it was published; 0 when it was not.
    """

    queries: int
    linear: float
    standing: float
    learnt: float
    comparison: Comparison
    trees: int
    gains: Mapping[str, float]
    version: int


def published_ranker(models: Models) -> Ranker | None:
    """The current one; None where there is none, or none that fits the features of this version."""
    return _ranker_of(models.load(NAME))


def rankers(models: Models) -> Fresh[Ranker]:
    """The current one, or nothing, as it is now: what another process publishes is taken up within a second."""
    return Fresh(lambda: models.current(NAME), lambda: tuple(ranker for ranker in (published_ranker(models),) if ranker))


def ranker_of_version(models: Models, version: int) -> Ranker | None:
    """That version; None for 0, the linear order, and as above."""
    return _ranker_of(models.load(NAME, version)) if version else None


def _ranker_of(found: tuple[Mapping[str, Any], Mapping[str, Any]] | None) -> Ranker | None:
    if found is None:
        return None
    try:
        trees = Trees.from_arrays(*found)
        trees.columns(NAMES)
    except (KeyError, ValueError) as error:
        log.warning("the learnt ranker is not of this version and is left alone: %s; train it anew", error)
        return None
    return TreeRanker(trees) if len(trees.feature) else None


def teach(
    log: EventLog,
    models: Models,
    searching: Callable[[], AbstractContextManager[Search]],
    *,
    seed: int = 1,
    told: Told = lambda stage, done, total: None,
) -> Trained:
    """Learn a ranker from the clicks of shoppers who agree to it, and publish it if it is no worse on those of a later time.

    Args:
        searching: opens the shop's search; not before the log is known to say enough.

    Raises:
        BadInput: it says too little, or LightGBM is not installed.
    """
    if find_spec("lightgbm") is None:
        raise BadInput("The ranker needs LightGBM.", hint='pip install "omnishelf[train]"')
    at = datetime.now(UTC)
    told("read events", 0, None)
    found = graded(pages_of(event for page in log.pages() for event in page))
    about = {"from": "events", "at": at.isoformat(), "pages": found.pages, "examination": list(found.examination)}
    with searching() as search:
        return train(search, found.earlier, models, later=found.later, about=about, seed=seed, told=told)


def train(
    search: Search,
    judged: Judged,
    models: Models,
    *,
    later: Judged | None = None,
    about: Mapping[str, object] | None = None,
    seed: int = 1,
    told: Told = lambda stage, done, total: None,
) -> Trained:
    """Learn a ranker and publish it if it is no worse than the one published now.

    Args:
        later: judgments that it is measured on, from a later time; None measures by cross-validation over the queries.
        about: kept with the model.

    Raises:
        BadInput: too few queries have a relevant product among the shop's results.
        Unavailable: LightGBM is not installed.
    """
    standing = published_ranker(models)
    rises = [NAMED[name].rises for name in NAMES]
    examples = collect(search, judged, told)
    told("learn", 0, None)
    if later is None:
        final = learn(examples, NAMES, rises, seed=seed)
        held, fresh = examples, _cross_validated(examples, rises, seed)
    else:
        final = learn(examples, NAMES, rises, seed=seed)
        held = collect(search, later, told)
        fresh = {e.query: e.ndcg(_corrected(e, TreeRanker(Trees.from_arrays(final.arrays, {})))) for e in held}
    before = {e.query: e.ndcg(_corrected(e, standing)) for e in held}
    found = compare(fresh, before)
    version = 0
    if no_worse(found.difference, found.low):
        version = publish(models, final.arrays, _about(final, examples, found, about or {}, seed))
    told("learn", 1, 1)
    return Trained(
        queries=len(held),
        linear=float(np.mean([e.ndcg(e.linear) for e in held])),
        standing=float(np.mean(list(before.values()))),
        learnt=float(np.mean(list(fresh.values()))),
        comparison=found,
        trees=final.trees,
        gains=final.gains,
        version=version,
    )


def collect(search: Search, judged: Judged, told: Told = lambda stage, done, total: None) -> list[Example]:
    """Each query with a relevant product, asked of the shop as a shopper would, in the order of the queries' ids."""
    notes = Notes()
    own = copy.copy(search)
    own.served = lambda: replace(search.served(), ranker=notes)
    wanted = [query for query in sorted(judged.queries) if any(grade > 0 for grade in judged.grades[query].values())]
    examples: list[Example] = []
    for done, query in enumerate(wanted):
        told("ask", done, len(wanted))
        notes.seen = None
        own(Query(text=judged.queries[query], size=1))
        if notes.seen is not None:
            ids, linear, table = notes.seen
            examples.append(_example(query, ids, linear, table, judged))
    told("ask", len(wanted), len(wanted))
    return examples


def _example(query: str, ids: Sequence[str], linear: Values, table: Values, judged: Judged) -> Example:
    graded = judged.grades[query]
    unknown = 0 if judged.complete else LEFT_OUT
    grades = np.array([graded.get(id, unknown) for id in ids], dtype=np.int64)
    return Example(query, linear, table, grades, np.array(list(graded.values()), dtype=np.int64))


def _cross_validated(examples: Sequence[Example], rises: Sequence[bool], seed: int) -> dict[str, float]:
    """Query -> nDCG@10 by a model that was learnt without it."""
    values: dict[str, float] = {}
    for held in folds([example.query for example in examples], seed=seed):
        out = set(held.tolist())
        learnt = learn([e for i, e in enumerate(examples) if i not in out], NAMES, rises, seed=seed)
        ranker = TreeRanker(Trees.from_arrays(learnt.arrays, {}))
        values |= {examples[i].query: examples[i].ndcg(_corrected(examples[i], ranker)) for i in out}
    return values


def _corrected(example: Example, ranker: Ranker | None) -> Values:
    if ranker is None:
        return example.linear
    parts = ranker((), example.linear, example.table).values()
    return np.asarray(example.linear + np.sum(list(parts), axis=0), dtype=np.float64)


def _about(
    final: Learnt, examples: Sequence[Example], found: Comparison, given: Mapping[str, object], seed: int
) -> dict[str, object]:
    return {
        **given,
        "queries": len(examples),
        "trees": final.trees,
        "gains": dict(final.gains),
        "held_out_gain": round(found.difference, 4),
        "held_out_interval": [round(found.low, 4), round(found.high, 4)],
        "p": round(found.p, 4),
        "seed": seed,
    }
