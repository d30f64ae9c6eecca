"""The table of a benchmark: kinds of question against ways of answering, with intervals and paired tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from omnishelf.evaluate.asking import KEYWORDS, OURS, SINGLE, Runs
from omnishelf.evaluate.measures import Judgments, mean, per_query
from omnishelf.evaluate.significance import compare, interval
from omnishelf.evaluate.topics import ASKED, Topic

GRADED, FIRST, RECIPROCAL = "nDCG@10", "P(rel=3)@1", "RR(rel=3)@10"
"""Graded gains; whether the first product is just what was asked; the reciprocal rank of the first such product."""
MEASURES = (GRADED, FIRST, RECIPROCAL)

Row = dict[str, object]


def rows(topics: Sequence[Topic], judgments: Judgments, runs: Runs, *, by_phenomenon: bool = False) -> list[Row]:
    """One row a kind of question, or one a kind and phenomenon: ours, the keyword baseline, the best single input."""
    values = {way: per_query({id: judgments[id] for id in run}, run, MEASURES) for way, run in runs.items()}
    return [
        {"questions": name, **_row([topic.id for topic in group], values)}
        for name, group in groups(topics, by_phenomenon).items()
    ]


def groups(topics: Sequence[Topic], by_phenomenon: bool) -> dict[str, list[Topic]]:
    """Name -> topics, in the order of ASKED."""
    found: dict[str, list[Topic]] = {}
    for kind in ASKED:
        for topic in (topic for topic in topics if topic.asked == kind):
            found.setdefault(f"{kind}: {topic.phenomenon}" if by_phenomenon else kind, []).append(topic)
    return found


def spread(values: Mapping[str, float], ids: Sequence[str]) -> str:
    """ "0.712 (0.69 to 0.73)": the mean and its 95 % bootstrap interval."""
    own = [values[id] for id in ids]
    low, high = interval(own)
    return f"{sum(own) / len(own):.3f} ({low:.2f} to {high:.2f})"


def gain(system: Mapping[str, float], baseline: Mapping[str, float], ids: Sequence[str]) -> str:
    """ "+0.312 (+0.28 to +0.35), p < .001"."""
    found = compare(_of(system, ids), _of(baseline, ids))
    p = "p < .001" if found.p < 0.001 else f"p = {found.p:.3f}".replace("0.", ".", 1)
    return f"{found.difference:+.3f} ({found.low:+.2f} to {found.high:+.2f}), {p}"


def _row(ids: Sequence[str], values: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Row:
    ours, keywords = values[OURS], values[KEYWORDS]
    single = _best_single(ids, values)
    return {
        "n": len(ids),
        "nDCG@10": spread(ours[GRADED], ids),
        "right first": _mean(ours[FIRST], ids),
        "RR@10": _mean(ours[RECIPROCAL], ids),
        "keywords": _mean(keywords[GRADED], ids),
        "gain": gain(ours[GRADED], keywords[GRADED], ids),
        "best input alone": f"{single} {_mean(values[single][GRADED], ids):.3f}" if single else "",
        "gain over it": gain(ours[GRADED], values[single][GRADED], ids) if single else "",
    }


def _best_single(ids: Sequence[str], values: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """The input that answers these very questions best by itself: chosen in its own favour, after the fact."""
    asked: Callable[[str], bool] = lambda name: name in values and all(id in values[name][GRADED] for id in ids)  # noqa: E731
    return max(filter(asked, SINGLE), key=lambda name: _mean(values[name][GRADED], ids), default="")


def _of(values: Mapping[str, float], ids: Sequence[str]) -> dict[str, float]:
    return {id: values[id] for id in ids}


def _mean(values: Mapping[str, float], ids: Sequence[str]) -> float:
    return mean(_of(values, ids))
