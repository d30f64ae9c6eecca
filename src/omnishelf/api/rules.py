"""The shop's merchandising rules: for its owner, with the write scope."""

from __future__ import annotations

from typing import Annotated, Any, cast

from fastapi import APIRouter, Path, Response
from starlette.concurrency import run_in_threadpool
from typing_extensions import TypedDict

from omnishelf.api import problems
from omnishelf.api.answer_shapes import SearchAnswer
from omnishelf.api.answers import answer
from omnishelf.api.reply import Reply
from omnishelf.api.requests import to_query
from omnishelf.api.rule_shapes import PreviewIn, RuleIn, RulesIn, of_rule, to_rule
from omnishelf.config import Limits
from omnishelf.merchandise.checking import Caution
from omnishelf.merchandise.preview import Preview
from omnishelf.shop import Shop

Id = Annotated[str, Path(min_length=1, max_length=128)]


class CautionOut(TypedDict):
    """What may not be meant."""

    rule: str
    reason: str
    hint: str


class RulesOut(TypedDict):
    rules: Annotated[list[dict[str, Any]], "as they are put; what is at its default is left out"]


class Kept(TypedDict):
    kept: int
    warnings: list[CautionOut]


class MoveOut(TypedDict):
    id: str
    title: str
    before: int | None
    after: int | None


class PreviewOut(TypedDict):
    before: SearchAnswer
    after: SearchAnswer
    moves: list[MoveOut]
    warnings: list[CautionOut]


def routes(shop: Shop, limits: Limits) -> APIRouter:
    router = APIRouter(prefix="/v1/rules", tags=["rules"], responses=problems.RESPONSES)

    @router.get("", response_model=RulesOut)
    def show_all() -> RulesOut:
        """All rules, by id."""
        return {"rules": [of_rule(rule) for rule in shop.rules.all()]}

    @router.get("/{id}", response_model=RuleIn, response_model_exclude_unset=True)
    def show(id: Id) -> Reply:
        """One rule."""
        return Reply(of_rule(shop.rules.get(id)))

    @router.put("", response_model=Kept)
    def put(body: RulesIn) -> Kept:
        """Insert or replace rules: all, or none where one cannot be applied. They hold from the next query on."""
        given = [to_rule(rule) for rule in body.rules]
        return {"kept": len(given), "warnings": cautions_out(shop.rules.put(given))}

    @router.delete("/{id}", status_code=204, response_class=Response)
    def delete(id: Id) -> Response:
        """Remove a rule."""
        shop.rules.remove(id)
        return Response(status_code=204)

    @router.post("/preview", response_model=PreviewOut)
    async def preview(body: PreviewIn) -> Reply:
        """The question's answer without and with these rules, and what they move. Nothing is kept."""
        given = [to_rule(rule) for rule in body.rules]
        query = to_query(body.query, None, None, limits.page_size)

        def look() -> Reply:
            warnings = cautions_out(shop.rules.cautions(given))
            return Reply({**preview_out(shop.preview(given, query, body.at), shop.currency), "warnings": warnings})

        return await run_in_threadpool(look)

    return router


def preview_out(seen: Preview, currency: str) -> dict[str, Any]:
    moves: list[MoveOut] = [
        {"id": move.product.id, "title": move.product.title, "before": move.before, "after": move.after} for move in seen.moves
    ]
    return {"before": answer(seen.before, currency), "after": answer(seen.after, currency), "moves": moves}


def cautions_out(found: list[Caution]) -> list[CautionOut]:
    return [cast(CautionOut, {"rule": c.rule, "reason": c.reason, "hint": c.hint}) for c in found]
