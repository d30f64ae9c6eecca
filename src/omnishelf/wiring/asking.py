"""How questions are understood: encoders, what is read on photos, what is heard."""

from __future__ import annotations

from omnishelf.config import PhotoMarks, Settings
from omnishelf.domain.product import Product
from omnishelf.encoders.codes_zxing import ZxingCodes
from omnishelf.encoders.ocr_rapidocr import RapidText
from omnishelf.encoders.port import ImageEncoder, SpeechRecogniser, TextEncoder, Transcript
from omnishelf.served import Serving
from omnishelf.stores.sql.opening import Stores
from omnishelf.understand.intent import Limits, Understand
from omnishelf.understand.photo_marks import Marks
from omnishelf.understand.voice import hear


def understanding(
    settings: Settings, stores: Stores, text: TextEncoder, image: ImageEncoder, speech: SpeechRecogniser | None
) -> Understand:
    def picture_of(product_id: str) -> bytes | None:
        product = stores.catalogue.get([product_id]).get(product_id)
        return stores.media.get(product.images[0]) if product and product.images else None

    bounds = settings.limits
    limits = Limits(bounds.upload_bytes, bounds.image_pixels, bounds.audio_seconds, bounds.query_chars)
    return Understand(
        text=text,
        image=image,
        speech=speech,
        picture_of=picture_of,
        currency=settings.currency,
        limits=limits,
        rates=settings.rates,
        marks=_marks(settings, stores),
    )


def _marks(settings: Settings, stores: Stores) -> Marks | None:
    """The readers of bar codes and print; their libraries load with the first photo that needs them."""
    chosen: PhotoMarks = settings.photo
    if not (chosen.codes or chosen.text):
        return None

    def by_gtin(gtin: str) -> list[Product]:
        ids = stores.catalogue.by_gtin(gtin)
        found = stores.catalogue.get(ids) if ids else {}
        return [found[id] for id in ids if id in found]

    return Marks(
        codes=ZxingCodes() if chosen.codes else None,
        text=RapidText(settings.model_threads) if chosen.text else None,
        by_gtin=by_gtin,
        seconds=chosen.text_seconds,
    )


def heard(settings: Settings, serving: Serving, speech: SpeechRecogniser, recording: bytes, language: str) -> Transcript:
    bounds = settings.limits
    return hear(
        recording,
        recogniser=speech,
        spoken=serving().knowledge.spoken,
        language=language,
        max_bytes=bounds.upload_bytes,
        max_seconds=bounds.audio_seconds,
    )
