"""Everything that is said about a run: estimates with intervals, comparisons, groups, the run under each standard.

`find` is the map of `omnishelf evaluate`: files were read before it, tables and reports are made of what it returns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from omnishelf.evaluate import standards
from omnishelf.evaluate.about import NOTHING_KNOWN, Queries
from omnishelf.evaluate.agreement import check, without_relevant
from omnishelf.evaluate.measures import Judgments, Run, mean
from omnishelf.evaluate.measures import per_query as measured
from omnishelf.evaluate.order import rankings
from omnishelf.evaluate.pooling import pooled
from omnishelf.evaluate.significance import Comparison, compare, holm, interval
from omnishelf.evaluate.standards import STANDARDS, Standard

JUDGED = "Judged@10"
FEWEST = 5
"""Queries of a group below which its interval is not shown: resampling three values only repeats them."""
Values = Mapping[str, float]
"""query id -> value"""


@dataclass(frozen=True, slots=True)
class Material:
    """What there is to judge.

    Attributes:
        run, name: the run that is in question, and what to call it.
        baselines: name -> another run of the same queries, to compare with.
        against: what the judgments are called.
        titles: product id -> title, as far as known.
        notes: what reading the files has told.
    """

    run: Run
    name: str
    judgments: Judgments
    against: str
    baselines: Mapping[str, Run] = field(default_factory=dict)
    queries: Queries = NOTHING_KNOWN
    titles: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to compute.

    Attributes:
        measures: as ir_measures writes them; the first is the one that groups, wins and losses are told by.
        own: a standard that comes before all measures, or None.
        each: compute every one of STANDARDS as well.
        pool_depth: 0, or judge only what is so high in one of the runs.
        relevant_only: leave queries without a relevant product out.
    """

    measures: Sequence[str] = ("nDCG@10", "RR@10", "R@100")
    own: Standard | None = None
    each: bool = False
    pool_depth: int = 0
    relevant_only: bool = False


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over n queries with its 95 % bootstrap interval."""

    measure: str
    n: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Versus:
    """The run less a baseline on one measure; p_holm is p corrected for the number of baselines."""

    measure: str
    baseline: str
    mean: float
    compared: Comparison
    p_holm: float
    ties: int


@dataclass(frozen=True, slots=True)
class Group:
    """Queries of one kind.

    Attributes:
        difference: to the first baseline; None without one.
        p_holm: corrected over the groups; None where there are too few queries for a test.
    """

    name: str
    estimate: Estimate
    difference: Comparison | None
    p_holm: float | None

    def enough(self) -> bool:
        """Whether an interval or a test says anything."""
        return self.estimate.n >= FEWEST


@dataclass(frozen=True, slots=True)
class UnderStandard:
    """The run, and each baseline, by one standard; None where the grades are not those that its gains are made for."""

    standard: Standard
    estimate: Estimate | None
    baselines: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found. `values`: run name -> measure -> query id -> value, `main` the first measure."""

    material: Material
    judgments: Judgments
    main: str
    values: Mapping[str, Mapping[str, Values]]
    estimates: Sequence[Estimate]
    judged: float
    versus: Sequence[Versus]
    groups: Sequence[Group]
    standards: Sequence[UnderStandard]
    notes: Sequence[str]

    def differences(self, baseline: str) -> dict[str, float]:
        """query id -> run less baseline on the main measure, the largest first."""
        own, other = self.values[self.material.name][self.main], self.values[baseline][self.main]
        return dict(sorted(((q, own[q] - other[q]) for q in own), key=lambda item: (-item[1], item[0])))


def find(material: Material, wanted: Wanted) -> Findings:
    """Judge the run.

    Raises:
        BadInput: run and judgments have nothing in common, there is no such measure, or gains cannot be read.
    """
    notes = list(material.notes)
    runs = {material.name: material.run, **material.baselines}
    judgments, told = _judgments(material, wanted)
    for name, run in runs.items():
        notes += check(run, material.judgments, name, left_out=material.judgments.keys() - judgments.keys())
    values = {name: _values(judgments, run, wanted) for name, run in runs.items()}
    main = next(iter(values[material.name]))
    return Findings(
        material=material,
        judgments=judgments,
        main=main,
        values=values,
        estimates=[estimate(measure, own) for measure, own in values[material.name].items()],
        judged=mean(measured(judgments, material.run, [JUDGED])[JUDGED]),
        versus=_versus(material, values),
        groups=_groups(material, {name: by_measure[main] for name, by_measure in values.items()}, main),
        standards=under_each(judgments, runs, material.name) if wanted.each else (),
        notes=[*notes, *told],
    )


def estimate(measure: str, values: Values) -> Estimate:
    low, high = interval(list(values.values()))
    return Estimate(measure, len(values), mean(values), low, high)


def under_each(judgments: Judgments, runs: Mapping[str, Run], name: str) -> list[UnderStandard]:
    """The runs by every one of STANDARDS."""
    ordered = {each: rankings(run) for each, run in runs.items()}
    found = []
    for standard in STANDARDS:
        if not standards.fits(standard, judgments):
            found.append(UnderStandard(standard, None, {}))
            continue
        by_run = {each: standards.per_query(standard, judgments, ranking) for each, ranking in ordered.items()}
        others = {each: mean(values) for each, values in by_run.items() if each != name}
        found.append(UnderStandard(standard, estimate(standard.name, by_run[name]) if by_run[name] else None, others))
    return found


def _judgments(material: Material, wanted: Wanted) -> tuple[Judgments, list[str]]:
    """Those that count, and what was said about them."""
    judgments, notes = material.judgments, []
    barren = without_relevant(judgments)
    if barren and wanted.relevant_only and len(barren) < len(judgments):
        judgments = {query: graded for query, graded in judgments.items() if query not in barren}
        notes.append(f"{len(barren):,} queries without a relevant product are left out.")
    elif barren:
        notes.append(f"{len(barren):,} of {len(judgments):,} queries have no relevant product: every ranking scores 0 on them.")
    if wanted.pool_depth:
        before = sum(map(len, judgments.values()))
        judgments = pooled(judgments, [material.run, *material.baselines.values()], wanted.pool_depth)
        kept = sum(map(len, judgments.values()))
        notes.append(f"Pool of depth {wanted.pool_depth}: {kept:,} of {before:,} judgments are used.")
    return judgments, notes


def _values(judgments: Judgments, run: Run, wanted: Wanted) -> dict[str, Values]:
    own = {str(wanted.own): standards.per_query(wanted.own, judgments, rankings(run))} if wanted.own else {}
    return {**own, **measured(judgments, run, list(dict.fromkeys(wanted.measures)))}


def _versus(material: Material, values: Mapping[str, Mapping[str, Values]]) -> list[Versus]:
    found = []
    for measure, own in values[material.name].items():
        others = {name: values[name][measure] for name in material.baselines}
        compared = {name: compare(own, other) for name, other in others.items()}
        corrected = holm([c.p for c in compared.values()])
        for (name, c), p in zip(compared.items(), corrected, strict=True):
            found.append(Versus(measure, name, mean(others[name]), c, p, len(own) - c.wins - c.losses))
    return found


def _groups(material: Material, values: Mapping[str, Values], main: str) -> list[Group]:
    """In the order in which queries stand; none when all are of one group or nothing is known."""
    members: dict[str, list[str]] = {}
    for query in values[material.name]:
        if query in material.queries.groups:
            members.setdefault(material.queries.groups[query], []).append(query)
    if len(members) < 2:
        return []
    ours, baseline = values[material.name], next(iter(material.baselines), None)
    named = [(name, ids, estimate(main, _of(ours, ids))) for name, ids in sorted(members.items())]
    if baseline is None:
        return [Group(name, one, None, None) for name, _, one in named]
    compared = {name: compare(_of(ours, ids), _of(values[baseline], ids)) for name, ids, _ in named}
    tested = [name for name, ids, _ in named if len(ids) >= FEWEST]
    corrected = dict(zip(tested, holm([compared[name].p for name in tested]), strict=True))
    return [Group(name, one, compared[name], corrected.get(name)) for name, _, one in named]


def _of(values: Values, ids: Sequence[str]) -> dict[str, float]:
    return {id: values[id] for id in ids}
