"""How long does a recommendation take at 100,000 products, and what does a recommender hold in memory?

    python benchmarks/recommend_speed.py           # writes RESULTS.md
    python benchmarks/recommend_speed.py --trial   # writes nothing

Products, histories and weights are made up: what is timed does not depend on what they mean. Timed is `recommend` whole, from
product ids to ten answers with their reasons, one thread, shoppers of twenty acts.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Mapping

import numpy as np

from omnishelf.evaluate import report
from omnishelf.recommend.adviser import Adviser
from omnishelf.recommend.again import Again
from omnishelf.recommend.blend import BUCKETS, Blend
from omnishelf.recommend.content import Content
from omnishelf.recommend.factors import Factors
from omnishelf.recommend.items import Items
from omnishelf.recommend.neighbours import Neighbours
from omnishelf.recommend.popular import Popular
from omnishelf.recommend.port import Act, Floats, Recommender, Request
from omnishelf.recommend.select import recommend
from omnishelf.recommend.sequence import Sequence
from omnishelf.recommend.users import Users

PRODUCTS, HISTORIES, ACTS = 100_000, 100_000, 20
SEED = 1
TARGET = "10 ms p50 at 100,000 products"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--products", type=int, default=PRODUCTS)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--trial", action="store_true", help="write nothing")
    given = parser.parse_args()
    random = np.random.default_rng(SEED)
    items = products(given.products, random)
    models = made(items, random)
    rows = []
    for name, model in models.items():
        spent = timed(lambda request, model=model: recommend(model, request), items, given.rounds)  # type: ignore[misc]
        rows.append({"recommender": name, **spent, "MB": f"{megabytes(model):.0f}"})
        print(rows[-1], flush=True)
    adviser = Adviser(items, {"blend": models["blend"], "content": models["content"], "popular": models["popular"]})
    spent = timed(adviser.recommend, items, given.rounds)
    rows.append({"recommender": "home page: blend, variety, floor", **spent, "MB": ""})
    if given.trial:
        print(report.as_markdown(rows))
        return
    report.write_section(
        "recommend-speed",
        "Recommendations: waiting time and memory",
        rows,
        protocol=f"ten answers with reasons for shoppers of {ACTS} acts, {given.rounds} rounds after ten, one thread; MB: "
        f"arrays of the recommender beside the products' own vectors. Aim: {TARGET}",
        data=f"made up: {given.products:,} products with 64 + 64 numbers and six labels, {HISTORIES:,} histories of ten",
        seed=SEED,
        command="python benchmarks/recommend_speed.py",
        notes=f"Load when it began: {os.getloadavg()[0]:.1f}.",
    )


def products(count: int, random: np.random.Generator) -> Items:
    def vectors() -> Floats:
        rows = random.normal(size=(count, 64)).astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    drawn = random.integers(0, 20, (count, 6))
    tags = tuple(tuple(f"a{column}={value}" for column, value in enumerate(row)) for row in drawn.tolist())
    return Items(tuple(f"p{i:06}" for i in range(count)), vectors(), vectors(), tags=tags, born=np.zeros(count))


def made(items: Items, random: np.random.Generator) -> Mapping[str, Recommender]:
    n = len(items)
    # popular products are in many histories, as in every shop
    share = 1 / np.arange(1, n + 1) ** 0.8
    had = random.choice(n, HISTORIES * 10, p=share / share.sum()).astype(np.int32)
    neighbours = Neighbours(
        items,
        np.arange(n + 1) * 200,
        ((random.integers(0, n, (n, 1)) + random.integers(1, max(2, n // 200), (n, 1)) * np.arange(200)) % n)
        .ravel()
        .astype(np.int32),
        random.random(n * 200).astype(np.float32),
    )
    sequence = Sequence(items, network(128, 2, random), random.normal(size=(n, 128)).astype(np.float32), (), 2)
    models: dict[str, Recommender] = {
        "popular": Popular(items, share.astype(np.float32), (), np.zeros((0, n), np.float32)),
        "content": Content(items),
        "item-item": neighbours,
        "user-user": Users(items, np.arange(HISTORIES + 1) * 10, had),
        "als": Factors(items, random.normal(size=(n, 64)).astype(np.float32), 1.0, 10.0),
        "sequence": sequence,
        "again": Again(items, random.random(n).astype(np.float32), np.full(n, 20, np.float32)),
    }
    weights = np.ones((BUCKETS, 4), np.float32)
    parts = {name: models[name] for name in ("popular", "content", "item-item", "sequence")}
    return {**models, "blend": Blend(items, parts, weights)}


def network(width: int, blocks: int, random: np.random.Generator) -> dict[str, Floats]:
    ones, zeros = np.ones(width, np.float32), np.zeros(width, np.float32)

    def square() -> Floats:
        return (random.normal(size=(width, width)) * width**-0.5).astype(np.float32)

    weights = {"scale": ones, "shift": zeros, "turn": square()}
    for b in range(blocks):
        weights |= {f"{b}.{name}": square() for name in ("query", "key", "value", "out", "up", "down")}
        weights |= {f"{b}.{name}": zeros for name in ("up_bias", "down_bias", "shift1", "shift2")}
        weights |= {f"{b}.scale1": ones, f"{b}.scale2": ones, f"{b}.distance": np.zeros((2, 50), np.float32)}
    return weights


def timed(ask: object, items: Items, rounds: int) -> dict[str, str]:
    random, spent = np.random.default_rng(SEED), []
    for number in range(rounds + 10):
        drawn = random.integers(0, len(items), ACTS).tolist()
        history = tuple(Act(items.ids[i], 1.0, float(at), at % 5 == 0) for at, i in enumerate(drawn))
        request = Request(history=history, now=1e6)
        begin = time.perf_counter()
        ask(request)  # type: ignore[operator]
        if number >= 10:
            spent.append(1000 * (time.perf_counter() - begin))
    return {"p50 ms": f"{np.percentile(spent, 50):.1f}", "p95 ms": f"{np.percentile(spent, 95):.1f}"}


def megabytes(model: Recommender) -> float:
    arrays = [np.asarray(array) for array in model.arrays().values()]
    return sum(array.nbytes for array in arrays) / 1e6


if __name__ == "__main__":
    main()
