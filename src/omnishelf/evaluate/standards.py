"""nDCG as different tools and papers compute it: the same letters, and figures that differ by half.

    nDCG = sum over ranks r of gain(grade at r) * discount(r), divided by the same sum of an ideal ranking

Every part is a choice: the gain of a grade, the discount of a rank, what is ideal, what becomes of documents that nobody
judged, which documents compete, where the list ends, and which queries enter the mean. `STANDARDS` are combinations that
published figures were made with; docs/evaluate.md says which.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from omnishelf.domain.errors import BadInput
from omnishelf.evaluate.measures import Judgments

ESCI = {3: 1.0, 2: 0.1, 1: 0.01, 0: 0.0}
"""Exact, substitute, complement, irrelevant, as in the paper (Reddy et al. 2022)."""
ESCI_SCRIPT = {3: 1.0, 2: 0.01, 1: 0.1, 0: 0.0}
"""As the repository's own script has it: prepare_trec_eval_files.py ranks complements above substitutes."""
QDRANT = {3: 1.0, 2: 0.7, 1: 0.5, 0: 0.0}
"""Qdrant's articles on sparse embeddings in e-commerce (2026), ESCI labels."""

Discount = Literal["log2", "rank", "none"]
Ideal = Literal["judged", "maximal", "found"]
Unjudged = Literal["irrelevant", "removed", "best"]
Pool = Literal["all", "judged", "own"]
Queries = Literal["all", "answered", "relevant"]

GAINS: Mapping[str, Mapping[int, float] | Callable[[int], float]] = {
    "linear": lambda grade: float(max(grade, 0)),
    "exponential": lambda grade: 2.0 ** max(grade, 0) - 1.0,
    "binary": lambda grade: float(grade > 0),
    "esci": ESCI,
    "esci-script": ESCI_SCRIPT,
    "qdrant": QDRANT,
}
DISCOUNTS: Mapping[Discount, Callable[[int], float]] = {
    "log2": lambda rank: 1.0 / math.log2(rank + 1),
    "rank": lambda rank: 1.0 / rank,
    "none": lambda rank: 1.0,
}


@dataclass(frozen=True, slots=True)
class Standard:
    """One way to compute nDCG.

    Attributes:
        gains: a name of GAINS, or grades with their gains as "3=1,2=0.1,1=0.01"; grades that are not named gain 0.
        discount: "log2": 1/log2(rank + 1); "rank": 1/rank; "none": 1.
        cut: ranks that count; 0 for all.
        ideal: "judged": the query's judged documents, best first; "maximal": as many documents of the greatest gain among all
            judgments as the cut has; "found": the returned documents within the cut, rearranged.
        unjudged: "irrelevant": gain 0; "removed": taken out, the rest moves up; "best": the greatest gain, which bounds from
            above what full judging could show.
        pool: which documents compete: "all"; "judged": those judged for any query, as in a small pool; "own": those judged
            for this query, as in re-ranking, where a judged document that the run lacks comes last, the worst first.
        queries: which enter the mean: "all" judged ones; "answered" by the run, as trec_eval without -c; "relevant": those
            that have a relevant document.
    """

    name: str
    gains: str = "linear"
    discount: Discount = "log2"
    cut: int = 10
    ideal: Ideal = "judged"
    unjudged: Unjudged = "irrelevant"
    pool: Pool = "all"
    queries: Queries = "all"

    def __str__(self) -> str:
        """What differs from trec_eval's nDCG."""
        plain = Standard("")
        parts = [f"{part}={getattr(self, part)}" for part in PARTS if getattr(self, part) != getattr(plain, part)]
        return "nDCG" + (f"@{self.cut}" if self.cut else "") + (f" ({', '.join(parts)})" if parts else "")


PARTS = ("gains", "discount", "ideal", "unjudged", "pool", "queries")

STANDARDS = (
    Standard("trec_eval"),
    Standard("only answered queries", queries="answered"),
    Standard("only queries with a relevant product", queries="relevant"),
    Standard("judged only (condensed)", unjudged="removed"),
    Standard("unjudged counted as best", unjudged="best"),
    Standard("small pool", pool="judged"),
    Standard("whole list", cut=0),
    Standard("ideal of what was found", ideal="found"),
    Standard("exponential gains", gains="exponential"),
    Standard("1/rank, ideal of top grades", gains="exponential", discount="rank", ideal="maximal"),
    Standard("ESCI gains", gains="esci"),
    Standard("ESCI gains, swapped by its script", gains="esci-script"),
    Standard("ESCI task 1 (re-ranking)", gains="esci", pool="own", cut=0),
    Standard("Qdrant's gains and pool", gains="qdrant", pool="judged"),
)


def per_query(standard: Standard, judgments: Judgments, rankings: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """query id -> value in 0..1, for the queries that enter the mean; rankings: query id -> document ids, best first.

    Raises:
        BadInput: the gains cannot be read.
    """
    gain = gain_of(standard.gains)
    pool = {doc for graded in judgments.values() for doc in graded} if standard.pool == "judged" else None
    top = max((gain(grade) for graded in judgments.values() for grade in graded.values()), default=0.0)
    return {
        query: _ndcg(standard, graded, _competing(standard.pool, pool, graded, rankings.get(query, ())), gain, top)
        for query, graded in judgments.items()
        if _enters(standard.queries, graded, rankings.get(query, ()))
    }


def gain_of(gains: str) -> Callable[[int], float]:
    """The gain of a grade, by a name of GAINS or from "3=1,2=0.1,1=0.01".

    Raises:
        BadInput: neither.
    """
    known = GAINS.get(gains)
    if callable(known):
        return known
    table = known if known is not None else _table(gains)
    return lambda grade: table.get(grade, 0.0)


def fits(standard: Standard, judgments: Judgments) -> bool:
    """Whether the gains are made for these grades: tables for grades 0..3 need just those, with a 3 among them."""
    if standard.gains not in ("esci", "esci-script", "qdrant"):
        return True
    grades = {grade for graded in judgments.values() for grade in graded.values()}
    return 3 in grades and grades <= {0, 1, 2, 3}


def _table(gains: str) -> dict[int, float]:
    try:
        pairs = [part.split("=") for part in gains.split(",")]
        table = {int(grade): float(gain) for grade, gain in pairs}
    except ValueError:
        table = {}
    if not table or not all(math.isfinite(gain) and gain >= 0 for gain in table.values()):
        raise BadInput(f"{gains!r} are no gains.", hint=f"Say one of {', '.join(GAINS)}, or grades: 3=1,2=0.1,1=0.01.")
    return table


def _enters(queries: Queries, graded: Mapping[str, int], answer: Sequence[str]) -> bool:
    if queries == "answered":
        return bool(answer)
    return queries == "all" or any(grade > 0 for grade in graded.values())


def _competing(pool: Pool, judged: set[str] | None, graded: Mapping[str, int], ranking: Sequence[str]) -> Sequence[str]:
    if pool == "own":
        kept = [doc for doc in ranking if doc in graded]
        return kept + sorted(set(graded) - set(kept), key=lambda doc: (graded[doc], doc))
    return ranking if judged is None else [doc for doc in ranking if doc in judged]


def _ndcg(
    standard: Standard, graded: Mapping[str, int], ranking: Sequence[str], gain: Callable[[int], float], top: float
) -> float:
    if standard.unjudged == "removed":
        ranking = [doc for doc in ranking if doc in graded]
    shown = ranking[: standard.cut] if standard.cut else ranking
    unknown = top if standard.unjudged == "best" else 0.0
    gains = [gain(graded[doc]) if doc in graded else unknown for doc in shown]
    ideal = _ideal(standard, [gain(grade) for grade in graded.values()], gains, shown, graded, top)
    best = _discounted(standard, ideal)
    return _discounted(standard, gains) / best if best > 0 else 0.0


def _ideal(
    standard: Standard,
    judged: Sequence[float],
    gains: Sequence[float],
    shown: Sequence[str],
    graded: Mapping[str, int],
    highest: float,
) -> list[float]:
    """Gains of the ideal ranking, before the cut."""
    if standard.ideal == "maximal":
        return [highest] * (standard.cut or len(shown))
    if standard.ideal == "found":
        return sorted(gains, reverse=True)
    # An unjudged document that is taken for relevant belongs to the ideal as well, or values would exceed 1.
    supposed = [gain for doc, gain in zip(shown, gains, strict=True) if doc not in graded]
    return sorted([*judged, *supposed], reverse=True)


def _discounted(standard: Standard, gains: Sequence[float]) -> float:
    discount = DISCOUNTS[standard.discount]
    counted = gains[: standard.cut] if standard.cut else gains
    return sum(gain * discount(rank) for rank, gain in enumerate(counted, start=1))
