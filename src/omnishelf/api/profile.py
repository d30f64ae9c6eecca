"""A shopper's taste: what the shop believes, and what they say to that."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from fastapi import Query as Param
from pydantic import Field
from typing_extensions import TypedDict

from omnishelf.api import problems
from omnishelf.api.schemas import Strict, Value
from omnishelf.api.shoppers import Id
from omnishelf.api.vouching import must_speak_for
from omnishelf.config import Settings
from omnishelf.domain.shopper import Portrait, Stance, Steering, Wish
from omnishelf.profile.steering import WISHES
from omnishelf.shop import Shop

Session = Annotated[str, Param(max_length=128, description="of the visit: what is known without consent")]
Language = Annotated[Literal["", "en", "zh"], Param(description="of labels and reasons")]


class WishIn(Strict):
    """One thing said about a taste."""

    field: Literal["category", "brand", "attributes", "product"]
    value: Value = Field(description='as in the profile: "Home > Mugs", "color=blue", a product\'s id')
    stance: Literal["like", "less", "mute", "never"] = Field(description="mute: forget the guess; never: do not show it")


class SteeringIn(Strict):
    """What a shopper says of their profile, in place of what they said before."""

    on: bool = Field(True, description="false: nothing is personal")
    wishes: list[WishIn] = Field(default_factory=list, max_length=WISHES)
    fresh_start: bool = Field(False, description="what was done up to now says nothing of taste any more")


class BeliefOut(TypedDict):
    """One taste."""

    field: str
    value: str
    label: str
    strength: Annotated[float, Field(description="-1..1; below 0 what they like less")]
    products: Annotated[int, Field(description="how many different products of theirs speak for it")]
    stance: Annotated[str | None, Field(description="what they said about it themselves")]
    why: Annotated[str, Field(description="the behaviour behind it")]


class ProfileOut(TypedDict):
    summary: Annotated[str, Field(description="one line for the shopper; empty where nothing is believed")]
    beliefs: list[BeliefOut]
    price: Annotated[Literal["", "low", "mid", "high"], Field(description="against other products of the same kinds")]
    on: bool
    since: Annotated[str | None, Field(description="events up to then say nothing")]
    events: int
    kept: Annotated[bool, Field(description="false: it is of this visit alone")]


def routes(shop: Shop, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/v1/shoppers", tags=["shoppers"], responses=problems.RESPONSES)

    def allowed(id: Id, request: Request) -> None:
        must_speak_for(request, id, settings, shop.behaviour.tokens)

    own = Depends(allowed)

    @router.get("/{id}/profile", response_model=ProfileOut, dependencies=[own])
    def show(id: Id, session_id: Session = "", language: Language = "") -> ProfileOut:
        """What the shop believes of their taste, and why."""
        return profile_out(shop.taste(shopper_id=id, session_id=session_id, language=language))

    @router.put("/{id}/profile", response_model=ProfileOut, dependencies=[own])
    def steer(id: Id, body: SteeringIn, session_id: Session = "", language: Language = "") -> ProfileOut:
        """Steer it, or switch it off. The next search follows; without consent it holds for this visit."""
        before = shop.personal.steers.of(id, session_id)
        since = datetime.now(UTC) if body.fresh_start else before.since
        wishes = {(w.field, w.value): Wish(w.field, w.value, Stance(w.stance)) for w in body.wishes}
        shop.steer(Steering(body.on, tuple(wishes.values()), since), shopper_id=id, session_id=session_id)
        return profile_out(shop.taste(shopper_id=id, session_id=session_id, language=language))

    return router


def profile_out(found: Portrait) -> ProfileOut:
    beliefs: list[BeliefOut] = [
        {
            "field": belief.field,
            "value": belief.value,
            "label": belief.label,
            "strength": round(belief.strength, 3),
            "products": belief.products,
            "stance": belief.stance.value if belief.stance else None,
            "why": belief.why,
        }
        for belief in found.beliefs
    ]
    since = found.steering.since
    return {
        "summary": found.summary,
        "beliefs": beliefs,
        "price": found.price,  # type: ignore[typeddict-item]
        "on": found.steering.on,
        "since": since.isoformat() if since else None,
        "events": found.events,
        "kept": found.kept,
    }
