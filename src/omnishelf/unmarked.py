"""Products that mention an unwanted thing and say nothing where they could have been marked as it.

"not leather" is a filter where the catalogue has materials. In real feeds one product in five has none given, and "Leather
wallet" in its title: no filter on materials leaves it out, and no shopper would understand why it is there. A product whose
material is given is believed, whatever it mentions: "canvas shoes, to go with leather belts".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.intent import Constraint, Telling
from omnishelf.engine.port import Engine


def unmarked(constraints: Iterable[Constraint], ids: Sequence[str], engine: Engine) -> frozenset[str]:
    """Those of the ids that an unwanted thing's own words give away."""
    by = [constraint.telling for constraint in constraints if constraint.telling]
    return frozenset(id for telling in by for id in _given_away(telling, ids, engine)) if ids else frozenset()


def _given_away(by: Telling, ids: Sequence[str], engine: Engine) -> Iterator[str]:
    tokens = tuple(dict.fromkeys(token for name in by.names for token in name))
    column = {token: at for at, token in enumerate(tokens)}
    holds: NDArray[np.bool_] = np.greater(engine.spots(ids, tokens).fields, 0)  # [n, t]
    called = [np.logical_and.reduce(holds[:, [column[token] for token in name]], axis=1) for name in by.names]
    mentioning = [id for row, id in enumerate(ids) if any(name[row] for name in called)]
    said = engine.values(mentioning, by.field) if mentioning else {}
    return (id for id in mentioning if not any(value.startswith(by.prefix) for value in said.get(id, ())))
