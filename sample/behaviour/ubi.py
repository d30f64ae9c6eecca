"""Pages as records: queries and events after User Behavior Insights 1.3.0, and the truth about each query.

A query lists everything that was shown, with the propensity of each place; an event is one thing a shopper did. Every record
says `"simulated": true`, which the specification allows as an additional property.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sample.behaviour.model import DAYS, END
from sample.behaviour.shelf import ATTRIBUTES, Shelf
from sample.behaviour.shoppers import Shoppers
from sample.behaviour.visits import Pages

APPLICATION = "omnishelf-sample"
BEGIN = np.datetime64(END - timedelta(days=DAYS), "s")


@dataclass(frozen=True)
class Happened:
    """Events as columns, in time order.

    Attributes:
        action: index into ACTIONS; page: index into the pages; place: 0-based position; at: seconds since the log began.
    """

    action: NDArray[np.int64]
    page: NDArray[np.int64]
    place: NDArray[np.int64]
    at: NDArray[np.float64]


ACTIONS = ("click", "view", "add_to_cart", "purchase", "reject", "rate", "refund")
"""click: on a result; view: the product page, told on leaving it with the seconds spent; reject: "less like this"."""


def stamp(seconds: NDArray[np.float64]) -> list[str]:
    """ISO 8601 with Z."""
    moments = np.datetime_as_string(BEGIN + np.asarray(seconds, dtype="timedelta64[s]"), unit="s")
    return [f"{moment}Z" for moment in moments]


def happened(pages: Pages) -> Happened:
    """What shoppers did on the pages, each thing at its second: looking takes 4 s a product, then the time spent on it."""
    looking = 4.0 * np.cumsum(pages.looks, axis=1)
    before = np.cumsum(pages.dwell, axis=1) - pages.dwell
    click = pages.at[:, None] + 2 + looking + before
    last = (pages.at + 14 + looking[:, -1] + pages.dwell.sum(axis=1))[:, None]
    parts = (
        (0, pages.clicks, click),
        (1, pages.clicks, click + pages.dwell),
        (2, pages.carts, click + 0.7 * pages.dwell),
        (3, pages.buys, np.broadcast_to(last, click.shape)),
        (4, pages.rejects, click + 1),
    )
    action, page, place, at = [], [], [], []
    for number, mask, moment in parts:
        where = np.nonzero(mask)
        action.append(np.full(len(where[0]), number))
        page.append(where[0])
        place.append(where[1])
        at.append(moment[where])
    joined = Happened(*(np.concatenate(part) for part in (action, page, place, at)))
    order = np.lexsort((joined.action, joined.at))
    return Happened(joined.action[order], joined.page[order], joined.place[order], joined.at[order])


def shopper_id(number: int) -> str:
    return f"sim-{number:06d}"


def query_records(pages: Pages, texts: list[str], shelf: Shelf, who: Shoppers) -> Iterator[dict[str, Any]]:
    times, device = stamp(pages.at), who.device
    for i, (text, at) in enumerate(zip(texts, times, strict=True)):
        shopper, there = int(pages.shopper[i]), pages.items[i] >= 0
        yield {
            "application": APPLICATION,
            "query_id": f"q{i:07d}",
            "client_id": f"device-{shopper:06d}",
            "user_query": text,
            "object_id_field": "id",
            "timestamp": at,
            "query_attributes": {
                "user_id": shopper_id(shopper),
                "session_id": f"s{pages.session[i]:07d}",
                "page": "home" if pages.home[i] else "search",
                "device": device[shopper],
                "language": "zh" if who.chinese[shopper] else "en",
                "propensity": [round(float(p), 5) for p in pages.propensity[i][there]],
            },
            "query_response_hit_ids": [shelf.ids[j] for j in pages.items[i][there]],
            "simulated": True,
        }


def event_lines(
    done: Happened, pages: Pages, texts: list[str], shelf: Shelf, stars: dict[tuple[int, int], int]
) -> Iterator[str]:
    """JSON lines, written out by hand: half a million of them, and nothing in them needs escaping but the query.

    Args:
        stars: (page, place) -> rating, of what was rated.
    """

    times, quoted = stamp(done.at), [json.dumps(text, ensure_ascii=False) for text in texts]
    items, dwell = pages.items[done.page, done.place], pages.dwell[done.page, done.place]
    columns = zip(
        done.action.tolist(), done.page.tolist(), done.place.tolist(), items.tolist(), dwell.tolist(), times, strict=True
    )
    shopper, session = pages.shopper.tolist(), pages.session.tolist()
    for n, (action, page, place, item, spent, at) in enumerate(columns):
        who, more = shopper[page], ""
        if action == 1:
            more = f',"dwell_seconds":{spent:.1f}'
        elif action == 3:
            more = f',"price":{{"amount":{shelf.price[item]},"currency":"{shelf.currency}"}},"quantity":1'
        elif action == 5:
            more = f',"rating":{stars[page, place]}'
        yield (
            f'{{"application":"{APPLICATION}","action_name":"{ACTIONS[action]}","query_id":"q{page:07d}",'
            f'"session_id":"s{session[page]:07d}","client_id":"device-{who:06d}","user_id":"{shopper_id(who)}",'
            f'"timestamp":"{at}","message_type":"{"CONVERSION" if action == 3 else "INTERACTION"}","message":{quoted[page]},'
            f'"event_attributes":{{"event_id":"e{n:08d}","object":{{"object_id":"{shelf.ids[item]}","object_id_field":"id",'
            f'"object_id_type":"product"}},"position":{{"ordinal":{place + 1}}}{more}}},"simulated":true}}\n'
        )


def truth_records(pages: Pages, shelf: Shelf) -> Iterator[dict[str, Any]]:
    """What nobody in the shop sees: the intent, whose taste counted, the grades, and which places were looked at."""
    for i in range(len(pages)):
        there = pages.items[i] >= 0
        wish = int(pages.wish[i])
        yield {
            "query_id": f"q{i:07d}",
            "kind": shelf.kinds[pages.kind[i]],
            "wish": {ATTRIBUTES[wish]: shelf.values[ATTRIBUTES[wish]][pages.wished[i]]} if wish >= 0 else {},
            "taste_of": shopper_id(int(pages.owner[i])),
            "gift": bool(pages.owner[i] != pages.shopper[i]),
            "grades": pages.grade[i][there].tolist(),
            "examined": "".join("1" if look else "0" for look in pages.looks[i][there]),
            "simulated": True,
        }
