"""What the tagger of slots looks at, character by character: hashed features, so that its weights hold no text.

A text becomes columns of numbers (its n-grams, kinds of character, jieba's words, what a dictionary knows), one number a
character. A template joins one to five columns at given distances from the character; what it finds is hashed together with the
template into 32 bits. 50,000 weights in 4 billion places hardly ever collide.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Lookup = Callable[[str], int]
"""Words -> the number of the kind of slot that they name (1 product, 2 brand, 3 model, 4 material, 5 spec), 0 for none."""

MARGIN = 4
"""Characters before and after the text that a template may reach: n-grams of four, three characters away."""
LONGEST_KNOWN = 8
"""Characters of the longest name looked up."""

_HALF = re.compile("[\ud800-\udfff]")
_COUNTED = frozenset("克斤升寸米码号只双件条瓶盒袋包套台个支片抽层段款岁元块")
_NUMERALS = frozenset("零一二三四五六七八九十百千万两半几")
_BEFORE, _AFTER = "\x02" * MARGIN, "\x03" * MARGIN

Template = tuple[tuple[str, int], ...]
_GRAMS: tuple[tuple[str, range], ...] = (("1", range(-3, 4)), ("2", range(-3, 3)), ("3", range(-3, 2)), ("4", range(-3, 1)))
_JOINED = """
    1:-1 1:1 | type:-1 type:0 type:1 | type:-2 type:-1 type:0 | type:0 type:1 type:2 | type:-2 type:-1 type:0 type:1 type:2
    | type:0 first:0 | first:0 | last:0 | last:0 known:0 | last:0 piece:0
    | piece:0 | piece:-1 piece:0 | piece:0 piece:1 | word:0 piece:0 | before:0 piece:0 | after:0 piece:0
    | word:0 before:0 | word:0 after:0
    | known:0 | known:-1 known:0 | known:0 known:1 | known:0 piece:0 | starts:0 | starts:1 | starts:0 piece:0 | ends:0 | ends:-1
    | ends:-1 starts:0
"""
TEMPLATES: tuple[Template, ...] = (
    *(((size, distance),) for size, distances in _GRAMS for distance in distances),
    *(
        tuple((name, int(distance)) for name, _, distance in (part.partition(":") for part in joined.split()))
        for joined in _JOINED.split("|")
    ),
)


_NAMES = sorted({name for template in TEMPLATES for name, _ in template})
_SEEDS = np.array([(place + 1) * 0x9E3779B1 & 0xFFFFFFFF for place in range(len(TEMPLATES))], np.uint32)


def _round(part: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """(templates that have such a part, its columns, its distances): all templates take their first part at once, and so on."""
    rows = [i for i, template in enumerate(TEMPLATES) if len(template) > part]
    parts = [TEMPLATES[i][part] for i in rows]
    return np.array(rows), np.array([_NAMES.index(name) for name, _ in parts]), np.array([d for _, d in parts])


_ROUNDS = tuple(_round(part) for part in range(max(map(len, TEMPLATES))))


def fold(text: str) -> str:
    """Full-width letters to ASCII, capitals to small ones, halves of broken characters to U+FFFD, and no character more or less
    than before."""
    whole = _HALF.sub("\ufffd", text)
    folded = (unicodedata.normalize("NFKC", character).lower() for character in whole)
    return "".join(new if len(new) == 1 else old for old, new in zip(whole, folded, strict=True))


def code(text: str) -> int:
    """A text as 32 bits: the same in every process."""
    return zlib.crc32(text.encode("utf-8", "replace"))


def features(text: str, lookup: Lookup) -> Codes:
    """[characters, templates] of a folded text."""
    columns = _columns(text, lookup)
    matrix = np.stack([columns[name] for name in _NAMES])
    places = np.arange(MARGIN, MARGIN + len(text))
    # Multiplications and shifts of MurmurHash3 (Appleby 2011); unsigned numbers wrap around.
    mixed = np.tile(_SEEDS[:, None], (1, len(text)))
    for rows, of, distances in _ROUNDS:
        now = (mixed[rows] ^ matrix[of[:, None], places + distances[:, None]]) * np.uint32(0x85EBCA6B)
        mixed[rows] = now ^ (now >> np.uint32(13))
    mixed *= np.uint32(0xC2B2AE35)
    return (mixed ^ (mixed >> np.uint32(16))).T


def _columns(text: str, lookup: Lookup) -> dict[str, Codes]:
    size = len(text)
    wide = _BEFORE + text + _AFTER
    columns = {str(n): np.array([code(wide[i : i + n]) for i in range(len(wide))], np.uint32) for n in (1, 2, 3, 4)}
    long = 8 if size < 7 else 16 if size < 14 else 32
    plain = {
        "type": [_type(character) for character in text],
        "first": [min(i, 4) for i in range(size)],
        "last": [long + min(size - 1 - i, 4) for i in range(size)],
        **_words(text),
        **_known(text, lookup),
    }
    return columns | {name: _padded(values) for name, values in plain.items()}


def _padded(values: Sequence[int]) -> Codes:
    return np.array([99] * MARGIN + list(values) + [98] * MARGIN, np.uint32)


def _type(character: str) -> int:
    if "\u3400" <= character <= "\u9fff":
        return 1 if character in _NUMERALS else 2 if character in _COUNTED else 3
    if character.isdigit():
        return 4
    return 5 if character.isascii() and character.isalpha() else 6 if character.isspace() else 7


def _place(at: int, start: int, stop: int) -> int:
    """0 first, 1 inside, 2 last, 3 alone."""
    return 3 if stop - start == 1 else 0 if at == start else 2 if at == stop - 1 else 1


def _words(text: str) -> dict[str, list[int]]:
    """jieba's word at each character, its neighbours, and where in it the character stands."""
    import rjieba  # 20 ms to load its dictionary

    columns: dict[str, list[int]] = {"piece": [], "word": [], "before": [], "after": []}
    words: list[str] = list(rjieba.cut(text))
    codes = [1, *map(code, words), 2]
    for number, word in enumerate(words, 1):
        for at in range(len(word)):
            columns["piece"].append(1 + _place(at, 0, len(word)) + 4 * min(len(word), 4))
            for name, other in (("before", -1), ("word", 0), ("after", 1)):
                columns[name].append(codes[number + other])
    return columns


def _known(text: str, lookup: Lookup) -> dict[str, list[int]]:
    """Names in the dictionary: the longest that starts and that ends at each character, and a cover by longest first."""
    size = len(text)
    starts, ends, cover = [0] * size, [0] * size, [0] * size
    names: list[tuple[int, int, int]] = []
    for start in range(size):
        for stop in range(min(size, start + LONGEST_KNOWN), start, -1):
            kind = lookup(text[start:stop])
            if kind:
                ends[stop - 1] = max(ends[stop - 1], stop - start)
                if not starts[start]:
                    starts[start] = stop - start + 16 * kind
                    names.append((start - stop, start, kind))
    for negative, start, kind in sorted(names):
        stop = start - negative
        if not any(cover[start:stop]):
            cover[start:stop] = [1 + _place(i, start, stop) + 4 * min(stop - start, 5) + 32 * kind for i in range(start, stop)]
    return {"starts": starts, "ends": ends, "known": cover}
