"""Events and answers as what JSON can say: of an export, and read again by `POST /v1/events`."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from omnishelf.domain.consent import Consent
from omnishelf.domain.event import Event

DEFAULTS = {f.name: f.default for f in fields(Event)}


def event_out(event: Event) -> dict[str, Any]:
    """The plain form; what is at its default is left out."""
    given = {name: getattr(event, name) for name, default in DEFAULTS.items() if getattr(event, name) != default}
    return (
        given
        | {"action": event.action.value, "at": event.at.isoformat()}
        | ({"shown": list(event.shown)} if event.shown else {})
        | ({"chances": list(event.chances)} if event.chances else {})
    )


def consent_out(answer: Consent) -> dict[str, Any]:
    return {
        "personal": answer.personal,
        "learning": answer.learning,
        "at": answer.at.isoformat(),
        "policy": answer.policy,
        "source": answer.source,
    }
