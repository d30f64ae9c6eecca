"""What is recommended to somebody in one place, and why."""

from __future__ import annotations

from dataclasses import dataclass

from omnishelf.domain.product import Product


@dataclass(frozen=True, slots=True)
class Advised:
    """One product that is recommended.

    Attributes:
        score: comparable within one answer and one `by` only.
        by: the recommender that said so: "blend", "content", "together", "popular-now", ...
        why: kind of the reason: "looked_at", "with_this", "popular", ... (`recommend.port.Why`).
        because: the product that the reason names, one of the shopper's own or the one on the page; "" where it names none.
        label: the reason in the shopper's language.
        propensity: the chance with which it stood here, given those above; 1 where nothing was drawn.
    """

    product: Product
    score: float
    by: str
    why: str
    because: str
    label: str
    propensity: float = 1.0


@dataclass(frozen=True, slots=True)
class Advice:
    """One answer.

    Attributes:
        id: of this answer; events that come from it name it as their `query_id`.
        context: "home", "similar", "together", "cart" or "after_search".
        version: of the recommenders that were learnt and published; 0 for none: then content and counts speak.
        personal: whether anything that the shopper did had a say in what is shown.
    """

    id: str
    context: str
    version: int
    personal: bool
    items: tuple[Advised, ...] = ()
