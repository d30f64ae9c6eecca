"""For operators: is it alive, is it ready, what does it measure; and what a page needs to know of the shop."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST

from omnishelf import __version__
from omnishelf.api import problems
from omnishelf.api.answer_shapes import ShopFacts
from omnishelf.config import Settings
from omnishelf.shop import Shop


def routes(shop: Shop, settings: Settings) -> APIRouter:
    router = APIRouter(tags=["operate"])

    @router.get("/healthz")
    def alive() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/readyz", responses={503: problems.RESPONSES[503]})
    def ready() -> JSONResponse:
        """Queries can be answered: the index is open and the catalogue can be read."""
        faults = shop.faults()
        if faults:
            return problems.ProblemResponse(problems.body("not-ready", 503, "; ".join(faults), "Run omnishelf doctor."), 503)
        return JSONResponse({"status": "ready"})

    @router.get(
        "/metrics", response_class=Response, responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}
    )
    def metrics() -> Response:
        """Prometheus."""
        return Response(shop.metrics.exposed(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    @router.get("/v1/shop", response_model=ShopFacts, tags=["shop"])
    def facts() -> ShopFacts:
        """What a page needs to know before the first search."""
        key = settings.storefront_key.get_secret_value() if settings.storefront_key else None
        return {
            "name": settings.name,
            "version": __version__,
            "currency": shop.currency,
            "languages": shop.languages(),
            "products": shop.size(),
            "inputs": dict.fromkeys(("words", "photo"), True) | {"voice": settings.speech.kind != "none"},
            "speaks": shop.speaker is not None,
            "preload": settings.preload,
            "limits": {name: float(value) for name, value in settings.limits.model_dump().items()},
            "key": key,
        }

    return router
