"""Tracking numbers: what each format looks like, how one is made, and whether one is right.

The forms are facts that carriers print on their labels and describe in their shipping guides. Numbers are drawn at random; a
number that some carrier has really used would be chance.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from sample.waybills import checks


@dataclass(frozen=True)
class Format:
    """A tracking number's form.

    Attributes:
        name: stable key, such as "ups-1z".
        pattern: regular expression of the whole number without spaces.
        make: draws a number.
        body: from a number to (what the check covers, the check as printed); None where the form has no check digit.
        check: the check of a body.
        groups: lengths in which people read it out and labels print it; the rest is one last group.
    """

    name: str
    pattern: str
    make: Callable[[random.Random], str]
    body: Callable[[str], tuple[str, str]] | None = None
    check: Callable[[str], str] | None = None
    groups: tuple[int, ...] = ()

    @property
    def checked(self) -> bool:
        return self.check is not None

    def valid(self, number: str) -> bool:
        """The whole text is of this form and its check digit, if the form has one, is right."""
        if not re.fullmatch(self.pattern, number):
            return False
        if self.body is None or self.check is None:
            return True
        covered, printed = self.body(number)
        return self.check(covered) == printed

    def spaced(self, number: str) -> str:
        """As printed for people."""
        parts, at = [], 0
        for length in self.groups:
            parts.append(number[at : at + length])
            at += length
        return " ".join(part for part in [*parts, number[at:]] if part)


def digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(count))


def _last(number: str) -> tuple[str, str]:
    return number[:-1], number[-1]


def _plain(name: str, pattern: str, starts: tuple[str, ...], length: int, groups: tuple[int, ...] = ()) -> Format:
    """A start and digits up to `length`, with no check digit."""

    def make(rng: random.Random) -> str:
        start = rng.choice(starts)
        return start + digits(rng, length - len(start))

    return Format(name, pattern, make, groups=groups)


def _checked(
    name: str,
    pattern: str,
    starts: tuple[str, ...],
    length: int,
    check: Callable[[str], str],
    groups: tuple[int, ...] = (),
) -> Format:
    """A start, digits up to `length - 1`, and a check digit over all of them."""

    def make(rng: random.Random) -> str:
        start = rng.choice(starts)
        body = start + digits(rng, length - 1 - len(start))
        return body + check(body)

    return Format(name, pattern, make, _last, check, groups)


def _s10(country: str, services: tuple[str, ...]) -> Format:
    """Two letters, eight digits and their check, the country: RB 123 456 785 GB."""

    def make(rng: random.Random) -> str:
        serial = digits(rng, 8)
        return rng.choice(services) + serial + checks.s10(serial) + country

    return Format(
        f"s10-{country.lower()}",
        rf"[A-Z]{{2}}\d{{9}}{country}",
        make,
        lambda number: (number[2:10], number[10]),
        checks.s10,
        (2, 3, 3, 3),
    )


def _ups(rng: random.Random) -> str:
    account = "".join(rng.choice("0123456789ABEFRVWXY") for _ in range(6))
    body = account + rng.choice(("01", "02", "03", "12", "13", "66")) + digits(rng, 7)
    return f"1Z{body}{checks.ups(body)}"


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        # China: carriers' own forms, none with a published check digit
        _plain("sf-13", r"SF[A-Z0-9]\d{12}", ("SF1", "SF2", "SF3", "SF6"), 15, (3, 4, 4)),
        _plain("zto-14", r"7[3-68]\d{12}", ("73", "75", "76", "78"), 14, (4, 4)),
        _plain("yto-13", r"YT\d{13}", ("YT1", "YT8", "YT9"), 15, (3, 4, 4)),
        _plain("sto-15", r"77\d{13}", ("77",), 15, (3, 4, 4)),
        _plain("yunda-15", r"[34]\d{14}", ("31", "43", "46"), 15, (3, 4, 4)),
        _plain("jt-13", r"JT\d{13}", ("JT0", "JT2", "JT3", "JT5"), 15, (3, 4, 4)),
        _plain("jd-15", r"JD[A-Z0-9]{2}\d{11}", ("JDVA", "JDVB", "JDX0", "JD00"), 15, (4, 4, 4)),
        _plain("dpk-12", r"DPK\d{12}", ("DPK2", "DPK3", "DPK6"), 15, (3, 4, 4)),
        _plain("cainiao-15", r"621\d{12}", ("621",), 15, (3, 4, 4)),
        _plain("chinapost-13", r"(98|99|11|12)\d{11}", ("98", "99", "11"), 13, (4, 4)),
        _s10("CN", ("EA", "EB", "EZ")),
        # elsewhere
        Format("ups-1z", r"1Z[A-Z0-9]{15}\d", _ups, lambda n: (n[2:-1], n[-1]), checks.ups, (2, 3, 3, 2, 4, 3)),
        _checked("fedex-12", r"\d{12}", ("39", "61", "77", "79", "80"), 12, checks.fedex_express, (4, 4)),
        _checked("fedex-ground-15", r"\d{15}", ("0", "5", "9"), 15, checks.gs1, (5, 5)),
        _checked("dhl-express-10", r"\d{10}", ("1", "2", "3", "6", "8"), 10, checks.seven, (2, 4)),
        _checked("sscc-20", r"00\d{18}", ("0034043", "0039999"), 20, lambda body: checks.gs1(body[2:]), (2, 1, 6, 5, 5)),
        _checked("dpd-15", r"\d{14}[0-9A-Z]", ("0998", "0155", "1597"), 15, checks.mod_37_36, (4, 3, 4, 3)),
        _checked("usps-22", r"9[2-5]\d{20}", ("9400", "9205", "9261", "9361"), 22, checks.gs1, (4, 4, 4, 4, 4)),
        _s10("GB", ("RB", "RN", "VA")),
        _checked("canadapost-16", r"\d{16}", ("1", "2", "4", "7"), 16, checks.gs1, (4, 4, 4)),
        _checked("yamato-12", r"\d{12}", ("3", "4", "5"), 12, checks.seven, (4, 4)),
        _s10("JP", ("EN", "EM", "RR")),
        _s10("SG", ("RF", "LX", "CY")),
        _plain("yunexpress-18", r"YT\d{16}", ("YT2", "YT1"), 18, (2, 4, 4, 4)),
    )
}
"""By name. Two forms can fit one number (twelve digits are FedEx's and Yamato's): that is so in the world too."""
