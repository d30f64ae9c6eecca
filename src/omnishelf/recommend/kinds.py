"""The kinds of recommenders that learn by themselves, and several of them as one set of arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.recommend.again import Again
from omnishelf.recommend.content import Content
from omnishelf.recommend.factors import Factors
from omnishelf.recommend.items import Items
from omnishelf.recommend.neighbours import Neighbours
from omnishelf.recommend.popular import Popular
from omnishelf.recommend.port import Recommender
from omnishelf.recommend.sequence import Sequence
from omnishelf.recommend.users import Users

Arrays = Mapping[str, NDArray[Any]]

KINDS: Mapping[str, type[Recommender]] = {
    known.kind: known for known in (Again, Content, Factors, Neighbours, Popular, Sequence, Users)
}


def packed_parts(parts: Mapping[str, Recommender]) -> dict[str, NDArray[Any]]:
    """ "NAME/kind" and "NAME/own/ARRAY" of each; names are letters, digits and hyphens."""
    answer: dict[str, NDArray[Any]] = {}
    for name, recommender in parts.items():
        answer[f"{name}/kind"] = np.array(recommender.kind)
        answer |= {f"{name}/own/{array}": value for array, value in recommender.arrays().items()}
    return answer


def load_parts(items: Items, arrays: Arrays, kinds: Mapping[str, type[Recommender]] = KINDS) -> dict[str, Recommender]:
    """What `packed_parts` was given, in its order."""
    names = [name.removesuffix("/kind") for name in arrays if name.endswith("/kind") and name.count("/") == 1]
    return {name: kinds[str(arrays[f"{name}/kind"])].load(items, below(arrays, f"{name}/own/")) for name in names}


def below(arrays: Arrays, prefix: str) -> Arrays:
    return {name.removeprefix(prefix): value for name, value in arrays.items() if name.startswith(prefix)}
