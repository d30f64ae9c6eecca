"""What a photo bears beside its looks: a bar code that is a product's name in full, print that names a brand or a model.

Codes come first, for they take some tens of milliseconds and settle the matter: a GTIN of the catalogue is that product, whose
own picture then stands in for the photo of its package. Print is read in another thread while the encoders look, and is waited
for no longer than it may take. Nothing that was read is logged.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from contextlib import suppress
from dataclasses import dataclass, replace

from PIL import Image

from omnishelf.domain.errors import Unavailable
from omnishelf.domain.gtin import spellings
from omnishelf.domain.intent import Constraint, Notice
from omnishelf.domain.product import Product
from omnishelf.domain.query import IdIn, Modality
from omnishelf.encoders.codes import CodeReader
from omnishelf.encoders.ocr import TextLine, TextReader
from omnishelf.understand.photo_codes import gtins, printed_gtins

SIDE = 1280
"""Pixels of the longer side in which codes and print are looked for: a bar code a third as wide has 4 pixels a module."""
_LABELS = {"zh": "条码 {}"}


@dataclass(frozen=True, slots=True)
class Named:
    """The product that a bar code names, and the removable constraint that says so."""

    product: Product
    constraint: Constraint


@dataclass(frozen=True, slots=True)
class Codes:
    """`named`: the first code that the shop knows, None without one. `notices`: codes that it does not know. `others`: what
    codes say that are no product's."""

    named: Named | None = None
    notices: tuple[Notice, ...] = ()
    others: tuple[str, ...] = ()


class Marks:
    """Reads them. Thread-safe.

    Args:
        codes, text: None for what is switched off.
        by_gtin: the catalogue's products with exactly this GTIN.
        seconds: longest wait for print.
    """

    def __init__(
        self,
        *,
        codes: CodeReader | None,
        text: TextReader | None,
        by_gtin: Callable[[str], Sequence[Product]],
        seconds: float,
    ) -> None:
        self.codes, self.text, self.by_gtin, self.seconds = codes, text, by_gtin, seconds
        # One at a time: the reader uses every core it may.
        self.pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="print")

    def read_codes(self, picture: Image.Image, dropped: Container[str], language: str) -> Codes:
        """Args:
        dropped: keys of constraints that the shopper took back: such a code is as good as not there.
        language: of the chip's label, "" for English.
        """
        if self.codes is None:
            return Codes()
        try:
            codes = self.codes.read(picture)
        except Unavailable as error:
            return Codes(notices=(Notice("photo-codes-unavailable", str(error), Modality.PHOTO),))
        found = [gtin for gtin in gtins(codes) if barcode_key(gtin) not in dropped]
        named = self._named(found, language)
        if named:
            return Codes(named)
        return Codes(None, tuple(unknown(gtin) for gtin in found[:1]), tuple(code.text for code in codes if not gtins([code])))

    def read_digits(self, lines: Sequence[TextLine], dropped: Container[str], language: str) -> Named | None:
        """The product whose GTIN is printed in digits. A number that the shop does not know may be any number: no notice."""
        if self.codes is None:
            return None
        found = printed_gtins(line.text for line in lines)
        return self._named([gtin for gtin in found if barcode_key(gtin) not in dropped], language)

    def typed(self, text: str, dropped: Container[str], language: str) -> Named | None:
        """The product whose GTIN is all that was typed, with spaces and hyphens or without."""
        digits = "".join(sign for sign in text if not sign.isspace() and sign != "-")
        found = [gtin for gtin in printed_gtins([digits]) if barcode_key(gtin) not in dropped]
        named = self._named(found, language)
        return named and replace(named, constraint=replace(named.constraint, source=Modality.WORDS))

    def begin_text(self, picture: Image.Image) -> Future[tuple[TextLine, ...]] | None:
        return None if self.text is None else self.pool.submit(self.text.read, picture)

    def end_text(self, reading: Future[tuple[TextLine, ...]] | None) -> tuple[tuple[TextLine, ...], tuple[Notice, ...]]:
        """The lines, and what went wrong."""
        if reading is None:
            return (), ()
        try:
            return reading.result(timeout=self.seconds), ()
        except Late:
            reading.cancel()
            late = "The print on the photo was not read in time; its looks alone were searched."
            return (), (Notice("photo-text-late", late, Modality.PHOTO),)
        except Unavailable as error:
            return (), (Notice("photo-text-unavailable", str(error), Modality.PHOTO),)

    def warm(self) -> None:
        if self.text is not None:
            with suppress(Unavailable):
                self.text.warm()

    def close(self) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)

    def _named(self, found: Sequence[str], language: str) -> Named | None:
        for gtin in found:
            products = self._products(gtin)
            if products:
                return Named(products[0], barcode_constraint(gtin, products, language))
        return None

    def _products(self, gtin: str) -> Sequence[Product]:
        """Of the first way of writing the number that the catalogue has."""
        return next((products for form in spellings(gtin) if (products := self.by_gtin(form))), ())


def barcode_key(gtin: str) -> str:
    return f"barcode={gtin}"


def barcode_constraint(gtin: str, products: Sequence[Product], language: str) -> Constraint:
    label = _LABELS.get(language, "bar code {}").format(gtin)
    condition = IdIn(tuple(product.id for product in products))
    return Constraint(barcode_key(gtin), "barcode", label, (condition,), False, Modality.PHOTO)


def unknown(gtin: str) -> Notice:
    message = f"No product of this shop has the bar code {gtin}; what the photo looks like was searched."
    return Notice("unknown-barcode", message, Modality.PHOTO, {"gtin": gtin})
