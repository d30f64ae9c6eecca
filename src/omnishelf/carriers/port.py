"""What is asked of a service that knows where parcels are. Implementations are thread-safe.

Who implements it says what the service says, in our words; asking again, remembering and giving up are done once,
around all of them (`parcels/tracking.py`). Its suite is tests/conformance/test_carriers.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from omnishelf.domain.errors import Unavailable
from omnishelf.domain.parcel import Tracked


class CarrierDown(Unavailable):
    """The service did not answer, answered nonsense, or asks us to wait. `retry`: asking again soon may help. `wait`: how many
    seconds it asked for; 0 when it did not say."""

    code = "carrier-down"

    def __init__(self, what: str, *, hint: str = "", retry: bool = True, wait: float = 0.0) -> None:
        super().__init__(what, hint=hint)
        self.retry, self.wait = retry, wait


class CarrierRefused(CarrierDown):
    """The service answered that it will not serve us: a wrong key, no credit left. Asking again does not help."""

    code = "carrier-refused"

    def __init__(self, what: str, *, hint: str = "") -> None:
        super().__init__(what, hint=hint, retry=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """A parcel to ask about.

    Attributes:
        carrier: key of `parcels.formats`; "" lets the service tell it from the number.
        phone: last four digits of the receiver's or sender's phone, which some carriers demand; "" for none. It is sent to the
            service and kept nowhere.
        country: ISO letters of where the parcel goes, "" where unknown.
        postal_code: of where it goes, "" where unknown: some carriers demand it.
    """

    number: str
    carrier: str = ""
    phone: str = ""
    country: str = ""
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A webhook as it came. `headers`: names in lower case. `query`: of its address."""

    body: bytes
    headers: Mapping[str, str]
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """A webhook whose signature is right.

    Attributes:
        id: the same for the same message told twice.
        parcels: what it says of them; () for a message about something else.
        reply: what the service wants to read in return, as JSON.
    """

    id: str
    parcels: tuple[Tracked, ...]
    reply: Mapping[str, object]


@runtime_checkable
class Carrier(Protocol):
    @property
    def name(self) -> str:
        """As in the settings and in the address of its webhooks: letters, digits and hyphens."""
        ...

    def track(self, asked: Asked) -> Tracked | None:
        """None when the service knows no such parcel (yet).

        Raises:
            CarrierDown, CarrierRefused.
        """
        ...

    def follow(self, asked: Asked) -> bool:
        """Have news of the parcel sent to our webhook from now on; False where the service has none. Asking twice is no
        mistake.

        Raises:
            CarrierDown, CarrierRefused.
        """
        ...

    def told(self, received: Received) -> Told | None:
        """A webhook read; None when its signature is missing or wrong, or it is none of this service's.

        Raises:
            BadInput: the signature is right, and the body cannot be read.
        """
        ...

    def close(self) -> None: ...
