"""Whether a run and the judgments speak of the same queries and products; where not, what that means for the figures."""

from __future__ import annotations

from collections.abc import Container, Iterable

from omnishelf.domain.errors import BadInput
from omnishelf.evaluate.measures import Judgments, Run


def check(run: Run, judgments: Judgments, name: str, left_out: Container[str] = ()) -> list[str]:
    """Sentences for the reader; [] when all is well. `left_out` are judged queries that do not count.

    Raises:
        BadInput: not one query, or not one product, is in both.
    """
    common = run.keys() & judgments.keys()
    if not common:
        raise BadInput(
            f"No query of {name} is judged: it has {_some(run)}, the judgments have {_some(judgments)}.",
            hint="Both files must use the same query ids.",
        )
    judged = {doc for graded in judgments.values() for doc in graded}
    returned = {doc for query in common for doc in run[query]}
    if returned and not returned & judged:
        raise BadInput(
            f"No product of {name} is judged: it has {_some(returned)}, the judgments have {_some(judged)}.",
            hint="Both files must use the same product ids.",
        )
    notes = []
    missing, beyond = {q for q in judgments.keys() - common if q not in left_out}, run.keys() - common
    if missing:
        notes.append(
            f"{name} has no answer to {len(missing):,} of {len(judgments):,} judged queries ({_some(missing)}); they count 0."
        )
    if beyond:
        notes.append(f"{name} answers {len(beyond):,} queries that nobody judged ({_some(beyond)}); they are left out.")
    return notes


def without_relevant(judgments: Judgments) -> set[str]:
    """Queries for which no document is relevant: every ranking scores 0 on them."""
    return {query for query, graded in judgments.items() if not any(grade > 0 for grade in graded.values())}


def _some(ids: Iterable[str]) -> str:
    """ "a, b, c, ..."."""
    known = sorted(ids)
    return ", ".join(known[:3]) + (", ..." if len(known) > 3 else "")
