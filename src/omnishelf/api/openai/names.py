"""What the shop's models are called to OpenAI's clients."""

from __future__ import annotations

from omnishelf.api.openai.errors import NoModel
from omnishelf.shop import Shop

ASSISTANT, TEXT, HEARING, VOICE = "omnishelf", "omnishelf-text", "omnishelf-hearing", "omnishelf-voice"


def available(shop: Shop) -> tuple[str, ...]:
    """Those this shop has."""
    hears = (HEARING,) if shop.hears else ()
    return (ASSISTANT, TEXT, *hears, *((VOICE,) if shop.speaker is not None else ()))


def must_be(given: str, wanted: str, shop: Shop) -> None:
    """Raises:
    NoModel: it is another, or this shop has it not.
    """
    if given != wanted or wanted not in available(shop):
        raise NoModel(f"There is no model {given[:80]!r} here.", hint=f"Models are: {', '.join(available(shop))}.")
