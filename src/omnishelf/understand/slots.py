"""What the words of a question are for: the thing itself, its maker, its model, what it is made of, how much of it.

Chinese is read by a tagger over characters, learnt from labelled utterances and titles (benchmarks/slots.py --train); English
by a rule (head_noun.py). The shop's own names come in through `known`, so a catalogue teaches both words that they never met.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from omnishelf.understand.head_noun import product_of
from omnishelf.understand.language import has_han
from omnishelf.understand.lexicon import translate
from omnishelf.understand.slot_features import code, features, fold
from omnishelf.understand.vocabulary import Vocabulary, surface

KINDS = ("product", "brand", "model", "material", "spec")
LABELS = 1 + 2 * len(KINDS)
"""0 outside; 1 + 2k begins a span of kind k, 2 + 2k goes on with it."""
WEIGHTS = "slot_weights.npz"
LONGEST = 256
"""Characters read; a tagger of utterances has nothing to say about essays."""

_LATIN_RUN = re.compile(r"[A-Za-z]{3,}(?: [A-Za-z]{2,})*")

Known = Callable[[str], str]
"""Lower-case words -> the kind of slot that they name in this shop, "" for none."""
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Slot:
    """`text` is the question's [start:end]. `confidence`: 0..1, the tagger's probability that exactly these characters are
    such a slot; of a rule, a constant (head_noun.py)."""

    kind: str
    start: int
    end: int
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Weights:
    """A learnt tagger as it is shipped.

    Attributes:
        codes: [f], rising; the features that have weights.
        table: [f + 1, LABELS], weights in steps of `step`; the last row is 0, for all other features.
        between: [LABELS, LABELS], from row to column; -inf where a span would go on without having begun.
        first: [LABELS].
        names: code of a name -> 1 + its place in KINDS.
    """

    codes: NDArray[np.uint32]
    table: NDArray[np.int8]
    step: float
    between: Floats
    first: Floats
    names: dict[int, int]

    def scores(self, found: NDArray[np.uint32]) -> Floats:
        """[characters, LABELS] of features [characters, templates]."""
        at = np.searchsorted(self.codes, found)
        at[at == len(self.codes)] = 0
        rows = np.where(self.codes[at] == found, at, len(self.codes))
        return np.asarray(self.table[rows].sum(axis=1, dtype=np.int32) * self.step, np.float32)


def read_slots(text: str, language: str, known: Known | None = None) -> tuple[Slot, ...]:
    """The slots of a question, left to right, none overlapping; offsets are into `text` as given.

    Args:
        language: "zh" or "en"; with "" the script decides.
        known: what the shop calls its things; `shop_names` makes it from a vocabulary.
    """
    if not text.strip():
        return ()
    if language == "zh" or (language != "en" and has_han(text)):
        found = read_with(shipped(), text, known)
        return found if any(s.kind == "product" for s in found) else _with_latin(text, found, known)
    return tuple(Slot(kind, start, end, text[start:end], share) for kind, start, end, share in product_of(text, known))


def product_head(slots: tuple[Slot, ...]) -> Slot | None:
    """The thing that is asked for: of several products the surest, and of equally sure ones (to a tenth) the later."""
    return max((s for s in slots if s.kind == "product"), key=lambda s: (round(s.confidence, 1), s.start), default=None)


def shop_names(vocabulary: Vocabulary) -> Known:
    """The names of a catalogue as slots: categories are products, brands brands, `material` and `model` what they say."""

    def kind(words: str) -> str:
        for term in vocabulary.terms.get(surface(words), ()):
            if term.field in ("category", "brand"):
                return "product" if term.field == "category" else "brand"
            name = term.value.partition("=")[0]
            if name in ("material", "model"):
                return name
        return ""

    return kind


def _with_latin(text: str, found: tuple[Slot, ...], known: Known | None) -> tuple[Slot, ...]:
    """The thing in a Chinese question that names it in English (绿色 chair): the tagger, which learnt Latin letters from names,
    gives way where the word stands in the dictionary."""
    for run in _LATIN_RUN.finditer(text):
        for kind, start, end, share in product_of(run[0], known):
            if translate(run[0][start:end], "zh"):
                start, end = run.start() + start, run.start() + end
                rest = (s for s in found if s.end <= start or end <= s.start)
                return tuple(sorted((*rest, Slot(kind, start, end, text[start:end], share)), key=lambda s: s.start))
    return found


def read_with(weights: Weights, text: str, known: Known | None = None) -> tuple[Slot, ...]:
    """`read_slots` of Chinese words by a given tagger."""
    plain = fold(text[:LONGEST])
    scores = weights.scores(features(plain, lambda words: _kind(words, weights.names, known)))
    labels, confidences = decode(scores, weights.between, weights.first)
    return tuple(
        Slot(KINDS[kind], start, end, text[start:end], share)
        for (kind, start, end), share in zip(labels, confidences, strict=True)
    )


def decode(scores: Floats, between: Floats, first: Floats) -> tuple[list[tuple[int, int, int]], list[float]]:
    """(spans (kind, start, end) of the likeliest labels, the probability of each span), by Viterbi and forward-backward.

    P(span) = forward at its start x steps inside it x all ways on that do not go on with it, over the sum of all paths.
    """
    best = list(spans(_likeliest(scores, between, first)))
    if not best:
        return [], []
    step, enter, local = np.exp(between), np.exp(first), np.exp(scores - scores.max(axis=1, keepdims=True))
    forward, backward, scale = _shares(local, step, enter)
    shares = []
    for kind, start, end in best:
        begins, goes_on = 1 + 2 * kind, 2 + 2 * kind
        share = forward[start, begins]
        for at in range(start + 1, end):
            share *= step[begins if at == start + 1 else goes_on, goes_on] * local[at, goes_on] / scale[at]
        if end < len(scores):
            ways = step[begins if end == start + 1 else goes_on] * local[end] * backward[end] / scale[end]
            share *= ways.sum() - ways[goes_on]
        shares.append(round(float(min(share, 1.0)), 4))
    return best, shares


def spans(labels: list[int]) -> Iterator[tuple[int, int, int]]:
    """(place in KINDS, start, end) of every span; one that goes on without having begun is left out."""
    start = 0
    for at, label in enumerate(labels):
        if label % 2:
            start = at
        ends = label and (at + 1 == len(labels) or labels[at + 1] != 2 * ((label + 1) // 2))
        if ends:
            yield (label - 1) // 2, start, at + 1


def rules() -> tuple[Floats, Floats]:
    """(which label may follow which, which may come first): 1 or 0. A span goes on only after its own kind."""
    follows, first = np.ones((LABELS, LABELS), np.float32), np.ones(LABELS, np.float32)
    for goes_on in range(2, LABELS, 2):
        follows[:, goes_on] = 0.0
        follows[[goes_on - 1, goes_on], goes_on] = 1.0
        first[goes_on] = 0.0
    return follows, first


@cache
def shipped() -> Weights:
    with resources.as_file(resources.files("omnishelf.understand").joinpath(WEIGHTS)) as path, np.load(path) as kept:
        names = dict(zip(kept["names"].tolist(), kept["names_kind"].tolist(), strict=True))
        return Weights(kept["codes"], kept["table"], float(kept["step"]), kept["between"], kept["first"], names)


def _kind(words: str, names: dict[int, int], known: Known | None) -> int:
    named = known(words) if known else ""
    return 1 + KINDS.index(named) if named in KINDS else names.get(code(words), 0)


def _likeliest(scores: Floats, between: Floats, first: Floats) -> list[int]:
    best, came = scores[0] + first, []
    for local in scores[1:]:
        ways = best[:, None] + between
        came.append(ways.argmax(axis=0))
        best = ways.max(axis=0) + local
    path = [int(best.argmax())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return path[::-1]


def _shares(local: Floats, step: Floats, enter: Floats) -> tuple[Floats, Floats, Floats]:
    """Forward and backward [characters, LABELS], scaled to sum 1 forward at every character, and the scales."""
    size = len(local)
    forward, backward, scale = np.empty_like(local), np.ones_like(local), np.empty(size, np.float32)
    for t in range(size):
        ahead = local[t] * (enter if t == 0 else forward[t - 1] @ step)
        scale[t] = ahead.sum()
        forward[t] = ahead / scale[t]
    for t in range(size - 2, -1, -1):
        backward[t] = step @ (backward[t + 1] * local[t + 1]) / scale[t + 1]
    return forward, backward, scale
