"""Fits a sign reader's head to states and marks by the CTC loss, in JAX.

The loss is minus the log probability of all ways to come by the marks, by the forward recursion over the marks with blanks
between (Graves et al. 2006, section 4.1). `omnishelf.encoders.sign_reader.Head` computes the same layers in numpy.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

WIDTH, AROUND = 128, 7
BATCH = 12
RATE, DECAY = 2e-3, 1e-2
HIDDEN = 0.15
"""Share of the numbers hidden while learning."""
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Example:
    """`states`: [frames, 512]. `labels`: classes of what was said, class 0 being the blank."""

    states: NDArray[np.float16]
    labels: tuple[int, ...]


def fit(
    examples: Sequence[Example],
    *,
    classes: int,
    epochs: int,
    seed: int,
    begin_with: Mapping[str, NDArray[np.float32]] | None = None,
) -> dict[str, NDArray[np.float32]]:
    """Weights by name, as `Head` has them."""
    import jax

    params = dict(begin_with or begin(examples[0].states.shape[1], classes, seed))
    first, second = ({name: np.zeros_like(array) for name, array in params.items()} for _ in range(2))
    steps, key, step = epochs * -(-len(examples) // BATCH), jax.random.PRNGKey(seed), 0
    learn = jax.jit(_step)
    for epoch in range(epochs):
        losses = []
        for batch in batches(examples, random.Random(f"{seed}:{epoch}")):
            step += 1
            rate = RATE * min(1.0, step / 60) * 0.5 * (1 + np.cos(np.pi * step / steps))
            key, drawn = jax.random.split(key)
            params, first, second, loss = learn(params, first, second, batch, np.float32(rate), np.float32(step), drawn)
            losses.append(float(loss))
        print(f"epoch {epoch + 1}: {np.mean(losses):.3f} a mark", flush=True)
    return {name: np.asarray(array) for name, array in params.items()}


def begin(inputs: int, classes: int, seed: int) -> dict[str, NDArray[np.float32]]:
    rng = np.random.default_rng(seed)

    def drawn(*size: int, inputs: int) -> NDArray[np.float32]:
        return np.asarray(rng.normal(size=size) * inputs**-0.5, np.float32)

    return {
        "narrow": drawn(inputs, WIDTH, inputs=inputs),
        "narrow_bias": np.zeros(WIDTH, np.float32),
        "around": drawn(AROUND, WIDTH, WIDTH, inputs=AROUND * WIDTH),
        "around_bias": np.zeros(WIDTH, np.float32),
        "marks": drawn(WIDTH, classes, inputs=WIDTH),
        "marks_bias": np.zeros(classes, np.float32),
    }


def batches(examples: Sequence[Example], rng: random.Random) -> Iterator[tuple[Any, Any, Any, Any]]:
    """(states [b, t, 512], frames [b], labels [b, s], marks [b]): of about the same length, in any order."""
    ordered = sorted(examples, key=lambda one: len(one.states) + rng.randrange(60))
    together = [ordered[at : at + BATCH] for at in range(0, len(ordered), BATCH)]
    rng.shuffle(together)
    for batch in together:
        batch = (batch * BATCH)[:BATCH]
        frames = -(-max(len(one.states) for one in batch) // 100) * 100  # few lengths: each is compiled once
        marks = -(-max(len(one.labels) for one in batch) // 12) * 12
        states = np.stack([np.pad(one.states, ((0, frames - len(one.states)), (0, 0))) for one in batch])
        labels = np.stack([np.pad(np.array(one.labels, np.int32), (0, marks - len(one.labels))) for one in batch])
        yield (
            states.astype(np.float32),
            np.array([len(one.states) for one in batch]),
            labels,
            np.array([len(one.labels) for one in batch]),
        )


def _step(params: Any, first: Any, second: Any, batch: Any, rate: Any, step: Any, key: Any) -> tuple[Any, Any, Any, Any]:
    """AdamW (Loshchilov and Hutter 2019)."""
    import jax
    import jax.numpy as jnp

    loss, slope = jax.value_and_grad(_loss)(params, batch, key)
    size = jnp.sqrt(sum(jnp.sum(one**2) for one in slope.values()))
    slope = {name: one * jnp.minimum(1.0, 1.0 / (size + 1e-9)) for name, one in slope.items()}
    first = {name: 0.9 * first[name] + 0.1 * slope[name] for name in params}
    second = {name: 0.98 * second[name] + 0.02 * slope[name] ** 2 for name in params}
    params = {
        name: value * (1 - rate * DECAY)
        - rate * (first[name] / (1 - 0.9**step)) / (jnp.sqrt(second[name] / (1 - 0.98**step)) + 1e-8)
        for name, value in params.items()
    }
    return params, first, second, loss


def _loss(params: Any, batch: Any, key: Any) -> Any:
    import jax

    states, frames, labels, marks = batch
    out = ctc(jax.nn.log_softmax(_layers(params, states, key), axis=-1), frames, labels, marks)
    return out.sum() / marks.sum()


def _layers(params: Any, states: Any, key: Any, hidden: float = HIDDEN) -> Any:
    """As `Head.log_chances`, with some numbers hidden."""
    import jax
    import jax.numpy as jnp

    one, two = jax.random.split(key)
    states = (states - states.mean(-1, keepdims=True)) / jnp.sqrt(states.var(-1, keepdims=True) + 1e-5)
    states = states * jax.random.bernoulli(one, 1 - hidden, (*states.shape[:1], 1, *states.shape[2:])) / (1 - hidden)
    seen = jax.nn.silu(states @ params["narrow"] + params["narrow_bias"])
    seen = seen * jax.random.bernoulli(two, 1 - hidden, seen.shape) / (1 - hidden)
    near = jax.lax.conv_general_dilated(seen, params["around"], (1,), "SAME", dimension_numbers=("NWC", "WIO", "NWC"))
    return (seen + jax.nn.silu(near + params["around_bias"])) @ params["marks"] + params["marks_bias"]


def ctc(log_chances: Any, frames: Any, labels: Any, marks: Any) -> Any:
    """[b] minus log probabilities.

    Args:
        log_chances: [b, t, classes], class 0 the blank.
        frames, marks: [b] how many of t and of the labels are to be looked at.
        labels: [b, s].
    """
    import jax
    import jax.numpy as jnp

    b, s = labels.shape
    wide = jnp.zeros((b, 2 * s + 1), jnp.int32).at[:, 1::2].set(labels)
    place = jnp.arange(2 * s + 1)
    leap = (place % 2 == 1) & (place > 1) & (wide != jnp.roll(wide, 2, axis=1))
    heard = jnp.take_along_axis(log_chances, jnp.broadcast_to(wide[:, None, :], (b, log_chances.shape[1], 2 * s + 1)), axis=2)

    def forward(ways: Any, at: Any) -> tuple[Any, None]:
        t, now = at
        one = jnp.pad(ways, ((0, 0), (1, 0)), constant_values=_NEVER)[:, :-1]
        two = jnp.where(leap, jnp.pad(ways, ((0, 0), (2, 0)), constant_values=_NEVER)[:, :-2], _NEVER)
        new = jnp.logaddexp(jnp.logaddexp(ways, one), two) + now
        return jnp.where((t < frames)[:, None], new, ways), None

    start = jnp.where(place[None, :] < 2, heard[:, 0], _NEVER)
    ways, _ = jax.lax.scan(forward, start, (jnp.arange(1, heard.shape[1]), jnp.moveaxis(heard[:, 1:], 1, 0)))
    last = jnp.take_along_axis(ways, 2 * marks[:, None], axis=1)[:, 0]
    before = jnp.take_along_axis(ways, jnp.maximum(0, 2 * marks[:, None] - 1), axis=1)[:, 0]
    return -jnp.logaddexp(last, before)


def aligned(log_chances: NDArray[np.float32], labels: Sequence[int]) -> list[tuple[int, int]]:
    """(first frame, frame after the last) of each label on the likeliest way to come by all of them (Viterbi).

    Args:
        log_chances: [frames, classes], at least as many frames as labels and repeats.
    """
    wide = np.zeros(2 * len(labels) + 1, int)
    wide[1::2] = labels
    leap = np.zeros(len(wide), bool)
    leap[3::2] = wide[3::2] != wide[1:-2:2]
    ways = np.full(len(wide), _NEVER)
    ways[:2] = log_chances[0, wide[:2]]
    steps = np.zeros((len(log_chances), len(wide)), int)
    for t in range(1, len(log_chances)):
        one, two = np.roll(ways, 1), np.where(leap, np.roll(ways, 2), _NEVER)
        one[0] = _NEVER
        steps[t] = np.argmax([ways, one, two], axis=0)
        ways = np.choose(steps[t], [ways, one, two]) + log_chances[t, wide]
    place = len(wide) - 1 if ways[-1] >= ways[-2] else len(wide) - 2
    places = [place]
    for t in range(len(log_chances) - 1, 0, -1):
        place -= steps[t, place]
        places.append(place)
    at = np.array(places[::-1])
    return [(int(found[0]), int(found[-1]) + 1) for n in range(len(labels)) if len(found := np.flatnonzero(at == 2 * n + 1))]
