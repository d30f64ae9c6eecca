"""Predictions among the shop's models: published in versions, served as plain arrays, taken back."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import NotFound
from omnishelf.predict import chances, hits, next_kind, visitor
from omnishelf.predict.chances import Chance
from omnishelf.predict.hits import Usual
from omnishelf.predict.next_kind import NextKind
from omnishelf.stores.port import Models
from omnishelf.stores.taking_back import take_back

log = logging.getLogger(__name__)

NAME = "predictions"
TRAIN = "Train them: omnishelf train predictions"
KNOWN = 200_000
"""Products whose own share of clicks is kept: those shown most."""
NUMBERS = [list(visitor.NAMES), list(hits.NAMES)]


@dataclass(frozen=True, slots=True)
class Predictions:
    """chances: "click", "cart", "purchase", "leave" -> its model, as far as it was learnt; next: None where it was not."""

    chances: Mapping[str, Chance] = field(default_factory=dict)
    next: NextKind | None = None
    usual: Usual = field(default_factory=Usual)
    version: int = 0


def publish(models: Models, made: Predictions, about: Mapping[str, object]) -> int:
    """As the current ones; the version."""
    arrays: dict[str, NDArray[Any]] = {}
    for aim, chance in made.chances.items():
        arrays |= {f"{aim}--{name}": array for name, array in chance.arrays().items()}
    if made.next is not None:
        arrays |= {f"next--{name}": array for name, array in made.next.arrays().items()}
    shown = made.usual.shown.most_common(KNOWN)
    arrays["usual--ids"] = np.array([id for id, _ in shown], dtype=np.str_)
    arrays["usual--counts"] = np.array([[n, made.usual.clicked[id]] for id, n in shown], np.float32).reshape(-1, 2)
    arrays["usual--all"] = np.array([made.usual.shows, made.usual.clicks])
    return models.publish(NAME, arrays, {**about, "aims": sorted(made.chances), "numbers": NUMBERS})


def load(models: Models, version: int | None = None) -> Predictions:
    """Those of a version (None: the current one); none where nothing was learnt, or from other numbers than this version's."""
    found = models.load(NAME, version)
    if found is None or not found[0]:
        return Predictions()
    arrays, about = found
    if about.get("numbers") != NUMBERS:
        log.warning("the learnt predictions are not of this version and are left alone; train them anew")
        return Predictions()
    parts: dict[str, dict[str, NDArray[Any]]] = {}
    for name, array in arrays.items():
        aim, _, rest = name.partition("--")
        parts.setdefault(aim, {})[rest] = array
    try:
        made = {aim: chances.of_arrays(parts[aim]) for aim in about["aims"]}
        following = next_kind.of_arrays(parts["next"]) if "next" in parts else None
    except (KeyError, ValueError) as error:
        log.warning("the learnt predictions cannot be used and are left alone: %s; train them anew", error)
        return Predictions()
    return Predictions(made, following, _usual(parts["usual"]), models.current(NAME) if version is None else version)


def rollback(models: Models) -> tuple[int, int]:
    """Bring back what was current before, as a new version. Before the first, nothing is predicted.

    Returns: (the new version, the one whose models it has; 0 for none).

    Raises:
        NotFound: nothing was published, or there is nothing before.
    """
    return take_back(
        models,
        NAME,
        never=NotFound("No predictions were published.", hint=TRAIN),
        nothing_before=NotFound("Nothing is predicted already.", hint="There is nothing before it."),
    )


def _usual(arrays: Mapping[str, NDArray[Any]]) -> Usual:
    ids, counts = arrays["ids"].tolist(), arrays["counts"].tolist()
    usual = Usual(shows=float(arrays["all"][0]), clicks=float(arrays["all"][1]))
    usual.shown.update({id: int(shown) for id, (shown, _) in zip(ids, counts, strict=True)})
    usual.clicked.update({id: int(clicked) for id, (_, clicked) in zip(ids, counts, strict=True)})
    return usual
