"""What does a shopper of video games want next? Every recommender, over the whole catalogue.

    python benchmarks/next_item.py                # tune on validation, test once, write RESULTS.md; an hour of two cores
    python benchmarks/next_item.py --tune-only    # the grids
    python benchmarks/next_item.py --trial 500    # so many shoppers, nothing written

Each shopper's last item is the test, the one before it the validation, the rest is learnt from. Settings are chosen by nDCG@10
of 2,000 validation shoppers; the test is asked once, with the validation item in the history and the models as they are.
Every item that the shopper has not had is ranked. Models are asked through the same port as in the shop, one shopper at a time.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import OmnishelfError
from omnishelf.evaluate import report
from omnishelf.evaluate.datasets import locate
from omnishelf.evaluate.significance import compare, interval
from omnishelf.learn import als, ease, item_item, train_blend
from omnishelf.learn.interactions import Interactions
from omnishelf.learn.popularity import fit_popular, fit_users
from omnishelf.learn.sequence_net import Shape
from omnishelf.learn.sequence_recommender import fit as fit_sequence
from omnishelf.learn.train_sequence import Held, Schedule
from omnishelf.recommend.asking import asked
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import Act, Recommender, Request
from shops import cache_folder

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

VALIDATION = 2_000
HELD = 3_000
SEED = 1
FEW = 3_000
"""Test shoppers of that protocol."""
SAMPLED = 100
"""Items drawn beside the right one in the protocol of the SASRec paper."""
BASELINE = "item-item"


@dataclass(frozen=True, slots=True)
class Split:
    """learnt: what models learn from; validation and test: (history, the item that came next) of each shopper."""

    learnt: Interactions
    items: Items
    validation: Held
    test: Held


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tune-only", action="store_true")
    parser.add_argument("--trial", type=int, default=0, metavar="SHOPPERS")
    parser.add_argument("--shoppers", type=int, default=0, help="of the test, drawn; all when it is not given")
    parser.add_argument("--without-sequence", action="store_true", help="leave out what takes longest to learn")
    given = parser.parse_args()
    try:
        split = read()
        models = tuned(split, sequence=not given.without_sequence)
        if not given.tune_only:
            test(models, split, given.trial or given.shoppers, write=not given.trial)
    except OmnishelfError as error:
        raise SystemExit(str(error)) from None


def read() -> Split:
    """Raises:
    NotFound: the data set is absent.
    """
    with gzip.open(locate("videogames/sequences.txt.gz")) as file:
        rows = np.loadtxt(file, dtype=np.int64)
    count = int(rows[:, 1].max())
    whole = Interactions.of(rows[:, 0] - 1, rows[:, 1] - 1, np.arange(len(rows), dtype=np.float64), items=count)
    items = Items(ids=tuple(f"{i:05}" for i in range(count)))
    return Split(whole.where(~whole.last(2)), items, cases(whole, 1), cases(whole, 0))


def cases(whole: Interactions, after: int) -> Held:
    """Each shopper's item with `after` more behind it, and the history before."""
    starts = whole.starts
    ends = starts[1:] - 1 - after
    return [(whole.item[start:end], int(whole.item[end])) for start, end in zip(starts[:-1], ends, strict=True) if end > start]


def tuned(split: Split, *, sequence: bool = True) -> dict[str, Recommender]:
    """Each recommender with the settings that do best on validation shoppers; the blend is learnt on others of these."""
    drawn = np.random.default_rng(SEED).permutation(len(split.validation))
    others = [split.validation[i] for i in np.sort(drawn[:HELD])]
    chosen = [split.validation[i] for i in np.sort(drawn[HELD : HELD + VALIDATION])]
    best: dict[str, Recommender] = {}
    for name, grid in grids(split, others if sequence else None).items():
        top = -1.0
        for what, make in grid:
            made = make()
            value = quality(made, chosen)
            print(f"  {name:<10}{value:.4f}  {what}", flush=True)
            if value > top:
                top, best[name] = value, made
    parts = {name: made for name, made in best.items() if name != "popular"}
    cases_ = [(request(history, split.items), [right]) for history, right in others]
    best["blend"] = blend = train_blend.fit({"popular": best["popular"], **parts}, cases_)
    print(f"blend: {quality(blend, chosen):.4f} on validation, weights by bucket {blend.weights.round(2).tolist()}", flush=True)
    return best


Grid = Sequence[tuple[str, Callable[[], Recommender]]]


def grids(split: Split, held: Held | None) -> Mapping[str, Grid]:
    """name -> (settings in words, how to make it). Small ones: what was tried and lost by far is in docs/decisions."""
    learnt, items = split.learnt, split.items

    def grid(fit: Callable[..., Recommender], settings: Sequence[object]) -> Grid:
        return [(said(one), lambda one=one: fit(learnt, items, one)) for one in settings]  # type: ignore[misc]

    answer: dict[str, Grid] = {"popular": [("counted", lambda: fit_popular(learnt, items, 1e9))]}
    answer["item-item"] = faded(
        (1.0, 0.8, 0.6, 0.4),
        grid(item_item.fit, [item_item.ItemItem(s, bm25) for s, bm25 in product((5.0, 20.0, 60.0, 150.0), (False, True))]),
    )
    answer["user-user"] = faded(
        (0.8, 0.5),
        [
            (f"nearest {k}, damp {d:g}", lambda k=k, d=d: fit_users(learnt, items, nearest=k, damp=d))
            for k in (100, 500)
            for d in (5.0, 50.0)
        ],
    )
    answer["als"] = faded(
        (0.7, 0.4, 0.2), grid(als.fit, [als.Als(f, 1.0, a) for f, a in product((64, 128), (10.0, 30.0, 100.0))])
    )
    answer["ease"] = faded((1.0, 0.7, 0.4), grid(ease.fit, [ease.Ease(penalty) for penalty in (100.0, 500.0)]))
    if held is not None:
        folder = cache_folder("next-item")
        answer["sequence"] = [
            (said(one), lambda one=one, n=n: sequence_model(split, one, held, folder / f"sequence-{n}.npz"))
            for n, one in enumerate(SCHEDULES)
        ]
    return answer


def faded(decays: Sequence[float], fits: Grid) -> Grid:
    """Each fit with each decay, which is of serving alone: fitted once."""
    kept: dict[str, Recommender] = {}

    def make(name: str, fit: Callable[[], Recommender], decay: float) -> Recommender:
        if name not in kept:
            kept.clear()  # the one before is not asked for again
            kept[name] = fit()
        return replace(kept[name], decay=decay)  # type: ignore[type-var]

    return [(f"{name}, decay {d:g}", lambda name=name, fit=fit, d=d: make(name, fit, d)) for name, fit in fits for d in decays]


SCHEDULES = (Schedule(epochs=20, rate=7e-4, negatives=1024, shape=Shape(width=128, blocks=1, dropout=0.5, hidden_ids=0.0)),)
"""One: what else was tried is in docs/decisions, with how far it came. Twenty epochs are a quarter of an hour of
two quiet cores; it ends before them where held-out shoppers say so."""


def sequence_model(split: Split, schedule: Schedule, held: Held, checkpoint: Path) -> Recommender:
    def told(epoch: int, loss: float, value: float) -> None:
        print(f"  epoch {epoch}: loss {loss:.3f}, nDCG@10 {value:.4f}", flush=True)

    return fit_sequence(split.learnt, split.items, schedule, held=held, checkpoint=checkpoint, told=told)


def said(settings: object) -> str:
    return json.dumps(asdict(settings)).replace('"', "")  # type: ignore[call-overload]


def request(history: Ints, items: Items) -> Request:
    return Request(history=tuple(Act(items.ids[i]) for i in history.tolist()))


def rank(recommender: Recommender, history: Ints, right: int) -> int:
    """0 for the first of all items that the shopper has not had; of equal scores the first place, as in serving."""
    scores = recommender.scores(asked(request(history, recommender.items), recommender.items))
    value = scores[right]
    if not np.isfinite(value):
        return len(scores)
    scores[history] = -np.inf
    return int((scores > value).sum() + (scores[:right] == value).sum())


def ranks(recommender: Recommender, held: Held) -> Ints:
    return np.array([rank(recommender, history, right) for history, right in held])


def gains(found: Ints, cut: int = 10) -> Floats:
    """nDCG of one right item: 1 / log2(rank + 2)."""
    return np.where(found < cut, 1 / np.log2(found + 2.0), 0.0)


def quality(recommender: Recommender, held: Held) -> float:
    return float(gains(ranks(recommender, held)).mean())


def sampled(recommender: Recommender, held: Held) -> Ints:
    """Ranks among `SAMPLED` items drawn from those that the shopper has not had, and the right one."""
    random = np.random.default_rng(SEED)
    answer = []
    for history, right in held:
        scores = recommender.scores(asked(request(history, recommender.items), recommender.items))
        had = {right, *history.tolist()}
        drawn = [i for i in random.integers(0, len(scores), 2 * SAMPLED + len(had)).tolist() if i not in had][:SAMPLED]
        value = scores[right]
        # what nothing is said of stands behind what something is said of, half of its like before it
        answer.append(int((scores[drawn] > value).sum() + (scores[drawn] == value).sum() // 2))
    return np.array(answer)


def test(models: Mapping[str, Recommender], split: Split, shoppers: int, *, write: bool) -> None:
    held = split.test
    if shoppers:
        held = [held[i] for i in np.random.default_rng(SEED).permutation(len(held))[:shoppers]]
    values: dict[str, Floats] = {}
    rows: list[dict[str, object]] = []
    few = [held[i] for i in np.random.default_rng(SEED).permutation(len(held))[:FEW]]
    for name, model in models.items():
        found = ranks(model, held)
        values[name] = gains(found)
        beside = sampled(model, few)
        low, high = interval(values[name], samples=2_000)
        rows.append(
            {
                "recommender": name,
                "Recall@10": f"{(found < 10).mean():.4f}",
                "nDCG@10": f"{values[name].mean():.4f} ({low:.4f} to {high:.4f})",
                "nDCG@10 less item-item": against(values[name], values.get(BASELINE)),
                "Recall@50": f"{(found < 50).mean():.4f}",
                "1 of 101: HR@10": f"{(beside < 10).mean():.3f}",
                "nDCG@10 ": f"{gains(beside).mean():.3f}",
            }
        )
        print(rows[-1], flush=True)
    if not write:
        return
    report.write_section(
        "next-item",
        "Next item: video games",
        rows,
        protocol="leave last out: a shopper's last item is the test, the one before it the validation, the rest learnt from; "
        f"all {len(split.items):,} items ranked but those the shopper had; settings chosen by nDCG@10 of {VALIDATION:,} "
        f"validation shoppers, the sequence model's epoch and the blend's weights on {HELD:,} others; test asked once; 95 % "
        "bootstrap intervals. 1 of 101: the right item among 100 drawn evenly from those the shopper did not have "
        f"({FEW:,} shoppers), the protocol of the SASRec paper",
        data=f"videogames ({len(held):,} test shoppers, {len(split.learnt):,} interactions learnt from)",
        seed=SEED,
        command="python benchmarks/next_item.py" + (f" --shoppers {shoppers}" if shoppers else ""),
        notes="Kang and McAuley 2018 report for SASRec on this set (Amazon Games, the same 31,013 users and 23,715 items) "
        "HR@10 .741 and nDCG@10 .536 by 1 of 101, and nothing by all items. EASE knows the 12,000 items of the most shoppers. "
        "No features of items are in the set.",
    )


def against(values: Floats, baseline: Floats | None) -> str:
    if baseline is None or values is baseline:
        return ""
    names = [str(i) for i in range(len(values))]
    found = compare(
        dict(zip(names, values.tolist(), strict=True)), dict(zip(names, baseline.tolist(), strict=True)), samples=1_000
    )
    return f"{found.difference:+.4f} ({found.low:+.4f} to {found.high:+.4f})"


if __name__ == "__main__":
    main()
