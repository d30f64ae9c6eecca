"""Check digits of tracking numbers. Each function says whether a whole number bears the right one.

The rules are published by the carriers and standards named at each; what is left of the number to be covered by the check is
the format's business (`formats.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Check = Callable[[str], bool]

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def gs1(number: str) -> bool:
    """Weights 3, 1, 3, ... from the right, modulo 10 (GS1 General Specifications 7.9): SSCC, USPS, Canada Post, FedEx
    Ground."""
    body, printed = number[:-1], int(number[-1])
    return -sum(int(digit) * (3, 1)[i % 2] for i, digit in enumerate(reversed(body))) % 10 == printed


def gs1_with_91(number: str) -> bool:
    """USPS numbers of 20 digits are printed without the application identifier 91 that their check may cover."""
    return gs1("91" + number)


def ups(number: str) -> bool:
    """What follows the first characters: letters count (code - 63) mod 10, weights 1, 2, 1, ... from the left, modulo 10."""
    return alternating(number, first=1)


def alternating(number: str, first: int) -> bool:
    """Weights `first`, 3 - `first`, ... from the left, modulo 10: UPS begins with 1, OnTrac with 1 after its own digit."""
    values = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in number[:-1]]
    total = sum(value * (first if i % 2 == 0 else 3 - first) for i, value in enumerate(values))
    return -total % 10 == int(number[-1])


def ontrac(letter_digit: str) -> Check:
    """OnTrac's check covers a digit in place of the letter: 4 for C, 5 for D."""
    return lambda number: alternating(letter_digit + number, first=1)


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1, annex B: every second digit from the right doubled, sums of digits, modulo 10."""
    doubled = [int(d) * 2 if i % 2 == 0 else int(d) for i, d in enumerate(reversed(number[:-1]))]
    return -sum(value // 10 + value % 10 for value in doubled) % 10 == int(number[-1])


def mod_7(number: str) -> bool:
    """The rest of the number itself modulo 7: DHL Express air waybills, Japanese domestic parcels."""
    return int(number[:-1]) % 7 == int(number[-1])


def weighted_11(weights: Sequence[int]) -> Check:
    """Weights repeated from the left, modulo 11, then modulo 10: FedEx Express."""

    def right(number: str) -> bool:
        total = sum(int(digit) * weights[i % len(weights)] for i, digit in enumerate(number[:-1]))
        return total % 11 % 10 == int(number[-1])

    return right


def s10(number: str) -> bool:
    """The nine digits of a postal item (UPU standard S10): 11 - weighted sum modulo 11, with 10 -> 0 and 11 -> 5."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(number[:8], S10_WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest) == int(number[8])


def mod_37_36(number: str) -> bool:
    """One character 0..9, A..Z (ISO/IEC 7064, MOD 37,36): DPD."""
    rest = 36
    for character in number[:-1]:
        rest = (rest + ALPHABET.index(character)) % 36 or 36
        rest = rest * 2 % 37
    return ALPHABET[(37 - rest) % 36] == number[-1]
