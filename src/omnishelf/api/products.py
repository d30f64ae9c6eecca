"""Products: read, similar, put, patch, delete."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi import Query as Param

from omnishelf.api import problems
from omnishelf.api.answer_shapes import Accepted, ProblemRow, ProductPage, SearchAnswer
from omnishelf.api.answers import answer, product
from omnishelf.api.reply import Reply
from omnishelf.api.schemas import PatchIn, ProductsIn
from omnishelf.config import Limits
from omnishelf.domain.errors import TooLarge
from omnishelf.domain.product import Availability, Money, ProductPatch
from omnishelf.shop import Shop

Id = Annotated[str, Path(min_length=1, max_length=128)]


def reading(shop: Shop, limits: Limits) -> APIRouter:
    router = APIRouter(prefix="/v1/products", tags=["products"], responses=problems.RESPONSES)

    @router.get("/{id}", response_model=ProductPage)
    def show(id: Id) -> Reply:
        """One product and the variants of its group."""
        found = shop.product(id)
        told: ProductPage = {"product": product(found), "variants": [product(v) for v in shop.variants(found)]}
        return Reply(told)

    @router.get("/{id}/similar", response_model=SearchAnswer)
    def similar(id: Id, size: Annotated[int, Param(ge=1, le=100)] = 12) -> Reply:
        """Products that look alike and mean alike."""
        return Reply(answer(shop.similar(id, min(size, limits.page_size)), shop.currency))

    return router


def writing(shop: Shop, limits: Limits) -> APIRouter:
    router = APIRouter(prefix="/v1/products", tags=["products"], responses=problems.RESPONSES)

    @router.put("", response_model=Accepted)
    def put(body: ProductsIn) -> Accepted:
        """Insert or replace products, and change prices and stock cheaply. Visible to the next query."""
        count = len(body.products) + len(body.patches)
        if count > limits.batch_products:
            raise TooLarge(f"{count} products in one request.", hint=f"Send at most {limits.batch_products} at a time.")
        outcome = shop.put_rows(body.products)
        unknown = shop.patch([patch(p) for p in body.patches]) if body.patches else ()
        problems: list[ProblemRow] = [
            {"row": p.row, "field": p.field, "value": p.value, "reason": p.reason, "hint": p.hint} for p in outcome.problems
        ]
        problems += [
            {"row": 0, "field": "id", "value": id, "reason": "unknown product", "hint": "Put it first."} for id in unknown
        ]
        return {
            "accepted": outcome.accepted,
            "patched": len(body.patches) - len(unknown),
            "problems": problems,
            "sequence": shop.sequence(),
        }

    @router.delete("/{id}", status_code=204, response_class=Response)
    def delete(id: Id) -> Response:
        """Remove a product."""
        shop.remove(id)
        return Response(status_code=204)

    return router


def patch(p: PatchIn) -> ProductPatch:
    return ProductPatch(
        id=p.id,
        price=Money(p.price.amount, p.price.currency) if p.price else None,
        sale_price=Money(p.sale_price.amount, p.sale_price.currency) if p.sale_price else None,
        clear_sale_price=p.clear_sale_price,
        availability=Availability(p.availability) if p.availability else None,
        stock=p.stock,
    )
