"""Asking a running server: it alone has the index open."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from omnishelf.domain.errors import BadInput, NotAllowed, Unavailable
from omnishelf.domain.query import Query

SECONDS = 120.0
"""A first spoken query loads a model."""


def ask(url: str, key: str, query: Query) -> dict[str, Any]:
    """The server's answer to POST /v1/search, as docs/http.md has it.

    Raises:
        BadInput, NotAllowed, Unavailable: as the server says, in its words.
    """
    fields = {
        "text": query.text,
        "not": json.dumps(list(query.unwanted)),
        "language": query.language,
        "sort": query.sort.value,
        "size": str(query.size),
        "explain": "true" if query.explain else "false",
    }
    # A part of the form even without a file, or httpx would send the fields in another content type.
    parts: dict[str, Any] = {name: (None, value) for name, value in fields.items()}
    parts |= {name: (name, data) for name, data in (("image", query.image), ("audio", query.audio)) if data is not None}
    return _answered(url, lambda: httpx.post(f"{_at(url)}/v1/search", files=parts, headers=_shown(key), timeout=SECONDS))


def get(url: str, key: str, path: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The server's answer to GET `path`, as docs/http.md has it.

    Raises:
        BadInput, NotAllowed, Unavailable: as the server says, in its words.
    """
    return _answered(url, lambda: httpx.get(f"{_at(url)}{path}", params=dict(asked), headers=_shown(key), timeout=SECONDS))


def _at(url: str) -> str:
    return url.rstrip("/")


def _shown(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"} if key else {}


def _answered(url: str, send: Callable[[], httpx.Response]) -> dict[str, Any]:
    try:
        response = send()
        answer = response.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        hint = "Check the address, and that omnishelf serve is running there."
        raise Unavailable(f"There is no shop answering at {url}: {error or type(error).__name__}.", hint=hint) from None
    if response.is_success and isinstance(answer, dict):
        return answer
    raise _error(response.status_code, answer if isinstance(answer, dict) else {})


def _error(status: int, problem: dict[str, Any]) -> BadInput | NotAllowed | Unavailable:
    what, hint = str(problem.get("detail", f"The server answered {status}.")), str(problem.get("hint", ""))
    if status in (401, 403):
        return NotAllowed(what, hint=hint or "Give a key with --key.", authenticated=status == 403)
    return Unavailable(what, hint=hint) if status >= 500 else BadInput(what, hint=hint)
