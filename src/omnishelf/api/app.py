"""The FastAPI application around one Shop."""

from __future__ import annotations

from fastapi import Depends, FastAPI
from fastapi.responses import HTMLResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from omnishelf import __version__
from omnishelf.api import (
    assistant,
    events,
    experiments,
    feedback,
    media,
    offers,
    openai,
    operate,
    parcels,
    predictions,
    problems,
    products,
    profile,
    recommendations,
    reference,
    rules,
    search,
    shoppers,
    speaking,
    storefront,
)
from omnishelf.api.agents.door import PATH as AGENTS
from omnishelf.api.agents.door import AgentDoor
from omnishelf.api.body_limit import BodyLimit
from omnishelf.api.headers import SafeHeaders
from omnishelf.api.keys import guard
from omnishelf.api.watching import Watching
from omnishelf.config import Settings
from omnishelf.shop import Shop

TITLE = "Omnishelf"
ABOUT = "Product search by words, photo and voice, in Chinese and English. Errors are problem details (RFC 9457)."
BASE64_GROWTH = 1.4
"""A file as base64 in JSON, with some room for the rest of the body."""


def create_app(shop: Shop, settings: Settings) -> FastAPI:
    """The whole HTTP surface of docs/http.md. The caller opens and closes the shop."""

    agents = AgentDoor(shop, settings)
    app = FastAPI(
        title=TITLE,
        version=__version__,
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        lifespan=lambda _: agents.opened(),
    )
    problems.install(app)
    read, write = Depends(guard(settings.api_keys, "read")), Depends(guard(settings.api_keys, "write"))
    app.include_router(search.routes(shop, settings), dependencies=[read])
    app.include_router(products.reading(shop, settings.limits), dependencies=[read])
    app.include_router(products.writing(shop, settings.limits), dependencies=[write])
    app.include_router(rules.routes(shop, settings.limits), dependencies=[write])
    app.include_router(experiments.routes(shop), dependencies=[write])
    app.include_router(offers.routes(shop), dependencies=[write])
    app.include_router(offers.showing(shop, settings), dependencies=[read])
    app.include_router(predictions.routes(shop, settings), dependencies=[read])
    app.include_router(events.routes(shop, settings), dependencies=[read])
    app.include_router(shoppers.routes(shop, settings), dependencies=[read])
    app.include_router(profile.routes(shop, settings), dependencies=[read])
    app.include_router(recommendations.routes(shop, settings), dependencies=[read])
    app.include_router(parcels.routes(shop, settings))
    app.include_router(assistant.routes(shop, settings))
    app.include_router(speaking.routes(shop), dependencies=[read])
    app.include_router(feedback.routes(shop, settings))
    for router in openai.routes(shop, settings):
        app.include_router(router)
    app.include_router(operate.routes(shop, settings))
    app.include_router(media.routes(shop))

    @app.get("/docs", include_in_schema=False, response_class=HTMLResponse)
    def docs() -> str:
        return reference.page(app.openapi())

    app.router.routes.append(Route(AGENTS, agents))
    storefront.mount(app)
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=3)
    app.add_middleware(SafeHeaders)
    app.add_middleware(BodyLimit, max_bytes=int(2 * settings.limits.upload_bytes * BASE64_GROWTH) + 1_000_000)
    app.add_middleware(Watching, metrics=shop.metrics, lines=settings.watch.log, traces=shop.metrics.traces)
    return app
