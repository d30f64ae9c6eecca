"""Check digits of tracking numbers, each a function from the body to the character that follows it."""

from __future__ import annotations

from sample.gtin import check_digit

S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def gs1(body: str) -> str:
    """Weights 3, 1, 3, ... from the right, modulo 10 (GS1 General Specifications): SSCC, USPS, Canada Post, FedEx Ground."""
    return str(check_digit(body))


def ups(body: str) -> str:
    """The 15 characters after 1Z: letters count (code - 63) modulo 10, so A is 2; weights 1, 2, 1, ... from the left."""
    values = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in body]
    return str(-sum(value * (2 if i % 2 else 1) for i, value in enumerate(values)) % 10)


def fedex_express(body: str) -> str:
    """11 digits, weights 3, 1, 7 repeated from the left, modulo 11; a remainder of 10 is written 0."""
    return str(sum(int(digit) * (3, 1, 7)[i % 3] for i, digit in enumerate(body)) % 11 % 10)


def seven(body: str) -> str:
    """The number itself modulo 7: DHL Express air waybills, Japanese domestic parcels."""
    return str(int(body) % 7)


def s10(serial: str) -> str:
    """8 digits of an international postal item (UPU standard S10): 11 - weighted sum modulo 11, with 10 -> 0 and 11 -> 5."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(serial, S10_WEIGHTS, strict=True)) % 11
    return {10: "0", 11: "5"}.get(rest, str(rest))


def mod_37_36(body: str) -> str:
    """One character 0..9, A..Z (ISO/IEC 7064, MOD 37,36): DPD."""
    rest = 36
    for character in body:
        rest = (rest + ALPHABET.index(character)) % 36 or 36
        rest = rest * 2 % 37
    return ALPHABET[(37 - rest) % 36]
