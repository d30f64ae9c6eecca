"""How soon do recommendations know a shopper, and does exploring pay? On simulated shoppers whose taste is known.

    python -m sample behaviour --shoppers 1500 --events 100000 --out .cache/behaviour
    python benchmarks/cold_start.py .cache/behaviour          # two tables in RESULTS.md, docs/images/cold-start.svg

Learning curve: recommenders learn from four shoppers in five; for each of the others the first 0, 1, 2, ... acts are told, and
ten products are asked for. A product's gain is the chance that this shopper's next visit is about its kind, times the chance
that they then click it, by the model of docs/behaviour.md: what they come for and what they like. nDCG@10 is the sum of
discounted gains over that of the best ten. Exploration: one place, forty products nobody has seen, and shoppers coming by;
regret is how much the shown product's chance of a click is below the best one's. Everything here is simulated.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from line_plot import Panel, drawn
from omnishelf.domain.errors import NotFound
from omnishelf.evaluate import report
from omnishelf.evaluate.significance import interval
from omnishelf.learn.als import Als
from omnishelf.learn.ease import Ease
from omnishelf.learn.interactions import BOUGHT, Interactions
from omnishelf.learn.item_item import ItemItem
from omnishelf.learn.sequence_net import Shape
from omnishelf.learn.train_recommenders import Settings, train
from omnishelf.learn.train_sequence import Schedule
from omnishelf.recommend.asking import asked
from omnishelf.recommend.content import folded
from omnishelf.recommend.explore import Drawn, Explorer, LinUcb, Thompson
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import UNSAID, Act, Recommender, Request
from omnishelf.recommend.select import allowed, best

Floats = NDArray[np.float64]

CATALOGUE = Path("sample/catalogue/products.jsonl")
IMAGE = Path("docs/images/cold-start.svg")
SAYS = {"click": 1.0, "add_to_cart": 2.0, "purchase": BOUGHT, "reject": -2.0}
COUNTS = (0, 1, 2, 5, 10, 20, 50, 100)
BASE, BY_GRADE, BY_ATTRACTION = -3.1, 0.8, 0.9
"""P(click | looked at) = sigmoid(BASE + BY_GRADE x grade + BY_ATTRACTION x attraction) (docs/behaviour.md)."""
ASKED = 150
SEED = 1
ROUNDS, CANDIDATES, RUNS = 4_000, 40, 4
CHECKS = (250, 500, 1000, 2000, 3000, 4000)
SETTINGS = Settings(
    half_life=60.0,
    item_item=ItemItem(shrink=20.0, decay=0.97),
    als=Als(factors=32, penalty=1.0, alpha=5.0, decay=0.97),
    ease=Ease(penalty=300.0, decay=0.97),
    sequence=Schedule(epochs=15, patience=3, held=150, negatives=0, shape=Shape(width=64, blocks=1, dropout=0.3)),
)


@dataclass(frozen=True, slots=True)
class World:
    """chances: [shoppers, items] of a click on the home page (grade 1); wanted: of a visit for its kind and then a click (grade
    3); acts: of each shopper, in time order."""

    items: Items
    shoppers: tuple[str, ...]
    segments: tuple[str, ...]
    chances: Floats
    wanted: Floats
    acts: Mapping[str, tuple[Act, ...]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="what `python -m sample behaviour` wrote")
    parser.add_argument("--trial", action="store_true", help="write nothing")
    given = parser.parse_args()
    try:
        world = read(given.folder)
    except NotFound as error:
        raise SystemExit(str(error)) from None
    curve, rows, measured = learning_curve(world)
    regrets, lost = exploration(world)
    if given.trial:
        print(report.as_markdown(rows), report.as_markdown(lost), sep="\n")
        return
    IMAGE.write_text(
        drawn(
            [
                Panel("Quality by events", "events of the shopper", "nDCG@10 by true taste", [str(c) for c in measured], curve),
                Panel("Regret by impressions", "impressions", "clicks lost", [f"{c:,}" for c in CHECKS], regrets),
            ],
            "Simulated shoppers (docs/behaviour.md). python benchmarks/cold_start.py",
        ),
        encoding="utf-8",
    )
    acts = sum(map(len, world.acts.values()))
    data = f"simulated: {len(world.shoppers):,} shoppers, {acts:,} acts, {len(world.items):,} products"
    command = "python benchmarks/cold_start.py .cache/behaviour"
    report.write_section(
        "cold-start",
        "Cold start: quality by number of events (simulated)",
        rows,
        protocol="nDCG@10 of ten products for the home page, gains the true chances of a visit for the kind and a click, seen "
        f"products left out; recommenders learnt from four shoppers in five, asked for up to {ASKED} others a count; 95 % "
        "bootstrap intervals of the blend",
        data=data,
        seed=SEED,
        command=command,
        notes="Products are known by category, brand and attributes, without text and pictures. “segment” is popularity in the "
        "shopper's segment, which is right three times in four. Settings as in SETTINGS, not tuned on these shoppers.",
    )
    report.write_section(
        "exploration",
        "Exploration: clicks lost to not knowing (simulated)",
        lost,
        protocol=f"one place, {CANDIDATES} products nobody has seen, {ROUNDS:,} shoppers drawn evenly; regret: sum over "
        f"impressions of the best product's click chance for this shopper less the shown one's; mean and range of {RUNS} runs",
        data=data,
        seed=SEED,
        command=command,
        notes="Greedy shows the highest mean of the same posterior that Thompson draws from; linear greedy is LinUCB without "
        "its bound. All begin with the same belief: the clicks of the shop's mean product.",
    )


def read(folder: Path) -> World:
    """Raises:
    NotFound: the history was not made yet.
    """
    if not (folder / "truth" / "attraction.npz").is_file():
        raise NotFound(f"There is no simulated history in {folder}.", hint=f"Run: python -m sample behaviour --out {folder}")
    rows = [json.loads(line) for line in CATALOGUE.read_text(encoding="utf-8").splitlines()]
    items = Items(
        ids=tuple(row["id"] for row in rows),
        category=tuple(row["category"][-1] for row in rows),
        brand=tuple(row.get("brand") or "" for row in rows),
        tags=tuple(tuple(f"{k}={v}" for k, own in row["attributes"].items() if k != "size" for v in own) for row in rows),
        born=np.array([datetime.fromisoformat(row["launched_at"]).timestamp() for row in rows]),
    )
    with np.load(folder / "truth" / "attraction.npz") as held:
        shoppers, columns = tuple(held["user_id"].tolist()), items.places(held["product_id"].tolist())
        attraction = np.zeros((len(shoppers), len(items)))
        attraction[:, columns] = held["attraction"]
    acts: dict[str, list[Act]] = {shopper: [] for shopper in shoppers}
    for record in lines(folder / "events.jsonl.gz"):
        says = SAYS.get(record["action_name"])
        if says is not None:
            id, at = record["event_attributes"]["object"]["object_id"], datetime.fromisoformat(record["timestamp"]).timestamp()
            acts[record["user_id"]].append(Act(id, says, at, says == BOUGHT))
    segments = {record["user_id"]: record["segment"] for record in lines(folder / "shoppers.jsonl.gz")}
    interest = {record["user_id"]: record["interest"] for record in lines(folder / "truth" / "shoppers.jsonl.gz")}
    truth = [json.loads(line) for line in CATALOGUE.with_name("truth.jsonl").read_text(encoding="utf-8").splitlines()]
    kinds = {row["id"]: row["kind"] for row in truth}
    visits = np.array([[interest[shopper].get(kinds[id], 0.0) for id in items.ids] for shopper in shoppers])
    chances, clicked = (1 / (1 + np.exp(-(BASE + BY_GRADE * grade + BY_ATTRACTION * attraction))) for grade in (1, 3))
    ordered = {shopper: tuple(sorted(own, key=lambda act: act.at)) for shopper, own in acts.items()}
    return World(items, shoppers, tuple(segments.get(s, "") for s in shoppers), chances, visits * clicked, ordered)


def lines(path: Path) -> Iterator[Any]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def learning_curve(world: World) -> tuple[dict[str, list[float]], list[dict[str, object]], list[int]]:
    """(name -> nDCG@10 at each count, rows of the table, counts that enough shoppers reach)."""
    known = [s for s in range(len(world.shoppers)) if s % 5]
    models = dict(train(interactions(world, known), world.items, SETTINGS, told=lambda name: print(name, flush=True)))
    models = {name: model for name, model in models.items() if name not in ("again", "together")}
    ways: dict[str, tuple[Recommender, bool]] = {"popular": (models["popular"], False), "segment": (models["popular"], True)}
    ways |= {name: (model, False) for name, model in models.items() if name not in ("popular", "blend")}
    ways["blend"] = (models["blend"], True)
    strangers = list(range(0, len(world.shoppers), 5))
    counts = [c for c in COUNTS if sum(len(world.acts[world.shoppers[s]]) >= c for s in strangers) >= 20]
    curve: dict[str, list[float]] = {name: [] for name in ways}
    rows: list[dict[str, object]] = []
    for count in counts:
        able = [s for s in strangers if len(world.acts[world.shoppers[s]]) >= count][:ASKED]
        row: dict[str, object] = {"events": str(count), "shoppers": len(able)}
        for name, (model, segment) in ways.items():
            values = [quality(world, model, s, count, segment) for s in able]
            curve[name].append(float(np.mean(values)))
            row[name] = float(np.mean(values))
            if name == "blend":
                low, high = interval(values, samples=2_000)
                row["blend"] = f"{np.mean(values):.3f} ({low:.3f} to {high:.3f})"
        rows.append(row)
        print(row, flush=True)
    return curve, rows, counts


def interactions(world: World, shoppers: Sequence[int]) -> Interactions:
    rows = [
        (n, world.items.place[act.product_id], act.at, act.weight)
        for n, s in enumerate(shoppers)
        for act in world.acts[world.shoppers[s]]
    ]
    who, item, at, weight = (np.array(column) for column in zip(*rows, strict=True))
    segment = tuple(world.segments[s] for s in shoppers)
    return Interactions.of(
        who, item, at, items=len(world.items), weight=weight.astype(np.float32), shoppers=len(shoppers), segment=segment
    )


def quality(world: World, model: Recommender, s: int, count: int, segment: bool) -> float:
    """nDCG@10 with the true chances as gains; products beyond what is said count 0."""
    history = world.acts[world.shoppers[s]][:count]
    now = history[-1].at + 3600 if history else 0.0
    request = asked(Request(history=history, now=now, segment=world.segments[s] if segment else ""), world.items)
    open_ = allowed(request, world.items)
    found = best(np.where(open_, model.scores(request), UNSAID).astype(np.float32), 10)
    gains = np.where(open_, world.wanted[s], 0)
    discount = 1 / np.log2(np.arange(2, 12))
    return float((gains[found] * discount[: len(found)]).sum() / (np.sort(gains)[::-1][:10] * discount).sum())


def exploration(world: World) -> tuple[dict[str, list[float]], list[dict[str, object]]]:
    """(policy -> mean regret at each check, rows)."""
    d = (1 + len(set(world.segments))) * 8
    start: Mapping[str, Callable[[], Explorer]] = {
        "greedy": lambda: Greedy(np.zeros(len(world.items)), np.zeros(len(world.items))),
        "Thompson": lambda: Thompson(np.zeros(len(world.items)), np.zeros(len(world.items))),
        "linear greedy": lambda: LinUcb.of(d, wide=0.0, even=0.0),
        "LinUCB": lambda: LinUcb.of(d, wide=0.3, even=0.02),
    }
    regrets = {name: np.array([regret(world, make(), run) for run in range(RUNS)]) for name, make in start.items()}
    curve = {name: found[:, np.array(CHECKS) - 1].mean(axis=0).tolist() for name, found in regrets.items()}
    rows: list[dict[str, object]] = [
        {
            "policy": name,
            **{f"after {check:,}": f"{found[:, check - 1].mean():.0f}" for check in CHECKS},
            "range at the end": f"{found[:, -1].min():.0f} to {found[:, -1].max():.0f}",
        }
        for name, found in regrets.items()
    ]
    return curve, rows


class Greedy(Thompson):
    """The mean of Thompson's posterior, without a draw."""

    def draw(self, items: NDArray[np.int64], prior: Floats, features: Floats, random: np.random.Generator) -> Drawn:
        tried = self.clicks[items] + self.misses[items]
        return Drawn(int(items[int(np.argmax((self.clicks[items] + self.strength * prior) / (tried + self.strength)))]), 1.0)


def regret(world: World, bandit: Explorer, run: int) -> Floats:
    """[ROUNDS] summed. The same products, shoppers and luck for every policy of one run."""
    random = np.random.default_rng([SEED, run])
    pool = np.sort(random.choice(len(world.items), CANDIDATES, replace=False))
    comers, luck = random.integers(0, len(world.shoppers), ROUNDS), random.random(ROUNDS)
    table = features(world, pool)
    prior = np.full(CANDIDATES, float(world.chances.mean()))
    names = sorted(set(world.segments))
    lost = np.zeros(ROUNDS)
    for t, s in enumerate(comers.tolist()):
        own = np.zeros((CANDIDATES, (1 + len(names)) * 8))
        own[:, :8] = table
        at = 8 * (1 + names.index(world.segments[s]))
        own[:, at : at + 8] = table
        drawn_ = bandit.draw(pool, prior, own, random)
        chance = world.chances[s, drawn_.item]
        lost[t] = world.chances[s, pool].max() - chance
        bandit = bandit.learnt(drawn_.item, own[int(np.searchsorted(pool, drawn_.item))], bool(luck[t] < chance))
    return np.cumsum(lost)


def features(world: World, pool: NDArray[np.int64]) -> Floats:
    """[candidates, 8] a one and the seven main directions of what the products are like."""
    like = folded(world.items)[pool].astype(np.float64)
    left, strength, _ = np.linalg.svd(like - like.mean(axis=0), full_matrices=False)
    return np.concatenate([np.ones((len(pool), 1)), left[:, :7] * strength[:7]], axis=1)


if __name__ == "__main__":
    main()
