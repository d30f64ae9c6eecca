"""Findings told: tables that fit 80 columns, JSON, a report, a section of a page of results."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from omnishelf.cli import console
from omnishelf.evaluate import report
from omnishelf.evaluate.findings import Findings, Group, Material, Wanted, find
from omnishelf.evaluate.sheet.sheet import page
from omnishelf.evaluate.sheet.tables import probability
from omnishelf.evaluate.sheet.wording import Language

CASES = 5
"""Wins and losses on the screen; the report has more, JSON all."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Where to. `report` is an HTML file, `results` a Markdown page."""

    report: Path | None
    language: Language
    standards: bool
    results: Path | None
    as_json: bool
    out: Console


def tell(material: Material, wanted: Wanted, telling: Telling, command: str) -> Findings:
    """Judge, and tell it in every way that was asked for."""
    found = find(material, wanted)
    write_report(found, telling)
    if telling.results:
        keep(found, telling, command)
    if telling.as_json:
        console.print_json(as_json(found, telling))
    else:
        show(found, telling)
    return found


def write_report(found: Findings, telling: Telling) -> None:
    if telling.report:
        telling.report.parent.mkdir(parents=True, exist_ok=True)
        telling.report.write_text(page(found, telling.language), encoding="utf-8")
        if not telling.as_json:
            telling.out.print(f"Report: {telling.report}", soft_wrap=True, highlight=False)


def show(found: Findings, telling: Telling) -> None:
    """Tables on the screen."""
    out = telling.out
    n = len(found.values[found.material.name][found.main])
    title = f"{found.material.name} against {found.material.against}: {n:,} queries, {found.judged:.0%} of the first ten judged"
    rows: list[list[object]] = [[e.measure, e.mean, _between(e.low, e.high, "")] for e in found.estimates]
    out.print(Text(title))
    out.print(_table("", ["measure", "mean", "95 % interval"], rows))
    if found.versus:
        out.print(_table("Compared", ["measure", "with", "its mean", "gain", "95 %", "p, Holm", "+/=/-"], _compared(found)))
        out.print(_table(*_cases(found, next(iter(found.material.baselines)))))
    if found.groups:
        rows = [_grouped(group) for group in found.groups]
        head = ["queries", "n", found.main, "95 % interval", *(["gain", "p, Holm"] if found.versus else [])]
        out.print(_table("By kind of query", head, rows))
    if telling.standards:
        out.print(_table("nDCG by each standard", *_standards(found)))
    for note in found.notes:
        out.print(Text(note, style="dim"))


def as_json(found: Findings, telling: Telling) -> dict[str, object]:
    """All of it; per query, the value of every measure and run."""
    names = [found.material.name, *found.material.baselines]
    told: dict[str, object] = {
        "run": found.material.name,
        "judgments": found.material.against,
        "judged@10": found.judged,
        "measures": [asdict(one) for one in found.estimates],
        "against": [
            {
                "measure": v.measure,
                "baseline": v.baseline,
                "mean": v.mean,
                **asdict(v.compared),
                "p_holm": v.p_holm,
                "ties": v.ties,
            }
            for v in found.versus
        ],
        "groups": [
            {"name": g.name, **asdict(g.estimate), "gain": asdict(g.difference) if g.difference else None, "p_holm": g.p_holm}
            for g in found.groups
        ],
        "queries": {
            query: {
                measure: {name: found.values[name][measure].get(query) for name in names} for measure in found.values[names[0]]
            }
            for query in found.judgments
        },
        "notes": list(found.notes),
    }
    if telling.standards:
        told["standards"] = [
            {**asdict(row.standard), "computed": str(row.standard), "baselines": dict(row.baselines)}
            | {"value": asdict(row.estimate) if row.estimate else None}
            for row in found.standards
        ]
    return told


def keep(found: Findings, telling: Telling, command: str) -> None:
    """As a section of the page, which takes the place of the one by the same name."""
    assert telling.results is not None
    slug = re.sub(r"[^a-z0-9]+", "-", f"{found.material.name}-{found.material.against}".lower()).strip("-")
    rows = [
        {"measure": e.measure, "queries": e.n, "mean": e.mean, "95 %": _between(e.low, e.high, "")}
        | {f"less {v.baseline}": str(v.compared) for v in found.versus if v.measure == e.measure}
        for e in found.estimates
    ]
    report.write_section(
        slug,
        f"{found.material.name} against {found.material.against}",
        rows,
        protocol="measures by ir_measures, ties as in trec_eval, unjudged = 0, judged queries without an answer = 0; "
        f"judged@10 {found.judged:.2f}",
        data=f"{found.material.against}, {len(found.judgments):,} queries",
        seed=1,
        command=command,
        notes=" ".join(["95 % bootstrap intervals; differences with paired randomisation tests.", *found.notes]),
        path=telling.results,
        console=Console(quiet=True),
    )


def _compared(found: Findings) -> list[list[object]]:
    return [
        [
            v.measure,
            v.baseline,
            v.mean,
            f"{v.compared.difference:+.3f}",
            _between(v.compared.low, v.compared.high, "+"),
            probability(v.p_holm),
            f"{v.compared.wins}/{v.ties}/{v.compared.losses}",
        ]
        for v in found.versus
    ]


def _grouped(group: Group) -> list[object]:
    one, enough = group.estimate, group.enough()
    row: list[object] = [group.name, one.n, one.mean, _between(one.low, one.high, "") if enough else None]
    if group.difference:
        row += [f"{group.difference.difference:+.3f}", None if group.p_holm is None else probability(group.p_holm)]
    return row


def _cases(found: Findings, baseline: str) -> tuple[str, list[str], list[list[object]]]:
    """The largest wins, then the largest losses, the worst last."""
    differences = list(found.differences(baseline).items())
    ends = [pair for pair in differences[:CASES] if pair[1] > 0] + [
        pair for pair in differences[CASES:][-CASES:] if pair[1] < 0
    ]
    texts = found.material.queries.texts
    own, other = (found.values[name][found.main] for name in (found.material.name, baseline))
    rows: list[list[object]] = [[f"{gain:+.3f}", own[q], other[q], texts.get(q) or q] for q, gain in ends]
    return f"Largest wins and losses, {found.main}", ["gain", found.material.name, baseline, "query"], rows


def _standards(found: Findings) -> tuple[list[str], list[list[object]]]:
    others = list(found.material.baselines)
    rows: list[list[object]] = [
        [row.standard.name, row.estimate.mean, _between(row.estimate.low, row.estimate.high, ""), row.estimate.n]
        + [row.baselines.get(other) for other in others]
        if row.estimate
        else [row.standard.name, None, "needs grades 0 to 3", None, *[None] * len(others)]
        for row in found.standards
    ]
    return ["standard", found.material.name, "95 % interval", "n", *others], rows


def _table(title: str, head: list[str], rows: list[list[object]]) -> Table:
    """Words on the left and numbers on the right; long words are folded."""
    shown = Table(title=Text(f"\n{title}") if title else None, title_justify="left", box=None, padding=(0, 1, 0, 0))
    for position, name in enumerate(head):
        left = position == 0 or name in ("with", "query")
        shown.add_column(
            Text(name), justify="left" if left else "right", overflow="fold", no_wrap=name in ("95 %", "95 % interval")
        )
    for row in rows:
        shown.add_row(*(Text(report.shown(cell)) for cell in row))
    return shown


def _between(low: float, high: float, sign: str) -> str:
    return f"{low:{sign}.2f} to {high:{sign}.2f}"
