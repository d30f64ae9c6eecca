"""The simulation: every shopper's visits in order, many shoppers at a time.

Round r plays the r-th visit of all shoppers who have one, so that what was bought before changes what is wanted now.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from sample.behaviour import page
from sample.behaviour.calendar import moments, months, seasons, traffic
from sample.behaviour.model import DAYS, PAGE, Model
from sample.behaviour.shelf import ATTRIBUTES, Shelf
from sample.behaviour.shoppers import Shoppers, attraction

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

STRANGERS = 8
"""Products of other kinds that the ranker lets into a search's candidates."""
WISHED = ("color", "color", "color", "material", "style")
"""Which attribute a query names, with its odds."""
ALREADY = 2.5
"""How far attraction falls for a product one has bought."""


@dataclass(frozen=True)
class Pages:
    """Result pages, p of them, in the order played; `sorted_by_time` puts them in the order of the clock.

    Attributes:
        session: (p,) session number; number: (p,) 0, 1, 2 within the session; at: (p,) seconds since the log began.
        shopper: (p,); owner: (p,) whose taste counted: another shopper's for a gift.
        kind: (p,) the intended kind; wish, wished: (p,) index into ATTRIBUTES and into its values, -1 without;
            home: (p,) no words.
        items: (p, PAGE) product index, -1 where there is none; grade: 0..3 for the query; propensity: of the draw.
        looks, clicks, carts, rejects, buys: (p, PAGE) what happened; dwell: seconds on the product page, 0 if not clicked.
    """

    session: Ints
    number: Ints
    at: Floats
    shopper: Ints
    owner: Ints
    kind: Ints
    wish: Ints
    wished: Ints
    home: Mask
    items: Ints
    grade: Ints
    propensity: Floats
    looks: Mask
    clicks: Mask
    carts: Mask
    rejects: Mask
    buys: Mask
    dwell: Floats

    def __len__(self) -> int:
        return len(self.session)

    def events(self) -> int:
        """How many UBI events these pages make."""
        return int(2 * self.clicks.sum() + self.carts.sum() + self.rejects.sum() + self.buys.sum())

    def sorted_by_time(self) -> Pages:
        order = np.argsort(self.at, kind="stable")
        return Pages(**{f.name: getattr(self, f.name)[order] for f in fields(self)})


@dataclass(frozen=True)
class World:
    """What stays the same over all visits.

    Attributes:
        attraction: (shoppers, products) U.
        members: (kinds, widest) product indices, -1 beyond a kind's end.
        season: (kinds, 12); mood: (DAYS,) traffic, which also makes people buy.
    """

    shelf: Shelf
    who: Shoppers
    model: Model
    quality: Floats
    attraction: NDArray[np.float32]
    members: Ints
    season: Floats
    mood: Floats


def world(shelf: Shelf, who: Shoppers, model: Model, rng: np.random.Generator) -> World:
    """Draws the products' hidden quality, of which the shop sees only the ratings."""
    quality = 0.5 * shelf.popular + np.sqrt(0.75) * rng.standard_normal(len(shelf))
    widest = max(len(group) for group in shelf.members)
    members = np.full((len(shelf.kinds), widest), -1)
    for row, group in zip(members, shelf.members, strict=True):
        row[: len(group)] = group
    return World(shelf, who, model, quality, attraction(who, shelf, quality, model), members, seasons(shelf.kinds), traffic())


def visits(who: Shoppers, scale: float, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """(shopper, seconds since the log began) of every visit, by shopper and time: one, and Poisson more by their rate."""
    span = who.left - np.maximum(who.came, 0)
    count = 1 + rng.poisson(scale * who.rate * span)
    shopper = np.repeat(np.arange(len(who)), count)
    at = moments(rng, np.maximum(who.came, 0)[shopper], who.left[shopper])
    order = np.lexsort((at, shopper))
    return shopper[order], at[order]


def play(land: World, shopper: Ints, at: Floats, rng: np.random.Generator) -> Pages:
    """All visits; `shopper` and `at` as `visits` gives them."""
    first = np.concatenate([[0], np.flatnonzero(np.diff(shopper)) + 1])
    turn = np.arange(len(shopper)) - np.repeat(first, np.diff(np.append(first, len(shopper))))
    bought = np.zeros((len(land.who), len(land.shelf)), dtype=bool)
    bought_on = np.full((len(land.who), len(land.shelf.kinds)), -np.inf)
    played: list[Pages] = []
    by_turn = np.argsort(turn, kind="stable")
    edges = np.searchsorted(turn[by_turn], np.arange(turn.max() + 2))
    for r in range(turn.max() + 1):
        now = by_turn[edges[r] : edges[r + 1]]
        played.extend(_round(land, now, shopper[now], at[now], bought, bought_on, rng))
    return Pages(**{f.name: np.concatenate([getattr(part, f.name) for part in played]) for f in fields(Pages)})


def _round(
    land: World, session: Ints, shopper: Ints, at: Floats, bought: Mask, bought_on: Floats, rng: np.random.Generator
) -> list[Pages]:
    """One visit each; marks what is bought."""
    model, day = land.model, np.minimum(DAYS - 1, at / 86_400)
    month = months()[day.astype(int)]
    kind = intents(land, shopper, day, month, bought_on, rng)
    gift = rng.random(len(session)) < model.gift * np.where(month == 12, 2, 1)
    owner = np.where(gift, rng.integers(len(land.who), size=len(session)), shopper)
    home = rng.random(len(session)) < model.home
    basket: list[tuple[Ints, Pages]] = []
    row, clock = np.arange(len(session)), at.copy()
    for number in range(model.queries):
        wish, wished = _wishes(land, owner[row], kind[row], rng)
        at_home = home[row] if number == 0 else np.zeros(len(row), dtype=bool)
        wish, wished = np.where(at_home, -1, wish), np.where(at_home, -1, wished)
        seen = _look(
            land,
            session[row],
            np.full(len(row), number),
            clock[row],
            shopper[row],
            owner[row],
            kind[row],
            wish,
            wished,
            at_home,
            bought,
            rng,
        )
        basket.append((row, seen))
        clock[row] += 20 + 4 * seen.looks.sum(axis=1) + seen.dwell.sum(axis=1)
        row = row[~seen.carts.any(axis=1) & (rng.random(len(row)) < model.again)]
        if not len(row):
            break
    decided = rng.random(len(session)) < model.buy * np.clip(land.mood[day.astype(int)] ** 0.3, 0.8, 1.4)
    for rows, seen in basket:
        seen.buys[:] = seen.carts & decided[rows][:, None]
        where = np.nonzero(seen.buys)
        items = seen.items[where]
        bought[shopper[rows[where[0]]], items] = True
        bought_on[shopper[rows[where[0]]], land.shelf.kind[items]] = day[rows[where[0]]]
    return [seen for _, seen in basket]


def intents(land: World, shopper: Ints, day: Floats, month: Ints, bought_on: Floats, rng: np.random.Generator) -> Ints:
    """A kind each, by interest, season, and how recently one of the kind was bought."""
    tired = (1 - land.model.tired) * np.exp(-(day[:, None] - bought_on[shopper]) / land.model.rest)
    weight = land.who.interest[shopper] * land.season[:, month - 1].T * (1 - tired)
    rising = np.cumsum(weight, axis=1)
    return np.asarray((rising < rng.random(len(shopper))[:, None] * rising[:, -1:]).sum(axis=1))


def _wishes(land: World, owner: Ints, kind: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """(attribute, value) named in the query, -1 for none: a value some product of the kind has, preferring what is liked."""
    named = np.array([ATTRIBUTES.index(name) for name in WISHED])[rng.integers(len(WISHED), size=len(owner))]
    value = np.full(len(owner), -1)
    members = land.members[kind]
    for a in set(named.tolist()):
        rows = np.flatnonzero(named == a)
        codes = land.shelf.code[ATTRIBUTES[a]][members[rows]]
        liking = np.take_along_axis(land.who.taste[ATTRIBUTES[a]][owner[rows]], codes, axis=1)
        odds = np.where(members[rows] >= 0, land.model.wish_taste * liking, -np.inf) + rng.gumbel(size=codes.shape)
        value[rows] = np.take_along_axis(codes, odds.argmax(axis=1)[:, None], axis=1)[:, 0]
    none = rng.random(len(owner)) >= land.model.wish
    return np.where(none, -1, named), np.where(none, -1, value)


def _look(
    land: World,
    session: Ints,
    number: Ints,
    at: Floats,
    shopper: Ints,
    owner: Ints,
    kind: Ints,
    wish: Ints,
    wished: Ints,
    home: Mask,
    bought: Mask,
    rng: np.random.Generator,
) -> Pages:
    """One page each: drawn by the logging ranker, looked at, clicked, put into the cart."""
    model, shelf, count = land.model, land.shelf, len(session)
    items, propensity = np.full((count, PAGE), -1), np.zeros((count, PAGE))
    for rows, candidates in ((np.flatnonzero(~home), None), (np.flatnonzero(home), np.arange(len(shelf)))):
        if not len(rows):
            continue
        pool = (
            _candidates(land, kind[rows], rng) if candidates is None else np.broadcast_to(candidates, (len(rows), len(shelf)))
        )
        scores = _scores(land, pool, at[rows], None if candidates is not None else (kind[rows], wish[rows], wished[rows]))
        order, propensity[rows] = page.shown(scores, model.heat, rng)
        items[rows] = np.where(order >= 0, np.take_along_axis(pool, np.maximum(order, 0), axis=1), -1)
    there = items >= 0
    grade = np.where(there, _grades(shelf, items, kind, wish, wished, home), 0)
    drawn = land.attraction[owner[:, None], items] - ALREADY * bought[shopper[:, None], items]
    appeal = np.where(there, page.appeal(grade, drawn, model), 0.0)
    looks, clicks = page.looked_at_and_clicked(appeal, land.who.phone[shopper], model, rng)
    looks &= there
    carts = clicks & (grade >= 1) & (rng.random(clicks.shape) < page.sigmoid(model.cart + model.cart_attraction * drawn))
    rejects = looks & ~clicks & (drawn < model.reject_below) & (rng.random(clicks.shape) < model.reject)
    dwell = np.where(clicks, np.clip(rng.lognormal(2.9 + 0.35 * drawn, 0.6), 2, 900), 0.0)
    return Pages(
        session, number, at, shopper, owner, kind, wish, wished, home, items, grade, propensity, looks, clicks, carts, rejects,
        np.zeros_like(carts), dwell,
    )  # fmt: skip


def _candidates(land: World, kind: Ints, rng: np.random.Generator) -> Ints:
    """All products of the kind and a few strangers, each stranger from a stripe of its own so that none comes twice."""
    count = len(land.shelf)
    stripes = np.linspace(0, count, STRANGERS + 1).astype(int)
    strangers = rng.integers(stripes[:-1], np.maximum(stripes[1:], stripes[:-1] + 1), size=(len(kind), STRANGERS))
    strangers = np.where(land.shelf.kind[strangers] == kind[:, None], -1, strangers)
    return np.concatenate([land.members[kind], strangers], axis=1)


def _scores(land: World, pool: Ints, at: Floats, asked: tuple[Ints, Ints, Ints] | None) -> Floats:
    """(pages, candidates) of the logging ranker, which knows no shopper; -inf for what is not on sale yet."""
    shelf, model = land.shelf, land.model
    score = model.policy_popular * shelf.popular[pool]
    if asked is not None:
        kind, wish, wished = asked
        score = (
            score
            + model.policy_kind * (shelf.kind[pool] == kind[:, None])
            + model.policy_wish * _has(shelf, pool, wish, wished)
        )
    on_sale = shelf.launched[pool] >= DAYS - at[:, None] / 86_400
    return np.where((pool >= 0) & on_sale, score, -np.inf)


def _has(shelf: Shelf, items: Ints, wish: Ints, wished: Ints) -> Mask:
    """The product has the value that was asked for; False without a wish."""
    found = np.zeros(items.shape, dtype=bool)
    for a, name in enumerate(ATTRIBUTES):
        rows = wish == a
        found[rows] = shelf.code[name][items[rows]] == wished[rows][:, None]
    return found


def _grades(shelf: Shelf, items: Ints, kind: Ints, wish: Ints, wished: Ints, home: Mask) -> Ints:
    """3: the kind, and the wish if there is one. 1: the kind without the wish. 0: another kind. On the home page 2 for the kind
    one has in mind and 1 for all else: who strolls is open to anything."""
    same = shelf.kind[items] == kind[:, None]
    asked = np.where(same, np.where((wish < 0)[:, None] | _has(shelf, items, wish, wished), 3, 1), 0)
    return np.asarray(np.where(home[:, None], np.where(same, 2, 1), asked))
