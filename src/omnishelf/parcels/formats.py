"""What tracking numbers look like, carrier by carrier: our table of facts that carriers and standards publish.

A format is a pattern over capitals and digits without spaces. `rare` says of how many numbers of the same length and alphabet
one would fit by chance, check digit not counted: "77" and 13 digits is one in 100. With a check digit it is ten times rarer
still. That is all the evidence a bare number bears for a carrier (see `detect.py`), so the column is what decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from omnishelf.parcels import check_digits
from omnishelf.parcels.check_digits import Check
from omnishelf.parcels.countries import NUMERIC, POSTAL


@dataclass(frozen=True)
class Format:
    """One form of number.

    Attributes:
        key: stable name; begins with the carrier's key.
        carrier: key in `carriers.py`; "" where the number itself names the country whose post it is.
        pattern: of the whole number. Group "n", if any, is what is tracked; "check", if any, what the check covers.
        rare: see above.
        check: of the covered part.
        valid: what the pattern cannot say.
        weight: how many parcels travel with this form, relative to one of everyday use; the great Chinese carriers move some
            twenty thousand million a year each, FedEx four, Yamato two (annual reports for 2024), which is taken here as 3 to
            1.
        around: the pattern is that of a bar code which holds the number among other things, or a form for machines.
    """

    key: str
    carrier: str
    pattern: str
    rare: float
    check: Check | None = None
    valid: Callable[[re.Match[str]], bool] = field(default=lambda match: True)
    weight: float = 1.0
    around: bool = False

    @property
    def odds(self) -> float:
        """How much likelier a number that fits is to be of this form than to be any number at all, up to a common factor."""
        checks = 1 if self.check is None else 36 if self.check is check_digits.mod_37_36 else 10
        return self.weight * self.rare * checks

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def match(self, number: str) -> str | None:
        """The tracked part of a number of this form, check digit right; None for any other."""
        found = self.compiled.fullmatch(number)
        if found is None or not self.valid(found):
            return None
        named = found.groupdict()
        covered = named.get("check") or named.get("n") or number
        if self.check is not None and not self.check(covered):
            return None
        return named.get("n") or number


EXPRESS = check_digits.weighted_11((3, 1, 7))
EXPRESS_LONG = check_digits.weighted_11((1, 7, 3))
ZIP = r"(?:420\d{5}(?:\d{4})?)"


def mailer(match: re.Match[str]) -> bool:
    """USPS: a mailer's ID is nine digits when it begins with 9, else six, and each construct has lengths of its own
    (Publication 199, appendix C). Constructs with 92 are for nine, those with 93 for six."""
    body = match["n"]
    nine = body[5] == "9"
    if (body[:2] == "92" and not nine) or (body[:2] == "93" and nine):
        return False
    return len(body) in ((22, 26, 30) if nine and body[:2] == "94" else (22, 26))


def postal(match: re.Match[str]) -> bool:
    return match["country"] in POSTAL


def dpd_label(match: re.Match[str]) -> bool:
    """DPD: a service and an ISO country follow the number."""
    return match["service"] != "000" and match["country"] in NUMERIC


FORMATS: tuple[Format, ...] = (
    # China: carriers' own forms, none with a published check digit
    Format("sf-15", "sf", r"SF[A-Z0-9]\d{12}", 1296),
    Format("sf-12", "sf", r"\d{12}", 1, weight=0.2),
    Format("zto-14", "zto", r"7[3-68]\d{12}", 20, weight=3),
    Format("yto-15", "yto", r"YT\d{13}", 1296),
    Format("sto-77", "sto", r"77\d{12,15}", 100, weight=3),
    Format("sto-43", "sto", r"43\d{12,15}", 100, weight=0.02),  # few are left; Yunda has the same beginning
    Format("yunda-15", "yunda", r"[34]\d{14}", 5, weight=3),
    Format("yunda-13", "yunda", r"5\d{12}", 10, weight=0.2),
    Format("jt-15", "jt", r"JT\d{13}", 1296),
    Format("jd-15", "jd", r"JD[A-Z0-9]{2}\d{11}", 1296),
    Format("deppon-15", "deppon", r"DPK\d{12}", 46656),
    Format("cainiao-15", "cainiao", r"621\d{12}", 1000),
    Format("china-post-13", "china-post", r"(?:9[89]|1[0-3])\d{11}", 16),
    Format("china-post-13-other", "china-post", r"[981]\d{12}", 3.3, weight=0.3),
    Format("china-post-p", "china-post", r"P[A-Z]\d{11}", 50),
    Format("yunexpress-18", "yunexpress", r"YT\d{16}", 1296),
    # posts everywhere
    Format("s10", "", r"[A-Z]{2}(?P<check>\d{9})(?P<country>[A-Z]{2})", 3000, check_digits.s10, valid=postal),
    # United States and Canada
    Format("usps-94", "usps", rf"{ZIP}?(?P<n>94(?:\d{{20}}|\d{{24}}|\d{{28}}))", 100, check_digits.gs1, mailer),
    Format("usps-92", "usps", rf"{ZIP}?(?P<n>9[235](?:\d{{20}}|\d{{24}}))", 33, check_digits.gs1, mailer),
    # in print, and from mailers whose ID does not keep to the lengths
    Format("usps-22-loose", "usps", r"9[2-5]\d{20}", 25, check_digits.gs1, weight=0.1),
    Format("usps-91", "usps", rf"{ZIP}?(?P<n>91\d{{20}})", 100, check_digits.gs1),
    Format("usps-20", "usps", r"(?:0[1-8]|[1278]\d|5[06])\d{18}", 2, check_digits.gs1, weight=0.5),
    Format("usps-20-without-91", "usps", r"(?:0[1-8]|[1278]\d|5[06])\d{18}", 2, check_digits.gs1_with_91, weight=0.5),
    Format("ups-1z", "ups", r"1Z(?P<check>[A-Z0-9]{15}\d)", 1296, check_digits.ups),
    Format("ups-waybill", "ups", r"[AHJKTV](?P<check>\d{10})", 6, check_digits.ups),
    Format("fedex-12", "fedex", r"\d{12}", 1, EXPRESS, weight=2),
    Format("fedex-34", "fedex", r"[0-8]\d{14}\d{5}(?P<check>\d{2}(?P<n>\d{12}))", 10, EXPRESS_LONG, around=True),
    Format("fedex-astra", "fedex", r"3\d{15}(?P<n>\d{12})\d{4}", 10, EXPRESS, around=True),
    Format("fedex-ground-15", "fedex", r"\d{15}", 1, check_digits.gs1),
    Format("fedex-ground-sscc", "fedex", r"0[0124]\d{16}", 25, check_digits.gs1, weight=0.2),
    Format("fedex-ground-96", "fedex", r"96\d{5}(?P<n>\d{15})", 100, check_digits.gs1, around=True),
    Format("fedex-gsn", "fedex", r"96\d{2}\d{5}\d{10}\d(?P<check>\d{2}(?P<n>\d{12}))", 100, EXPRESS_LONG, around=True),
    Format("amazon-tb", "amazon", r"TB[ACM]\d{12}", 15000),
    Format("amazon-letter", "amazon", r"[AFC]\d{10}", 12),
    Format("ontrac-c", "ontrac", r"C(?P<check>\d{14})", 36, check_digits.ontrac("4")),
    Format("ontrac-d", "ontrac", r"D(?P<check>\d{14})", 36, check_digits.ontrac("5")),
    Format("lasership-l", "lasership", r"L[AIEHNX][1-3]\d{7}", 700),
    Format("lasership-1ls7", "lasership", r"1LS7[12]\d{10}", 1e6),
    Format("lasership-1ls7-18", "lasership", r"1LS7[12]\d{2}01[1-4]\d{6}1", 1e6),
    Format("lasership-1lscx", "lasership", r"1LSCX[0-9A-Z]{10}", 1e7),
    Format("old-dominion", "old-dominion", r"(?:77[78]|072|780|80\d)\d{8}", 71, check_digits.luhn, weight=0.3),
    Format("speedee-20", "speedee", r"SP\d{18}", 1296),
    Format("gofo-18", "gofo", r"GFUS\d{14}", 1e6),
    Format("landmark", "landmark", r"LTN\d{8}N1", 1e6),
    Format("canada-post-16", "canada-post", r"\d{16}", 1, check_digits.gs1),
    Format("purolator-12", "purolator", r"[0-5]\d{11}", 1.7, check_digits.luhn, weight=0.5),
    Format("purolator-abc", "purolator", r"[A-Z]{3}\d{9}", 10, weight=0.5),
    Format("canpar-22", "canpar", r"[CDKLSUXZ]\d{21}", 4.5),
    # Europe, Japan, the world
    Format("dhl-express-10", "dhl", r"\d{10}", 1, check_digits.mod_7, weight=1.5),
    Format("dhl-express-11", "dhl", r"\d{11}", 1, check_digits.mod_7, weight=0.5),
    Format("dhl-piece", "dhl", r"J(?:JD|D|VGL)\d{9,10}", 1000),
    Format("dhl-piece-other", "dhl", r"J[A-Z]{2,3}\d{9,10}", 100, weight=0.02),
    Format(
        "dhl-ecommerce",
        "dhl-ecommerce",
        r"(?:GM|LX|RX|UV|CN|SG|TH|IN|HK|MY)(?=[A-Z]*\d)[0-9A-Z]{10,37}",
        30,
        valid=lambda match: sum(c.isdigit() for c in match[0]) >= 8,
        weight=0.3,
    ),
    Format("dhl-ecommerce-14", "dhl-ecommerce", r"\d{14}", 1, weight=0.2),
    Format("dhl-paket-20", "dhl", r"00(?P<check>34\d{16})", 10000, check_digits.gs1),
    Format("sscc-20", "sscc", r"00(?P<check>\d{18})", 100, check_digits.gs1, weight=0.5),
    Format("dhl-sscc", "dhl", r"00(?P<check>\d{18})", 100, check_digits.gs1, weight=0.05),  # for labels that name DHL
    Format("dhl-paket-18", "dhl", r"34\d{16}", 100, check_digits.gs1, weight=0.5),
    Format("sscc-18", "sscc", r"\d{18}", 1, check_digits.gs1, weight=0.2),
    Format(
        "dpd-28",
        "dpd",
        r"(?P<check>\d{7}(?P<n>\d{14})(?P<service>\d{3})(?P<country>\d{3})[0-9A-Z])",
        20,
        check_digits.mod_37_36,
        dpd_label,
        around=True,
    ),
    Format("dpd-27", "dpd", r"\d{7}(?P<n>\d{14})(?P<service>\d{3})(?P<country>\d{3})", 8, None, dpd_label, around=True),
    Format("dpd-15", "dpd", r"\d{14}[0-9A-Z]", 1, check_digits.mod_37_36, weight=0.7),
    Format("yodel", "yodel", r"J?JD\d{16}", 1296),
    Format("yamato-12", "yamato", r"\d{12}", 1, check_digits.mod_7),
)

BY_KEY = {form.key: form for form in FORMATS}

PREFIXES = {"sf": ("SF", 13), "yto": ("YT", 13), "jt": ("JT", 13), "deppon": ("DPK", 12)}
"""Carrier -> letters that its numbers begin with and how many signs follow, where people leave the letters out."""
