"""What a shopper may ask of the shop: to be known or not, to see what is known, to be forgotten."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from omnishelf.api import problems
from omnishelf.api.keys import guard, may_write
from omnishelf.api.reply import Reply
from omnishelf.api.schemas import Strict
from omnishelf.api.vouching import must_speak_for, says_no
from omnishelf.config import Settings
from omnishelf.domain.consent import Consent
from omnishelf.shop import Shop

Id = Annotated[str, Path(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f/]+$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]


class ConsentIn(Strict):
    """A shopper's answer."""

    personal: bool = Field(description="what I do may be kept, and used for what I am shown")
    learning: bool | None = Field(None, description="it may be learnt from for everybody; as `personal` when left out")
    policy: Line = Field("", description="which text was agreed to")


class AboutIn(Strict):
    """What the shop says of a shopper; it replaces what was said before."""

    about: dict[Name, Line] = Field(
        max_length=50, json_schema_extra={"examples": [{"segment": "new parents", "language": "zh"}]}
    )


class VisitorOut(TypedDict):
    """An id and what shows that one speaks for it."""

    id: str
    token: Annotated[str, Field(description="sent as X-Shopper-Token")]
    expires: str


class ConsentOut(TypedDict):
    asked: Annotated[bool, Field(description="false: they never answered, which is a no")]
    personal: bool
    learning: bool
    at: str | None
    policy: str
    source: Annotated[str, Field(description="shopper, shop, import, gpc")]
    remaining: Annotated[int, Field(description="events still kept of them; DELETE /v1/shoppers/{id} erases them")]


class AboutOut(TypedDict):
    kept: Annotated[bool, Field(description="false without consent")]


class ErasedOut(TypedDict):
    erased: Annotated[dict[str, int], Field(description="how many things of each kind there were")]


def routes(shop: Shop, settings: Settings) -> APIRouter:
    router = APIRouter(prefix="/v1/shoppers", tags=["shoppers"], responses=problems.RESPONSES)
    behaviour, write = shop.behaviour, Depends(guard(settings.api_keys, "write"))

    def allowed(id: Id, request: Request) -> None:
        must_speak_for(request, id, settings, behaviour.tokens)

    own = Depends(allowed)

    def ticket(id: str) -> VisitorOut:
        token, until = behaviour.tokens.give(id, datetime.now(UTC))
        return {"id": id, "token": token, "expires": until.isoformat()}

    @router.post("", response_model=VisitorOut)
    def visitor() -> VisitorOut:
        """A new id for a visitor without an account, with its token. Nothing is kept before they agree to it."""
        return ticket(behaviour.tokens.visitor())

    @router.post("/{id}/token", response_model=VisitorOut, dependencies=[write])
    def token(id: Id) -> VisitorOut:
        """A token for a shopper whom the shop's backend knows: it vouches for them. Needs the write scope."""
        return ticket(id)

    @router.get("/{id}/consent", response_model=ConsentOut, dependencies=[own])
    def consent(id: Id) -> ConsentOut:
        """What they answered last."""
        return consent_out(behaviour.shoppers.agreed(id), behaviour.log.count(id))

    @router.put("/{id}/consent", response_model=ConsentOut, dependencies=[own])
    def agree(id: Id, body: ConsentIn, request: Request) -> ConsentOut:
        """Note an answer. It holds from now on; a no also says what remains. With `Sec-GPC: 1` every answer is a no."""
        no = says_no(request)
        source = "gpc" if no else "shop" if settings.api_keys and may_write(settings.api_keys, request) else "shopper"
        answer = behaviour.agree(
            id, personal=body.personal and not no, learning=body.learning, policy=body.policy, source=source
        )
        return consent_out(answer, behaviour.log.count(id))

    @router.put("/{id}/about", response_model=AboutOut, dependencies=[write])
    def describe(id: Id, body: AboutIn) -> AboutOut:
        """Keep what the shop says of a shopper who agreed, such as a segment; encrypted. Needs the write scope."""
        return {"kept": behaviour.shoppers.describe(id, body.about)}

    @router.get("/{id}/data", response_model=dict[str, Any], dependencies=[own])
    def data(id: Id) -> Reply:
        """All that is known of them."""
        return Reply(dict(behaviour.export(id)))

    @router.delete("/{id}", response_model=ErasedOut, dependencies=[own])
    def erase(id: Id) -> ErasedOut:
        """Forget them everywhere, and what is learnt from now on does not contain them."""
        return {"erased": dict(behaviour.erase(id))}

    return router


def consent_out(answer: Consent | None, remaining: int) -> ConsentOut:
    return {
        "asked": answer is not None,
        "personal": answer is not None and answer.personal,
        "learning": answer is not None and answer.learning,
        "at": answer.at.isoformat() if answer else None,
        "policy": answer.policy if answer else "",
        "source": answer.source if answer else "",
        "remaining": remaining,
    }
