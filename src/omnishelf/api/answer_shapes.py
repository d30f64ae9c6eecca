"""The shapes that go out over HTTP. docs/http.md explains them; `/openapi.json` is made from them.

They are plain dictionaries, written as JSON without being copied or checked again (reply.py): what fits is settled by the type
checker, where they are made, and by a test. Checking a page of twenty products at run time took 2 ms.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from omnishelf.api.parcel_shapes import NumberOut

Input = Literal["words", "photo", "voice"]
Kind = Literal["category", "brand", "product", "query", "attribute"]
Source = Literal["words", "photo", "voice", "shop", "you"]


class GuessOut(TypedDict):
    label: str
    probability: float


class ModalityOut(TypedDict):
    modality: Input
    text: str
    language: str
    confidence: float
    weight: float
    guesses: list[GuessOut]


class ConstraintOut(TypedDict):
    key: str
    kind: str
    label: str
    hard: bool
    source: Input
    confidence: float


class PriceRange(TypedDict):
    min: float | None
    max: float | None
    currency: str


class Understood(TypedDict):
    text: str
    transcript: str | None
    language: str
    modalities: list[ModalityOut]
    constraints: list[ConstraintOut]
    category: str | None
    attributes: dict[str, list[str]]
    price: PriceRange | None


class MoneyOut(TypedDict):
    amount: Annotated[int, Field(description="minor units")]
    currency: str


class WordingOut(TypedDict):
    title: str
    description: str
    category: list[str]
    attributes: dict[str, list[str]]


class ProductOut(TypedDict):
    id: str
    title: str
    description: str
    language: str
    brand: str
    category: list[str]
    attributes: dict[str, list[str]]
    translations: dict[str, WordingOut]
    price: MoneyOut | None
    sale_price: MoneyOut | None
    availability: Literal["in_stock", "out_of_stock", "preorder", "backorder"]
    stock: int | None
    images: Annotated[list[str], Field(description="addresses under /media")]
    group_id: str
    gtin: str
    link: str
    rating: float | None
    rating_count: int
    launched_at: str | None


class ContributionOut(TypedDict):
    source: Source
    signal: str
    value: float
    detail: str


class VariantsOut(TypedDict):
    count: int
    ids: Annotated[list[str], Field(description="the first of them, best first; all are at /v1/products/{id}")]


class HitOut(TypedDict):
    id: str
    score: float
    product: ProductOut
    why: Annotated[list[ContributionOut], Field(description="addends of the score, with `explain`; they sum to it")]
    variants: Annotated[
        VariantsOut, Field(description="further products of its group among the results, shown as this one hit")
    ]


class FacetValueOut(TypedDict):
    value: str
    count: int
    label: str


class FacetOut(TypedDict):
    field: str
    values: list[FacetValueOut]
    low: float | None
    high: float | None


class NoticeOut(TypedDict):
    code: str
    message: Annotated[str, Field(description="in English")]
    modality: Input | None
    about: Annotated[dict[str, str], Field(description="what the message names, by the name that docs/errors.md gives it")]


class BannerOut(TypedDict):
    text: str
    link: str


class TrialOut(TypedDict):
    id: str
    arm: Annotated[str, Field(description='"" where two orders are interleaved')]


class RecoveryOut(TypedDict):
    kind: Annotated[
        Literal["correct", "relax", "related"], Field(description="another spelling, one constraint less, a kind near")
    ]
    label: str
    text: Annotated[str, Field(description='what to ask instead; "" to ask the same again')]
    dropped: Annotated[str, Field(description='key of the constraint to drop; "" for none')]
    total: Annotated[int, Field(description="how many products that finds; 0 when it was not counted")]


class SearchAnswer(TypedDict):
    query_id: str
    understood: Understood
    hits: list[HitOut]
    total: int
    total_exact: bool
    facets: list[FacetOut]
    suggestions: Annotated[list[str], Field(description="the texts of `recovery`")]
    recovery: Annotated[list[RecoveryOut], Field(description="ways on, when nothing was found")]
    notices: list[NoticeOut]
    cursor: str
    redirect: Annotated[str | None, Field(description="a path of the shop's site to go to instead of showing the hits")]
    parcels: Annotated[list[NumberOut], Field(description="tracking numbers in what was asked: `GET /v1/parcels/{number}`")]
    banners: list[BannerOut]
    rules: Annotated[list[str], Field(description="ids of the shop's rules that had a say")]
    experiments: Annotated[list[TrialOut], Field(description="experiments that this answer is part of")]
    took_ms: dict[str, float]
    complete: Annotated[bool, Field(description="False on a page of a stream that will be refined")]


class ScopeOut(TypedDict):
    category: Annotated[str, Field(description='path, as `filters` takes it: "Home > Mugs"')]
    label: Annotated[str, Field(description="what the category is called in the language typed")]
    count: Annotated[int, Field(description="products there whose titles use the words")]


class SuggestionOut(TypedDict):
    text: str
    kind: Kind
    id: str | None
    spans: Annotated[
        list[list[int]],
        Field(description="[start, stop) of what stands for what was typed, in Unicode characters; empty where unknown"),
    ]
    scope: Annotated[ScopeOut | None, Field(description="the part of the shop to search in; null for all of it")]


class Suggestions(TypedDict):
    suggestions: list[SuggestionOut]


class ProductPage(TypedDict):
    product: ProductOut
    variants: list[ProductOut]


class ProblemRow(TypedDict):
    row: int
    field: str
    value: str
    reason: str
    hint: str


class Accepted(TypedDict):
    accepted: int
    patched: int
    problems: list[ProblemRow]
    sequence: int


class ShopFacts(TypedDict):
    name: str
    version: str
    currency: str
    languages: list[str]
    products: int
    inputs: Annotated[dict[str, bool], Field(description="which inputs can be read now: words, photo, voice")]
    speaks: Annotated[bool, Field(description="whether the assistant can read its answers aloud")]
    preload: Annotated[float, Field(description="chance of a click from which a page fetches early; 0 for never")]
    limits: dict[str, float]
    key: Annotated[str | None, Field(description="the key that the storefront's pages use; None when none is needed")]
