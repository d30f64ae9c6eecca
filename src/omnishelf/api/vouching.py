"""Who speaks for a shopper: the shop's own backend (a key of the write scope), or whoever shows the shopper's token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from fastapi import Request

from omnishelf.api.keys import may_write
from omnishelf.config import Settings
from omnishelf.domain.errors import NotAllowed
from omnishelf.events.tokens import Tokens

TOKEN = "X-Shopper-Token"  # noqa: S105 - the name of a header
CONTROL = "Sec-GPC"
"""Global Privacy Control (w3c.github.io/gpc): "1" means that its owner's data are not to be kept or passed on."""


def speaks_for(request: Request, shopper_id: str, settings: Settings, tokens: Tokens) -> bool:
    """Whether the request may decide over this shopper's data."""
    if may_write(settings.api_keys, request):
        return True
    token = request.headers.get(TOKEN, "")
    return bool(token) and tokens.hold(token, shopper_id, datetime.now(UTC))


def must_speak_for(request: Request, shopper_id: str, settings: Settings, tokens: Tokens) -> None:
    """Raises:
    NotAllowed: the request shows neither a key with the write scope nor this shopper's token.
    """
    if not speaks_for(request, shopper_id, settings, tokens):
        raise NotAllowed(
            "This concerns one shopper, and the request does not show that it comes from them.",
            hint=f"Send their token as {TOKEN}, or a key with the write scope.",
        )


def may_name(request: Request, settings: Settings, tokens: Tokens) -> Callable[[str], bool]:
    """Whether events (or a search) of this request may be ascribed to a shopper."""
    return lambda shopper_id: settings.shoppers.trust_ids or speaks_for(request, shopper_id, settings, tokens)


def says_no(request: Request) -> bool:
    return request.headers.get(CONTROL, "").strip() == "1"
