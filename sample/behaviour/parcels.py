"""Each order's parcel and the states it went through, as carriers report them.

States are AfterShip's words in snake case: pending, info_received, in_transit, out_for_delivery, attempt_fail,
available_for_pickup, delivered, exception. What lies after the end of the log has not happened yet.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from sample.behaviour.model import DAYS
from sample.behaviour.orders import Order
from sample.waybills.carriers import CARRIERS, Carrier
from sample.waybills.numbers import FORMATS
from sample.waybills.people import COUNTRIES as TOWNS
from sample.waybills.people import ZH_CITIES

HOUR, DAY = 3_600.0, 86_400.0
SAYS = {
    "pending": ("Order placed, label not printed yet", "已下单，等待揽收"),
    "info_received": ("Carrier has received the shipment's data", "商家已发货，快件信息已录入"),
    "picked_up": ("Picked up by the carrier", "快递员已揽收"),
    "hub": ("Departed from {place} sorting center", "快件离开【{place}转运中心】，发往下一站"),
    "export": ("Export customs cleared", "已完成出口清关"),
    "import": ("Import customs cleared in destination country", "已完成进口清关"),
    "delay": ("Delayed: {reason}", "运输延误：{reason}"),
    "out_for_delivery": ("Out for delivery", "快件正在派送中，请保持电话畅通"),
    "attempt_fail": ("Delivery attempted: nobody was there", "派送未成功：收件人不在，将再次派送"),
    "available_for_pickup": ("Waiting at the pickup point {place}", "已到达【{place}驿站】，请凭取件码领取"),
    "delivered": ("Delivered, signed for", "已签收，感谢使用"),
    "lost": ("Exception: the parcel cannot be found; a search has begun", "异常：快件丢失，正在查找"),
    "returned": ("Exception: refused, on its way back to the sender", "异常：收件人拒收，快件退回中"),
}
STATE = {"picked_up": "in_transit", "hub": "in_transit", "export": "in_transit", "import": "in_transit", "delay": "exception"}
STATE |= {"lost": "exception", "returned": "exception"}
REASONS = (
    ("storm", "暴雨天气"),
    ("road closed", "道路封闭"),
    ("address incomplete", "地址不详"),
    ("held by customs", "海关查验"),
)
LATE = 1.5
"""How many days beyond the expected delivery count as late in a review."""


@dataclass(frozen=True)
class Step:
    """`at`: seconds since the log began; `code`: key of SAYS; texts in both languages."""

    at: float
    code: str
    english: str
    chinese: str
    place: str

    @property
    def state(self) -> str:
        return STATE.get(self.code, self.code)


@dataclass(frozen=True)
class Parcel:
    """`expected`: seconds since the log began, as promised; `steps` in time order, only those that have happened."""

    order: str
    carrier: Carrier
    number: str
    country: str
    expected: float
    steps: tuple[Step, ...]

    @property
    def state(self) -> str:
        return self.steps[-1].state

    @property
    def delivered(self) -> float | None:
        return next((step.at for step in self.steps if step.code == "delivered"), None)

    @property
    def late(self) -> bool:
        done = self.delivered
        return (DAYS * DAY if done is None else done) > self.expected + LATE * DAY


def parcel(order: Order, country: str, seed: str) -> Parcel:
    """Of one order; the seed and the order's id decide everything."""
    rng = random.Random(f"{seed}:{order.id}")
    carrier = rng.choice([c for c in CARRIERS if country in c.to])
    abroad = carrier.layout == "postal"
    number = FORMATS[carrier.form].make(rng)
    days = rng.uniform(7, 14) if abroad else rng.uniform(1.5, 4)
    steps = [step for step in _journey(order.placed, days, country, abroad, rng) if step.at <= DAYS * DAY]
    return Parcel(order.id, carrier, number, country, order.placed + (days + 0.5) * DAY, tuple(steps))


def _journey(placed: float, days: float, country: str, abroad: bool, rng: random.Random) -> list[Step]:
    """All steps to the end, whether or not the log reaches that far."""
    steps = [_step(placed, "pending", country, rng)]
    clock = placed + rng.uniform(2, 20) * HOUR
    steps.append(_step(clock, "info_received", country, rng))
    clock += rng.uniform(1, 8) * HOUR
    steps.append(_step(clock, "picked_up", country, rng))
    hubs = ["hub", "export", "hub", "import", "hub"] if abroad else ["hub"] * rng.randint(1, 3)
    fate = rng.random()
    if fate < 0.08:
        hubs.insert(rng.randrange(1, len(hubs) + 1), "delay")
    for code in hubs:
        clock += (rng.uniform(1.5, 5) * DAY) if code == "delay" else days * DAY / (len(hubs) + 1) * rng.uniform(0.7, 1.1)
        steps.append(_step(clock, code, country, rng))
    if fate > 0.985:
        return [*steps, _step(clock + 2 * DAY, "lost", country, rng)]
    clock += rng.uniform(4, 20) * HOUR
    steps.append(_step(clock, "out_for_delivery", country, rng))
    if 0.08 <= fate < 0.13:
        clock += rng.uniform(2, 8) * HOUR
        steps.append(_step(clock, "attempt_fail", country, rng))
        clock += rng.uniform(14, 26) * HOUR
        steps.append(_step(clock, "out_for_delivery", country, rng))
    if fate > 0.975:
        return [*steps, _step(clock + 6 * HOUR, "returned", country, rng)]
    if country == "CN" and rng.random() < 0.35:
        clock += rng.uniform(1, 5) * HOUR
        steps.append(_step(clock, "available_for_pickup", country, rng))
        clock += rng.uniform(1, 30) * HOUR
    return [*steps, _step(clock + rng.uniform(1, 7) * HOUR, "delivered", country, rng)]


def _step(at: float, code: str, country: str, rng: random.Random) -> Step:
    place = rng.choice(ZH_CITIES)[1] if country == "CN" else rng.choice(TOWNS[country])[0].title()
    reason = rng.choice(REASONS)
    english, chinese = SAYS[code]
    return Step(at, code, english.format(place=place, reason=reason[0]), chinese.format(place=place, reason=reason[1]), place)
