"""How a shopper feels: pleased, displeased or neither, and in how much of a hurry.

Two lines through the space of meanings, learnt by benchmarks/sentiment.py --train: one tells opinions from plain requests, one
praise from blame. They cost two dot products on the vector that a question has anyway, and because that space is shared by both
languages, Chinese reviews teach English too. Hurry is read by rule (urgency.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.intent import Vector
from omnishelf.understand.urgency import hurry

WEIGHTS = "sentiment_weights.npz"

Sentiment = Literal["positive", "negative", "neutral"]


@dataclass(frozen=True, slots=True)
class Feeling:
    """Attributes:
    sentiment: the likeliest of the three.
    probability: of it, 0..1; 0 when it was not read, for want of a vector that the weights understand.
    urgency: 0 none, .4 within days, .6 has waited long, .7 by tomorrow, 1 today.
    words: those that say how urgent it is.
    """

    sentiment: Sentiment
    probability: float
    urgency: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """`encoder`: name of the text encoder in whose space the lines lie. opinion, praise [d + 1]: weights, then the bias."""

    encoder: str
    opinion: NDArray[np.float32]
    praise: NDArray[np.float32]

    def shares(self, meaning: Vector) -> dict[Sentiment, float]:
        opinion, praise = (_logistic(float(line[:-1] @ meaning + line[-1])) for line in (self.opinion, self.praise))
        return {"positive": opinion * praise, "negative": opinion * (1.0 - praise), "neutral": 1.0 - opinion}


def feel(text: str, meaning: Vector | None = None, encoder: str = "") -> Feeling:
    """What a question's words say of the shopper, in either language.

    Args:
        meaning: the question's vector, `encoder.queries([text])[0]`; None reads urgency alone.
        encoder: the name of the encoder that made it; the vector of any other than the packaged one is not understood.
    """
    urgency, words = hurry(text)
    lines = shipped()
    if meaning is None or encoder != lines.encoder or not text.strip():
        return Feeling("neutral", 0.0, urgency, words)
    shares = lines.shares(meaning)
    likeliest = max(shares, key=lambda s: shares[s])
    return Feeling(likeliest, round(shares[likeliest], 4), urgency, words)


@cache
def shipped() -> Lines:
    with resources.as_file(resources.files("omnishelf.understand").joinpath(WEIGHTS)) as path, np.load(path) as kept:
        return Lines(str(kept["encoder"]), kept["opinion"], kept["praise"])


def _logistic(score: float) -> float:
    return float(1.0 / (1.0 + np.exp(-score)))
