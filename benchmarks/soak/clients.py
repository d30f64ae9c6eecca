"""Clients of a soak: shoppers who search and send photos, browsers that tell events, a shop that changes its products.

Each is a thread with a chance of its own. Against several servers a client takes another one for each request, so that what one
wrote is read from another.
"""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from benchmarks.soak.notebook import Notebook

PATIENCE = 40.0
"""Seconds that a client waits for an answer: longer than any wait inside the shop."""
WORDS = (
    "blue mug",
    "gift for a runner",
    "leather bag under $80",
    "headphones",
    "黑色背包",
    "便宜的茶壶",
    "lamp for the desk",
    "red dress",
)


@dataclass(frozen=True)
class Asker:
    """Sends requests to any of `addresses`; notes how they went."""

    addresses: Sequence[str]
    book: Notebook
    chance: random.Random

    def ask(self, what: str, method: str, path: str, **given: Any) -> httpx.Response | None:
        """The answer if it succeeded."""
        begun = time.monotonic()
        try:
            answer = httpx.request(
                method, self.chance.choice(self.addresses) + path, timeout=PATIENCE, trust_env=False, **given
            )
        except httpx.TimeoutException:
            self.book.count(what, "late")
            return None
        except httpx.TransportError:
            self.book.count(what, "unreachable")
            time.sleep(0.2)
            return None
        if not self.book.judge(what, answer):
            return None
        if what == "search":
            self.book.waits.append((begun, time.monotonic() - begun))
        return answer


def searching(asker: Asker, photos: Sequence[Path], over: threading.Event) -> None:
    while not over.wait(asker.chance.uniform(0.0, 0.2)):
        if photos and asker.chance.random() < 0.1:
            photo = asker.chance.choice(photos)
            asker.ask("photo", "POST", "/v1/search", files={"image": (photo.name, photo.read_bytes())})
        else:
            asker.ask("search", "POST", "/v1/search", json={"text": asker.chance.choice(WORDS), "size": 12})


def changing(asker: Asker, known: Sequence[str], name: str, over: threading.Event) -> None:
    """Puts new products and changes prices, of ids that no other client writes."""
    book, mine = asker.book, list(known)
    for number in itertools.count(1):
        if over.wait(asker.chance.uniform(0.02, 0.2)):
            return
        amount = 1_000 + number
        if asker.chance.random() < 0.3:
            id, word = f"soak-{name}-{number}", f"zqx{name}{number}"
            row = {
                "id": id,
                "title": f"Stool {word}",
                "price": {"amount": amount, "currency": "USD"},
                "category": ["Furniture"],
            }
            book.prices[id] = {amount}
            if wrote(asker, {"products": [row]}, "accepted"):
                book.words[id] = word
                mine.append(id)
            else:
                del book.prices[id]  # it may be there or not: nothing was promised
            continue
        id = asker.chance.choice(mine)
        book.prices[id] = book.prices[id] | {amount}
        if wrote(asker, {"patches": [{"id": id, "price": {"amount": amount, "currency": "USD"}}]}, "patched"):
            book.prices[id] = {amount}
            reread(asker, id, amount)


def wrote(asker: Asker, body: dict[str, Any], counted: str) -> bool:
    answer = asker.ask("write", "PUT", "/v1/products", json=body)
    return answer is not None and answer.json()[counted] == 1


def reread(asker: Asker, id: str, amount: int) -> None:
    """A write that was acknowledged is read back at once, from any server."""
    answer = asker.ask("read", "GET", f"/v1/products/{id}")
    if answer is not None and (told := answer.json()["product"]["price"]["amount"]) != amount:
        asker.book.stale.append(f"{id}: {told} instead of {amount}")


def telling(asker: Asker, products: Sequence[str], shoppers: Sequence[str], name: str, over: threading.Event) -> None:
    """Events of shoppers who agreed, each told until it is acknowledged, as a browser's collector does."""
    for number in itertools.count(1):
        if over.wait(asker.chance.uniform(0.02, 0.15)):
            return
        shopper, id = asker.chance.choice(shoppers), f"e-{name}-{number}"
        event = {
            "id": id,
            "action": "click",
            "shopper_id": shopper,
            "session_id": f"s-{name}-{number}",  # no two are a double click
            "product_id": asker.chance.choice(products),
        }
        while not over.is_set():
            answer = asker.ask("event", "POST", "/v1/events", json={"events": [event]})
            if answer is None:
                over.wait(0.5)
                continue
            told = answer.json()
            if told["kept"] or told["repeated"]:  # repeated: an earlier try was kept, and its answer lost on the way
                asker.book.events.setdefault(shopper, set()).add(id)
            else:
                asker.book.faults.append(f"event: {told}")
            break


def look(asker: Asker, products: Sequence[str]) -> None:
    """The prices before anything is written: what a write that nobody acknowledged may leave standing."""
    for id in products:
        while (answer := asker.ask("read", "GET", f"/v1/products/{id}")) is None:
            time.sleep(0.5)
        asker.book.prices[id] = {answer.json()["product"]["price"]["amount"]}


def agree(asker: Asker, shoppers: Sequence[str]) -> None:
    for shopper in shoppers:
        body = {"personal": True, "learning": True, "policy": "soak"}
        while asker.ask("consent", "PUT", f"/v1/shoppers/{shopper}/consent", json=body) is None:
            time.sleep(0.5)


def started(book: Notebook, *jobs: Callable[[], None]) -> list[threading.Thread]:
    """A client that fails by itself is a fault of the run too: it would look like a quiet one."""

    def guarded(job: Callable[[], None]) -> None:
        try:
            job()
        except Exception as error:
            book.faults.append(f"a client ended: {error!r}")
            raise

    threads = [threading.Thread(target=guarded, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    return threads
