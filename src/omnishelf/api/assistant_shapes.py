"""What comes in and goes out of a conversation over HTTP."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from omnishelf.api.schemas import Strict
from omnishelf.domain.conversation import Reply, Say, ServiceRequest


class MessageIn(Strict):
    """One turn of a shopper: `text`, `image` or `audio`, in any mixture."""

    text: str = Field("", max_length=4000, description="what was typed")
    image: str | None = Field(None, description="a photo, base64 (in JSON); a file in multipart")
    audio: str | None = Field(None, description="a recording, base64 (in JSON); a file in multipart")
    conversation: str = Field("", max_length=64, description="as the last reply named it; empty begins one")
    language: str = Field("", pattern="^(|en|zh)$", description="of the answer; empty follows the message")
    shopper_id: str = Field("", max_length=128, description="with X-Shopper-Token or a write key")
    product_id: str = Field("", max_length=128, description='whose page they are on: what "this" means')


class SettledIn(Strict):
    state: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class SourceOut(TypedDict):
    kind: Annotated[str, "product, order, parcel, policy, request, offer"]
    id: str
    label: str


class SayOut(TypedDict):
    text: str
    sources: Annotated[list[SourceOut], "records that tell every fact in it; empty where nothing of the shop is claimed"]


class RequestOut(TypedDict):
    id: str
    action: Annotated[str, "cancel, return, refund, exchange, hand_over"]
    order_id: str
    product_ids: Annotated[list[str], "empty for the whole order"]
    state: str
    at: str


class OpenRequestOut(RequestOut):
    shopper_id: str
    reason: str


class ReplyOut(TypedDict):
    conversation: str
    text: str
    says: list[SayOut]
    language: str
    products: Annotated[list[str], "ids of the products spoken of, to be shown as cards"]
    offers: Annotated[list[str], "short things to say next"]
    intent: str
    probability: float
    awaits: Annotated[str, "consent, order, lines, answer or empty"]
    request: RequestOut | None
    transcript: Annotated[str, "what was heard"]
    by: Annotated[str, "shop: the built-in path; model: a language model, each sentence checked"]


class RequestsOut(TypedDict):
    requests: list[OpenRequestOut]


def reply_out(reply: Reply) -> ReplyOut:
    return {
        "conversation": reply.conversation,
        "text": reply.text,
        "says": [say_out(one) for one in reply.says],
        "language": reply.language,
        "products": list(reply.products),
        "offers": list(reply.offers),
        "intent": reply.intent,
        "probability": reply.probability,
        "awaits": reply.awaits,
        "request": request_out(reply.request) if reply.request else None,
        "transcript": reply.heard,
        "by": reply.by,
    }


def say_out(one: Say) -> SayOut:
    return {"text": one.text, "sources": [{"kind": s.kind.value, "id": s.id, "label": s.label} for s in one.sources]}


def request_out(request: ServiceRequest) -> RequestOut:
    return {
        "id": request.id,
        "action": request.action.value,
        "order_id": request.order_id,
        "product_ids": list(request.product_ids),
        "state": request.state,
        "at": request.at.isoformat(),
    }


def open_request_out(request: ServiceRequest) -> dict[str, Any]:
    return {**request_out(request), "shopper_id": request.shopper_id, "reason": request.reason}
