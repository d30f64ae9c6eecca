"""EAN-13 (ISO/IEC 15420): from 13 digits to 95 modules."""

from __future__ import annotations

_LEFT = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
"""Set A. Set B is set C read backwards, set C is set A with dark and light exchanged."""
_PARITY = ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA")
"""Sets of the six digits of the left half, by the first digit, which has no bars of its own."""

QUIET_LEFT, QUIET_RIGHT = 11, 7
"""Light modules that must stand beside the bars."""


def modules(gtin: str) -> list[bool]:
    """95, True for a dark one, quiet zones not included."""
    if len(gtin) != 13 or not gtin.isdigit():
        raise ValueError(f"an EAN-13 has 13 digits, not {gtin!r}")
    left = "".join(_coded(int(digit), form) for digit, form in zip(gtin[1:7], _PARITY[int(gtin[0])], strict=True))
    right = "".join(_coded(int(digit), "C") for digit in gtin[7:])
    return [sign == "1" for sign in f"101{left}01010{right}101"]


def _coded(digit: int, form: str) -> str:
    even = _LEFT[digit]
    if form == "A":
        return even
    turned = even.translate(str.maketrans("01", "10"))
    return turned if form == "C" else turned[::-1]
