"""What a shopper agreed to, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer of a shopper. The newest counts; all are kept until the shopper is erased, to show who agreed to what.

    Attributes:
        personal: what they do may be kept and used for what they themselves are shown.
        learning: it may be learnt from for everybody, in models that hold nobody's name. Never without `personal`.
        at: aware, UTC.
        policy: which text they agreed to, as the shop names it; "" where it is not said.
        source: who told: "shopper", "shop" (its backend, for them), "import" (history the shop vouches for), "gpc" (the Global
            Privacy Control of their browser said no).
    """

    personal: bool
    learning: bool
    at: datetime
    policy: str = ""
    source: str = "shop"
