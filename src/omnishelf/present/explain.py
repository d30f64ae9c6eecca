"""Why a hit stands where it does: its score taken apart into addends that sum to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.intent import Constraint
from omnishelf.domain.query import Modality
from omnishelf.domain.result import Contribution

Addends = NDArray[np.float64]
TINY = 1e-9
LEARNT, SLIGHT = "learnt", 0.01
"""Signal of what a model adds, "learnt:<feature>"; parts of less than this are told as one."""
SAME, OF_THE_PHOTO = "same", Modality.PHOTO
NO_LABELS: Mapping[str, str] = MappingProxyType({})
BY_THE_SHOP = {"boost": "lifted by the shop", "bury": "put lower by the shop", "pinned": "pinned by the shop"}
"""Details of what the shop's rules add; such a signal is "boost:<rule>"."""
BY_YOU, YOU = ("personal", "rejected", "bought"), "you"
"""Signals that come from the shopper's own behaviour, and the source that says so."""


def split(addend: Addends, parts: Mapping[Modality, Addends], shares: Mapping[Modality, float]) -> dict[Modality, Addends]:
    """One probe's addend divided among the inputs that made up its query.

    The probe's query is a weighted sum of the inputs' own, and its score is linear in the query, so each input's part of the
    score is known exactly; the addend (an increasing function of the score) is divided in the same proportion. Where the
    parts cancel out, the inputs' shares of the query decide.

    Args:
        addend: [n].
        parts: input -> [n], its part of the score above what an average product gets; the parts sum to the whole.
        shares: input -> its share of the query, used where the parts sum to nothing.
    Returns: input -> [n]; they sum to `addend`.
    """
    whole = np.sum(list(parts.values()), axis=0)
    total = sum(shares[m] for m in parts) or 1.0
    even = np.abs(whole) < TINY
    safe = np.where(even, 1.0, whole)
    # Parts of opposite sign can each be far larger than their sum; then a proportion says more noise than truth.
    spread = np.sum([np.abs(p) for p in parts.values()], axis=0)
    even |= spread > 5 * np.abs(whole)
    return {m: np.where(even, addend * shares[m] / total, addend * part / safe) for m, part in parts.items()}


def contributions(
    row: int,
    addends: Mapping[str, Addends],
    divided: Mapping[str, Mapping[Modality, Addends]],
    constraints: Mapping[str, Constraint],
    matched: Callable[[Modality], Sequence[str]],
    labels: Mapping[str, str] = NO_LABELS,
    behaviour: Mapping[str, str] = NO_LABELS,
) -> tuple[Contribution, ...]:
    """The addends of one hit, largest first; zeros are left out.

    Args:
        addends: signal -> [n]: probes, "preference:<key>", and the shop's own.
        divided: probe -> input -> [n], the same addends by input.
        matched: an input's words that this product uses, for the detail of "lexical".
        labels: feature -> its name for people, for the detail of what a feature adds.
        behaviour: signal of `BY_YOU` -> the behaviour of the shopper behind what it adds to this hit.
    """
    found: list[Contribution] = []
    learnt: list[tuple[float, str]] = []
    for signal, values in addends.items():
        if signal.startswith("preference:"):
            constraint = constraints[signal.partition(":")[2]]
            found.append(Contribution(constraint.source, "preference", float(values[row]), constraint.label))
        elif signal in divided:
            for modality, part in divided[signal].items():
                detail = ", ".join(matched(modality)) if signal == "lexical" else ""
                found.append(Contribution(modality, signal, float(part[row]), detail))
        else:
            kind, _, feature = signal.partition(":")
            if kind == LEARNT:
                learnt.append((float(values[row]), labels.get(feature, "")))
                continue
            if signal in BY_YOU:
                found.append(Contribution(YOU, signal, float(values[row]), behaviour.get(signal, "")))
                continue
            kind = kind if kind in BY_THE_SHOP else signal
            source = OF_THE_PHOTO if signal == SAME else "shop"
            detail = BY_THE_SHOP.get(kind, labels.get(signal, ""))
            found.append(Contribution(source, kind, float(values[row]), detail))
    found += [Contribution("shop", LEARNT, value, label) for value, label in learnt if abs(value) >= SLIGHT]
    slight = sum(value for value, _ in learnt if abs(value) < SLIGHT)
    found.append(Contribution("shop", LEARNT, slight, "other"))
    return tuple(sorted((c for c in found if abs(c.value) > TINY), key=lambda c: -abs(c.value)))
