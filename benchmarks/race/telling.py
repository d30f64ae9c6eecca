"""The tables of a race: how good, how fast, at what cost; each beside Omnishelf's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.race.contestants import OURS
from benchmarks.race.heats import CLIENTS, Result
from benchmarks.race.questions import NARROW, WORDS_ALONE, Asked, ndcg
from sample.questions.shelf import Shelf

from omnishelf.evaluate.significance import compare, interval

Row = dict[str, object]
SPLIT = "test"

LIMITS = ("price", "price in yuan", "cheap", "good value", "negation")
UNUSUAL = ("typo", "pinyin", "traditional", "mixed languages", "synonym", "situation", "question")
GROUPS: Mapping[str, tuple[str, ...]] = {
    "plain": tuple(name for name in WORDS_ALONE if name != NARROW),
    NARROW: (NARROW,),
    "limits and wishes": LIMITS,
    "unusual words": UNUSUAL,
}
"""Column -> phenomena: what anything can find; what few products are; what must be understood; what must be read otherwise."""


@dataclass(frozen=True, slots=True)
class Told:
    """Of one contestant asked in one way: question id -> nDCG@10, over the questions of `SPLIT`."""

    name: str
    way: str
    values: Mapping[str, float]


def judged(found: Mapping[str, Result], asked: Sequence[Asked], shelf: Shelf, split: str = SPLIT) -> list[Told]:
    """Everybody's values; those that have not answered all questions are left out."""
    wanted = [question for question in asked if question.split == split]
    return [
        Told(name, way, {question.id: ndcg(question, answers[question.id], shelf) for question in wanted})
        for name, result in found.items()
        for way, answers in ((way, ways.answers) for way, ways in result.ways.items())
        if all(question.id in answers for question in wanted)
    ]


def quality(told: Sequence[Told], asked: Sequence[Asked]) -> list[Row]:
    """nDCG@10 with its 95 % interval, by kind of question and language, best first; how far from Omnishelf."""
    known = {question.id: question for question in asked}
    ours = next((one for one in told if one.name == OURS), None)
    ranked = sorted(told, key=lambda one: -_mean(list(one.values.values())))
    return [_quality(one, known, ours) for one in ranked]


def _quality(one: Told, known: Mapping[str, Asked], ours: Told | None) -> Row:
    all = list(one.values.values())
    low, high = interval(all)
    row: Row = {"contestant": f"{one.name}: {one.way}", "nDCG@10": f"{_mean(all):.3f} ({low:.2f} to {high:.2f})"}
    row["to Omnishelf"] = "" if ours is None or one is ours else _difference(one.values, ours.values)
    for column, phenomena in GROUPS.items():
        row[column] = _mean([value for id, value in one.values.items() if known[id].phenomenon in phenomena])
    for column, language in (("English", "en"), ("Chinese", "zh")):
        row[column] = _mean([value for id, value in one.values.items() if known[id].language == language])
    return row


def phenomena(told: Sequence[Told], asked: Sequence[Asked]) -> list[Row]:
    """Of each kind of question, Omnishelf and the rival that answers it best, chosen after the fact; where Omnishelf is most
    behind, or least ahead, comes first."""
    ours = next((one for one in told if one.name == OURS), None)
    rivals = [one for one in told if not one.name.startswith(OURS)]
    if ours is None or not rivals:
        return []
    kinds: dict[str, list[str]] = {}
    for question in asked:
        if question.id in ours.values:
            kinds.setdefault(question.phenomenon, []).append(question.id)
    rows = []
    for name, ids in kinds.items():
        best = max(rivals, key=lambda one: _mean([one.values[id] for id in ids]))
        own, theirs = ({id: one.values[id] for id in ids} for one in (ours, best))
        rows.append(
            {
                "questions": name,
                "n": len(ids),
                OURS: _mean(list(own.values())),
                "best rival": _mean(list(theirs.values())),
                "which": f"{best.name}: {best.way}",
                "ahead by": _difference(own, theirs),
            }
        )
    return sorted(rows, key=lambda row: float(str(row["ahead by"]).split()[0]))


def _difference(one: Mapping[str, float], other: Mapping[str, float]) -> str:
    """ "-0.212 (-0.24 to -0.18)", paired over the questions."""
    found = compare(one, other)
    return f"{found.difference:+.3f} ({found.low:+.2f} to {found.high:+.2f})"


def speed(found: Mapping[str, Result]) -> list[Row]:
    """Milliseconds and questions a second of who was timed; "x" columns are multiples of Omnishelf's with given vectors."""
    timed = {name: {way: ways for way, ways in result.ways.items() if ways.load} for name, result in found.items()}
    own = next(iter(timed.get(OURS, {}).values()), None)
    rows = []
    for name, each in timed.items():
        for way, ways in each.items():
            p50, p99 = np.percentile(ways.ms, [50, 99])
            row: Row = {"contestant": f"{name}: {way}", "p50, ms": f"{p50:.1f}", "p99, ms": f"{p99:.1f}"}
            row["p50 x"] = times(float(p50), float(np.median(own.ms)) if own else 0.0)
            row["retrieval alone p50, ms"] = f"{np.median(ways.inner):.1f}" if ways.inner else ""
            for clients in CLIENTS:
                row[f"{clients} clients, q/s"] = f"{ways.load[str(clients)]:.0f}"
            row["8 clients x"] = times(ways.load[str(CLIENTS[-1])], own.load[str(CLIENTS[-1])] if own else 0.0)
            rows.append(row)
    return rows


def cost(found: Mapping[str, Result]) -> list[Row]:
    """Building, opening, memory, disk; with multiples of Omnishelf's."""
    return [dict(_cost(name, result, found.get(OURS))) for name, result in found.items()]


def _cost(name: str, result: Result, ours: Result | None) -> Iterator[tuple[str, object]]:
    yield "contestant", name
    for column, attribute, form in (
        ("built in, s", "build", ".1f"),
        ("opened in, s", "open", ".2f"),
        ("memory, MB", "memory", ",.0f"),
        ("disk, MB", "disk", ",.0f"),
    ):
        value = getattr(result, attribute)
        yield column, format(value, form)
        if attribute != "open":
            yield f"{attribute} x", times(value, getattr(ours, attribute) if ours else 0.0)


def times(value: float, of: float) -> str:
    """ "2.1"; "" when there is nothing to compare with."""
    return f"{value / of:.2f}" if of else ""


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if len(values) else 0.0
