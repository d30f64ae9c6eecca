"""A parcel on its way: its number, who carries it, where it has been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Status(StrEnum):
    """What is the matter with a parcel, in nine words that every source is translated into (AfterShip's tags)."""

    PENDING = "pending"
    INFO_RECEIVED = "info_received"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    ATTEMPT_FAIL = "attempt_fail"
    AVAILABLE_FOR_PICKUP = "available_for_pickup"
    DELIVERED = "delivered"
    EXCEPTION = "exception"
    EXPIRED = "expired"


class Trouble(StrEnum):
    """Why a parcel stands still or turns back; NONE where nothing is wrong."""

    NONE = ""
    DELAYED = "delayed"
    ADDRESS = "address"
    NOBODY_HOME = "nobody_home"
    REFUSED = "refused"
    CUSTOMS = "customs"
    DAMAGED = "damaged"
    LOST = "lost"
    RETURNING = "returning"
    NOT_COLLECTED = "not_collected"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One thing that happened to a parcel.

    Attributes:
        at: aware; where the source tells no zone, the zone it is known to mean.
        text: in the carrier's own words. Some name people: it goes to the owner of the parcel only.
        place: a town or a depot; "" where it is unknown.
    """

    at: datetime
    status: Status
    text: str
    place: str = ""
    trouble: Trouble = Trouble.NONE


@dataclass(frozen=True, slots=True)
class Tracked:
    """What a source says of a parcel.

    Attributes:
        carrier: key of `parcels.formats.CARRIERS`, "" where the source does not know it either.
        checkpoints: newest first.
        expected: day of delivery as the carrier promises it; None where it does not.
        source: which adapter said so.
        checked: when it was asked, aware, UTC.
    """

    number: str
    carrier: str
    status: Status
    checkpoints: tuple[Checkpoint, ...]
    source: str
    checked: datetime
    expected: date | None = None
    trouble: Trouble = Trouble.NONE


@dataclass(frozen=True, slots=True)
class CarrierGuess:
    """Who may carry a number.

    Attributes:
        probability: 0..1; all guesses of a number and "somebody else" together make 1.
        form: key of the format that fits.
        checked: the number bears a check digit, and it is right.
    """

    carrier: str
    probability: float
    form: str
    checked: bool


class ReadFrom(StrEnum):
    """Where a number was found."""

    TEXT = "text"
    VOICE = "voice"
    BARS = "bars"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class NumberFound:
    """A tracking number in what a shopper sent.

    Attributes:
        number: capitals and digits only, without what labels put around it.
        carriers: best first; () for a number of no known form that was named as a tracking number.
        confidence: 0..1, that this is a parcel's number, and read rightly.
    """

    number: str
    carriers: tuple[CarrierGuess, ...]
    confidence: float
    read_from: ReadFrom = ReadFrom.TEXT

    @property
    def carrier(self) -> str:
        """The likeliest, "" for none."""
        return self.carriers[0].carrier if self.carriers else ""

    @property
    def ambiguous(self) -> bool:
        """Two carriers fit about as well: who asks should be asked. "About": the second is at least half as likely."""
        return len(self.carriers) > 1 and self.carriers[1].probability >= self.carriers[0].probability / 2
