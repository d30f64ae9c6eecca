"""Learning the sequence model: batches of histories of like length, Adam, the best epoch by held-out shoppers.

Every place of a history is asked for the item that comes after it. A run that is stopped goes on from its checkpoint.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.learn.beginning import beginning
from omnishelf.learn.interactions import Interactions
from omnishelf.learn.sequence_net import Params, Shape, begin, jax, read, tower

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

LENGTHS = (8, 20)
"""Batches are padded to the next of these, or to the longest: each length is compiled once."""
CUTOFF = 10


@dataclass(frozen=True, slots=True)
class Schedule:
    """Attributes:
    epochs: at most.
    patience: epochs without a better nDCG@10 of the held-out shoppers after which it ends.
    rate: Adam's step.
    places: of history a batch, padding included.
    negatives: items drawn a batch that every place is compared with; 0 compares with all.
    held: shoppers whose last interaction decides which epoch is best; 0 for none, then the last is.
    """

    epochs: int = 60
    patience: int = 4
    rate: float = 1e-3
    places: int = 2048
    negatives: int = 2048
    held: int = 3000
    seed: int = 1
    shape: Shape = field(default_factory=Shape)


@dataclass(frozen=True, slots=True)
class Features:
    """What the tower reads: dense [items, k] or None; labels [items, t] numbers, -1 for none, or None; count of labels."""

    dense: Floats | None = None
    labels: Ints | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """[b, l]: items read, the ones that came next, and how much each counts (0: padding)."""

    read: Ints
    next: Ints
    weight: Floats


Held = Sequence[tuple[Ints, int]]
"""(history, the item that came next) of each held-out shopper."""


def learn(
    given: Interactions,
    features: Features,
    schedule: Schedule,
    *,
    held: Held | None = None,
    checkpoint: Path | None = None,
    told: Callable[[int, float, float], None] = lambda *_: None,
) -> tuple[Mapping[str, Floats], float]:
    """The weights of the best epoch, and its nDCG@10 of held-out shoppers.

    Args:
        given: what is learnt from. Without `held`, the last interaction of `schedule.held` shoppers is kept out of it.
        checkpoint: written after every epoch, read at the start when it is of the same schedule.
        told: epoch, mean loss, nDCG@10.
    """
    if held is None:
        given, held = hold_out(given, schedule.held, schedule.seed)
    library = jax()
    start = beginning(given, features.dense, features.labels, features.count, schedule.shape.width, schedule.seed)
    params = begin(schedule.shape, start, schedule.seed)
    state = _resumed(checkpoint, schedule, params)
    step = library.jit(_stepper(features, schedule, given.items))
    judge = library.jit(_judge(features, schedule.shape))
    if held and state.epoch == 0:
        state.take(ndcg(judge, state.params, held, schedule.shape.longest))  # the beginning may be the best there is
        told(0, 0.0, state.value)
    while state.epoch < schedule.epochs and state.waited < schedule.patience:
        random = np.random.default_rng([schedule.seed, state.epoch])
        losses = []
        for batch in batches(given, schedule, random):
            drawn = random.integers(0, given.items, schedule.negatives) if schedule.negatives else np.arange(given.items)
            key = library.random.PRNGKey(int(random.integers(2**31)))
            state.count += 1
            state.params, state.mean, state.square, loss = step(
                state.params, state.mean, state.square, state.count, batch.read, batch.next, batch.weight, drawn, key
            )
            losses.append(loss)
        state.epoch += 1
        value = ndcg(judge, state.params, held, schedule.shape.longest) if held else float(state.epoch)
        state.take(value)
        told(state.epoch, float(np.mean([float(loss) for loss in losses])) if losses else 0.0, value)
        if checkpoint:
            _save(checkpoint, schedule, state)
    return {name: np.asarray(value, np.float32) for name, value in state.best.items()}, state.value


def hold_out(given: Interactions, most: int, seed: int) -> tuple[Interactions, Held]:
    """Keep the last interaction of at most `most` shoppers (with three or more) apart."""
    starts = given.starts
    lengths = np.diff(starts)
    able = np.flatnonzero(lengths >= 3)
    chosen = np.sort(np.random.default_rng(seed).permutation(able)[:most])
    lasts = starts[chosen + 1] - 1
    held = [(given.item[starts[s] : last], int(given.item[last])) for s, last in zip(chosen, lasts, strict=True)]
    kept = np.ones(len(given), bool)
    kept[lasts] = False
    return given.where(kept), held


def batches(given: Interactions, schedule: Schedule, random: np.random.Generator) -> Iterator[Batch]:
    """All histories of two or more, in random order, like lengths together; of a longer one than is read, a random stretch."""
    longest = schedule.shape.longest
    starts, lengths = given.starts[:-1], np.diff(given.starts)
    able = np.flatnonzero(lengths >= 2)
    sizes = np.array([*(size for size in LENGTHS if size < longest), longest])
    bucket = np.searchsorted(sizes, np.minimum(lengths[able] - 1, longest))
    plans: list[tuple[int, Ints]] = []
    for b, size in enumerate(sizes.tolist()):
        who = random.permutation(able[bucket == b])
        rows = max(1, schedule.places // size)
        plans += [(size, who[at : at + rows]) for at in range(0, len(who), rows)]
    for number in random.permutation(len(plans)).tolist():
        size, who = plans[number]
        rows = max(1, schedule.places // size)  # the last batch is filled up with padding: one shape a length
        batch = Batch(np.zeros((rows, size), np.int64), np.zeros((rows, size), np.int64), np.zeros((rows, size), np.float32))
        for row, s in enumerate(who.tolist()):
            start = starts[s] + (random.integers(0, lengths[s] - size) if lengths[s] - 1 > size else 0)
            length = min(int(lengths[s]) - 1, size)
            batch.read[row, :length] = given.item[start : start + length]
            batch.next[row, :length] = given.item[start + 1 : start + 1 + length]
            batch.weight[row, :length] = given.weight[start + 1 : start + 1 + length]
        yield batch


def _stepper(features: Features, schedule: Schedule, items: int) -> Callable[..., Any]:
    """One step of Adam on one batch."""
    library = jax()
    np_, shape, features = library.numpy, schedule.shape, _on_device(features)
    correction = float(np.log(items / schedule.negatives)) if schedule.negatives else 0.0

    def loss(params: Params, seen: Any, after: Any, weight: Any, drawn: Any, key: Any) -> Any:
        keys = library.random.split(key, 2)
        hidden = shape.hidden_ids if features.dense is not None or features.labels is not None else 0.0
        kept = library.random.bernoulli(keys[0], 1 - hidden, (items,)).astype(np_.float32)

        def vectors(ids: Any) -> Any:
            return tower(params, ids, features.dense, features.labels, kept[ids] if hidden else None)

        h = read(params, shape, vectors(seen), keys[1])
        right = (h * vectors(after)).sum(axis=-1)
        others = np_.einsum("bld,nd->bln", h, vectors(drawn)) + correction
        # A drawn item that is the right one is no comparison; comparing with all, the right one is among them.
        others = np_.where(drawn[None, None, :] == after[..., None], -1e9, others)
        top = np_.maximum(right, others.max(axis=-1))
        total = np_.log(np_.exp(right - top) + np_.exp(others - top[..., None]).sum(axis=-1)) + top
        return ((total - right) * weight).sum() / np_.maximum(weight.sum(), 1.0)

    def step(params: Params, mean: Params, square: Params, count: Any, *batch: Any) -> Any:
        value, slopes = library.value_and_grad(loss)(params, *batch)
        a, b = 0.9, 0.98
        mean = {name: a * mean[name] + (1 - a) * g for name, g in slopes.items()}
        square = {name: b * square[name] + (1 - b) * g * g for name, g in slopes.items()}
        rate = schedule.rate * np_.sqrt(1 - b**count) / (1 - a**count) * np_.minimum(1.0, count / 100)
        params = {name: value - rate * mean[name] / (np_.sqrt(square[name]) + 1e-8) for name, value in params.items()}
        return params, mean, square, value

    return step


def _judge(features: Features, shape: Shape) -> Callable[..., Any]:
    """[b, l] histories, padded behind, and their lengths [b] -> [b, items] scores."""
    features = _on_device(features)

    def scores(params: Params, seen: Any, lengths: Any) -> Any:
        np_ = jax().numpy
        everything = tower(params, np_.arange(params["id"].shape[0]), features.dense, features.labels)
        h = read(params, shape, everything[seen])
        return h[np_.arange(h.shape[0]), lengths - 1] @ everything.T

    return scores


def _on_device(features: Features) -> Features:
    """The same as JAX arrays, which alone can be indexed by what is being compiled."""
    np_ = jax().numpy
    dense, labels = (None if part is None else np_.asarray(part) for part in (features.dense, features.labels))
    return Features(dense, labels, features.count)


def ndcg(judge: Callable[..., Any], params: Params, held: Held, longest: int) -> float:
    """Mean nDCG@10 of the one item that came next among all items that the shopper has not had."""
    gains = []
    rows = 128
    for at in range(0, len(held), rows):
        part = held[at : at + rows]
        seen, lengths = np.zeros((rows, longest), np.int64), np.ones(rows, np.int64)
        for row, (history, _) in enumerate(part):
            last = history[-longest:]
            seen[row, : len(last)], lengths[row] = last, max(1, len(last))
        scores = np.array(judge(params, seen, lengths))
        for row, (history, right) in enumerate(part):
            value = scores[row, right]
            scores[row, history] = -np.inf
            rank = int((scores[row] > value).sum())
            gains.append(1 / np.log2(rank + 2) if rank < CUTOFF else 0.0)
    return float(np.mean(gains))


@dataclass(slots=True)
class _State:
    """Where learning stands; `mean` and `square` are Adam's, `best` is of the epoch with the highest `value`."""

    params: Params
    mean: Params
    square: Params
    best: Params
    value: float = -1.0
    epoch: int = 0
    count: int = 0
    waited: int = 0

    def take(self, value: float) -> None:
        better = value > self.value
        self.waited = 0 if better else self.waited + 1
        if better:
            self.value, self.best = value, dict(self.params)


_PARTS = ("params", "mean", "square", "best")


def _save(path: Path, schedule: Schedule, state: _State) -> None:
    arrays = {f"{part}/{name}": np.asarray(value) for part in _PARTS for name, value in getattr(state, part).items()}
    counts = np.array([state.epoch, state.count, state.waited])
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".partial.npz")
    np.savez(beside, _counts=counts, _value=state.value, _schedule=_same_epochs(schedule), **arrays)  # type: ignore[arg-type]
    beside.replace(path)


def _same_epochs(schedule: Schedule) -> str:
    """What an epoch depends on: how many there are may be changed in a run that goes on."""
    return json.dumps({**asdict(schedule), "epochs": 0, "patience": 0})


def _resumed(path: Path | None, schedule: Schedule, params: Mapping[str, Floats]) -> _State:
    """The checkpoint of the same schedule and shapes, else the beginning."""
    fresh = _State(
        dict(params),
        {name: np.zeros_like(value) for name, value in params.items()},
        {name: np.zeros_like(value) for name, value in params.items()},
        dict(params),
    )
    if path is None or not path.is_file():
        return fresh
    with np.load(path, allow_pickle=False) as file:
        kept: dict[str, Params] = {part: {} for part in _PARTS}
        for name in file.files:
            part, _, own = name.partition("/")
            if part in kept:
                kept[part][own] = file[name]
        same = str(file["_schedule"]) == _same_epochs(schedule)
        if not same or {n: v.shape for n, v in kept["params"].items()} != {n: v.shape for n, v in params.items()}:
            return fresh
        epoch, count, waited = file["_counts"].tolist()
        return _State(**kept, value=float(file["_value"]), epoch=epoch, count=count, waited=waited)
