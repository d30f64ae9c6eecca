"""The walk of learning to predict: the event log in the order of time, learnt on the first part, made calibrated on the next,
tried on the last, published only if no worse.

    events of who agrees -> moments -> 70 % learnt from | 15 % calibrated | 15 % tried -> published, or not

Each chance is published for itself: the one that is better of what was learnt now and what serves, and none where even
the plain share of cases is better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import BadInput
from omnishelf.evaluate.reliability import LEAST, Reliability, log_losses, reliability
from omnishelf.evaluate.significance import interval
from omnishelf.learn.publish import no_worse
from omnishelf.predict import hits, visitor
from omnishelf.predict.chances import Chance, fit
from omnishelf.predict.hits import Good
from omnishelf.predict.moments import AIMS, Moments, Table, read
from omnishelf.predict.next_kind import Case, NextKind, learn
from omnishelf.predict.published import Predictions, load, publish
from omnishelf.stores.port import EventLog, Models

LEARNT, CALIBRATED = 0.7, 0.85
FEWEST = 500
"""Moments below which nothing is learnt."""
FEWEST_OF_EACH = 20
"""Cases of yes, and of no, in each part."""
TRIED = 20_000
"""Cases of which the interval is made: the newest."""
CLICK, NEXT = "click", "next"

Told = Callable[[str, int, int | None], None]
"""(stage, done, total)."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One chance on the newest part.

    Attributes:
        aim: "click", "cart", "purchase", "leave"; "next" is whether the likeliest kind is right.
        found: of what was learnt now.
        losses, plain: mean log loss of what was learnt now, and of the plain share of cases in what was learnt from.
        gained: log loss of what serves now (of the share, where nothing does) less that of what was learnt now; low, high: its
            95 % interval.
        trees: whether boosted trees did better than the logistic model.
        published: whether what was learnt now serves from now on.
    """

    aim: str
    found: Reliability
    losses: float
    plain: float
    gained: float
    low: float
    high: float
    trees: bool
    published: bool


@dataclass(frozen=True, slots=True)
class Taught:
    """tried: by aim; lacking: aim -> what was missing; version: 0 when nothing was published."""

    tried: Mapping[str, Tried]
    lacking: Mapping[str, str]
    version: int


@dataclass(frozen=True, slots=True)
class Part:
    """What was learnt for one aim: the model, and of the newest part, [n] each, its chances, what came, and the log losses of
    the model and of the plain share."""

    model: Chance | NextKind
    said: NDArray[np.float64]
    came: NDArray[np.bool_]
    share: float
    losses: NDArray[np.float64]
    plain: NDArray[np.float64]


def teach(
    log: EventLog,
    goods: Mapping[str, Good],
    models: Models,
    *,
    seed: int = 1,
    told: Told = lambda stage, done, total: None,
) -> Taught:
    """Learn from the log of those who agree, and publish what is no worse.

    Raises:
        BadInput: too little was done.
    """
    at = datetime.now(UTC)
    told("read events", 0, None)
    moments = read((event for page in log.pages() for event in page), goods)
    if len(moments.moments) < FEWEST:
        raise BadInput(
            f"The event log has {len(moments.moments)} searches and clicks of shoppers who agree; {FEWEST} are needed.",
            hint="Take in a history (omnishelf events import FILE --agreed POLICY), or wait for more visits.",
        )
    told("learn", 0, None)
    parts, lacking = learnt(moments, seed)
    standing = load(models)
    tried = {aim: _tried(aim, part, _standing(aim, standing, moments)) for aim, part in parts.items()}
    fresh = {aim for aim, one in tried.items() if one.published}
    version = 0
    if fresh:
        made = {aim: m for aim, part in parts.items() if aim in fresh and isinstance(m := part.model, Chance)}
        following = parts[NEXT].model if NEXT in fresh else standing.next
        kept = Predictions({**standing.chances, **made}, following if isinstance(following, NextKind) else None, moments.usual)
        version = publish(models, kept, {"at": at.isoformat(), "fresh": sorted(fresh), "moments": len(moments.moments)})
    return Taught(tried, lacking, version)


def learnt(moments: Moments, seed: int = 1) -> tuple[dict[str, Part], dict[str, str]]:
    """(aim -> what was learnt, aim -> why nothing was)."""
    parts: dict[str, Part] = {}
    lacking: dict[str, str] = {}
    visits, clicks = moments.visits(), moments.clicks()
    tables = {aim: (Table(visits.rows, visits.yes[:, [k]]), visitor.NAMES) for k, aim in enumerate(AIMS)}
    for aim, (table, names) in {**tables, CLICK: (clicks, hits.NAMES)}.items():
        first, second, third = thirds(len(table.rows))
        yes = table.yes[:, 0]
        fewest = min((int(min(yes[p].sum(), (~yes[p]).sum())) for p in (first, second, third)), default=0)
        if fewest < FEWEST_OF_EACH:
            lacking[aim] = f"{fewest} cases of one side; {FEWEST_OF_EACH} are needed"
            continue
        model = fit(table.rows[first], yes[first], table.rows[second], yes[second], names, seed)
        said, share = model(table.rows[third]), float(yes[first].mean())
        losses = log_losses(said, yes[third]), log_losses(np.full(len(said), share), yes[third])
        parts[aim] = Part(model, said, yes[third], share, *losses)
    cases = list(moments.cases)
    if len(cases) < FEWEST:
        lacking[NEXT] = f"{len(cases)} clicks; {FEWEST} are needed"
        return parts, lacking
    first, second, third = thirds(len(cases))
    following = learn(cases[first], cases[second])
    said, came = best_of(following, cases[third])
    place = {kind: k for k, kind in enumerate(following.kinds)}
    plain = [following.usual[place[case.kind]] if case.kind in place else 0.0 for case in cases[third]]
    beside = np.array([-np.log(max(LEAST, share)) for share in plain], np.float64)
    usual = float(following.usual.max())
    parts[NEXT] = Part(following, said, came, usual, kind_losses(following, cases[third]), beside)
    return parts, lacking


def best_of(model: NextKind, cases: Sequence[Case]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """(chance of the likeliest kind, whether it was right), [n] each."""
    found = [(model(case, 1), case.kind) for case in cases]
    said = np.array([best[0][1] if best else 0.0 for best, _ in found], np.float64)
    return said, np.array([bool(best) and best[0][0] == kind for best, kind in found], bool)


def kind_losses(model: NextKind, cases: Sequence[Case]) -> NDArray[np.float64]:
    """[n] log losses over all kinds: of the share that the kind that came was given."""
    place = {kind: k for k, kind in enumerate(model.kinds)}
    given = [model.shares(case)[place[case.kind]] if case.kind in place else 0.0 for case in cases]
    return np.array([-np.log(max(LEAST, share)) for share in given], np.float64)


def thirds(n: int) -> tuple[slice, slice, slice]:
    """Learnt from, calibrated on, tried on."""
    a, b = round(LEARNT * n), round(CALIBRATED * n)
    return slice(0, a), slice(a, b), slice(b, n)


def _standing(aim: str, standing: Predictions, moments: Moments) -> NDArray[np.float64] | None:
    """[n] log losses of what serves now on the newest part; None where nothing serves."""
    if aim == NEXT:
        cases = list(moments.cases)
        return kind_losses(standing.next, cases[thirds(len(cases))[2]]) if standing.next else None
    model = standing.chances.get(aim)
    if model is None:
        return None
    table = moments.clicks() if aim == CLICK else moments.visits()
    newest = thirds(len(table.rows))[2]
    return log_losses(model(table.rows[newest]), table.yes[newest, 0 if aim == CLICK else AIMS.index(aim)])


def _tried(aim: str, part: Part, standing: NDArray[np.float64] | None) -> Tried:
    differences = (part.plain if standing is None else standing) - part.losses
    low, high = interval(differences[-TRIED:], samples=1_000)
    gained = float(differences.mean())
    return Tried(
        aim,
        reliability(part.said, part.came),
        float(part.losses.mean()),
        float(part.plain.mean()),
        gained,
        float(low),
        float(high),
        trees=isinstance(part.model, Chance) and part.model.trees is not None,
        published=low > 0 if standing is None else no_worse(gained, low),
    )
