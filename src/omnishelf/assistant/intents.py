"""What a message to the shop is about: one of 42 labels, by a line for each over the text encoder's vector.

A shop with an encoder of its own is served by lines over hashed n-grams of characters, less surely.

The labels are the 27 of a public set of service utterances and 15 of our own; `OWN` maps them to what the assistant does,
whatever the language. benchmarks/assistant_intents.py learns the weights and measures them on wordings held out.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from omnishelf.understand.language import normalise

WEIGHTS = "intent_weights.npz"
BUCKETS = 4096
"""Places of the hashed n-grams. They hold no text."""
SHORTEST, LONGEST_GRAM, LONGEST = 1, 4, 300
"""Characters of an n-gram, and of a message that is read."""

OWN: Mapping[str, str] = {
    "cancel_order": "cancel",
    "change_order": "change_order",
    "change_shipping_address": "address",
    "set_up_shipping_address": "address",
    "check_cancellation_fee": "cancellation_fee",
    "get_invoice": "invoice",
    "check_invoice": "invoice",
    "check_payment_methods": "payment_methods",
    "check_refund_policy": "refund_policy",
    "complaint": "complaint",
    "contact_customer_service": "contact",
    "contact_human_agent": "human",
    "create_account": "account",
    "delete_account": "account",
    "edit_account": "account",
    "recover_password": "account",
    "registration_problems": "account",
    "switch_account": "account",
    "delivery_options": "delivery_options",
    "delivery_period": "delivery_period",
    "get_refund": "refund",
    "newsletter_subscription": "newsletter",
    "payment_issue": "payment_issue",
    "place_order": "place_order",
    "review": "review",
    "track_order": "track",
    "track_refund": "refund_status",
    "return_item": "return",
    "exchange_item": "exchange",
    "search": "search",
    "recommend": "recommend",
    "compare": "compare",
    "stock": "stock",
    "product_fact": "product_fact",
    "explain": "explain",
    "offers": "offers",
    "greeting": "greeting",
    "thanks": "thanks",
    "goodbye": "goodbye",
    "about_assistant": "about",
    "stop": "stop",
    "shop_rules": "shop_rules",
}
LABELS = tuple(OWN)
INTENTS = tuple(dict.fromkeys(OWN.values()))

Floats = NDArray[np.float32]
SHARPNESS, NEARNESS = 20.0, 10.0
"""Of the soft maximum over the wordings of a label, and what it counts beside the lines: macro-F1 of all three sets, held out
(benchmarks/assistant_intents.py)."""


@dataclass(frozen=True, slots=True)
class Meant:
    """`probability`: 0..1, calibrated by a temperature on wordings held out. `others`: the next two, best first."""

    intent: str
    probability: float
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Heads:
    """Attributes:
    encoder: name of the text encoder in whose space the lines lie; "" for lines over n-grams.
    lines: [dimensions, labels]; [BUCKETS, labels] over n-grams.
    bias: [labels].
    temperature: divides the scores before they become probabilities.
    wordings: [m, dimensions], length 1: what people said, or the middle of many alike; [0, dimensions] for lines alone.
    said_for: [m] rows of LABELS.
    """

    encoder: str
    lines: Floats
    bias: Floats
    temperature: float
    wordings: Floats
    said_for: NDArray[np.int64]

    def scores(self, rows: Floats) -> Floats:
        """[n, dimensions] -> [n, labels]. A line cuts space in two, which a few wordings of many kinds do not allow: how near
        the nearest wording of a label lies tells them better."""
        scores = rows @ self.lines + self.bias
        if len(self.wordings):
            scores = scores + NEARNESS * nearness(rows, self.wordings, self.said_for)
        return np.asarray(scores, np.float32)

    def shares(self, rows: Floats) -> Floats:
        """[n, dimensions] -> [n, labels] probabilities."""
        return softmax(self.scores(rows) / self.temperature)


def nearness(rows: Floats, wordings: Floats, said_for: NDArray[np.int64]) -> Floats:
    """[n, labels], about -1..0: the soft maximum of cosine - 1 over a label's wordings."""
    risen = np.exp(SHARPNESS * (rows @ wordings.T - 1.0))
    of = np.eye(len(LABELS), dtype=np.float32)[said_for]
    return np.asarray(np.log(risen @ of + 1e-12) / SHARPNESS, np.float32)


def meant(text: str, vector: Floats | None = None, encoder: str = "") -> Meant:
    """What a message is about.

    Args:
        vector: [dimensions], `encoder.queries([text])[0]`.
        encoder: the name of the encoder that made it; of any other than the packaged one the vector is not understood, and
            n-grams decide.
    """
    ours = vector is not None and encoder == shipped().encoder
    heads, row = (shipped(), vector) if ours and vector is not None else (shipped_alone(), grams(text))
    shares = heads.shares(row[None])[0]
    summed: dict[str, float] = dict.fromkeys(INTENTS, 0.0)
    for label, share in zip(LABELS, shares.tolist(), strict=True):
        summed[OWN[label]] += share
    best = sorted(summed.items(), key=lambda item: -item[1])[:3]
    return Meant(best[0][0], best[0][1], tuple(best[1:]))


def grams(text: str) -> Floats:
    """[BUCKETS], length 1: hashed n-grams of characters, words set off by blanks; zeros for no text."""
    plain = f" {normalise(text[:LONGEST])} "
    row = np.zeros(BUCKETS, np.float32)
    for size in range(SHORTEST, LONGEST_GRAM + 1):
        for at in range(len(plain) - size + 1):
            row[zlib.crc32(plain[at : at + size].encode("utf-8", "replace")) % BUCKETS] += 1.0
    row = np.sqrt(row)
    length = float(np.linalg.norm(row))
    return np.asarray(row / length, np.float32) if plain.strip() else row * 0.0


def softmax(scores: Floats) -> Floats:
    risen = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(risen / risen.sum(axis=1, keepdims=True), np.float32)


@cache
def shipped() -> Heads:
    return _read("")


@cache
def shipped_alone() -> Heads:
    """Over n-grams."""
    return _read("alone_")


def _read(name: str) -> Heads:
    with resources.as_file(resources.files("omnishelf.assistant").joinpath(WEIGHTS)) as path, np.load(path) as kept:
        lines = kept[f"{name}lines"].astype(np.float32) * kept[f"{name}step"]
        encoder = "" if name else str(kept["encoder"])
        wordings = np.zeros((0, len(lines)), np.float32)
        if not name:
            wordings = kept["wordings"].astype(np.float32)
            wordings /= np.linalg.norm(wordings, axis=1, keepdims=True)
        said_for = kept["said_for"].astype(np.int64) if not name else np.zeros(0, np.int64)
        temperature = float(kept[f"{name}temperature"])
        return Heads(encoder, lines.astype(np.float32), kept[f"{name}bias"], temperature, wordings, said_for)
