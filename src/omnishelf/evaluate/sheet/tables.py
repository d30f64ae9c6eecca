"""The report's tables, each from what was found."""

from __future__ import annotations

from omnishelf.evaluate.findings import Estimate, Findings, Versus
from omnishelf.evaluate.sheet import plots
from omnishelf.evaluate.sheet.html import Safe, join, table, tag
from omnishelf.evaluate.sheet.wording import Words
from omnishelf.evaluate.significance import Comparison

ALPHA = 0.05


def summary(found: Findings, words: Words) -> Safe:
    rows: list[list[object]] = [
        [one.measure, f"{one.mean:.3f}", between(one.low, one.high), unit_whisker(one), f"{one.n:,}"] for one in found.estimates
    ]
    head: list[object] = [words("measure"), words("mean"), words("interval"), "", words("n")]
    return join(table(words("summary.caption"), head, rows), tag("p", words("judged", share=f"{found.judged:.0%}")))


def versus(found: Findings, words: Words) -> Safe:
    span = plots.span_of([(v.compared.low, v.compared.high) for v in found.versus])
    rows: list[list[object]] = [
        [
            v.measure,
            v.baseline,
            f"{v.mean:.3f}",
            f"{v.compared.difference:+.3f}",
            signed(v.compared),
            plots.whisker(v.compared.difference, v.compared.low, v.compared.high, span=span, says=str(v.compared)),
            probability(v.p_holm),
            f"{v.compared.wins:,} / {v.ties:,} / {v.compared.losses:,}",
            verdict(v, words),
        ]
        for v in found.versus
    ]
    names = ("measure", "baseline", "its mean", "difference", "interval")
    head: list[object] = [*(words(name) for name in names), "", "p", words("wins"), ""]
    return table(words("versus.caption"), head, rows)


def groups(found: Findings, words: Words) -> Safe:
    compared = any(group.difference for group in found.groups)
    rows: list[list[object]] = []
    for group in found.groups:
        one, enough = group.estimate, group.enough()
        row: list[object] = [group.name, f"{one.n:,}", f"{one.mean:.3f}"]
        row += [between(one.low, one.high), unit_whisker(one)] if enough else ["–", ""]
        if group.difference:
            row.append(f"{group.difference.difference:+.3f}")
            row += ["–", "–"] if group.p_holm is None else [signed(group.difference), probability(group.p_holm)]
        rows.append(row)
    head: list[object] = [words("group"), words("n"), words("mean"), words("interval"), ""]
    head += [words("difference"), words("interval"), "p"] if compared else []
    return table(words("groups.caption", measure=found.main), head, rows)


def standards(found: Findings, words: Words) -> Safe:
    others = list(found.material.baselines)
    rows: list[list[object]] = []
    for row in found.standards:
        name = words.standard(row.standard.name)
        if row.estimate is None:
            rows.append([name, words("not.fitting"), "", *[""] * len(others), tag("span", str(row.standard), class_="why")])
            continue
        one = row.estimate
        means = [f"{row.baselines[other]:.3f}" if other in row.baselines else "–" for other in others]
        how = tag("span", str(row.standard), class_="why")
        rows.append([name, f"{one.mean:.3f}", between(one.low, one.high), *means, how])
    head: list[object] = [words("standard"), found.material.name, words("interval"), *others, words("how")]
    return table(words("standards.caption"), head, rows)


def unit_whisker(one: Estimate) -> Safe:
    return plots.whisker(one.mean, one.low, one.high, span=(0.0, 1.0), says=f"{one.mean:.3f} ({between(one.low, one.high)})")


def between(low: float, high: float) -> str:
    return f"{low:.3f} – {high:.3f}"


def signed(compared: Comparison) -> str:
    return f"{compared.low:+.3f} … {compared.high:+.3f}"


def probability(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def verdict(one: Versus, words: Words) -> Safe:
    """Better or worse only where the corrected test says so."""
    known = ("better" if one.compared.difference > 0 else "worse") if one.p_holm < ALPHA else "open"
    return tag("span", words(f"verdict.{known}"), class_=known)
