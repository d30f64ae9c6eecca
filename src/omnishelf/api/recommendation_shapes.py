"""The shape of recommendations as they go out over HTTP; docs/recommendations.md explains it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from omnishelf.api.answer_shapes import ProductOut
from omnishelf.api.answers import DIGITS, product
from omnishelf.domain.advice import Advice, Advised

Place = Literal["home", "similar", "together", "cart", "after_search"]


class WhyOut(TypedDict):
    why: Annotated[
        Literal[
            "looked_at",
            "bought",
            "in_cart",
            "like_this",
            "with_this",
            "due_again",
            "popular",
            "popular_in_segment",
            "new",
            "tried_out",
            "rated",
            "in_shop",
        ],
        Field(description="the kind of the reason"),
    ]
    product_id: Annotated[str | None, Field(description="the product that it names, one of the shopper's own or of the page")]
    label: Annotated[str, Field(description="the reason in the shopper's language")]


class AdvisedOut(TypedDict):
    id: str
    product: ProductOut
    reason: WhyOut
    score: Annotated[float, Field(description="comparable within one answer and one `by`")]
    by: Annotated[str, Field(description="the recommender that said so")]
    propensity: Annotated[float, Field(description="chance that it stood here, given those above; 1 where nothing was drawn")]


class AdviceOut(TypedDict):
    query_id: Annotated[str, Field(description="names this answer in events")]
    context: Place
    version: Annotated[int, Field(description="of the recommenders that were trained and published; 0 for none")]
    personal: Annotated[bool, Field(description="whether what the shopper did had a say")]
    recommendations: list[AdvisedOut]


def advice_out(advice: Advice) -> AdviceOut:
    return {
        "query_id": advice.id,
        "context": advice.context,  # type: ignore[typeddict-item]
        "version": advice.version,
        "personal": advice.personal,
        "recommendations": [advised_out(one) for one in advice.items],
    }


def advised_out(one: Advised) -> AdvisedOut:
    return {
        "id": one.product.id,
        "product": product(one.product),
        "reason": {"why": one.why, "product_id": one.because or None, "label": one.label},  # type: ignore[typeddict-item]
        "score": round(one.score, DIGITS),
        "by": one.by,
        "propensity": round(one.propensity, DIGITS),
    }
