"""Carriers: their names in two languages, the words by which people and labels name them, and where they deliver."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from omnishelf.parcels.countries import OPERATORS, SAME_AS


@dataclass(frozen=True, slots=True)
class Company:
    """A carrier.

    Attributes:
        words: lower case, as said and printed, beside the two names; Latin ones are looked for as whole words.
        countries: ISO 3166-1 letters of those it is at home in; () for all the world.
        page: where its customers follow a parcel, "{}" for the number; "" where we know none.
    """

    key: str
    name: str
    name_zh: str
    words: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    page: str = ""


COMPANIES: Mapping[str, Company] = {
    company.key: company
    for company in (
        Company(
            "sf",
            "SF Express",
            "顺丰速运",
            ("顺丰", "sf", "顺风快递"),
            ("CN",),
            "https://www.sf-express.com/we/ow/chn/sc/waybill/waybill-detail/{}",
        ),
        Company(
            "zto",
            "ZTO Express",
            "中通快递",
            ("中通", "zto"),
            ("CN",),
            "https://www.zto.com/express/expressCheck.html?txtBill={}",
        ),
        Company("yto", "YTO Express", "圆通速递", ("圆通", "yto"), ("CN",), "https://www.yto.net.cn/query?waybillNo={}"),
        Company("sto", "STO Express", "申通快递", ("申通", "sto"), ("CN",), "https://www.sto.cn/query?mailNo={}"),
        Company("yunda", "Yunda Express", "韵达快递", ("韵达", "yunda"), ("CN",)),
        Company(
            "jt",
            "J&T Express",
            "极兔速递",
            ("极兔", "j&t", "jt express"),
            ("CN",),
            "https://www.jtexpress.com.cn/trackingGuide?billCode={}",
        ),
        Company("jd", "JD Logistics", "京东物流", ("京东快递", "京东", "jdl", "jd logistics"), ("CN",)),
        Company("deppon", "Deppon Express", "德邦快递", ("德邦", "deppon"), ("CN",)),
        Company("cainiao", "Cainiao", "菜鸟速递", ("菜鸟", "丹鸟", "cainiao"), ("CN",)),
        Company(
            "china-post",
            "China Post",
            "中国邮政",
            ("邮政", "ems", "邮政快递包裹"),
            ("CN",),
            "https://www.ems.com.cn/queryList?mailNum={}",
        ),
        Company(
            "yunexpress",
            "YunExpress",
            "云途物流",
            ("云途", "yun express"),
            ("CN",),
            "https://www.yuntrack.com/parcelTracking?id={}",
        ),
        Company(
            "usps",
            "USPS",
            "美国邮政",
            ("united states postal service", "us postal"),
            ("US",),
            "https://tools.usps.com/go/TrackConfirmAction?tLabels={}",
        ),
        Company("ups", "UPS", "联合包裹", ("united parcel",), (), "https://www.ups.com/track?tracknum={}"),
        Company("fedex", "FedEx", "联邦快递", ("fed ex", "federal express"), (), "https://www.fedex.com/fedextrack/?trknbr={}"),
        Company("dhl", "DHL", "敦豪", (), (), "https://www.dhl.com/en/express/tracking.html?AWB={}"),
        Company("dhl-ecommerce", "DHL eCommerce", "DHL 电子商务", ("dhl ecommerce", "globalmail"), ()),
        Company("amazon", "Amazon Logistics", "亚马逊物流", ("amazon", "亚马逊"), ("US", "CA", "GB")),
        Company("ontrac", "OnTrac", "OnTrac", (), ("US",), "https://www.ontrac.com/tracking/?number={}"),
        Company("lasership", "LaserShip", "LaserShip", (), ("US",)),
        Company("old-dominion", "Old Dominion Freight Line", "Old Dominion", ("odfl", "old dominion"), ("US",)),
        Company("speedee", "Spee-Dee Delivery", "Spee-Dee", ("speedee", "spee dee"), ("US",)),
        Company("gofo", "GOFO Express", "GOFO", ("gofo",), ("US",)),
        Company("landmark", "Landmark Global", "Landmark Global", (), ()),
        Company(
            "canada-post",
            "Canada Post",
            "加拿大邮政",
            ("postes canada",),
            ("CA",),
            "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={}",
        ),
        Company("purolator", "Purolator", "Purolator", (), ("CA",)),
        Company("canpar", "Canpar", "Canpar", (), ("CA",)),
        Company("dpd", "DPD", "DPD", (), ("DE", "GB", "FR", "NL", "PL"), "https://tracking.dpd.de/parcelstatus?query={}"),
        Company("yodel", "Yodel", "Yodel", (), ("GB",)),
        Company(
            "royal-mail",
            "Royal Mail",
            "英国皇家邮政",
            ("parcelforce",),
            ("GB",),
            "https://www.royalmail.com/track-your-item#/tracking-results/{}",
        ),
        Company("yamato", "Yamato Transport", "大和运输", ("yamato", "ta-q-bin", "クロネコ", "ヤマト", "黑猫宅急便"), ("JP",)),
        Company(
            "japan-post",
            "Japan Post",
            "日本邮政",
            ("日本郵便",),
            ("JP",),
            "https://trackings.post.japanpost.jp/services/srv/search/direct?reqCodeNo1={}",
        ),
        Company("singapore-post", "Singapore Post", "新加坡邮政", ("singpost",), ("SG",)),
        Company("sscc", "A freight carrier", "货运物流", (), ()),
    )
}
"""By key. "sscc" is whoever labels with GS1 shipping container codes and nothing else."""


def post_of(country: str) -> str:
    """Key of the post of a country."""
    return SAME_AS.get(country, f"post-{country.lower()}")


def company(key: str) -> Company:
    """Any carrier by its key, posts that have no row of their own included; an unknown key names itself."""
    if key in COMPANIES:
        return COMPANIES[key]
    country = key.removeprefix("post-").upper()
    if key.startswith("post-"):
        name, name_zh = OPERATORS.get(country, (f"Post ({country})", f"邮政（{country}）"))
        return Company(key, name, name_zh, countries=(country,))
    return Company(key, key, key)


def named_in(text: str) -> frozenset[str]:
    """Keys of the carriers that a text or a label names.

    >>> sorted(named_in("韵达快递 or FedEx?"))
    ['fedex', 'yunda']
    """
    lowered = text.lower()
    return frozenset(_word_to_company()[found[0]] for found in _any_word().finditer(lowered))


@cache
def _word_to_company() -> dict[str, str]:
    words = {
        word: c.key for c in COMPANIES.values() if c.key != "sscc" for word in (c.name.lower(), c.name_zh.lower(), *c.words)
    }
    return words | {name.lower(): post_of(land) for land, names in OPERATORS.items() for name in names if len(name) > 3}


@cache
def _any_word() -> re.Pattern[str]:
    longest_first = sorted(_word_to_company(), key=len, reverse=True)
    parts = (rf"(?<![a-z0-9]){re.escape(w)}(?![a-z0-9])" if w.isascii() else re.escape(w) for w in longest_first)
    return re.compile("|".join(parts))
