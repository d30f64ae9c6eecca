"""An answer of plain dictionaries, written as JSON once."""

from __future__ import annotations

from typing import Any

from pydantic_core import to_json
from starlette.responses import Response


class Reply(Response):
    """What a route returns instead of its answer, so that FastAPI neither checks nor copies it; the route's `response_model`
    still describes it. Make it in a worker thread: it takes as long as the page is large."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return json_of(content)


def json_of(content: Any) -> bytes:
    """UTF-8; null for a number that is not one."""
    return to_json(content, inf_nan_mode="null")
