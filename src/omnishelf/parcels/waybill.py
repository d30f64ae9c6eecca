"""Tracking numbers on a photo of a parcel's label: its bars first, then its print.

Bars settle the matter in some tens of milliseconds when they are sharp and lie well; when they do not, the label is
straightened (`straight.py`), enlarged and sharpened, and its bars are read once more. Where none read, print is: line by line,
what looks like a number first (`strips.py`), until one is sure. Of a number read in two ways the better supported one counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageFilter

from omnishelf.domain.parcel import NumberFound, ReadFrom
from omnishelf.encoders.codes import Code, CodeReader
from omnishelf.encoders.ocr import StripReader, TextLine
from omnishelf.encoders.pictures import shrunk
from omnishelf.parcels.detect import NO_HINTS, Hints
from omnishelf.parcels.numbers import find_numbers
from omnishelf.parcels.straight import quarter_turned, straightened
from omnishelf.parcels.strips import read_strips

SIDE = 1600
"""Pixels of the longer side that is looked at; bars of a label that fills a photo then have 3 to 5 pixels a module."""
ENLARGED = 2600
"""Pixels of the longer side up to which a blurred picture is enlarged."""
ENOUGH = 0.9
"""Confidence of an unambiguous number in print with which the rest of the label is not read."""
PRODUCTS = frozenset(("EAN-13", "EAN-8", "UPC-A", "UPC-E", "DataBar"))
"""Codes of things, not of parcels."""
CORRECTED = frozenset(("QR Code", "Data Matrix"))
"""Codes that mend their own errors: they are right where bars contradict them."""
_LOOKALIKES = str.maketrans("OQDILZSB", "00011258")


@dataclass(frozen=True, slots=True)
class Waybill:
    """What a photo gave. `numbers`: surest first; several when several labels are on it."""

    numbers: tuple[NumberFound, ...]


class WaybillReader:
    """Thread-safe as its readers are.

    Args:
        codes, text: None for what is switched off.
    """

    def __init__(self, codes: CodeReader | None, text: StripReader | None) -> None:
        self._codes, self._text = codes, text

    def read(self, picture: Image.Image, hints: Hints = NO_HINTS) -> Waybill:
        """Args:
        picture: RGB, lying in any way.

        Raises:
            Unavailable: a reader's package is missing, or it failed.
        """
        small = shrunk(picture, SIDE)
        found = self._bars(small, hints)
        if found:
            return Waybill(found)
        straight = straightened(small)
        factor = max(1.0, min(2.0, ENLARGED / max(straight.size)))
        return Waybill(self._bars(sharpened(enlarged(straight.convert("L"), factor)), hints) or self._print(straight, hints))

    def _bars(self, picture: Image.Image, hints: Hints) -> tuple[NumberFound, ...]:
        return from_codes(self._codes.read(picture), hints) if self._codes else ()

    def _print(self, straight: Image.Image, hints: Hints) -> tuple[NumberFound, ...]:
        """Standing lines are found badly, so where nothing is found they are laid down."""
        if self._text is None:
            return ()
        for picture in (straight, quarter_turned(straight)):
            found = surest(read_strips(picture, self._text), hints)
            if found:
                return found
        return ()


def surest(readings: Iterable[Sequence[TextLine]], hints: Hints = NO_HINTS) -> tuple[NumberFound, ...]:
    """Numbers in print that is read bit by bit, as soon as there is one and it is beyond doubt; or else all that came of it."""
    found: tuple[NumberFound, ...] = ()
    for lines in readings:
        found = from_lines(lines, hints)
        if len(found) == 1 and found[0].confidence >= ENOUGH and not found[0].ambiguous:
            break
    return found


def enlarged(picture: Image.Image, factor: float) -> Image.Image:
    size = (round(picture.width * factor), round(picture.height * factor))
    return picture.resize(size, Image.Resampling.BICUBIC)


def sharpened(picture: Image.Image) -> Image.Image:
    """Undoes a blur of about a pixel and a half of the picture before it was enlarged."""
    return picture.filter(ImageFilter.UnsharpMask(radius=3, percent=250, threshold=0))


def from_codes(codes: Iterable[Code], hints: Hints = NO_HINTS) -> tuple[NumberFound, ...]:
    """Numbers in the texts of codes. A code has passed its own check, so what has a carrier's form is one."""
    found: dict[str, NumberFound] = {}
    support: Counter[str] = Counter()
    for code in codes:
        if code.symbology in PRODUCTS:
            continue
        for one in find_numbers(code.text.replace("\x1d", "\n").replace("%", " "), hints, read_from=ReadFrom.BARS):
            support[one.number] += 2 if code.symbology in CORRECTED else 1
            if one.number not in found or one.confidence > found[one.number].confidence:
                found[one.number] = one
    # One blurred line of bars in some hundreds passes its check and is wrong; another code on the label then says otherwise.
    return _distinct(sorted(found.values(), key=lambda one: (-support[one.number], -one.confidence)))


def from_lines(lines: Sequence[TextLine], hints: Hints = NO_HINTS) -> tuple[NumberFound, ...]:
    """Numbers in print. Where the lines as read give none, letters are taken for the digits that they look like."""
    whole = "\n".join(line.text for line in lines)
    found = list(find_numbers(whole, hints, read_from=ReadFrom.PRINT))
    if not any(one.carriers for one in found):
        read = find_numbers("\n".join(mended(line.text) for line in lines), hints, read_from=ReadFrom.PRINT)
        found = [one for one in read if one.carriers] or found
    support = {one.number: _support(one.number, lines) for one in found}
    ranked = sorted(found, key=lambda one: (-support[one.number] * one.confidence * (2 if _checked(one) else 1), one.number))
    return tuple(replace(one, confidence=one.confidence * min(1.0, support[one.number])) for one in _distinct(ranked))


def mended(text: str) -> str:
    """Pieces that are nearly all digits with the letters that digits are taken for read as digits."""

    def mend(piece: str) -> str:
        digits = sum(c.isdigit() for c in piece)
        return piece[:2] + piece[2:].upper().translate(_LOOKALIKES) if digits >= 6 and digits >= 0.6 * len(piece) else piece

    return " ".join(mend(piece) for piece in text.split(" "))


def _checked(found: NumberFound) -> bool:
    return bool(found.carriers) and found.carriers[0].checked


def _support(number: str, lines: Sequence[TextLine]) -> float:
    """Sum of the certainties of the lines that bear the number; that of the surest half for one that spans lines."""
    own = [line.confidence for line in lines if number in "".join(c for c in line.text.upper() if c.isalnum())]
    return sum(own) or 0.5


def _distinct(ranked: Sequence[NumberFound]) -> tuple[NumberFound, ...]:
    """Without those that are a better one misread, or a part of another."""
    kept: list[NumberFound] = []
    for one in ranked:
        part = any(one.number != other.number and one.number in other.number for other in ranked)
        if not part and all(not _misread(one.number, other.number) for other in kept):
            kept.append(one)
    return tuple(kept)


def _misread(one: str, other: str) -> bool:
    """Whether the two are likely one number: as long, and two signs at most apart."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 2
