"""The language model that the settings name, with its bounds."""

from __future__ import annotations

from omnishelf.assistant.model.turning import Bounds, Talker
from omnishelf.config import Settings
from omnishelf.language.port import LanguageModel


def talker_of(settings: Settings, model: LanguageModel | None = None) -> Talker | None:
    """None where the settings name none and none is given: the built-in path answers alone."""
    chosen = settings.llm
    if model is None and chosen.url:
        from omnishelf.language.hosted import HostedModel

        model = HostedModel(url=chosen.url, model=chosen.model, api_key=chosen.api_key.get_secret_value())
    bounds = Bounds(
        seconds=chosen.seconds,
        most_tokens=chosen.max_tokens,
        calls=chosen.max_tool_calls,
        turn_tokens=chosen.turn_tokens,
        conversation_tokens=chosen.conversation_tokens,
    )
    return Talker(model, bounds) if model is not None else None
