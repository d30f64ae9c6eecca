"""Recommenders as one file or one model of the shop's: plain arrays, versioned, no pickles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from omnishelf.domain.errors import BadInput
from omnishelf.recommend.blend import Blend
from omnishelf.recommend.items import Items
from omnishelf.recommend.kinds import KINDS, Arrays, below, load_parts, packed_parts
from omnishelf.recommend.port import Recommender

FORMAT = 1
"""Changes with what the arrays mean; another one is refused."""


def packed(recommenders: Mapping[str, Recommender]) -> Arrays:
    """Recommenders of one catalogue, by name, as arrays."""
    items = {id(recommender.items): recommender.items for recommender in recommenders.values()}
    if len(items) != 1:
        raise ValueError("recommenders that are kept together are of one catalogue")
    products = next(iter(items.values())).arrays()
    known = {f"items/{name}": array for name, array in products.items()}
    return {"format": np.array(FORMAT), **known, **packed_parts(recommenders)}


def unpacked(arrays: Arrays) -> Mapping[str, Recommender]:
    """What `packed` was given.

    Raises:
        BadInput: it is of another format.
    """
    found = int(arrays["format"]) if "format" in arrays else 0
    if found != FORMAT:
        raise BadInput(f"These recommenders are of format {found}, and {FORMAT} is read.", hint="Train them anew.")
    known = load_parts(Items.load(below(arrays, "items/")), arrays, {**KINDS, Blend.kind: Blend})
    return {name: one.among(known) if isinstance(one, Blend) else one for name, one in known.items()}


def save(path: Path, recommenders: Mapping[str, Recommender]) -> None:
    """Written beside and renamed: a reader finds the old file or the new one, whole."""
    beside = path.with_suffix(".partial.npz")
    np.savez(beside, **packed(recommenders))  # type: ignore[arg-type]
    beside.replace(path)


def load(path: Path) -> Mapping[str, Recommender]:
    """Raises:
    BadInput: it is of another format.
    """
    with np.load(path, allow_pickle=False) as file:
        return unpacked({name: file[name] for name in file.files})
