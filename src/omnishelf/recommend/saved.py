"""Recommenders as one file or one model of the shop's: plain arrays, versioned, no pickles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import BadInput
from omnishelf.recommend.again import Again
from omnishelf.recommend.content import Content
from omnishelf.recommend.factors import Factors
from omnishelf.recommend.items import Items
from omnishelf.recommend.neighbours import Neighbours
from omnishelf.recommend.popular import Popular
from omnishelf.recommend.port import Recommender
from omnishelf.recommend.sequence import Sequence
from omnishelf.recommend.users import Users

FORMAT = 1
"""Changes with what the arrays mean; another one is refused."""

KINDS: Mapping[str, type[Recommender]] = {
    known.kind: known for known in (Again, Content, Factors, Neighbours, Popular, Sequence, Users)
}

Arrays = Mapping[str, NDArray[Any]]


def packed(recommenders: Mapping[str, Recommender]) -> Arrays:
    """Recommenders of one catalogue by name -> arrays by "name/array"; names are letters, digits and hyphens."""
    items = {id(recommender.items): recommender.items for recommender in recommenders.values()}
    if len(items) != 1:
        raise ValueError("recommenders that are kept together are of one catalogue")
    answer: dict[str, NDArray[Any]] = {"format": np.array(FORMAT)}
    answer |= {f"items/{name}": array for name, array in next(iter(items.values())).arrays().items()}
    for name, recommender in recommenders.items():
        answer[f"{name}/kind"] = np.array(recommender.kind)
        answer |= {f"{name}/own/{array}": value for array, value in recommender.arrays().items()}
    return answer


def unpacked(arrays: Arrays) -> Mapping[str, Recommender]:
    """What `packed` was given.

    Raises:
        BadInput: it is of another format.
    """
    found = int(arrays["format"]) if "format" in arrays else 0
    if found != FORMAT:
        raise BadInput(f"These recommenders are of format {found}, and {FORMAT} is read.", hint="Train them anew.")
    items = Items.load(_below(arrays, "items/"))
    names = [name.removesuffix("/kind") for name in arrays if name.endswith("/kind") and name.count("/") == 1]
    return {name: KINDS[str(arrays[f"{name}/kind"])].load(items, _below(arrays, f"{name}/own/")) for name in names}


def save(path: Path, recommenders: Mapping[str, Recommender]) -> None:
    """Written beside and renamed: a reader finds the old file or the new one, whole."""
    beside = path.with_suffix(".partial.npz")
    np.savez(beside, **packed(recommenders))  # type: ignore[arg-type]
    beside.replace(path)


def load(path: Path) -> Mapping[str, Recommender]:
    with np.load(path, allow_pickle=False) as file:
        return unpacked({name: file[name] for name in file.files})


def _below(arrays: Arrays, prefix: str) -> Arrays:
    return {name.removeprefix(prefix): value for name, value in arrays.items() if name.startswith(prefix)}
