"""Personal ranking against true taste, by how much a shopper has done.

    python -m sample behaviour --shoppers 1500 --events 100000 --out .cache/behaviour    # once: shoppers whose tastes are known
    python benchmarks/personal.py SHOP_FOLDER .cache/behaviour               # two tables in RESULTS.md; some minutes
    python benchmarks/personal.py SHOP_FOLDER .cache/behaviour --speed       # what 200 candidates cost: a third table

For shoppers with 0, 1, 5, 20 and 100 events, the next question in words that they really asked is put to a shop that holds
the sample (`omnishelf evaluate sample` leaves one in omnishelf-data/evaluate), first for nobody, then for them with just those
events known. A product's gain is the probability that this shopper clicks it if they look at it, by docs/behaviour.md: what
was asked for and what they like both count. Told: nDCG@10 with linear gains, the difference with a 95 % interval and the p of
a paired randomisation test; and nDCG@10 of what was asked for alone (grades 3, 1, 0), which must not fall.

--split dev --tune prints the grids that the defaults come from, and publishes nothing. Lists for nobody come from the whole
search, the personal part is that of serving (rank/personal.py); one hit a product, without variety. Everything here is
simulated.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from omnishelf import open_shop
from omnishelf.domain.event import Action, Event
from omnishelf.domain.query import Query
from omnishelf.domain.shopper import Steering
from omnishelf.engine.port import Engine
from omnishelf.evaluate import report
from omnishelf.evaluate.significance import Comparison, compare
from omnishelf.personal import WEIGHTS, Personal
from omnishelf.profile import affinity
from omnishelf.profile.taste import Taste, taste
from omnishelf.profile.traits import read
from omnishelf.profile.usual import Usual
from omnishelf.profile.weights import Memory
from omnishelf.rank.diversify import Variety
from omnishelf.rank.order import Ranked
from omnishelf.rank.personal import WINDOW, Weights, ruled, with_taste
from omnishelf.shop import Shop
from shops import load

COUNTS = (0, 1, 5, 20, 100)
RECENT = 300
"""Events that serving reads."""
CUT = 10
SAMPLE = 300
WARM = 5
"""Shoppers before those who are timed."""

T = TypeVar("T")
CATALOGUE = Path(__file__).parents[1] / "sample" / "catalogue"
MEMORY = Memory()
ACTIONS = {"reject": Action.LESS_LIKE_THIS}
"""The simulation's "reject" is said of the like of a product, too."""
TIRED = 2.5
"""Attraction that a bought product loses (docs/behaviour.md)."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One shopper about to ask.

    Attributes:
        count: events before it, searches not counted.
        history: newest first, searches included.
        row: of the shopper in the truth.
    """

    shopper: str
    row: int
    count: int
    text: str
    session: str
    at: datetime
    history: tuple[Event, ...]
    kind: str
    wish: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Truth:
    """What only the simulation knows."""

    attraction: NDArray[np.float32]
    place: Mapping[str, int]
    products: Mapping[str, Mapping[str, str]]
    click: tuple[float, float, float]

    def grade(self, moment: Moment, id: str) -> int:
        own = self.products[id]
        if own["kind"] != moment.kind:
            return 0
        return 3 if all(own.get(name) == value for name, value in moment.wish) else 1

    def gains(self, moment: Moment, bought: frozenset[str]) -> dict[str, float]:
        base, per_grade, per_attraction = self.click
        return {
            id: float(
                1
                / (
                    1
                    + np.exp(
                        -(
                            base
                            + per_grade * self.grade(moment, id)
                            + per_attraction * (self.attraction[moment.row, at] - TIRED * (id in bought))
                        )
                    )
                )
            )
            for id, at in self.place.items()
        }


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def moments(folder: Path, split: str, sample: int) -> list[Moment]:
    """At most `sample` a count, of the shoppers of a split (dev: even numbers; test: odd), the first by number."""
    wanted = 0 if split == "dev" else 1
    searches: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in lines(folder / "queries.jsonl.gz"):
        who = record["query_attributes"]["user_id"]
        if int(who[4:]) % 2 == wanted:
            searches[who].append(record)
    done: dict[str, list[Event]] = defaultdict(list)
    for record in lines(folder / "events.jsonl.gz"):
        if int(record["user_id"][4:]) % 2 == wanted:
            done[record["user_id"]].append(event_of(record))
    truths = {record["query_id"]: record for record in lines(folder / "truth" / "queries.jsonl.gz")}
    found: dict[int, list[Moment]] = {count: [] for count in COUNTS}
    for who in sorted(searches):
        acts, asked = sorted(done[who], key=lambda e: (e.at, e.id)), searches[who]
        for count in COUNTS:
            if len(found[count]) < sample and (moment := _moment(who, count, acts, asked, truths)):
                found[count].append(moment)
    return [moment for count in COUNTS for moment in found[count]]


def _moment(
    who: str, count: int, acts: list[Event], asked: list[dict[str, Any]], truths: Mapping[str, dict[str, Any]]
) -> Moment | None:
    """The first question in words, for themselves, after `count` events and before the next."""
    if len(acts) < count:
        return None
    since = acts[count - 1].at if count else datetime.min
    for record in asked:
        at = moment_of(record["timestamp"])
        truth = truths[record["query_id"]]
        if (count and at <= since) or not record["user_query"] or truth["gift"]:
            continue
        before = [e for e in acts if e.at < at]
        if len(before) > 1.2 * count + (count > 0):
            return None
        history = [*before, *(search_of(r) for r in asked if moment_of(r["timestamp"]) < at)]
        newest = tuple(sorted(history, key=lambda e: (e.at, e.id), reverse=True)[:RECENT])
        wish = tuple(sorted(truth["wish"].items()))
        session = record["query_attributes"]["session_id"]
        return Moment(who, int(who[4:]), count, record["user_query"], session, at, newest, truth["kind"], wish)
    return None


def moment_of(text: str) -> datetime:
    return datetime.fromisoformat(text)


def event_of(record: Mapping[str, Any]) -> Event:
    about = record["event_attributes"]
    action = ACTIONS.get(record["action_name"]) or Action(record["action_name"])
    return Event(
        id=about["event_id"],
        action=action,
        at=moment_of(record["timestamp"]),
        session_id=record["session_id"],
        shopper_id=record["user_id"],
        product_id=about["object"]["object_id"],
        query_id=record["query_id"],
        position=about.get("position", {}).get("ordinal", 0),
        rating=float(about.get("rating", about.get("stars", 0.0))),
        seconds=float(about.get("dwell_seconds", 0.0)),
    )


def search_of(record: Mapping[str, Any]) -> Event:
    told = record["query_attributes"]
    return Event(
        id=record["query_id"],
        action=Action.SEARCH,
        at=moment_of(record["timestamp"]),
        session_id=told["session_id"],
        shopper_id=told["user_id"],
        query_id=record["query_id"],
        words=record["user_query"],
        shown=tuple(record["query_response_hit_ids"]),
    )


def truth(folder: Path) -> Truth:
    with np.load(folder / "truth" / "attraction.npz") as held:
        attraction, ids = held["attraction"].astype(np.float32), [str(id) for id in held["product_id"]]
    model = json.loads((folder / "truth" / "model.json").read_text(encoding="utf-8"))["model"]
    rows = {row["id"]: row for row in map(json.loads, (CATALOGUE / "truth.jsonl").read_text(encoding="utf-8").splitlines())}
    brands = {
        r["id"]: r["brand"] for r in map(json.loads, (CATALOGUE / "products.jsonl").read_text(encoding="utf-8").splitlines())
    }
    told = {id: row | {"brand": brands.get(id, "")} for id, row in rows.items()}
    click = (model["click"], model["click_grade"], model["click_attraction"])
    return Truth(attraction, {id: at for at, id in enumerate(ids)}, told, click)


def base_lists(shop: Shop, texts: Sequence[str], cache: Path) -> dict[str, Ranked]:
    """Question -> the list for nobody, before it is arranged. Kept in `cache`: a question takes some 50 ms."""
    known: dict[str, Ranked] = pickle.loads(cache.read_bytes()) if cache.is_file() else {}
    search = shop._search.ruled_by(())
    search.variety = Variety(0.0, 0.0)
    for text in dict.fromkeys(texts):
        if text not in known:
            page = search(Query(text=text, size=1, collapse=False))
            kept = search.lists.get(page.query_id)
            ranked = kept.arranged.ranked if kept else None
            known[text] = ranked or Ranked((), np.zeros(0), {}, {})
    cache.parent.mkdir(parents=True, exist_ok=True)
    cache.write_bytes(pickle.dumps(known))
    return known


def grades(moment: Moment, true: Truth) -> dict[str, float]:
    return {id: float(true.grade(moment, id)) for id in true.place}


@dataclass(frozen=True, slots=True)
class Way:
    """How a list is made personal. `only`: the features that count; () for all of them."""

    weights: Weights = WEIGHTS
    memory: Memory = MEMORY
    only: tuple[str, ...] = ()


@dataclass
class Bench:
    """Everything that does not depend on the way."""

    moments: list[Moment]
    lists: Mapping[str, Ranked]
    true: Truth
    engine: Engine

    def __post_init__(self) -> None:
        self.usual = Usual(self.engine)
        self.bought = [frozenset(e.product_id for e in m.history if e.action is Action.PURCHASE) for m in self.moments]
        self.gains = [self.true.gains(m, bought) for m, bought in zip(self.moments, self.bought, strict=True)]
        self.grades = [grades(m, self.true) for m in self.moments]
        self._tastes: dict[Memory, list[Taste]] = {}
        self._columns: dict[Memory, list[NDArray[np.float64]]] = {}

    def tastes(self, memory: Memory) -> list[Taste]:
        if memory not in self._tastes:
            self._tastes[memory] = [taste(m.history, m.session, self.engine, self.usual, m.at, memory) for m in self.moments]
        return self._tastes[memory]

    def columns(self, memory: Memory) -> list[NDArray[np.float64]]:
        if memory not in self._columns:
            self._columns[memory] = [
                affinity.affinities(found, read(self.lists[m.text].ids[:WINDOW], self.engine, self.usual), self.engine)
                for m, found in zip(self.moments, self.tastes(memory), strict=True)
            ]
        return self._columns[memory]

    def orders(self, way: Way) -> list[tuple[str, ...]]:
        found = []
        weights = [way.weights.features[f] if not way.only or f in way.only else 0.0 for f in affinity.FEATURES]
        for m, own, columns in zip(self.moments, self.tastes(way.memory), self.columns(way.memory), strict=True):
            ranked = self.lists[m.text]
            if ranked.ids and columns.any() and way.weights.cap > 0:
                ranked, _ = with_taste(ranked, columns, weights, way.weights.cap)
            if ranked.ids:
                ranked = ruled(ranked, own.rejected, own.bought - own.again, way.weights)
            found.append(ranked.ids)
        return found

    def values(self, orders: Sequence[Sequence[str]], gains: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        return np.array([ndcg(order, own) for order, own in zip(orders, gains, strict=True)])

    def table(self, ways: Mapping[str, Way]) -> Iterator[str]:
        nobody = [self.lists[m.text].ids for m in self.moments]
        plain, graded = self.values(nobody, self.gains), self.values(nobody, self.grades)
        counts = np.array([m.count for m in self.moments])
        yield f"{'':28}" + "".join(f"{count:>9}" for count in COUNTS) + f"{'grade':>10}"
        yield f"{'questions':28}" + "".join(f"{int((counts == count).sum()):>9}" for count in COUNTS)
        yield f"{'nobody':28}" + "".join(f"{plain[counts == count].mean():9.4f}" for count in COUNTS) + f"{graded.mean():10.4f}"
        for name, way in ways.items():
            orders = self.orders(way)
            own, grade = self.values(orders, self.gains), self.values(orders, self.grades)
            row = "".join(f"{(own - plain)[counts == count].mean():+9.4f}" for count in COUNTS)
            yield f"{name:28}{row}{(grade - graded).mean():+10.4f}"


def ndcg(order: Sequence[str], gains: Mapping[str, float]) -> float:
    discounts = 1 / np.log2(np.arange(2, CUT + 2))
    best = np.sort(np.fromiter(gains.values(), dtype=np.float64))[::-1][:CUT]
    got = np.array([gains.get(id, 0.0) for id in order[:CUT]])
    whole = float(best @ discounts[: len(best)])
    return float(got @ discounts[: len(got)]) / whole if whole else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shop", type=Path)
    parser.add_argument("behaviour", type=Path)
    parser.add_argument("--split", default="test", choices=("dev", "test"))
    parser.add_argument("--sample", type=int, default=SAMPLE, help="shoppers a number of events, at most")
    parser.add_argument(
        "--cache", type=Path, default=Path(".cache/personal.pickle"), help="lists for nobody, kept between runs"
    )
    parser.add_argument("--tune", action="store_true", help="the grids; nothing is published")
    parser.add_argument("--speed", action="store_true", help="only: what 200 candidates cost")
    parser.add_argument("--trial", action="store_true", help="publish nothing")
    given = parser.parse_args()
    asked = moments(given.behaviour, given.split, given.sample)
    published = given.split == "test" and not (given.tune or given.trial)
    with open_shop(data_dir=given.shop) as shop:
        if given.speed:
            tell(SPEED, speed(shop.live.engine, asked), given.sample, published)
            return
        lists = base_lists(shop, [m.text for m in asked], given.cache)
        bench = Bench(asked, lists, truth(given.behaviour), shop.live.engine)
        if given.tune:
            for line in bench.table(grid()):
                print(line, flush=True)
            return
        tell(ORDER, compared(bench), given.sample, published)
        tell(PARTS, apart(bench), given.sample, published)


@dataclass(frozen=True, slots=True)
class Told:
    """A section of RESULTS.md."""

    name: str
    title: str
    protocol: str
    options: str = ""


ORDER = Told(
    "personal",
    "Personal order against true taste (simulated)",
    "the next question in words that a shopper asked for themselves after so many events, put to the sample shop, for nobody "
    "and for them; gain: the chance of a click once looked at, by what was asked for and true taste; nDCG@10, linear gains, "
    "one hit a product, without variety; 95 % bootstrap interval, p of a paired randomisation test; shoppers of the half that "
    "no default was chosen on. Asked for: the same with gains 3, 1, 0 by what was asked for alone",
)
PARTS = Told(
    "personal-parts",
    "Personal order: what each part adds (simulated)",
    "as in the table above; nDCG@10 against true taste less nobody's, by events before the question; the last column is the "
    "change in what was asked for, over all of them",
)
SPEED = Told(
    "personal-speed",
    "Personal order: waiting time",
    "making a taste from at most 300 events (once an event), and ordering 200 candidates by it (each search); after five "
    "shoppers, up to 50 of a hundred events. Aim: 3 ms p50 for the order",
    " --speed",
)


def tell(what: Told, rows: Sequence[Mapping[str, object]], sample: int, published: bool) -> None:
    if not published:
        print(report.as_markdown(rows), flush=True)
        return
    report.write_section(
        what.name,
        what.title,
        rows,
        protocol=what.protocol,
        data=f"simulated shoppers (docs/behaviour.md), at most {sample} a number of events; the sample shop",
        seed=1,
        command="python benchmarks/personal.py SHOP_FOLDER .cache/behaviour"
        + (f" --sample {sample}" if sample != SAMPLE else "")
        + what.options,
        notes=f"{load()}." if what is SPEED else "",
    )


def speed(engine: Engine, asked: Sequence[Moment]) -> list[dict[str, object]]:
    """Of shoppers with most events: making a taste (once an event), and the order of 200 candidates (each search)."""
    usual, busy = Usual(engine), [m for m in asked if m.count == COUNTS[-1]][:50]
    ids = engine.scan((), limit=WINDOW)
    base = np.linspace(2, 0, len(ids))
    ranked = Ranked(ids, base, {"lexical": base}, {})
    spent: dict[str, list[tuple[float, float]]] = {"taste": [], "order": []}
    for m in [*busy[:WARM], *busy]:  # the first ones read what is usual in each kind
        found = timed(spent["taste"], lambda m=m: taste(m.history, m.session, engine, usual, m.at))
        timed(spent["order"], lambda found=found: Personal(found, Steering(), usual, WEIGHTS).rerank(ranked, engine))
    rows: list[dict[str, object]] = []
    for name, times in spent.items():
        waited, worked = np.array(times[WARM:]).T
        rows.append(
            {
                "what": f"{name} ({len(ids)} candidates, {len(busy)} shoppers)",
                "p50 ms": f"{np.percentile(waited, 50):.2f}",
                "p95 ms": f"{np.percentile(waited, 95):.2f}",
                "processor, p50 ms": f"{np.percentile(worked, 50):.2f}",
            }
        )
    return rows


def timed(spent: list[tuple[float, float]], run: Callable[[], T]) -> T:
    """What it gives; adds (milliseconds on the clock, of the processor) to `spent`: on a busy machine they are far apart."""
    start, worked = time.perf_counter(), time.thread_time()
    found = run()
    spent.append((1000 * (time.perf_counter() - start), 1000 * (time.thread_time() - worked)))
    return found


def ablation() -> dict[str, Way]:
    """As served; without each feature; with each alone; without a memory of this visit."""
    ways = {"as served": Way()}
    for name in affinity.FEATURES:
        if WEIGHTS.features[name]:
            rest = tuple(f for f in affinity.FEATURES if f != name)
            ways |= {f"without {name}": Way(only=rest), f"{name} alone": Way(only=(name,))}
    return ways | {
        "no memory of this visit": Way(memory=Memory(now=0.0)),
        "no rules on had, rejected": Way(replace(WEIGHTS, rejected=0.0, bought=0.0)),
    }


def grid() -> dict[str, Way]:
    def features(**changed: float) -> Way:
        return Way(replace(WEIGHTS, features={**WEIGHTS.features, **changed}))

    ways = {"as served": Way()}
    ways |= {f"cap {cap:g}": Way(replace(WEIGHTS, cap=cap)) for cap in (0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.2)}
    for name in affinity.FEATURES:
        ways |= {f"{name} {weight:g}": features(**{name: weight}) for weight in (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)}
    ways |= {f"half-life {days:g} days": Way(memory=Memory(days=days)) for days in (15, 30, 120, 365)}
    ways |= {f"this visit {now:g}": Way(memory=Memory(now=now)) for now in (0, 0.5, 2, 4)}
    return ways


def compared(bench: Bench) -> list[dict[str, object]]:
    """As served against nobody's order, paired, a number of events a row; the last one of all."""
    nobody, own = [bench.lists[m.text].ids for m in bench.moments], bench.orders(Way())
    plain, mine = bench.values(nobody, bench.gains), bench.values(own, bench.gains)
    plain_grade, grade = bench.values(nobody, bench.grades), bench.values(own, bench.grades)
    rows: list[dict[str, object]] = []
    for count in (*COUNTS, None):
        at = [row for row, m in enumerate(bench.moments) if count is None or m.count == count]
        if not at:
            continue
        rows.append(
            {
                "events": "all" if count is None else str(count),
                "shoppers": len(at),
                "nobody": f"{plain[at].mean():.4f}",
                "personal": f"{mine[at].mean():.4f}",
                "difference": str(paired(mine, plain, at)),
                "asked for, nobody": f"{plain_grade[at].mean():.4f}",
                "asked for, personal": f"{grade[at].mean():.4f}",
                "difference ": str(paired(grade, plain_grade, at)),
            }
        )
    return rows


def paired(system: NDArray[np.float64], baseline: NDArray[np.float64], at: Sequence[int]) -> Comparison:
    return compare({str(r): float(system[r]) for r in at}, {str(r): float(baseline[r]) for r in at})


def apart(bench: Bench) -> list[dict[str, object]]:
    """Differences to nobody's order, a way a row."""
    nobody = [bench.lists[m.text].ids for m in bench.moments]
    plain, graded = bench.values(nobody, bench.gains), bench.values(nobody, bench.grades)
    counts = np.array([m.count for m in bench.moments])
    rows: list[dict[str, object]] = []
    for name, way in ablation().items():
        orders = bench.orders(way)
        more = bench.values(orders, bench.gains) - plain
        row: dict[str, object] = {"way": name}
        row |= {f"{count} events": f"{more[counts == count].mean():+.4f}" for count in COUNTS if (counts == count).any()}
        rows.append(row | {"asked for": f"{(bench.values(orders, bench.grades) - graded).mean():+.4f}"})
    return rows


if __name__ == "__main__":
    main()
