"""The built storefront: files of the wheel under `/`, and its one page for every address a shopper can be at."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Omnishelf</title>
<h1>The shop's pages are not built</h1><p>This is a checkout without them. Run <code>make web</code>,
or use the API: <a href="/docs">/docs</a>.</p></html>"""
RESERVED = ("v1/", "media/", "assets/", "docs", "openapi.json", "healthz", "readyz", "metrics")


def mount(app: FastAPI) -> None:
    root = Path(str(files("omnishelf"))) / "web"
    index = root / "index.html"
    if (root / "assets").is_dir():
        app.mount("/assets", StaticFiles(directory=root / "assets"), name="assets")

    @app.get("/{path:path}", include_in_schema=False)
    def page(path: str, request: Request) -> Response:
        if path.startswith(RESERVED):
            raise HTTPException(404, f"There is nothing at /{path}.")
        file = (root / path).resolve()
        if path and file.is_relative_to(root.resolve()) and file.is_file():
            return FileResponse(file)
        if not index.is_file():
            return HTMLResponse(NOT_BUILT, status_code=200)
        return FileResponse(index, headers={"Cache-Control": "no-cache"})
