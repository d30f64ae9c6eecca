"""Are the arms as large as they were meant to be? If not, units were lost on the way, and nothing else can be believed.

Tested at every moment at once (Lindon and Malek 2022): the Bayes factor of a Dirichlet around the shares against the shares
themselves is a martingale where they are right, so its inverse is a p-value however often it is looked at.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

SUSPICIOUS = 0.01
AROUND = 100.0
"""Counts the Dirichlet is worth. Of two equal shares it spreads by .05: losses of some per cent are what is feared."""


def mismatch(counts: Sequence[int], shares: Sequence[float]) -> float:
    """p of counts at least as strange, at any moment up to now, where units fall to the arms by the shares."""
    wanted = [share / sum(shares) for share in shares]
    prior = [AROUND * share for share in wanted]
    after = [known + count for known, count in zip(prior, counts, strict=True)]
    expected = sum(count * math.log(share) for count, share in zip(counts, wanted, strict=True))
    return math.exp(-max(0.0, _log_beta(after) - _log_beta(prior) - expected))


def _log_beta(parts: Sequence[float]) -> float:
    return sum(map(math.lgamma, parts)) - math.lgamma(sum(parts))
