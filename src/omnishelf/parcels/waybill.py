"""Tracking numbers on a photo of a parcel's label: its bars first, then its print.

Bars settle the matter in some tens of milliseconds when they are sharp; when they are not, the picture is enlarged, sharpened
and turned, cheapest first, for as long as `BARS_SECONDS` allow. Print is read where no bars were, and upside down, too, when
nothing came of it upright. Of a number that was read in two ways the better supported one counts.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageFilter

from omnishelf.domain.parcel import NumberFound, ReadFrom
from omnishelf.encoders.codes import Code, CodeReader
from omnishelf.encoders.ocr import TextLine, TextReader
from omnishelf.encoders.pictures import shrunk
from omnishelf.parcels.detect import NO_HINTS, Hints
from omnishelf.parcels.numbers import find_numbers

SIDE = 1600
"""Pixels of the longer side that is looked at; bars of a label that fills a photo then have 3 to 5 pixels a module."""
ENLARGED = 2600
"""Pixels of the longer side up to which a blurred picture is enlarged."""
BARS_SECONDS = 1.0
TURNS = (0, 20, -20, 40, -40)
"""Degrees. Bars are read along rows and columns; they must be within some 15 degrees of one."""
PRODUCTS = frozenset(("EAN-13", "EAN-8", "UPC-A", "UPC-E", "DataBar"))
"""Codes of things, not of parcels."""
CORRECTED = frozenset(("QR Code", "Data Matrix"))
"""Codes that mend their own errors: they are right where bars contradict them."""
_LOOKALIKES = str.maketrans("OQDILZSB", "00011258")

Way = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True, slots=True)
class Waybill:
    """What a photo gave. `numbers`: surest first; several when several labels are on it."""

    numbers: tuple[NumberFound, ...]


class WaybillReader:
    """Thread-safe as its readers are.

    Args:
        codes, text: None for what is switched off.
        clock: seconds, for the time that bars may take.
    """

    def __init__(
        self,
        codes: CodeReader | None,
        text: TextReader | None,
        *,
        bars_seconds: float = BARS_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._codes, self._text, self._seconds, self._clock = codes, text, bars_seconds, clock

    def read(self, picture: Image.Image, hints: Hints = NO_HINTS) -> Waybill:
        """Args:
        picture: RGB, upright or not.

        Raises:
            Unavailable: a reader's package is missing, or it failed.
        """
        small = shrunk(picture, SIDE)
        found = self._bars(small, hints) if self._codes else ()
        return Waybill(found or (self._print(small, hints) if self._text else ()))

    def _bars(self, picture: Image.Image, hints: Hints) -> tuple[NumberFound, ...]:
        assert self._codes is not None
        until = self._clock() + self._seconds
        grey = picture.convert("L")
        for way in ways(grey):
            found = from_codes(self._codes.read(way(grey)), hints)
            if found:
                return found
            if self._clock() > until:
                break
        return ()

    def _print(self, picture: Image.Image, hints: Hints) -> tuple[NumberFound, ...]:
        assert self._text is not None
        for turn in (0, 180):
            turned = picture.rotate(turn, expand=True) if turn else picture
            found = from_lines(self._text.read(turned), hints)
            if found:
                return found
        return ()


def ways(picture: Image.Image) -> Iterator[Way]:
    """How to look at a picture whose bars do not read, cheapest first."""
    yield lambda seen: seen
    factor = min(2.0, ENLARGED / max(picture.size))
    for turn in TURNS:
        yield lambda seen, turn=turn: sharpened(turned(enlarged(seen, factor), turn))  # type: ignore[misc]


def enlarged(picture: Image.Image, factor: float) -> Image.Image:
    size = (round(picture.width * factor), round(picture.height * factor))
    return picture.resize(size, Image.Resampling.BICUBIC)


def turned(picture: Image.Image, degrees: float) -> Image.Image:
    if not degrees:
        return picture
    return picture.rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=255)


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
    """Without those that are a better one misread."""
    kept: list[NumberFound] = []
    for one in ranked:
        if all(not _misread(one.number, other.number) for other in kept):
            kept.append(one)
    return tuple(kept)


def _misread(one: str, other: str) -> bool:
    """Whether the two are likely one number: as long, and two signs at most apart."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= 2
