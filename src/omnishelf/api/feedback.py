"""Thumbs on the assistant's replies: told by shoppers, read by the shop."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from fastapi import Query as Param
from pydantic import Field
from typing_extensions import TypedDict

from omnishelf.api import problems
from omnishelf.api.keys import guard
from omnishelf.api.reply import Reply
from omnishelf.api.schemas import Strict
from omnishelf.api.vouching import must_speak_for
from omnishelf.assistant.feedback import Marked
from omnishelf.config import Settings
from omnishelf.domain.feedback import Feedback
from omnishelf.shop import Shop


class FeedbackIn(Strict):
    """A thumb on one reply; another for the same reply replaces it."""

    conversation: str = Field(min_length=1, max_length=64)
    turn: int = Field(ge=1, le=10_000, description="which reply of the conversation, from 1")
    helpful: bool
    intent: str = Field("", max_length=40, pattern="^[a-z_]*$", description="as the reply said")
    language: str = Field("", pattern="^(|en|zh)$")
    said: str = Field("", max_length=4_000, description="what the shopper said; kept only of those who agreed")
    answered: str = Field("", max_length=8_000, description="what was answered; likewise")
    shopper_id: str = Field("", max_length=128, description="with X-Shopper-Token or a write key")


class FeedbackKept(TypedDict):
    kept: Annotated[Literal["mark", "words"], Field(description="`mark`: without the words and without who it was")]


class FeedbackOut(TypedDict):
    id: str
    at: str
    helpful: bool
    intent: str
    language: str
    said: str
    answered: str


class TallyOut(TypedDict):
    intent: str
    helpful: int
    unhelpful: int


class FeedbacksOut(TypedDict):
    intents: Annotated[list[TallyOut], Field(description="all marks, those intents first that have most")]
    feedback: Annotated[list[FeedbackOut], Field(description="newest first")]


def routes(shop: Shop, settings: Settings) -> APIRouter:
    read, write = Depends(guard(settings.api_keys, "read")), Depends(guard(settings.api_keys, "write"))
    router = APIRouter(prefix="/v1/assistant", tags=["assistant"], responses=problems.RESPONSES)

    @router.post("/feedback", response_model=FeedbackKept, dependencies=[read])
    def take(request: Request, body: FeedbackIn) -> Reply:
        """Mark a reply as helpful or not."""
        if body.shopper_id:
            must_speak_for(request, body.shopper_id, settings, shop.behaviour.tokens)
        kept = shop.feedback.take(Marked(**body.model_dump()), datetime.now(UTC))
        return Reply({"kept": "words" if kept else "mark"})

    @router.get("/feedback", response_model=FeedbacksOut, dependencies=[write])
    def told(size: Annotated[int, Param(ge=1, le=1_000)] = 100, helpful: bool | None = None) -> Reply:
        """What shoppers thought of replies: counts by intent, and the newest marks. Needs the write scope."""
        intents = [{"intent": t.intent, "helpful": t.helpful, "unhelpful": t.unhelpful} for t in shop.feedback.tallies()]
        return Reply({"intents": intents, "feedback": [feedback_out(one) for one in shop.feedback.newest(size, helpful)]})

    return router


def feedback_out(one: Feedback) -> FeedbackOut:
    """Without who it was: for reading and for evaluation."""
    return {
        "id": one.id,
        "at": one.at.isoformat(),
        "helpful": one.helpful,
        "intent": one.intent,
        "language": one.language,
        "said": one.said,
        "answered": one.answered,
    }
