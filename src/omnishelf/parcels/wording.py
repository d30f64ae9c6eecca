"""A parcel's state in plain words, in English and Chinese: what is the matter, what it means, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from omnishelf.domain.parcel import Status, Tracked, Trouble

STATUSES: dict[Status, tuple[str, str]] = {
    Status.PENDING: ("The carrier knows nothing of it yet", "承运商暂无信息"),
    Status.INFO_RECEIVED: ("The carrier is waiting for the parcel", "商家已下单，等待揽收"),
    Status.IN_TRANSIT: ("On its way", "运输中"),
    Status.OUT_FOR_DELIVERY: ("Out for delivery", "正在派送"),
    Status.ATTEMPT_FAIL: ("A delivery was tried and failed", "派送未成功"),
    Status.AVAILABLE_FOR_PICKUP: ("Ready to be picked up", "待取件"),
    Status.DELIVERED: ("Delivered", "已签收"),
    Status.EXCEPTION: ("Something went wrong", "运输异常"),
    Status.EXPIRED: ("No news for a long time", "长时间无更新"),
}
TROUBLES: dict[Trouble, tuple[str, str]] = {
    Trouble.DELAYED: (
        "It is delayed and still on its way. Nothing needs to be done; if it does not move for three days, tell the shop.",
        "包裹有延误，仍在运输途中，无需操作；若三天没有更新，请联系商家。",
    ),
    Trouble.ADDRESS: (
        "The address is incomplete or wrong. Tell the shop or the carrier the right one soon, or it goes back.",
        "地址不详或有误。请尽快向商家或承运商更正地址，否则包裹会被退回。",
    ),
    Trouble.NOBODY_HOME: (
        "Nobody could take it. The carrier usually tries again on the next working day; ask it for another place or time.",
        "收件人不在或联系不上。承运商通常会在下一个工作日再次派送，也可以与其约定时间或地点。",
    ),
    Trouble.REFUSED: (
        "It was refused at the door and goes back to the shop. If that was not you, tell the shop.",
        "包裹被拒收，将退回商家。如果不是您本人拒收，请联系商家。",
    ),
    Trouble.CUSTOMS: (
        "Customs are holding it. They may ask for papers or duties; look for a letter or message from the carrier.",
        "包裹正在海关查验，可能需要补充资料或缴纳税费，请留意承运商的通知。",
    ),
    Trouble.DAMAGED: (
        "It was damaged on its way. Do not wait for it: tell the shop, who can send it again or give the money back.",
        "包裹在运输中破损。请联系商家补发或退款。",
    ),
    Trouble.LOST: (
        "The carrier cannot find it. Tell the shop, who can have it searched for, send it again or give the money back.",
        "承运商找不到该包裹。请联系商家查找、补发或退款。",
    ),
    Trouble.RETURNING: (
        "It is on its way back to the shop. Ask the shop to send it again or to give the money back.",
        "包裹正在退回商家。请联系商家重新发货或退款。",
    ),
    Trouble.NOT_COLLECTED: (
        "It was not picked up in time and will go back. Ask the pickup point today whether it is still there.",
        "包裹超时未取，即将退回。请尽快联系取件点。",
    ),
    Trouble.OTHER: (
        "The carrier reports a problem without saying which. Ask it, or the shop.",
        "承运商报告异常但未说明原因，请联系承运商或商家。",
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """`headline`: the state. `detail`: what it means and what to do, "" when there is nothing. `expected`: a sentence or ""."""

    headline: str
    detail: str
    expected: str


def status_words(status: Status, language: str) -> str:
    return STATUSES[status][language == "zh"]


def explained(state: Tracked, language: str, today: date) -> Said:
    """`language`: "zh" or anything else for English."""
    chinese = language == "zh"
    detail = TROUBLES[state.trouble][chinese] if state.trouble else ""
    if not detail and state.status is Status.EXCEPTION:
        detail = TROUBLES[Trouble.OTHER][chinese]
    return Said(STATUSES[state.status][chinese], detail, _expected(state, chinese, today))


def _expected(state: Tracked, chinese: bool, today: date) -> str:
    if state.expected is None or state.status in (Status.DELIVERED, Status.EXPIRED):
        return ""
    days = (state.expected - today).days
    if days < 0:
        return f"原预计 {state.expected} 送达，已延误" if chinese else f"It was expected on {state.expected} and is late."
    when = (
        ("今天", "today") if days == 0 else ("明天", "tomorrow") if days == 1 else (f"{state.expected}", f"on {state.expected}")
    )
    return f"预计{when[0]}送达" if chinese else f"Expected {when[1]}."
