"""GTIN-13 from the restricted range: prefixes 020-029 are for use inside a shop and never name a real article (GS1)."""

from __future__ import annotations


def check_digit(digits: str) -> int:
    """The last digit of a GTIN whose other digits are given: weights 3, 1, 3, ... from the right."""
    total = sum(int(digit) * (3 if i % 2 == 0 else 1) for i, digit in enumerate(reversed(digits)))
    return -total % 10


def restricted_gtin(kind: int, design: int, variant: int, salt: int) -> str:
    """13 digits.

    Args:
        kind: 3 digits; design: 2 digits; variant: 1 digit: together they make the number unique.
        salt: 0..9999, so that neighbouring products do not have neighbouring numbers.
    """
    digits = f"02{salt // 1000}{kind:03d}{design:02d}{variant}{salt % 1000:03d}"
    return digits + str(check_digit(digits))
