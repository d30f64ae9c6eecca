"""API keys: who may read, who may write."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Sequence

from fastapi import Request

from omnishelf.config import ApiKey
from omnishelf.domain.errors import NotAllowed


def guard(keys: Sequence[ApiKey], scope: str) -> Callable[[Request], Awaitable[None]]:
    """A dependency that lets a request pass when no keys are configured or its bearer key has the scope.

    Every configured key is compared, in constant time, so that the time taken says nothing about how close a guess was.
    """

    async def check(request: Request) -> None:  # it never waits: a plain function would be sent through a worker thread
        if not keys:
            return
        given = _given(request)
        if not given:
            raise NotAllowed("This shop asks for an API key.", hint="Send Authorization: Bearer <key>.", authenticated=False)
        held = _scopes(keys, given)
        if not held:
            raise NotAllowed("The API key is not known.", hint="Ask the shop for a key.", authenticated=False)
        if scope not in held and "write" not in held:
            raise NotAllowed("This API key may read but not write.", hint="Use a key with the write scope.")

    return check


def may_write(keys: Sequence[ApiKey], request: Request) -> bool:
    """Whether the request comes from the shop itself: with a key of the write scope, or where no keys are configured."""
    return not keys or "write" in _scopes(keys, _given(request))


def _given(request: Request) -> str:
    """The bearer key of the request; "" for none."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else ""


def _scopes(keys: Sequence[ApiKey], given: str) -> list[str]:
    return [k.scope for k in keys if hmac.compare_digest(k.key.get_secret_value().encode(), given.encode())]
