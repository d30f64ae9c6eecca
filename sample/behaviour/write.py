"""The whole data set into a folder: `python -m sample behaviour`. Start reading here."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sample.behaviour import calendar, page, queries, shelf, shoppers, ubi, visits
from sample.behaviour.model import DAYS, DEVICES, END, Model
from sample.behaviour.orders import Order, orders
from sample.behaviour.parcels import Parcel, parcel
from sample.behaviour.reviews import Review, record, reviews
from sample.behaviour.shelf import ATTRIBUTES
from sample.behaviour.shoppers import COUNTRIES
from sample.behaviour.ubi import Happened, shopper_id, stamp
from sample.behaviour.visits import Pages, World
from sample.feed import CATALOGUE

SEED = 20_261_101
PILOT = 400
"""Shoppers of the trial run that tells how many events a visit makes."""
RATE, REFUND = ubi.ACTIONS.index("rate"), ubi.ACTIONS.index("refund")


@dataclass(frozen=True)
class Simulation:
    """Everything that happened, before it is written."""

    land: World
    pages: Pages
    texts: list[str]
    done: Happened
    orders: list[Order]
    parcels: list[Parcel]
    reviews: list[Review]


def simulate(
    count: int, at_least: int, *, seed: int = SEED, model: Model | None = None, catalogue: Path = CATALOGUE
) -> Simulation:
    """`count` shoppers making at least so many events (and few more), the same for the same arguments and catalogue."""
    model, goods = model or Model(), shelf.read(catalogue)
    who = shoppers.draw(count, goods, model, np.random.default_rng((seed, 1)))
    land = visits.world(goods, who, model, np.random.default_rng((seed, 2)))
    aim = at_least * 1.03
    for attempt in range(6):
        rng = np.random.default_rng((seed, 3))
        pages = visits.play(land, *visits.visits(who, _scale(land, aim, seed), rng), rng).sorted_by_time()
        if pages.events() >= at_least:
            break
        aim *= 1.06 + 0.05 * attempt
    done = ubi.happened(pages)
    bought = orders(done, pages, goods)
    sent = [parcel(order, COUNTRIES[who.country[order.shopper]], f"{seed}:parcel") for order in bought]
    said = [one for order, box in zip(bought, sent, strict=True) for one in reviews(order, box, land, f"{seed}:review")]
    texts = queries.words(pages, goods, who, np.random.default_rng((seed, 4)))
    return Simulation(land, pages, texts, _with_reviews(done, said), bought, sent, sorted(said, key=lambda one: one.at))


def _scale(land: World, events: float, seed: int) -> float:
    """Visits a day for a shopper of rate 1, so that about so many events come of it: from a pilot's events a visit."""
    rng = np.random.default_rng((seed, 5))
    who, span = land.who, land.who.left - np.maximum(land.who.came, 0)
    shopper, at = visits.visits(who, 0.05, rng)
    some = shopper < min(PILOT, len(who))
    pilot = visits.play(land, shopper[some], at[some], rng)
    wanted = events / (pilot.events() / some.sum()) - len(who)
    return max(0.0, float(wanted / (who.rate * span).sum()))


def _with_reviews(done: Happened, said: list[Review]) -> Happened:
    """Ratings and refunds join the events, at the place where the product had been found."""
    rows = [(RATE, one.line.page, one.line.place, one.at) for one in said]
    rows += [(REFUND, one.line.page, one.line.place, one.refunded) for one in said if one.refunded is not None]
    if not rows:
        return done
    action, where, place, at = (np.array(column) for column in zip(*rows, strict=True))
    whole = Happened(
        np.concatenate([done.action, action]),
        np.concatenate([done.page, where]),
        np.concatenate([done.place, place]),
        np.concatenate([done.at, at.astype(np.float64)]),
    )
    order = np.lexsort((whole.action, whole.at))
    return Happened(whole.action[order], whole.page[order], whole.place[order], whole.at[order])


def write(folder: Path, it: Simulation) -> dict[str, int]:
    """JSON Lines, gzip, and truth/; returns how many records of each."""
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    goods, who = it.land.shelf, it.land.who
    stars = {(one.line.page, one.line.place): one.stars for one in it.reviews}
    counts = {
        "queries": _lines(folder / "queries.jsonl.gz", ubi.query_records(it.pages, it.texts, goods, who)),
        "events": _raw(folder / "events.jsonl.gz", ubi.event_lines(it.done, it.pages, it.texts, goods, stars)),
        "shoppers": _lines(folder / "shoppers.jsonl.gz", _shopper_records(it.land)),
        "orders": _lines(folder / "orders.jsonl.gz", _order_records(it)),
        "parcels": _lines(folder / "parcels.jsonl.gz", _parcel_records(it)),
        "reviews": _lines(folder / "reviews.jsonl.gz", _review_records(it)),
    }
    _lines(folder / "truth" / "queries.jsonl.gz", ubi.truth_records(it.pages, goods))
    _lines(folder / "truth" / "shoppers.jsonl.gz", _taste_records(it.land))
    truth = _model_record(it.land) | {"counts": counts}
    (folder / "truth" / "model.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _arrays(folder / "truth" / "attraction.npz", it.land)
    return counts


def _shopper_records(land: World) -> Iterator[dict[str, Any]]:
    """What the shop knows of each shopper."""
    who = land.who
    joined = stamp(who.came * 86_400)
    for s in range(len(who)):
        yield {
            "user_id": shopper_id(s),
            "language": "zh" if who.chinese[s] else "en",
            "country": COUNTRIES[who.country[s]],
            "device": DEVICES[0 if who.phone[s] else 1],
            "segment": f"segment-{who.segment[s]:02d}",
            "joined_at": joined[s],
            "simulated": True,
        }


def _taste_records(land: World) -> Iterator[dict[str, Any]]:
    """What only the simulation knows."""
    who, goods = land.who, land.shelf
    for s in range(len(who)):
        yield {
            "user_id": shopper_id(s),
            "circle": int(who.circle[s]),
            "taste": {
                name: dict(zip(goods.values[name], who.taste[name][s].round(3).tolist(), strict=True)) for name in ATTRIBUTES
            },
            "price_level": round(float(who.level[s]), 3),
            "price_care": round(float(who.care[s]), 3),
            "interest": dict(zip(goods.kinds, who.interest[s].round(4).tolist(), strict=True)),
            "left_after_days": round(float(who.left[s]), 2),
            "simulated": True,
        }


def _order_records(it: Simulation) -> Iterator[dict[str, Any]]:
    goods = it.land.shelf
    placed = stamp(np.array([order.placed for order in it.orders]))
    back = {(one.order, one.line.item) for one in it.reviews if one.refunded is not None}
    for order, box, at in zip(it.orders, it.parcels, placed, strict=True):
        yield {
            "order_id": order.id,
            "user_id": shopper_id(order.shopper),
            "session_id": f"s{order.session:07d}",
            "placed_at": at,
            "currency": goods.currency,
            "total": order.total,
            "lines": [
                {
                    "product_id": goods.ids[line.item],
                    "quantity": 1,
                    "price": line.price,
                    "query_id": f"q{line.page:07d}",
                    "position": line.place + 1,
                    "refunded": (order.id, line.item) in back,
                }
                for line in order.lines
            ],
            "parcel": box.number,
            "simulated": True,
        }


def _parcel_records(it: Simulation) -> Iterator[dict[str, Any]]:
    expected = stamp(np.array([box.expected for box in it.parcels]))
    for order, box, promised in zip(it.orders, it.parcels, expected, strict=True):
        times = stamp(np.array([step.at for step in box.steps]))
        yield {
            "number": box.number,
            "carrier": box.carrier.key,
            "carrier_name": box.carrier.name,
            "format": box.carrier.form,
            "order_id": box.order,
            "user_id": shopper_id(order.shopper),
            "country": box.country,
            "state": box.state,
            "expected_at": promised,
            "timeline": [
                {
                    "at": at,
                    "state": step.state,
                    "code": step.code,
                    "place": step.place,
                    "text": {"en": step.english, "zh": step.chinese},
                }
                for step, at in zip(box.steps, times, strict=True)
            ],
            "simulated": True,
        }


def _review_records(it: Simulation) -> Iterator[dict[str, Any]]:
    written = stamp(np.array([one.at for one in it.reviews]))
    for number, (one, at) in enumerate(zip(it.reviews, written, strict=True), start=1):
        back = None if one.refunded is None else stamp(np.array([one.refunded]))[0]
        yield record(one, it.land, number, (at, back))


def _model_record(land: World) -> dict[str, Any]:
    """All parameters, and what follows from them."""
    model = land.model
    return {
        "simulated": True,
        "model": asdict(model),
        "examination": {device: page.examination(model, device).round(5).tolist() for device in DEVICES}
        if model.examine == "pbm"
        else {},
        "begin": str(ubi.BEGIN) + "Z",
        "end": END.isoformat() + "Z",
        "days": DAYS,
        "season": dict(zip(land.shelf.kinds, calendar.seasons(land.shelf.kinds).round(3).tolist(), strict=True)),
        "products": len(land.shelf),
    }


def _arrays(path: Path, land: World) -> None:
    """attraction (shoppers, products) float16, product quality, and the ids of both axes."""
    users = np.array([shopper_id(s) for s in range(len(land.who))])
    np.savez_compressed(
        path,
        attraction=land.attraction.astype(np.float16),
        quality=land.quality.astype(np.float32),
        product_id=np.array(land.shelf.ids),
        user_id=users,
    )


def _lines(path: Path, rows: Iterable[dict[str, Any]]) -> int:
    return _raw(path, (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows))


def _raw(path: Path, lines: Iterable[str]) -> int:
    """Compressed lightly, with no time in the header, so that the same records are the same bytes."""
    count = 0
    with path.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=3, mtime=0) as file:
        batch: list[str] = []
        for line in lines:
            batch.append(line)
            count += 1
            if len(batch) == 4_096:
                file.write("".join(batch).encode())
                batch.clear()
        file.write("".join(batch).encode())
    return count
