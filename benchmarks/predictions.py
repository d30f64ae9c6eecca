"""Do predictions mean what they say? Chances of clicks, carts, orders, leaving and the next kind, on simulated visits.

python -m benchmarks.predictions .cache/behaviour

What is tried is the newest 15 % by time; beside it the plain share of the older part, and a simple rule with shares of its own.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path

import numpy as np
from benchmarks.line_plot import Panel, drawn
from benchmarks.simulated_visits import histories
from numpy.typing import NDArray

from omnishelf.evaluate import report
from omnishelf.evaluate.reliability import BINS, log_losses, reliability
from omnishelf.predict import hits, visitor
from omnishelf.predict.hits import Good
from omnishelf.predict.moments import AIMS, Moments, read
from omnishelf.predict.next_kind import Case, NextKind
from omnishelf.predict.training import CLICK, NEXT, Part, learnt, thirds

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
PRIOR = 20.0
"""Cases that a rule's share is drawn to the plain one by."""
NAMES = {
    CLICK: "click on a product of the page",
    "cart": "into the cart, in the rest of the visit",
    "purchase": "an order, in the rest of the visit",
    "leave": "nothing more in the visit",
    NEXT: "the kind clicked next",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="what `python -m sample behaviour` wrote")
    parser.add_argument("--every", type=int, default=4, help="take every n-th shopper")
    parser.add_argument("--trial", action="store_true", help="write nothing")
    given = parser.parse_args()
    moments = watched(given.folder, given.every)
    parts, lacking = learnt(moments)
    if lacking:
        raise SystemExit(f"Too little to learn from: {lacking}")
    rows = [_row(aim, parts[aim], ruled(aim, moments)) for aim in NAMES]
    print(f"{1e3 * speed(parts):.2f} ms to predict all of a visit and a page of 24 (this machine, now)")
    if given.trial:
        print(report.as_markdown(rows))
        return
    note = "Simulated shoppers (docs/behaviour.md). python -m benchmarks.predictions .cache/behaviour"
    for name, aims in (("predictions-visit", AIMS), ("predictions-next", (CLICK, NEXT))):
        (IMAGES / f"{name}.svg").write_text(drawn([_panel(aim, parts[aim]) for aim in aims], note), encoding="utf-8")
    report.write_section(
        "predictions",
        "Predictions: do the chances mean what they say? (simulated)",
        rows,
        protocol="moments of visits in the order of time: 70 % learnt from, 15 % calibrated on, the newest 15 % tried; mean "
        "log loss (natural logarithm; of the next kind over all kinds), Brier score, expected calibration error over "
        f"{BINS} bins of equally many cases. Share: the plain share of what was learnt from. Rule: shares by place (click), by "
        "last action, searches so far and whether something is in the cart (visit), by the kind clicked last or liked before",
        data=f"simulated: every {given.every}th shopper of the sample history, {len(moments.moments):,} moments, "
        f"{len(moments.pages):,} pages, {len(moments.cases):,} clicks",
        seed=1,
        command="python -m benchmarks.predictions .cache/behaviour",
        notes="Simulated visits have a kind in mind, so the next kind is easy here; real ones wander. Carts and orders hang on "
        "attraction and on a draw that no log shows, so there is little to be gained there.",
    )


def watched(folder: Path, every: int) -> Moments:
    catalogue = [json.loads(line) for line in (ROOT / "sample/catalogue/products.jsonl").read_text("utf-8").splitlines()]
    goods = {
        row["id"]: Good(
            row["category"][-1],
            (row["sale_price"] or row["price"])["amount"],
            row["rating"] or hits.UNRATED,
            row["rating_count"] or 0,
        )
        for row in catalogue
    }
    found = histories(folder)
    chosen = [event for who in sorted(found)[::every] for event in found[who]]
    return read(sorted(chosen, key=lambda event: event.at), goods)


def ruled(aim: str, moments: Moments) -> NDArray[np.float64]:
    """[n] log losses of the rule on the newest part."""
    if aim == NEXT:
        return _next_ruled(list(moments.cases))
    table = moments.clicks() if aim == CLICK else moments.visits()
    yes = table.yes[:, 0 if aim == CLICK else AIMS.index(aim)]
    if aim == CLICK:
        groups = [(int(place),) for place in table.rows[:, 0]]
    else:
        at = {name: k for k, name in enumerate(visitor.NAMES)}
        asked = np.minimum(3, np.expm1(table.rows[:, at["searches"]]).round()).astype(int)
        cart = table.rows[:, at["in cart"]] > 0
        last = table.rows[:, at["searched last"]] > 0
        groups = list(zip(asked.tolist(), cart.tolist(), last.tolist(), strict=True))
    _, second, third = thirds(len(yes))
    before = slice(0, second.stop)
    share = float(yes[before].mean())
    cases, came = Counter(groups[before]), Counter(g for g, y in zip(groups[before], yes[before], strict=True) if y)
    said = np.array([(came[g] + PRIOR * share) / (cases[g] + PRIOR) for g in groups[third]])
    return log_losses(said, yes[third])


def _next_ruled(cases: list[Case]) -> NDArray[np.float64]:
    """The kind clicked last (or liked most before) with the share with which that was right; the rest as everybody clicks."""
    _, second, third = thirds(len(cases))
    before = cases[: second.stop]
    usual = Counter(case.kind for case in before)

    def guess(case: Case) -> str:
        return case.last or (max(case.before, key=lambda kind: case.before[kind]) if case.before else "")

    state = Counter((bool(case.last), bool(case.before)) for case in before)
    right = Counter((bool(case.last), bool(case.before)) for case in before if guess(case) == case.kind)
    losses = []
    for case in cases[third]:
        key = bool(case.last), bool(case.before)
        sure = (right[key] + 1) / (state[key] + 2) if guess(case) else 0.0
        share = (1 - sure) * usual[case.kind] / len(before) + sure * (guess(case) == case.kind)
        losses.append(-np.log(max(1e-6, share)))
    return np.array(losses)


def speed(parts: dict[str, Part], rounds: int = 200) -> float:
    """Seconds for all chances of one visit and one page."""
    visit, page = np.zeros((1, len(visitor.NAMES)), np.float32), np.zeros((24, len(hits.NAMES)), np.float32)
    case = Case("", {}, {})
    begun = time.perf_counter()
    for _ in range(rounds):
        for aim, part in parts.items():
            if isinstance(part.model, NextKind):
                part.model(case)
            else:
                part.model(page if aim == CLICK else visit)
    return (time.perf_counter() - begun) / rounds


def _row(aim: str, part: Part, rule: NDArray[np.float64]) -> dict[str, object]:
    found = reliability(part.said, part.came)
    plain = reliability(np.full(len(part.came), part.share), part.came)
    return {
        "chance of": NAMES[aim],
        "cases": f"{found.n:,}",
        "came": f"{part.came.mean():.1%}" if aim != NEXT else f"first guess right {part.came.mean():.1%}",
        "log loss: share": f"{part.plain.mean():.4f}",
        "rule": f"{rule.mean():.4f}",
        "learnt": f"{part.losses.mean():.4f}",
        "Brier: share": f"{plain.brier:.4f}" if aim != NEXT else "-",
        "learnt ": f"{found.brier:.4f}",
        "ECE": f"{found.ece:.4f}",
        "model": "mixture" if aim == NEXT else "trees" if getattr(part.model, "trees", None) is not None else "logistic",
    }


def _panel(aim: str, part: Part) -> Panel:
    found = reliability(part.said, part.came)
    lines = {"said": found.said.tolist(), "came": found.came.tolist()}
    return Panel(
        NAMES[aim], "cases by what was said, in bins of equally many", "chance", [str(k + 1) for k in range(BINS)], lines
    )


if __name__ == "__main__":
    main()
