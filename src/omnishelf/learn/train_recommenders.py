"""All recommenders of a shop from its interactions: those that the data suffice for, and the blend over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from omnishelf.learn import als, ease, item_item, sequence_recommender, train_blend
from omnishelf.learn.interactions import Interactions
from omnishelf.learn.last_visits import kept_apart
from omnishelf.learn.popularity import fit_again, fit_popular, fit_users
from omnishelf.learn.train_sequence import Schedule
from omnishelf.recommend.content import Content
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import Recommender

FEWEST = 50
"""Shoppers with two products or more from which the recommenders that compare shoppers are learnt."""
BLENDED = ("popular", "content", "item-item", "user-user", "als", "ease", "sequence", "again")


@dataclass(frozen=True, slots=True)
class Settings:
    """Attributes:
    held: shoppers, at most, whose last visit the blend is learnt from.
    without: names that are not trained.
    """

    half_life: float = 30.0
    item_item: item_item.ItemItem = field(default_factory=item_item.ItemItem)
    als: als.Als = field(default_factory=als.Als)
    ease: ease.Ease = field(default_factory=ease.Ease)
    sequence: Schedule = field(default_factory=Schedule)
    held: int = 2_000
    without: frozenset[str] = frozenset()
    seed: int = 1


def train(
    given: Interactions,
    items: Items,
    settings: Settings = Settings(),
    *,
    checkpoint: Path | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> Mapping[str, Recommender]:
    """By the names that `recommend/adviser.py` knows, "again" and "blend" among them. The blend is learnt on what the parts
    have not seen; the interactions that taught it are not given back to the parts, so that what was weighed is what is served.

    Args:
        checkpoint: where the sequence model's learning is kept, to go on after a stop.
        told: the name of each as it begins.
    """
    learnt, cases = kept_apart(given, items, settings.held, settings.seed)
    several = (
        int((np.bincount(np.unique(learnt.shopper * given.items + learnt.item) // given.items) > 1).sum()) if len(learnt) else 0
    )
    makers: dict[str, Callable[[], Recommender]] = {
        "popular": lambda: fit_popular(learnt, items, settings.half_life),
        "content": lambda: Content(items),
        "again": lambda: fit_again(learnt, items),
        "together": lambda: item_item.fit_together(learnt, items),
    }
    if several >= FEWEST:
        makers |= {
            "item-item": lambda: item_item.fit(learnt, items, settings.item_item),
            "user-user": lambda: fit_users(learnt, items),
            "als": lambda: als.fit(learnt, items, settings.als),
            "ease": lambda: ease.fit(learnt, items, settings.ease),
            "sequence": lambda: sequence_recommender.fit(learnt, items, settings.sequence, checkpoint=checkpoint),
        }
    made: dict[str, Recommender] = {}
    for name, make in makers.items():
        if name not in settings.without:
            told(name)
            made[name] = make()
    told("blend")
    made["blend"] = train_blend.fit({name: made[name] for name in BLENDED if name in made}, cases)
    return made
