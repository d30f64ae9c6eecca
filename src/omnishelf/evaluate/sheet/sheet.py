"""The whole report, section by section."""

from __future__ import annotations

from importlib.resources import files

from omnishelf import __version__
from omnishelf.evaluate.findings import Findings
from omnishelf.evaluate.sheet import cases, plots, tables
from omnishelf.evaluate.sheet.html import Safe, join, tag
from omnishelf.evaluate.sheet.wording import Language, Words


def page(found: Findings, language: Language = "en") -> str:
    """An HTML document; wins and losses are to the first baseline, or the weakest queries without one."""
    words = Words(language)
    title = words("title", run=found.material.name)
    n = len(found.values[found.material.name][found.main])
    baseline = next(iter(found.material.baselines), "")
    body = join(
        tag("h1", title),
        tag("p", words("against", judgments=found.material.against, n=f"{n:,}"), class_="soft"),
        _section(words("summary"), tables.summary(found, words)),
        _section(words("versus"), tables.versus(found, words)) if found.versus else None,
        _section(words("spread"), spread(found, baseline, words)),
        _section(words("groups"), tables.groups(found, words)) if found.groups else None,
        _section(words("standards"), tables.standards(found, words)) if found.standards else None,
        cases.wins_and_losses(found, baseline, words) if baseline else cases.weakest(found, words),
        _section(words("notes"), tag("ul", *(tag("li", note) for note in found.notes))) if found.notes else None,
        _section(words("protocol"), *(tag("p", words(f"protocol.{part}")) for part in ("order", "zero", "tests"))),
        tag("footer", words("made", version=__version__)),
    )
    head = join(
        Safe('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", title),
        tag("style", Safe(files(__package__).joinpath("sheet.css").read_text("utf-8"))),
    )
    lang = "zh-Hans" if language == "zh" else "en"
    return "<!doctype html>\n" + tag("html", tag("head", head), tag("body", tag("main", body)), lang=lang) + "\n"


def spread(found: Findings, baseline: str, words: Words) -> Safe:
    """Every query as a bar: the difference to the baseline, or the value itself."""
    if baseline:
        values = list(found.differences(baseline).values())
        one = next(v for v in found.versus if v.baseline == baseline and v.measure == found.main)
        says = words(
            "spread.difference",
            measure=found.main,
            run=found.material.name,
            baseline=baseline,
            wins=one.compared.wins,
            ties=one.ties,
            losses=one.compared.losses,
        )
    else:
        values = sorted(found.values[found.material.name][found.main].values(), reverse=True)
        perfect, zero = sum(value >= 1 - 1e-9 for value in values), sum(value == 0 for value in values)
        says = words("spread.value", measure=found.main, run=found.material.name, perfect=perfect, n=len(values), zero=zero)
    plot = tag("div", plots.bars(values, says), class_="plot")
    return join(tag("p", says), tag("div", plot, class_="wide", tabindex="0", role="region", aria_label=words("spread")))


def _section(title: str, *parts: Safe) -> Safe:
    return tag("section", tag("h2", title), *parts)
