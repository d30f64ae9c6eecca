"""Global Trade Item Numbers and their check digit (GS1 General Specifications, section 7.9)."""

from __future__ import annotations

LENGTHS = (8, 12, 13, 14)


class NotGtinError(ValueError):
    """Not a valid GTIN. `args` are the reason and what to do, each a sentence."""


def check_digit(body: str) -> int:
    """The digit that follows `body`: weights 3, 1, 3, ... from the right; the sum rounds up to a ten."""
    total = sum(int(digit) * (3 if i % 2 == 0 else 1) for i, digit in enumerate(reversed(body)))
    return -total % 10


def parse_gtin(text: str) -> str:
    """The digits of a GTIN-8, -12, -13 or -14 as written, less spaces and hyphens.

    Raises:
        NotGtinError
    """
    digits = text.strip().lstrip("'").replace(" ", "").replace("-", "")
    if "E+" in digits.upper():
        raise NotGtinError(
            "A spreadsheet has rewritten the number in scientific notation and lost its digits.",
            "Format the column as text and export again.",
        )
    if not (digits.isascii() and digits.isdigit()):
        raise NotGtinError("A GTIN consists of digits only.", "Give the number under the barcode, or leave the field empty.")
    if len(digits) not in LENGTHS:
        raise NotGtinError(
            f"A GTIN has 8, 12, 13 or 14 digits, not {len(digits)}.", "Leading zeros may have been lost on the way."
        )
    if set(digits) == {"0"}:
        raise NotGtinError("Zeros are not a GTIN.", "Leave the field empty when there is none.")
    expected = check_digit(digits[:-1])
    if int(digits[-1]) != expected:
        raise NotGtinError(
            f"The check digit should be {expected}.", "A digit is wrong: compare it with the number under the barcode."
        )
    return digits


def spellings(gtin: str) -> tuple[str, ...]:
    """All ways in which one number is written, itself first: leading zeros make a GTIN-8, -12 or -13 a longer one.

    A GTIN-14 whose first digit is 1 to 8 names a carton of the item whose number it holds (GS1 General Specifications, section
    4.1.4); that item's spellings come last.
    """
    whole = gtin.zfill(LENGTHS[-1])
    same = [whole[-length:] for length in LENGTHS if not whole[:-length].strip("0")]
    found = [gtin, *same]
    if whole[0] in "12345678":
        body = "0" + whole[1:-1]
        found += spellings(body + str(check_digit(body)))
    return tuple(dict.fromkeys(found))
