"""Whose labels are drawn. Real carriers are named in plain type, without logos or house colours; one is invented."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Carrier:
    """A carrier's label.

    Attributes:
        key: stable name, as in the truth file.
        name: as printed.
        form: name of the tracking number's format in `numbers.FORMATS`.
        layout: "chinese", "courier" or "postal": which of the three drawings.
        services: printed service names, one of which is chosen.
        to: ISO 3166 codes of receivers' countries.
        look: small numbers that set carriers of one layout apart; see the layouts.
        home: the sender's country; "" where parcels stay in the receiver's.
    """

    key: str
    name: str
    form: str
    layout: str
    services: tuple[str, ...]
    to: tuple[str, ...] = ("CN",)
    look: int = 0
    home: str = ""


CARRIERS: tuple[Carrier, ...] = (
    Carrier("sf", "顺丰速运", "sf-13", "chinese", ("标快", "特快", "电商标快"), look=0),
    Carrier("zto", "中通快递", "zto-14", "chinese", ("标准快递", "快递包裹"), look=1),
    Carrier("yto", "圆通速递", "yto-13", "chinese", ("普通快递", "圆准达"), look=2),
    Carrier("sto", "申通快递", "sto-15", "chinese", ("标准快递",), look=3),
    Carrier("yunda", "韵达快递", "yunda-15", "chinese", ("标准快件",), look=4),
    Carrier("jt", "极兔速递", "jt-13", "chinese", ("标准快递", "兔优达"), look=5),
    Carrier("jd", "京东物流", "jd-15", "chinese", ("特惠送", "特快送"), look=6),
    Carrier("deppon", "德邦快递", "dpk-12", "chinese", ("大件快递360", "标准快递"), look=7),
    Carrier("cainiao", "菜鸟速递", "cainiao-15", "chinese", ("半日达", "次日达"), look=1),
    Carrier("chinapost", "中国邮政", "chinapost-13", "chinese", ("快递包裹", "电商标快"), look=3),
    Carrier("ems", "EMS 中国邮政速递物流", "s10-cn", "postal", ("EMS",), ("US", "GB", "DE", "CA"), look=0, home="CN"),
    Carrier("ups", "UPS", "ups-1z", "courier", ("UPS GROUND", "UPS NEXT DAY AIR", "UPS STANDARD"), ("US", "CA"), look=0),
    Carrier("fedex", "FedEx", "fedex-12", "courier", ("PRIORITY OVERNIGHT", "STANDARD OVERNIGHT", "2DAY"), ("US",), look=1),
    Carrier("fedex-ground", "FedEx Ground", "fedex-ground-15", "courier", ("GROUND", "HOME DELIVERY"), ("US",), look=2),
    Carrier(
        "dhl-express", "DHL EXPRESS", "dhl-express-10", "courier", ("WORLDWIDE", "EXPRESS 12:00"), ("DE", "GB", "SG"), look=3
    ),
    Carrier("dhl-paket", "DHL Paket", "sscc-20", "courier", ("PAKET", "PAKET INTERNATIONAL"), ("DE",), look=4),
    Carrier("dpd", "DPD", "dpd-15", "courier", ("CLASSIC", "EXPRESS 12:00"), ("DE", "GB"), look=5),
    Carrier("usps", "USPS", "usps-22", "courier", ("PRIORITY MAIL", "GROUND ADVANTAGE"), ("US",), look=6),
    Carrier(
        "royal-mail",
        "Royal Mail",
        "s10-gb",
        "postal",
        ("Signed For", "Special Delivery"),
        ("US", "CA", "DE"),
        look=1,
        home="GB",
    ),
    Carrier(
        "canada-post",
        "Canada Post / Postes Canada",
        "canadapost-16",
        "courier",
        ("EXPEDITED PARCEL", "XPRESSPOST"),
        ("CA",),
        look=7,
    ),
    Carrier("yamato", "Yamato Transport", "yamato-12", "courier", ("TA-Q-BIN",), ("JP",), look=8),
    Carrier("japan-post", "Japan Post", "s10-jp", "postal", ("EMS", "Registered"), ("US", "SG", "GB"), look=2, home="JP"),
    Carrier(
        "singapore-post",
        "Singapore Post",
        "s10-sg",
        "postal",
        ("Registered Article", "Tracked Packet"),
        ("US", "GB"),
        look=3,
        home="SG",
    ),
    Carrier(
        "yunexpress",
        "云途物流 YunExpress",
        "yunexpress-18",
        "postal",
        ("THZXR", "PKZXR"),
        ("US", "DE", "CA"),
        look=4,
        home="CN",
    ),
    Carrier("larkway", "雀道物流 Larkway Freight", "sscc-20", "chinese", ("城际件", "大件零担"), look=8),
)
"""Larkway Freight is invented; its numbers are GS1 serial shipping container codes, as any shipper may make them."""
