"""Errors as problem details (RFC 9457): one shape, one place."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from omnishelf.api.schemas import Problem
from omnishelf.domain.errors import OmnishelfError

log = logging.getLogger("omnishelf.api")

MEDIA_TYPE = "application/problem+json"

RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "description": HTTPStatus(code).phrase, "content": {MEDIA_TYPE: {}}}
    for code in (400, 401, 403, 404, 413, 415, 422, 503)
}
"""For the OpenAPI description of every route."""


class ProblemResponse(JSONResponse):
    media_type = MEDIA_TYPE


def body(code: str, status: int, detail: str, hint: str = "", errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """The problem detail as JSON."""
    problem = Problem(type=f"urn:omnishelf:{code}", title=_title(code), status=status, detail=detail, hint=hint, errors=errors)
    return problem.model_dump(exclude_none=True)


def of_error(error: Exception) -> dict[str, Any]:
    """Any exception as a problem detail. What is not meant for people says nothing of its inside; the log has it."""
    if isinstance(error, OmnishelfError):
        told = body(error.code, error.status, error.what, error.hint)
        return told | {"reason": error.reason, "about": error.about} if error.reason else told
    if isinstance(error, (RequestValidationError, ValidationError)):
        faults = [{"field": ".".join(str(p) for p in e["loc"]) or "body", "reason": str(e["msg"])} for e in error.errors()]
        listed = "; ".join(f"{f['field']}: {f['reason']}" for f in faults[:5])
        return body("invalid-request", 422, f"The request cannot be used: {listed}.", "See /openapi.json.", faults)
    if isinstance(error, HTTPException):
        return body(HTTPStatus(error.status_code).phrase.lower().replace(" ", "-"), error.status_code, str(error.detail))
    log.error("unexpected %s", type(error).__name__, exc_info=error)
    return body("internal", 500, "Something went wrong inside the shop.", "Try again; the shop's log has the details.")


def respond(error: Exception) -> ProblemResponse:
    content = of_error(error)
    headers = {"Retry-After": "5"} if content["status"] == 503 else {}
    if content["status"] == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, HTTPException) and error.headers:
        headers.update(error.headers)
    return ProblemResponse(content, status_code=content["status"], headers=headers)


def install(app: FastAPI) -> None:
    """Every error of the app leaves as a problem detail."""

    async def handle(_: Request, error: Exception) -> ProblemResponse:
        return respond(error)

    for kind in (OmnishelfError, RequestValidationError, ValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, handle)


def _title(code: str) -> str:
    return code.replace("-", " ").capitalize()
