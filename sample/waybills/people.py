"""Invented senders and receivers. Places do not exist; phone numbers are from ranges kept for fiction, or masked.

China keeps no range for fiction, but its waybills mask the middle of a number anyway: "100****3127" is no one's, since no
mobile number begins with 100. Elsewhere: 555-01xx (North America), 020 7946 0xxx (Ofcom), 030 23125 xxx (Bundesnetzagentur).
"""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Party:
    """Who sends or receives: `lines` is the address as written, without name and phone."""

    name: str
    phone: str
    lines: tuple[str, ...]
    postcode: str
    place: str


ZH_SURNAMES = "林周许陆沈顾江叶苏程温纪宋秦白夏"
ZH_GIVEN = (
    "听澜",
    "星野",
    "小棠",
    "砚书",
    "知夏",
    "云舟",
    "青禾",
    "沐言",
    "南枝",
    "阿满",
    "晚柠",
    "书淮",
    "一诺",
    "竹溪",
    "见山",
    "初雪",
)
ZH_CITIES = (
    ("云泽省", "听潮市"),
    ("云泽省", "雀桥市"),
    ("望川省", "松陵市"),
    ("望川省", "青鹭市"),
    ("北屿省", "霜河市"),
    ("南栖省", "榕湾市"),
)
ZH_DISTRICTS = ("临港区", "灯塔区", "白鹭区", "古渡区", "栖霞岭区", "新苇区")
ZH_STREETS = ("雀桥路", "听雨巷", "青瓷大道", "望月街", "苇泽路", "灯页街", "竹影路", "石榴巷")
ZH_ESTATES = ("青瓷花园", "云上公馆", "苇岸小区", "松风里", "灯塔国际", "竹溪雅苑")

EN_FIRST = ("Ada", "Milo", "Iris", "Otto", "Nora", "Felix", "June", "Hugo", "Wren", "Theo", "Maeve", "Silas")
EN_LAST = (
    "Fernhollow",
    "Quillstead",
    "Marrowby",
    "Tansley-Orr",
    "Brackenpace",
    "Lindqvold",
    "Okonjo-Vale",
    "Thistlewick",
    "Dunmarrow",
    "Ashgrove-Lee",
)
EN_STREETS = (
    "Kestrel Row",
    "Lantern Street",
    "Old Mill Lane",
    "Juniper Avenue",
    "Slate Court",
    "Harbor Rise",
    "Mothwing Road",
    "Pebble Walk",
)

COUNTRIES = {
    "US": (("WRENMOOR", "MO"), ("PEBBLE FALLS", "OR"), ("DRIFTON", "NY"), ("JUNIPER FLAT", "TX")),
    "CA": (("LARCH HARBOUR", "ON"), ("KESTREL BAY", "BC")),
    "GB": (("Mothmarrow", "West Fenshire"), ("Upper Tansley", "North Marl")),
    "DE": (("Fjordalen an der Wisp", ""), ("Neu-Lerchenau", "")),
    "JP": (("Aokumo-shi", "Minatosaki"), ("Hoshimachi", "Tsukihara")),
    "SG": (("Singapore", ""),),
}
NAMES = {"US": "USA", "CA": "CANADA", "GB": "UNITED KINGDOM", "DE": "GERMANY", "JP": "JAPAN", "SG": "SINGAPORE", "CN": "CHINA"}


def party(rng: random.Random, country: str) -> Party:
    """Somebody in a country: "CN" writes Chinese, all others Latin script."""
    return _chinese(rng) if country == "CN" else _foreign(rng, country)


def in_english(rng: random.Random) -> Party:
    """A sender in China, as international labels write one."""
    town = rng.choice(("Tingchao", "Queqiao", "Songling", "Qinglu"))
    line = f"No. {rng.randint(2, 399)} {rng.choice(('Queqiao', 'Tingyu', 'Weize', 'Dengye'))} Rd"
    return Party(
        f"{rng.choice(('Larkway', 'Omnishelf', 'Weize'))} Sample Shop",
        "+86 100****" + _number(rng, 4),
        (line, f"{town} City"),
        "0" + _number(rng, 5),
        town,
    )


def _number(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _chinese(rng: random.Random) -> Party:
    province, city = rng.choice(ZH_CITIES)
    name = rng.choice(ZH_SURNAMES) + rng.choice(ZH_GIVEN)
    street = f"{rng.choice(ZH_STREETS)}{rng.randint(2, 988)}号"
    home = f"{rng.choice(ZH_ESTATES)}{rng.randint(1, 28)}栋{rng.randint(1, 4)}单元{rng.randint(2, 28)}0{rng.randint(1, 6)}室"
    shown = name[0] + "*" * (len(name) - 1) if rng.random() < 0.4 else name
    return Party(
        shown,
        "100****" + _number(rng, 4),
        (f"{province} {city} {rng.choice(ZH_DISTRICTS)}", street + home),
        "0" + _number(rng, 5),
        city,
    )


def _foreign(rng: random.Random, country: str) -> Party:
    town, region = rng.choice(COUNTRIES[country])
    street = f"{rng.randint(2, 998)} {rng.choice(EN_STREETS)}"
    postcode, phone = {
        "US": ("00" + _number(rng, 3), f"({rng.randint(201, 989)}) 555-01" + _number(rng, 2)),
        "CA": (f"X0X {rng.randint(0, 9)}X{rng.randint(0, 9)}", f"({rng.randint(201, 989)}) 555-01" + _number(rng, 2)),
        "GB": (f"QX{rng.randint(1, 99)} {rng.randint(1, 9)}QX", "020 7946 0" + _number(rng, 3)),
        "DE": ("00" + _number(rng, 3), "030 23125 " + _number(rng, 3)),
        "JP": ("000-" + _number(rng, 4), ""),
        "SG": ("00" + _number(rng, 4), ""),
    }[country]
    line = {
        "US": f"{town} {region} {postcode}",
        "CA": f"{town} {region} {postcode}",
        "GB": f"{town}, {region} {postcode}",
        "DE": f"{postcode} {town}",
    }
    flat = (f"APT {rng.randint(1, 40)}{rng.choice('ABCD')}",) if rng.random() < 0.4 else ()
    return Party(
        f"{rng.choice(EN_FIRST)} {rng.choice(EN_LAST)}",
        phone,
        (street, *flat, line.get(country, f"{town} {region} {postcode}".strip())),
        postcode,
        town,
    )
