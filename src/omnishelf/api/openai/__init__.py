"""The shop behind OpenAI's interface, for clients that speak it: chat, transcriptions, speech, embeddings, models.

docs/openai.md says what is taken, what is refused and what is passed over.
"""

from __future__ import annotations

from fastapi import APIRouter

from omnishelf.api.openai import audio, chat, embeddings, models
from omnishelf.config import Settings
from omnishelf.shop import Shop


def routes(shop: Shop, settings: Settings) -> tuple[APIRouter, ...]:
    """All of them; each asks for a read key."""
    return (
        chat.routes(shop, settings),
        audio.routes(shop, settings),
        embeddings.routes(shop, settings),
        models.routes(shop, settings),
    )
