"""What a carrier's sentence means, for sources that give sentences and no codes, and for the reason behind an exception.

Words are looked for in the order below; the first that is there decides. English is matched as lower-case substrings.
"""

from __future__ import annotations

from omnishelf.domain.parcel import Status, Trouble

TROUBLES: tuple[tuple[Trouble, tuple[str, ...]], ...] = (
    (Trouble.LOST, ("丢失", "遗失", "lost", "cannot be found", "missing")),
    (Trouble.DAMAGED, ("破损", "损坏", "damage")),
    (Trouble.REFUSED, ("拒收", "拒签", "refused", "rejected by")),
    (Trouble.RETURNING, ("退回", "退件", "退签", "返回寄件", "return to sender", "returned to", "returning", "way back")),
    (Trouble.CUSTOMS, ("海关", "清关", "查验", "customs", "duties")),
    (
        Trouble.ADDRESS,
        ("地址不", "地址错", "地址有误", "address incomplete", "incorrect address", "insufficient address", "bad address"),
    ),
    (Trouble.NOT_COLLECTED, ("超时未取", "逾期未取", "unclaimed", "not collected", "retention period")),
    (
        Trouble.NOBODY_HOME,
        ("收件人不在", "无人", "无法联系", "联系不上", "nobody", "not available", "not home", "absent", "no access"),
    ),
    (Trouble.DELAYED, ("延误", "延迟", "滞留", "暴雨", "台风", "delay", "weather", "storm", "held")),
)
STATUSES: tuple[tuple[Status, tuple[str, ...]], ...] = (
    (Status.DELIVERED, ("已签收", "本人签收", "代签收", "delivered", "signed for by")),
    (
        Status.AVAILABLE_FOR_PICKUP,
        ("待取件", "取件码", "驿站", "快递柜", "自提", "pickup point", "ready for pickup", "ready for collection"),
    ),
    (Status.ATTEMPT_FAIL, ("派送未成功", "派送失败", "投递失败", "attempted", "could not be delivered", "unable to deliver")),
    (Status.OUT_FOR_DELIVERY, ("派送中", "正在派送", "正在派件", "派件", "out for delivery", "with courier", "on vehicle")),
    (
        Status.IN_TRANSIT,
        ("揽收", "揽件", "发往", "到达", "离开", "转运", "picked up", "departed", "arrived", "in transit", "accepted"),
    ),
    (
        Status.INFO_RECEIVED,
        ("信息已录入", "已下单", "待揽", "label created", "information received", "shipment's data", "pre-shipment"),
    ),
)
_FAILS = ("not delivered", "undelivered", "will be delivered", "to be delivered", "before delivered")


def trouble_of(text: str) -> Trouble:
    """NONE when nothing in the sentence says that something is wrong."""
    lowered = text.lower()
    if "出口清关" in text or "已清关" in text or "清关完成" in text or ("customs" in lowered and "cleared" in lowered):
        return Trouble.NONE
    return next((trouble for trouble, words in TROUBLES if any(word in lowered for word in words)), Trouble.NONE)


def status_of(text: str, otherwise: Status = Status.IN_TRANSIT) -> Status:
    lowered = text.lower()
    for word in _FAILS:
        lowered = lowered.replace(word, "")
    return next((status for status, words in STATUSES if any(word in lowered for word in words)), otherwise)
