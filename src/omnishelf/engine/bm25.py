"""Simple BM25F: one saturated frequency a token, made from all fields (Robertson, Zaragoza, Taylor 2004, section 3).

    frequency(t) = sum over fields f of  weight_f x tf_f(t) / (1 - b_f + b_f x length_f / average_length_f)
    impact(t)    = frequency(t) / (k1 + frequency(t))                        in (0, 1)
    idf(t)       = ln(1 + (N - n(t) + .5) / (n(t) + .5))                     > 0
    score        = sum over query tokens t of  query_weight(t) x idf(t) x impact(t)

The impact depends on the document alone (the average lengths are fixed by the schema), so it is computed once, when the
document is written; only idf is live. The classic factor k1 + 1 is left out: it scales every score alike.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from omnishelf.engine.port import TextField


def impacts(tokens: Mapping[str, Sequence[str]], fields: Sequence[TextField], k1: float) -> dict[str, float]:
    """Each distinct token of a document -> its saturated frequency, in (0, 1]. Fields of weight 0 count for nothing."""
    frequency: defaultdict[str, float] = defaultdict(float)
    for field in fields:
        words = tokens.get(field.name, ())
        scale = field.weight / length_norm(len(words), field)
        for token, times in Counter(words).items():
            frequency[token] += scale * times
    return {token: f / (k1 + f) for token, f in frequency.items() if f > 0}


def length_norm(length: int, field: TextField) -> float:
    """How much longer than the average field this one is, softened by b; 1 when the average is unknown (0)."""
    relative = length / field.average_length if field.average_length > 0 else 1.0
    return 1.0 - field.b + field.b * relative


def idf(documents: int, holding: int) -> float:
    """Inverse document frequency of a token held by `holding` of all `documents`; the filter plays no part in it."""
    return math.log1p((documents - holding + 0.5) / (holding + 0.5))
