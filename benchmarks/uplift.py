"""Who should be shown an offer: targeting by learnt uplift against chance, likely buyers and other learners.

python -m benchmarks.uplift .cache/behaviour

Visitors are those of the simulated shop, as `predict/visitor.py` sees them after their first page. How they answer to an
offer is written down here and known to nobody else: who hesitates is persuaded, who buys anyway is not changed, and a few
are put off. None of the learners has this form.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from benchmarks.simulated_visits import histories
from numpy.typing import NDArray

from omnishelf.evaluate import report
from omnishelf.evaluate.qini import gains
from omnishelf.learn.logistic import fit
from omnishelf.learn.uplift import learn, transformed, two_models
from omnishelf.predict.visitor import NAMES, Visitor

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
SIZES = (1_000, 3_000, 10_000, 30_000)
TRIED = 20_000
HOLDOUT = 0.2
SHARE = 0.3
RUNS = 20
COST, BASKET, MARGIN = 300.0, 5_000.0, 0.3
"""Minor units: what the offer takes off, what a basket comes to, and what of it stays with the shop."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="what `python -m sample behaviour` wrote")
    parser.add_argument("--trial", action="store_true", help="write nothing")
    given = parser.parse_args()
    visitors = after_first_pages(given.folder)
    without, effect = truth(visitors)
    rows = [row for size in SIZES for row in measured(visitors, without, effect, size)]
    if given.trial:
        print(report.as_markdown(rows))
        return
    report.write_section(
        "offers-uplift",
        "Offers: who is changed by them (simulated)",
        rows,
        protocol=f"learnt from n visitors who were shown the offer with a chance of {1 - HOLDOUT:g}; tried on {TRIED:,} others "
        f"by their true effects; mean of {RUNS} draws of visitors and outcomes, with the range of the middle 80 %. Qini: area "
        "between the gains of showing it to the first k and those of random order, in orders per 1,000 visitors. Extra orders: "
        f"of showing it to the best {SHARE:.0%}, per 1,000 visitors. Profit: where a learner tells when to show it at all, "
        f"minor units a visitor, for an offer of {COST:g} on baskets of {BASKET:,.0f} with a margin of {MARGIN:g}",
        data=f"simulated: {len(visitors):,} visits of the sample shop after their first page; answers to the offer as `truth` "
        f"in the benchmark says: {without.mean():.1%} buy without it, {effect.mean():+.2%} more with it, "
        f"{np.mean(effect < 0):.0%} are put off",
        seed=1,
        command="python -m benchmarks.uplift .cache/behaviour",
        notes="The answers are made up, so what is shown is that the learners find such a pattern, not that shoppers have it. "
        "What is served is “twice, tied” (`learn/uplift.py`). Likely buyers are those whom a model of buying without the offer "
        "ranks first, the usual way; here that is worse than chance, for who is sure to buy needs no offer. Nothing was tuned; "
        "the boosted trees have 60 rounds of 8 leaves. Where chance has a profit, everybody is shown the offer.",
    )


def after_first_pages(folder: Path) -> Floats:
    """[visits, d]: visitors at the end of what they did on the first page of their visit."""
    found = []
    for events in histories(folder).values():
        visitor = Visitor()
        for event, after in zip(events, [*events[1:], None], strict=True):
            visitor.tell(event)
            last = after is None or after.session_id != event.session_id or after.query_id != event.query_id
            if last and visitor.visit.searches == 1:
                found.append(visitor.numbers(event.at))
    return np.array(found, np.float32)


def truth(visitors: Floats) -> tuple[Floats, Floats]:
    """(chance of an order without the offer, what the offer adds to it), [n] each."""
    told = {name: visitors[:, k] for k, name in enumerate(NAMES)}
    keen = -4.2 + 1.3 * told["in cart"] + 0.9 * told["bought a visit"] + 0.5 * told["clicks"] + 0.35 * told["bought before"]
    without = 1 / (1 + np.exp(-keen))
    hesitates = 1 / (1 + np.exp(-(2.5 * told["clicks"] - 1.5 - 2 * told["in cart"])))
    stranger = np.exp(-told["bought before"])
    loyal = told["visits before"] > np.log(30)
    effect = 0.09 * hesitates * stranger - 0.012 * loyal
    return without.astype(np.float32), np.clip(effect, -without, 1 - without).astype(np.float32)


def measured(visitors: Floats, without: Floats, effect: Floats, size: int) -> list[dict[str, object]]:
    """One row a learner."""
    found: dict[str, list[tuple[float, float, float]]] = {}
    for run in range(RUNS):
        draws = np.random.default_rng(1_000 * size + run)
        rows = draws.permutation(len(visitors))
        taught, tried = rows[:size], rows[size : size + TRIED]
        shown = draws.random(size) >= HOLDOUT
        bought = draws.random(size) < without[taught] + effect[taught] * shown
        for name, (scores, profit) in scored(visitors[taught], shown, bought, visitors[tried], draws).items():
            true = effect[tried].astype(np.float64)
            first = np.argsort(-scores, kind="stable")[: round(SHARE * TRIED)]
            earned = np.nan
            if profit is not None:
                worth = true * MARGIN * BASKET - (without[tried] + true) * COST
                earned = float((worth * profit).mean())
            found.setdefault(name, []).append((1_000 * gains(scores, true).qini, 1_000 * true[first].sum() / TRIED, earned))
        best = effect[tried].astype(np.float64)
        first = np.argsort(-best)[: round(SHARE * TRIED)]
        worth = best * MARGIN * BASKET - (without[tried] + best) * COST
        top = (1_000 * gains(best, best).qini, 1_000 * best[first].sum() / TRIED, float(np.maximum(worth, 0).mean()))
        found.setdefault("the truth", []).append(top)
    return [_row(size, name, np.array(values)) for name, values in found.items()]


Scored = dict[str, tuple[NDArray[np.floating], Mask | None]]


def scored(rows: Floats, shown: Mask, bought: Mask, tried: Floats, draws: np.random.Generator) -> Scored:
    """Learner -> (scores of those it is tried on, and whom it would show the offer to where it can tell)."""
    chance = np.full(len(rows), 1 - HOLDOUT, np.float32)
    found: Scored = {"chance": (draws.random(len(tried)), np.ones(len(tried), bool))}
    middle, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-3)

    def scale(x: Floats) -> Floats:
        return np.asarray((x - middle) / spread, np.float32)

    found["likely buyers"] = (fit(scale(rows[~shown]), bought[~shown]).shares(scale(tried)), None)
    for name, learner in (("two models", two_models), ("twice, tied", learn)):
        model = learner(rows, shown, bought)
        low, high = model.chances(tried)
        found[name] = (high - low, (high - low) * MARGIN * BASKET > high * COST)
    weights, _ = transformed(rows, shown, bought, chance)
    found["transformed outcome"] = (scale(tried) @ weights[:-1] + weights[-1], None)
    found["two forests of boosted trees"] = (_boosted(rows, shown, bought, tried), None)
    return found


def _boosted(rows: Floats, shown: Mask, bought: Mask, tried: Floats) -> NDArray[np.floating]:
    import lightgbm

    settings = {
        "objective": "binary",
        "num_leaves": 8,
        "learning_rate": 0.05,
        "min_data_in_leaf": 40,
        "verbose": -1,
        "num_threads": 1,
    }
    sides: list[Callable[[Floats], NDArray[np.floating]]] = [
        lightgbm.train(settings, lightgbm.Dataset(rows[group], bought[group]), 60).predict for group in (~shown, shown)
    ]
    return np.asarray(sides[1](tried) - sides[0](tried))


def _row(size: int, name: str, values: NDArray[np.float64]) -> dict[str, object]:
    low, high = np.quantile(values[:, 0], [0.1, 0.9])
    qini, extra, profit = values.mean(axis=0)
    return {
        "visitors learnt from": f"{size:,}",
        "targeting": name,
        "Qini": f"{qini:+.2f} [{low:+.2f}, {high:+.2f}]",
        f"extra orders, best {SHARE:.0%}": f"{extra:.2f}",
        "profit": "-" if np.isnan(profit) else f"{profit:+.2f}",
    }


if __name__ == "__main__":
    main()
