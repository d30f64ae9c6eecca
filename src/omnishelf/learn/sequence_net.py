"""The network of the sequence model, in JAX: it reads what a shopper did and says what may come next.

SASRec (Kang and McAuley 2018, "Self-attentive sequential recommendation") with three differences: places are told by the
distance between query and key (a learnt bias a head, as T5 has it) and not by their number, so that a history of three is
read like the last three of thirty; the loss is the softmax over all items, or over many drawn ones, and not one negative a
positive (Klenitskiy and Vasilev 2023, "Turning dross into gold loss"); and an item is its own vector plus a projection of what
is known of it, so that a product nobody has seen has a place as well. `recommend/sequence.py` computes the same in numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import Unavailable

Params = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """Attributes:
    width: of every vector.
    blocks, heads: of attention.
    longest: interactions that are read; older ones are not.
    dropout: share of numbers hidden while learning.
    hidden_ids: share of items whose own vector is hidden while learning, so that features alone must do.
    """

    width: int = 64
    blocks: int = 2
    heads: int = 2
    longest: int = 50
    dropout: float = 0.3
    hidden_ids: float = 0.1


def jax() -> Any:
    """The library, on the processor.

    Raises:
        Unavailable: it is not installed.
    """
    try:
        import jax as library
    except ImportError:
        raise Unavailable("Training the sequence model needs JAX.", hint='Run: pip install "omnishelf[train]"') from None
    return library


def begin(shape: Shape, given: dict[str, NDArray[np.float32]], seed: int) -> dict[str, NDArray[np.float32]]:
    """Starting weights: those given (beginning.py) and those of the blocks, which at first add little to the last item."""
    random, d = np.random.default_rng(seed), shape.width

    def normal(*size: int, scale: float) -> NDArray[np.float32]:
        return np.asarray(random.normal(size=size) * scale, np.float32)

    params = dict(given)
    params |= {"scale": np.ones(d, np.float32), "shift": np.zeros(d, np.float32)}
    for b in range(shape.blocks):
        params |= {f"{b}.{name}": normal(d, d, scale=d**-0.5) for name in ("query", "key", "value", "up")}
        params |= {f"{b}.{name}": normal(d, d, scale=0.1 * d**-0.5) for name in ("out", "down")}
        params |= {f"{b}.{name}": np.zeros(d, np.float32) for name in ("up_bias", "down_bias", "shift1", "shift2")}
        params |= {f"{b}.{name}": np.ones(d, np.float32) for name in ("scale1", "scale2")}
        params[f"{b}.distance"] = np.zeros((shape.heads, shape.longest), np.float32)
    return params


def tower(params: Params, ids: Any, dense: Any, labels: Any, kept: Any = None) -> Any:
    """Item vectors [..., d] of item numbers [...]: own vector + dense @ projection + mean of its labels' vectors.

    Args:
        dense: [items, k] or None; labels: [items, t] numbers, -1 for none, or None.
        kept: [...] 0 hides the own vector, None hides none.
    """
    np_ = jax().numpy
    vectors = params["id"][ids]
    if kept is not None:
        vectors = vectors * kept[..., None]
    if "dense" in params:
        vectors = vectors + dense[ids] @ params["dense"]
    if "label" in params:
        codes = labels[ids]
        there = (codes >= 0).astype(np_.float32)
        total = (params["label"][np_.maximum(codes, 0)] * there[..., None]).sum(axis=-2)
        vectors = vectors + total / np_.maximum(there.sum(axis=-1), 1.0)[..., None]
    return vectors


def read(params: Params, shape: Shape, vectors: Any, key: Any = None) -> Any:
    """[b, l, d] item vectors, oldest first, padded behind -> [b, l, d] what may come after each. `key` turns dropout on."""
    library = jax()
    np_ = library.numpy
    _, length, d = vectors.shape
    keys = iter(library.random.split(key, 1 + 3 * shape.blocks)) if key is not None else None

    def drop(x: Any) -> Any:
        if keys is None or shape.dropout == 0:
            return x
        return x * library.random.bernoulli(next(keys), 1 - shape.dropout, x.shape) / (1 - shape.dropout)

    distance = np_.arange(length)[:, None] - np_.arange(length)[None, :]
    past = distance >= 0
    x = drop(normed(vectors, 1.0, 0.0))
    for b in range(shape.blocks):
        w = {name.split(".", 1)[1]: value for name, value in params.items() if name.startswith(f"{b}.")}
        y = normed(x, w["scale1"], w["shift1"])
        q, k, v = (apart(y @ w[name], shape.heads) for name in ("query", "key", "value"))
        logits = np_.einsum("bhqe,bhke->bhqk", q, k) * (d / shape.heads) ** -0.5
        logits = logits + w["distance"][:, np_.clip(distance, 0, shape.longest - 1)][None]
        shares = library.nn.softmax(np_.where(past, logits, -1e9), axis=-1)
        mixed = np_.einsum("bhqk,bhke->bqhe", drop(shares), v).reshape(x.shape)
        x = x + drop(mixed @ w["out"])
        y = normed(x, w["scale2"], w["shift2"])
        x = x + drop(np_.maximum(y @ w["up"] + w["up_bias"], 0) @ w["down"] + w["down_bias"])
    return normed(x, params["scale"], params["shift"]) @ params["turn"]


def normed(x: Any, scale: Any, shift: Any) -> Any:
    """Layer normalisation."""
    centred = x - x.mean(axis=-1, keepdims=True)
    return centred / jax().numpy.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-6) * scale + shift


def apart(x: Any, heads: int) -> Any:
    """[b, l, d] -> [b, heads, l, d / heads]."""
    b, length, d = x.shape
    return x.reshape(b, length, heads, d // heads).transpose(0, 2, 1, 3)
