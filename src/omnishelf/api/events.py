"""What shoppers do, told by the shop's pages or its backend."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from typing_extensions import TypedDict

from omnishelf.api import problems
from omnishelf.api.reply import Reply
from omnishelf.api.vouching import may_name, says_no
from omnishelf.config import Settings
from omnishelf.domain.errors import TooLarge
from omnishelf.events.fields import EPOCH
from omnishelf.events.intake import Sender
from omnishelf.shop import Shop

WHO = Annotated[str, StringConstraints(max_length=128, pattern=r"^[^\x00-\x1f\x7f]*$")]
MICROSECONDS = Annotated[int, Field(ge=0, le=10**17)]


class EventsIn(BaseModel):
    """Events of UBI 1.3, GA4 or our own form, in any mixture; docs/events.md explains them. What is not named here is passed
    over, so that a body of the Measurement Protocol is taken as it is."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "examples": [
                {"events": [{"id": "e1", "action": "click", "session_id": "s1", "shopper_id": "v_1", "product_id": "mug-1"}]},
                {"client_id": "c1", "events": [{"name": "view_item", "params": {"items": [{"item_id": "mug-1"}]}}]},
            ]
        },
    )
    events: list[Any] = Field(default_factory=list, description="a bad one is refused alone")
    queries: list[Any] = Field(default_factory=list, description="UBI queries: what was asked and what it showed")
    client_id: WHO = Field("", description="of events that name no client")
    user_id: WHO = Field("", description="of events that name nobody")
    timestamp_micros: MICROSECONDS | None = Field(None, description="of events without a time")
    sent_at: AwareDatetime | None = Field(None, description="the sender's clock now: times are put right by how wrong it is")
    consent: dict[str, Any] = Field(default_factory=dict, description='as GA4 has it: "DENIED" anywhere in it means no')


class FaultOut(TypedDict):
    """An event that could not be used."""

    place: Annotated[str, Field(description="events[3], queries[0]")]
    reason: str


class TakenOut(TypedDict):
    """What became of the events; an order of three lines is three."""

    kept: Annotated[int, Field(description="in the history of a shopper who agreed")]
    session_only: Annotated[int, Field(description="nobody's: counted for the product, remembered for the session")]
    repeated: Annotated[int, Field(description="told before, or the second half of a double click")]
    robots: int
    erased: Annotated[int, Field(description="of a shopper who was erased since it happened")]
    refused: int
    ignored: Annotated[int, Field(description="kinds of GA4 and UBI that say nothing of a product")]
    unknown_products: Annotated[int, Field(description="among kept and session_only")]
    put_right: Annotated[int, Field(description="times in the future, drawn to now")]
    faults: Annotated[list[FaultOut], Field(description="of those refused, at most a hundred")]


def routes(shop: Shop, settings: Settings) -> APIRouter:
    router = APIRouter(tags=["shoppers"], responses=problems.RESPONSES)

    @router.post("/v1/events", response_model=TakenOut)
    def tell(body: EventsIn | list[Any], request: Request) -> Reply:
        """Tell what shoppers did. A bad event is refused alone; told twice, an event counts once. Only of shoppers who agreed
        is anything kept; `Sec-GPC: 1` means no. The next search knows of it."""
        given = body if isinstance(body, EventsIn) else EventsIn(events=body)
        most, count = settings.limits.batch_events, len(given.events) + len(given.queries)
        if count > most:
            raise TooLarge(f"The request tells {count:,} events.", hint=f"Send at most {most:,} at a time.")
        sender = Sender(
            user_agent=request.headers.get("User-Agent", ""),
            may_name=may_name(request, settings, shop.behaviour.tokens),
            no_history=says_no(request) or "DENIED" in given.consent.values(),
        )
        places = [*(f"queries[{n}]" for n in range(len(given.queries))), *(f"events[{n}]" for n in range(len(given.events)))]
        taken = shop.tell(
            [*given.queries, *given.events],
            sender=sender,
            places=places,
            at=_moment(given.timestamp_micros),
            sent_at=given.sent_at,
            client_id=given.client_id,
            user_id=given.user_id,
        )
        return Reply(taken)

    return router


def _moment(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else EPOCH + timedelta(microseconds=microseconds)
