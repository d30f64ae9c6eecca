"""Recommenders among the shop's models: published in versions, bound to the catalogue of this moment, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from omnishelf.domain.errors import BadInput, NotAllowed, NotFound
from omnishelf.recommend.adviser import Adviser
from omnishelf.recommend.again import Again
from omnishelf.recommend.blend import moved_together
from omnishelf.recommend.content import Content
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import Recommender
from omnishelf.recommend.saved import packed, unpacked
from omnishelf.stores.port import Models, Shoppers
from omnishelf.stores.taking_back import take_back

NAME = "recommenders"
"""Among the shop's models."""
TRAIN = "Train them: omnishelf train recommenders"


def publish(models: Models, recommenders: Mapping[str, Recommender], about: Mapping[str, object]) -> int:
    """As the shop's current recommenders; the version. Names of arrays may hold no slash there."""
    return models.publish(NAME, {name.replace("/", "--"): array for name, array in packed(recommenders).items()}, about)


def learnt(models: Models, version: int | None = None) -> tuple[Mapping[str, Recommender], Mapping[str, Any]] | None:
    """The recommenders of a version (None: the current one) over the catalogue that they were learnt on, and what is known of
    them; None where there is none, and where "none" was brought back.

    Raises:
        BadInput: they are of another format.
    """
    found = models.load(NAME, version)
    if found is None or not found[0]:
        return None
    return unpacked({name.replace("--", "/"): array for name, array in found[0].items()}), found[1]


def adviser(models: Models, items: Items) -> Adviser:
    """The published recommenders over the catalogue of this moment; without any, products are known by what they are like."""
    found = learnt(models)
    return untrained(items) if found is None else advising(found[0], items)


def advising(recommenders: Mapping[str, Recommender], items: Items) -> Adviser:
    moved = moved_together(recommenders, items)
    again = moved.get("again")
    return Adviser(items, moved, again if isinstance(again, Again) else None)


def untrained(items: Items) -> Adviser:
    return Adviser(items, {"content": Content(items)})


def beside(adviser: Adviser, **more: Recommender) -> Adviser:
    """With further recommenders, by name ("popular_now" is "popular-now")."""
    named = {name.replace("_", "-"): recommender for name, recommender in more.items()}
    return replace(adviser, recommenders={**adviser.recommenders, **named})


def rollback(models: Models, shoppers: Shoppers) -> tuple[int, int]:
    """Bring back what was current before, as a new version, so that the history stays whole; doing it again goes back one more.
    Before the first stands the untrained shop.

    Returns: (the new version, the one whose recommenders it has; 0 for none).

    Raises:
        NotFound: nothing was published, or there is nothing before.
        NotAllowed: what stood before may hold what a shopper did who was erased since.
    """

    def allowed(version: int, about: Mapping[str, Any]) -> None:
        gone = shoppers.erased_since(learnt_at(about))
        if gone:
            raise NotAllowed(
                f"Version {version} was learnt before {len(gone)} shoppers were erased, and may hold what they did.",
                hint=f"Learn anew instead. {TRAIN}",
            )

    return take_back(
        models,
        NAME,
        never=NotFound("No recommenders were published.", hint=TRAIN),
        nothing_before=NotFound("The shop recommends without training already.", hint="There is nothing before it."),
        allowed=allowed,
    )


def learnt_at(about: Mapping[str, Any]) -> datetime:
    """When the events were read that it was learnt from.

    Raises:
        BadInput: it does not say so.
    """
    try:
        return datetime.fromisoformat(str(about["at"]))
    except (KeyError, ValueError):
        raise BadInput("These recommenders do not say when they were learnt.", hint=TRAIN) from None
