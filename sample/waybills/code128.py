"""Code 128 (ISO/IEC 15417): from text to bar widths. Sets B and C; FNC1 for GS1-128."""

from __future__ import annotations

import re

_TABLE = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
)
WIDTHS = tuple(_TABLE.split(" "))
"""Bar and space widths in modules of the symbol characters 0..105, starting with a bar."""

STOP = "2331112"
TO_C, TO_B, FNC1, START_B, START_C = 99, 100, 102, 104, 105
GS = "\x1d"
"""Group separator: what a reader reports for an FNC1 that ends a field."""


def modules(text: str, *, gs1: bool = False) -> list[bool]:
    """True for a dark module, from the first bar to the last; quiet zones (10 modules each side) are the caller's.

    Args:
        text: characters 32..126 and GS.
        gs1: start with FNC1, which makes it GS1-128; GS inside `text` becomes FNC1.
    """
    values = symbols(text, gs1=gs1)
    check = (values[0] + sum(i * value for i, value in enumerate(values[1:], start=1))) % 103
    widths = "".join(WIDTHS[value] for value in [*values, check]) + STOP
    return [i % 2 == 0 for i, width in enumerate(widths) for _ in range(int(width))]


def symbols(text: str, *, gs1: bool = False) -> list[int]:
    """Symbol values from the start character on, without the check: set C for four or more digits in a row, B for the rest."""
    values: list[int] = []
    current = ""
    pieces = re.findall(rf"(?:\d\d){{2,}}|{GS}|.", text)
    for piece in pieces:
        wanted = "C" if len(piece) > 1 else current or "B" if piece == GS else "B"
        if not current:
            values.append(START_C if wanted == "C" else START_B)
            values.extend([FNC1] if gs1 else [])
        elif wanted != current:
            values.append(TO_C if wanted == "C" else TO_B)
        current = wanted
        if piece == GS:
            values.append(FNC1)
        elif current == "C":
            values.extend(int(piece[i : i + 2]) for i in range(0, len(piece), 2))
        else:
            values.append(ord(piece) - 32)
    return values
