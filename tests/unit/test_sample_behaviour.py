"""Simulated shoppers: the log shows what the written model says, and the truth beside it is the truth."""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from sample.behaviour import page, ubi, visits  # noqa: E402
from sample.behaviour.calendar import seasons, traffic  # noqa: E402
from sample.behaviour.model import DAYS, END, PAGE, Model  # noqa: E402
from sample.behaviour.parcels import SAYS, STATE  # noqa: E402
from sample.behaviour.write import Simulation, simulate, write  # noqa: E402
from sample.waybills.numbers import FORMATS  # noqa: E402

EVENTS = 15_000


@pytest.fixture(scope="module")
def world() -> Simulation:
    return simulate(400, EVENTS, seed=5)


@pytest.fixture(scope="module")
def folder(world: Simulation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("behaviour")
    write(written, world)
    return written


@cache
def read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def test_there_are_as_many_events_as_asked_for_and_few_more(world: Simulation) -> None:
    """At least the number asked for, at most a fifth more."""
    assert EVENTS <= len(world.done.at) <= 1.2 * EVENTS


def test_the_same_seed_makes_the_same_files(tmp_path: Path) -> None:
    """Twice the same arguments are the same bytes; another seed is another world."""
    first, again, other = (tmp_path / name for name in ("first", "again", "other"))
    for target, seed in ((first, 1), (again, 1), (other, 2)):
        write(target, simulate(40, 500, seed=seed))
    names = sorted(path.relative_to(first) for path in first.rglob("*.*"))
    assert len(names) == 10
    for name in names:
        assert (first / name).read_bytes() == (again / name).read_bytes(), name
    assert (first / "events.jsonl.gz").read_bytes() != (other / "events.jsonl.gz").read_bytes()


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_clicks_fall_with_position_as_the_parameters_say(device: str) -> None:
    """If every product appealed alike, the click rate at position k would be appeal * k ** -fall: so it is, within chance."""
    model, pages, appeal = Model(), 60_000, 0.3
    phone = np.full(pages, device == "phone")
    _, clicks = page.looked_at_and_clicked(np.full((pages, PAGE), appeal), phone, model, np.random.default_rng(11))
    expected = appeal * np.arange(1, PAGE + 1) ** -model.fall[device]
    error = np.sqrt(expected * (1 - expected) / pages)
    assert np.abs(clicks.mean(axis=0) - expected).max() < 4 * error.max()


def test_the_log_itself_shows_the_position_bias(world: Simulation) -> None:
    """On full pages of the simulation each position was looked at as often as the model says, within four standard errors."""
    model, pages = world.land.model, world.pages
    full = (pages.items >= 0).all(axis=1)
    for device, on_phone in (("phone", True), ("desktop", False)):
        rows = full & (world.land.who.phone[pages.shopper] == on_phone)
        expected = page.examination(model, device)
        error = np.sqrt(np.maximum(expected * (1 - expected), 1e-9) / rows.sum())
        assert np.all(np.abs(pages.looks[rows].mean(axis=0) - expected) < 4 * error + 1e-9)


def test_nothing_is_clicked_unseen(world: Simulation) -> None:
    """Clicks need a look, carts a click, purchases a cart, and all of them a product."""
    pages = world.pages
    for part, whole in ((pages.clicks, pages.looks), (pages.carts, pages.clicks), (pages.buys, pages.carts)):
        assert not (part & ~whole).any()
    assert not (pages.looks & (pages.items < 0)).any()
    assert not (pages.rejects & pages.clicks).any()


def test_the_cascade_goes_on_as_its_parameters_say() -> None:
    """From one position to the next the share looked at falls by (1 - appeal) * go_on + appeal * (1 - satisfied)."""
    model, pages, appeal = Model(examine="cascade"), 60_000, 0.25
    looks, _ = page.looked_at_and_clicked(
        np.full((pages, PAGE), appeal), np.zeros(pages, dtype=bool), model, np.random.default_rng(2)
    )
    step = (1 - appeal) * model.go_on["desktop"] + appeal * (1 - model.satisfied)
    assert looks.mean(axis=0) == pytest.approx(step ** np.arange(PAGE), abs=0.01)


def test_propensities_are_the_shares_with_which_products_are_drawn() -> None:
    """Scores log 3, log 2, log 1 come first in 3/6, 2/6, 1/6 of the draws; what follows is drawn from the rest."""
    scores = np.tile(np.log([3.0, 2.0, 1.0, 0.0 + 1e-300]), (60_000, 1))
    scores[:, 3] = -np.inf
    order, propensity = page.shown(scores, 1.0, np.random.default_rng(4))
    shares = np.bincount(order[:, 0], minlength=3) / len(order)
    assert shares == pytest.approx([3 / 6, 2 / 6, 1 / 6], abs=0.01)
    top = order[:, 0] == 0
    assert propensity[top, 0] == pytest.approx(0.5)
    assert propensity[top & (order[:, 1] == 1), 1] == pytest.approx(2 / 3)
    assert propensity[:, 2] == pytest.approx(1.0)
    assert (order[:, 3:] == -1).all()
    assert (propensity[:, 3:] == 0).all()


def test_clicks_follow_latent_taste(world: Simulation) -> None:
    """Of what a shopper looked at and had asked for, the clicked products attract clearly more than the others."""
    pages = world.pages
    asked = pages.looks & (pages.grade == 3) & (pages.owner == pages.shopper)[:, None]
    drawn = world.land.attraction[pages.shopper[:, None], pages.items]
    clicked, left = drawn[asked & pages.clicks], drawn[asked & ~pages.clicks]
    error = np.sqrt(clicked.var() / len(clicked) + left.var() / len(left))
    assert clicked.mean() - left.mean() > max(0.3, 4 * error)


def test_colours_clicked_are_colours_liked(world: Simulation) -> None:
    """Over shoppers and colours, how much more often a colour is clicked than looked at correlates with the latent liking."""
    pages, land = world.pages, world.land
    liking, count = land.who.taste["color"], len(land.who)
    looked, clicked = np.zeros_like(liking), np.zeros_like(liking)
    for mask, total in ((pages.looks, looked), (pages.clicks, clicked)):
        rows, places = np.nonzero(mask & (pages.owner == pages.shopper)[:, None])
        np.add.at(total, (pages.shopper[rows], land.shelf.code["color"][pages.items[rows, places]]), 1)
    enough = looked >= 10
    rate = np.where(enough, clicked / np.maximum(looked, 1), 0.0)
    assert enough.sum() > count / 4
    assert np.corrcoef(rate[enough], liking[enough])[0, 1] > 0.15


def test_a_present_follows_the_taste_of_another(world: Simulation) -> None:
    """Some sessions are gifts, and in them clicks do not follow the shopper's own taste as they do otherwise."""
    pages, land = world.pages, world.land
    gifts = pages.owner != pages.shopper
    assert 0.04 < gifts.mean() < 0.16
    lifts = []
    for rows in (gifts, ~gifts):
        own = land.attraction[pages.shopper[rows][:, None], pages.items[rows]]
        lifts.append(own[pages.clicks[rows]].mean() - own[pages.looks[rows] & ~pages.clicks[rows]].mean())
    assert lifts[0] < lifts[1] - 0.2


def test_nothing_is_shown_before_it_is_launched(world: Simulation) -> None:
    """A product's first appearance lies after its launch date, and pre-orders never appear."""
    pages, launched = world.pages, world.land.shelf.launched
    there = pages.items >= 0
    assert (DAYS - launched[pages.items] <= pages.at[:, None] / 86_400 + 1e-9)[there].all()


def test_there_are_new_and_returning_shoppers(world: Simulation) -> None:
    """About a third were customers before the year; histories range from one visit to dozens; nobody comes before joining."""
    who, pages = world.land.who, world.pages
    assert 0.25 < (who.came < 0).mean() < 0.45
    visits_each = Counter(dict.fromkeys(zip(pages.shopper.tolist(), pages.session.tolist(), strict=True), 1))
    by_shopper = Counter(shopper for shopper, _ in visits_each)
    assert min(by_shopper.values()) <= 2
    assert max(by_shopper.values()) >= 50
    assert (pages.at[pages.number == 0] >= 86_400 * np.floor(np.maximum(who.came, 0))[pages.shopper[pages.number == 0]]).all()


def test_seasons_and_feasts_move_the_visits(world: Simulation) -> None:
    """Umbrellas sell in May, lamps in November, 11 November is the busiest day, and factors average one."""
    table = seasons(("umbrella", "desk lamp", "thing"))
    assert table.mean(axis=1) == pytest.approx([1, 1, 1])
    assert table[0].argmax() + 1 in (4, 5, 6)
    assert table[1].argmax() + 1 in (10, 11, 12, 1)
    busiest = int(np.argmax(traffic()))
    assert (datetime(END.year - 1, 11, 11) - END).days + DAYS == busiest
    days = np.bincount((world.pages.at // 86_400).astype(int), minlength=DAYS)
    assert days[busiest] > 1.5 * days.mean()


def test_buying_a_kind_makes_it_less_wanted() -> None:
    """Just after a purchase of a kind its share of intents falls to about a sixth of what it was."""
    world = simulate(50, 500, seed=9)
    land, many = world.land, 20_000
    shopper, rng = np.zeros(many, dtype=int), np.random.default_rng(0)
    kind = int(land.who.interest[0].argmax())
    bought_on = np.full((len(land.who), len(land.shelf.kinds)), -np.inf)
    day, month = np.full(many, 100.0), np.full(many, 2)
    before = (visits.intents(land, shopper, day, month, bought_on, rng) == kind).mean()
    bought_on[0, kind] = 100.0
    after = (visits.intents(land, shopper, day, month, bought_on, rng) == kind).mean()
    assert after / (1 - after) == pytest.approx(land.model.tired * before / (1 - before), rel=0.25)


def test_events_are_user_behavior_insights(folder: Path) -> None:
    """Every event has UBI's required fields, a 1-based position, a known query, and an id of its own; times rise."""
    queries = {row["query_id"]: row for row in read(folder / "queries.jsonl.gz")}
    events = read(folder / "events.jsonl.gz")
    assert [row["timestamp"] for row in events] == sorted(row["timestamp"] for row in events)
    assert len({row["event_attributes"]["event_id"] for row in events}) == len(events)
    for row in events:
        query, told = queries[row["query_id"]], row["event_attributes"]
        assert row["action_name"] in ubi.ACTIONS
        assert row["user_id"] == query["query_attributes"]["user_id"]
        assert row["message"] == query["user_query"]
        assert query["query_response_hit_ids"][told["position"]["ordinal"] - 1] == told["object"]["object_id"]
        assert row["timestamp"] >= query["timestamp"]
    assert Counter(row["action_name"] for row in events).keys() >= {
        "click",
        "view",
        "add_to_cart",
        "purchase",
        "reject",
        "rate",
    }
    assert all(len(row["query_attributes"]["propensity"]) == len(row["query_response_hit_ids"]) for row in queries.values())


def test_every_record_says_that_it_is_simulated(folder: Path) -> None:
    """Each line of each file, the truth included, carries the mark."""
    for path in folder.rglob("*.jsonl.gz"):
        assert all(row["simulated"] is True for row in read(path)), path.name
    assert json.loads((folder / "truth" / "model.json").read_text(encoding="utf-8"))["simulated"] is True


def test_orders_parcels_and_reviews_hang_together(folder: Path, world: Simulation) -> None:
    """Orders name real products at their price, each has one parcel, and only what was delivered is reviewed."""
    shelf = world.land.shelf
    price = dict(zip(shelf.ids, shelf.price.tolist(), strict=True))
    orders = {row["order_id"]: row for row in read(folder / "orders.jsonl.gz")}
    parcels = {row["order_id"]: row for row in read(folder / "parcels.jsonl.gz")}
    bought = {(e["session_id"], e["event_attributes"]["object"]["object_id"]) for e in read(folder / "events.jsonl.gz")
              if e["action_name"] == "purchase"}  # fmt: skip
    assert orders.keys() == parcels.keys()
    assert len(orders) > 100
    for key, row in orders.items():
        assert row["total"] == sum(line["price"] for line in row["lines"])
        assert all(price[line["product_id"]] == line["price"] for line in row["lines"])
        assert all((row["session_id"], line["product_id"]) in bought for line in row["lines"])
        assert row["parcel"] == parcels[key]["number"]
    reviews = read(folder / "reviews.jsonl.gz")
    assert len(reviews) > 50
    for row in reviews:
        assert row["product_id"] in {line["product_id"] for line in orders[row["order_id"]]["lines"]}
        arrived = next(step["at"] for step in parcels[row["order_id"]]["timeline"] if step["state"] == "delivered")
        assert row["created_at"] > arrived


def test_parcels_have_valid_numbers_and_sensible_timelines(folder: Path) -> None:
    """Numbers check by their format; states are known, times rise from the order on, and nothing follows delivery."""
    known = {STATE.get(code, code) for code in SAYS}
    rows = read(folder / "parcels.jsonl.gz")
    for row in rows:
        steps = row["timeline"]
        assert FORMATS[row["format"]].valid(row["number"])
        assert steps[0]["state"] == "pending"
        assert row["state"] == steps[-1]["state"]
        assert {step["state"] for step in steps} <= known
        assert [step["at"] for step in steps] == sorted(step["at"] for step in steps)
        assert steps[-1]["at"] <= f"{END.isoformat()}Z"
        assert "delivered" not in [step["state"] for step in steps[:-1]]
    assert {"delivered", "in_transit", "exception"} <= {row["state"] for row in rows}


def test_reviews_mean_what_they_say(world: Simulation) -> None:
    """Sentiment follows the stars, stars follow hidden quality, and a wrong title is complained of and never praised."""
    quality = world.land.quality
    stars = np.array([one.stars for one in world.reviews])
    assert np.corrcoef(stars, [quality[one.line.item] for one in world.reviews])[0, 1] > 0.3
    for one in world.reviews:
        assert one.sentiment == ("positive" if one.stars > 3 else "neutral" if one.stars == 3 else "negative")
        wrong = world.land.shelf.fault[one.line.item].startswith("wrong")
        assert one.aspects.get("as described", -1 if wrong else None) in (-1, None)
        assert "as described" not in one.aspects or wrong
        assert "{" not in one.text
        if one.language == "zh":
            assert not one.text or any("\u4e00" <= c <= "\u9fff" for c in one.text)
        else:
            assert one.text.isascii()


def test_latent_tastes_are_written_as_they_were(folder: Path, world: Simulation) -> None:
    """The truth files repeat the arrays behind the log: tastes, attraction, and which places were looked at."""
    tastes = read(folder / "truth" / "shoppers.jsonl.gz")
    shelf, who = world.land.shelf, world.land.who
    liked = [tastes[3]["taste"]["color"][value] for value in shelf.values["color"]]
    assert liked == pytest.approx(who.taste["color"][3], abs=1e-3)
    with np.load(folder / "truth" / "attraction.npz") as kept:
        assert np.allclose(kept["attraction"], world.land.attraction, atol=0.01)
        assert kept["product_id"].tolist() == list(shelf.ids)
    first = read(folder / "truth" / "queries.jsonl.gz")[0]
    there = world.pages.items[0] >= 0
    assert first["examined"] == "".join("01"[int(look)] for look in world.pages.looks[0][there])
