"""The shapes that come in over HTTP, and that of a problem. docs/http.md explains them; `/openapi.json` is made from them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

ProductId = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")]
FieldName = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]
Value = Annotated[str, StringConstraints(min_length=1, max_length=256)]
Fraction = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0.0, le=1000.0, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Crop(Strict):
    """A part of the photo, in fractions of its width and height."""

    left: Fraction
    top: Fraction
    right: Fraction
    bottom: Fraction

    @model_validator(mode="after")
    def has_area(self) -> Crop:
        if self.left >= self.right or self.top >= self.bottom:
            raise ValueError("left must be less than right, and top less than bottom")
        return self


class Excluded(Strict):
    """None of these values."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    values: list[Value] = Field(alias="not", min_length=1, max_length=200)


class Range(Strict):
    """A closed range; prices are in minor units (cents, fen)."""

    min: Amount | None = None
    max: Amount | None = None

    @model_validator(mode="after")
    def one_end(self) -> Range:
        if self.min is None and self.max is None:
            raise ValueError("give min, max or both")
        return self


FilterValue = Value | Annotated[list[Value], Field(min_length=1, max_length=200)] | Excluded | Range


class Weights(Strict):
    words: Share | None = None
    photo: Share | None = None
    voice: Share | None = None


class SearchRequest(Strict):
    """A search. Everything is optional: with nothing given, the shop is browsed."""

    model_config = ConfigDict(
        extra="forbid",
        populate_by_name=True,
        json_schema_extra={"examples": [{"text": "running jacket under $60", "size": 3, "explain": True}]},
    )
    text: str = Field("", max_length=4000, description="what was typed")
    image: str | None = Field(None, description="a photo, base64 (in JSON); a file in multipart")
    image_product: str = Field("", max_length=128, description="id of a product whose picture stands in for a photo")
    crop: Crop | None = None
    audio: str | None = Field(None, description="a recording, base64 (in JSON); a file in multipart")
    transcript: str | None = Field(None, max_length=4000, description="the shopper's correction of what was heard")
    filters: dict[FieldName, FilterValue] = Field(default_factory=dict, max_length=32)
    unwanted: list[Value] = Field(
        default_factory=list, alias="not", max_length=20, description="things the results must not be or have"
    )
    dropped: list[Value] = Field(default_factory=list, max_length=50, description="keys of understood constraints to leave out")
    weights: Weights = Weights()
    language: Literal["", "en", "zh"] = Field("", description="force the language of what was asked")
    labels: Literal["", "en", "zh"] = Field(
        "", description="language of the labels of facets and understood constraints; that of the question by default"
    )
    sort: Literal["relevance", "price_asc", "price_desc", "newest", "rating"] = "relevance"
    facets: list[FieldName] = Field(default_factory=list, max_length=30)
    size: int = Field(24, ge=1, le=1000)
    cursor: str = Field("", max_length=2000)
    offset: int = Field(0, ge=0, le=100_000)
    explain: bool = False
    collapse: bool = Field(True, description="show the variants of a product as one hit, and count them as one")
    shopper_id: str = Field("", max_length=128)
    session_id: str = Field("", max_length=128)


class MoneyIn(BaseModel):
    amount: int = Field(description="minor units")
    currency: str


class PatchIn(Strict):
    """A change of price or stock; what is left out stays."""

    id: ProductId
    price: MoneyIn | None = None
    sale_price: MoneyIn | None = None
    clear_sale_price: bool = False
    availability: Literal["in_stock", "out_of_stock", "preorder", "backorder"] | None = None
    stock: int | None = Field(None, ge=0, le=10**12)


class ProductsIn(Strict):
    """Products as in answers (`images` may be addresses, data URLs or media keys), read like rows of a feed: one that cannot
    be used is reported and does not stop the others."""

    products: list[dict[str, Any]] = Field(
        default_factory=list,
        json_schema_extra={"examples": [[{"id": "mug-1", "title": "Blue mug", "price": "12.50 USD"}]]},
    )
    patches: list[PatchIn] = Field(default_factory=list)


class Problem(BaseModel):
    """Problem details, RFC 9457."""

    type: str = Field(description="a name of the kind of problem")
    title: str
    status: int
    detail: str
    hint: str = Field("", description="what to do next")
    reason: str | None = Field(None, description="stable name of what is the matter, where there is one")
    about: dict[str, str] | None = Field(None, description="what `detail` names, for a page in another language")
    errors: list[dict[str, str]] | None = Field(None, description="faults by field, where there are several")
