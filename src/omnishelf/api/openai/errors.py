"""Errors as OpenAI's clients read them: {"error": {"message", "type", "param", "code"}}."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel

from omnishelf.api import problems
from omnishelf.domain.errors import BadInput, NotFound


class Fault(BaseModel):
    message: str
    type: str
    param: str | None
    code: str


class Refused(BaseModel):
    error: Fault


RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {"model": Refused, "description": HTTPStatus(code).phrase} for code in (400, 401, 403, 404, 413, 415, 422, 503)
}
"""For the OpenAPI description of every route."""

_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error", 503: "service_unavailable_error"}


class BadParameter(BadInput):
    """A field that cannot be served. `param`: its name."""

    def __init__(self, param: str, what: str, *, hint: str = "") -> None:
        super().__init__(what, hint=hint)
        self.param = param


class NoModel(NotFound):
    """A model that this shop has not."""

    code = "model-not-found"


class OpenAIRoute(APIRoute):
    """Every error of the route, its key's and its body's included, leaves in OpenAI's form."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except Exception as error:
                return respond(error)

        return answer


def respond(error: Exception) -> JSONResponse:
    problem = problems.of_error(error)
    headers = {"Retry-After": "5"} if problem["status"] == 503 else {}
    return JSONResponse(body(error), status_code=problem["status"], headers=headers)


def body(error: Exception) -> dict[str, Any]:
    problem = problems.of_error(error)
    status = int(problem["status"])
    kind = _TYPES.get(status, "invalid_request_error" if status < 500 else "server_error")
    param = getattr(error, "param", None)
    if param is None and isinstance(error, RequestValidationError):
        param = ".".join(str(part) for part in error.errors()[0]["loc"][1:]) or None
    code = str(problem["type"]).rpartition(":")[2].replace("-", "_")
    message = f"{problem['detail']} {problem.get('hint', '')}".strip()
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}
