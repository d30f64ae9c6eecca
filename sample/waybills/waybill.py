"""What stands on one label, decided by the seed; how it is drawn is the layouts' business."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from sample.feed import NOW
from sample.waybills.carriers import CARRIERS, Carrier
from sample.waybills.numbers import FORMATS, Format, digits
from sample.waybills.people import Party, in_english, party

SEED = "omnishelf-waybills-1"


@dataclass(frozen=True)
class Waybill:
    """One parcel's label.

    Attributes:
        key: such as "sf-03".
        place: ISO 3166 code of the receiver's country.
        route: sorting code in large type.
        weight: kilograms.
    """

    key: str
    carrier: Carrier
    number: str
    service: str
    place: str
    sender: Party
    receiver: Party
    route: str
    order: str
    weight: float
    shipped: date

    @property
    def form(self) -> Format:
        return FORMATS[self.carrier.form]

    @property
    def language(self) -> str:
        """ "zh", "en", or "zh-en" where both scripts stand on the label."""
        if self.carrier.layout == "chinese":
            return "zh-en" if self.carrier.name.split()[-1].isascii() else "zh"
        return "en" if self.carrier.name.isascii() else "zh-en"

    def rng(self, purpose: str) -> random.Random:
        """Chances of this label, independent from purpose to purpose."""
        return random.Random(f"{SEED}:{self.key}:{purpose}")

    @property
    def accepted(self) -> tuple[str, ...]:
        """The number in the forms a reader may rightly give: with and without what only some labels print."""
        if self.form.name == "dpd-15":
            return (self.number, self.number[:-1])
        if self.form.name == "sscc-20":
            return (self.number, self.number[2:])
        return (self.number,)


def waybills(each: int) -> list[Waybill]:
    """`each` labels of every carrier, in the carriers' order."""
    return [waybill(carrier, index) for carrier in CARRIERS for index in range(each)]


def waybill(carrier: Carrier, index: int) -> Waybill:
    key = f"{carrier.key}-{index:02d}"
    rng = random.Random(f"{SEED}:{key}")
    place = rng.choice(carrier.to)
    home = carrier.home or place
    return Waybill(
        key=key,
        carrier=carrier,
        number=FORMATS[carrier.form].make(rng),
        service=rng.choice(carrier.services),
        place=place,
        sender=in_english(rng) if home == "CN" != place else party(rng, home),
        receiver=party(rng, place),
        route=_route(rng, place),
        order="OS" + digits(rng, 10),
        weight=round(rng.uniform(0.1, 18), 2),
        shipped=NOW - timedelta(days=rng.randint(1, 60)),
    )


def _route(rng: random.Random, place: str) -> str:
    if place == "CN":
        return f"{rng.randint(100, 989)}-{rng.choice('ABCDEFGHK')}{rng.randint(1, 29):02d}-{rng.randint(1, 999):03d}"
    return f"{place} {rng.randint(100, 998)} {rng.randint(0, 9)}-{rng.randint(1, 89):02d}"
