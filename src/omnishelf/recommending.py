"""Between the shop and its recommenders: the catalogue as items, events as acts and interactions, what was learnt as a model.

events of the log + the catalogue -> trained -> published -> an adviser over the catalogue of this moment
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.event import Action, Event
from omnishelf.domain.product import Product
from omnishelf.engine.port import Engine
from omnishelf.ingest.schema import LOOKS, MEANING
from omnishelf.learn.interactions import from_events, weight
from omnishelf.learn.train_recommenders import Settings, train
from omnishelf.recommend.adviser import Adviser
from omnishelf.recommend.again import Again
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import Act, Recommender
from omnishelf.recommend.saved import packed, unpacked
from omnishelf.stores.port import EventLog, Models

NAME = "recommenders"
"""Among the shop's models."""


def items_of(products: Iterable[Product], engine: Engine) -> Items:
    """The catalogue as the recommenders know it, by id; a product's picture is its main one."""
    known = sorted(products, key=lambda product: product.id)
    ids = tuple(product.id for product in known)
    spaces = {space.name for space in engine.schema.spaces}
    return Items(
        ids=ids,
        text=_vectors(engine, ids, MEANING) if MEANING in spaces else np.zeros((len(ids), 0), np.float32),
        image=_vectors(engine, ids, LOOKS) if LOOKS in spaces else np.zeros((len(ids), 0), np.float32),
        category=tuple(product.category[-1] if product.category else "" for product in known),
        brand=tuple(product.brand for product in known),
        tags=tuple(tuple(f"{k}={v}" for k, own in sorted(p.attributes.items()) for v in own) for p in known),
        born=np.array([p.launched_at.timestamp() if p.launched_at else np.nan for p in known]),
    )


def _vectors(engine: Engine, ids: Sequence[str], space: str) -> NDArray[np.float32]:
    """[n, d], the first vector of each, of length 1; zeros where there is none."""
    found = engine.vectors(ids, space)
    width = next(s.dimensions for s in engine.schema.spaces if s.name == space)
    answer = np.zeros((len(ids), width), np.float32)
    for row, id in enumerate(ids):
        if id in found and len(found[id]):
            answer[row] = found[id][0] / max(float(np.linalg.norm(found[id][0])), 1e-9)
    return answer


def acts(newest_first: Sequence[Event]) -> tuple[Act, ...]:
    """What a request tells of a shopper, oldest first, from what `Recent.recent` gives. What says nothing is left out."""
    told = [(event, weight(event)) for event in reversed(newest_first) if event.product_id]
    return tuple(
        Act(event.product_id, said, event.at.timestamp(), event.action is Action.PURCHASE) for event, said in told if said
    )


def train_shop(
    log: EventLog,
    items: Items,
    settings: Settings = Settings(),
    *,
    since: datetime | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Mapping[str, Recommender]:
    """From all events of shoppers who agree at this moment: who was erased is in nothing that is learnt from here on."""
    given = from_events((event for page in log.pages(since=since) for event in page), items.place)
    return train(given, items, settings, told=told)


def publish(models: Models, recommenders: Mapping[str, Recommender], about: Mapping[str, object]) -> int:
    """As the shop's current recommenders; the version. Names of arrays may hold no slash there."""
    return models.publish(NAME, {name.replace("/", "--"): array for name, array in packed(recommenders).items()}, about)


def adviser(models: Models, items: Items) -> Adviser:
    """The published recommenders over the catalogue of this moment; without any, products are known by what they are like."""
    found = models.load(NAME)
    if found is None:
        return Adviser(items, train(from_events((), items.place), items))
    learnt = unpacked({name.replace("--", "/"): array for name, array in found[0].items()})
    moved = {name: recommender.onto(items) for name, recommender in learnt.items()}
    again = moved.get("again")
    return Adviser(items, moved, again if isinstance(again, Again) else None)
