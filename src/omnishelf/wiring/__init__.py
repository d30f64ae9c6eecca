"""Settings to a shop: the only room that names concrete encoders, engines, stores and carriers."""

from omnishelf.wiring.alone import (
    open_behaviour,
    open_experiments,
    open_feedback,
    open_offers,
    open_parcels,
    open_predictions,
    open_rules,
)
from omnishelf.wiring.encoders import image_encoder, speech_recogniser, text_encoder
from omnishelf.wiring.parcels import carrier_service
from omnishelf.wiring.shoppers import key_ring
from omnishelf.wiring.visits import Visits, visits_of
from omnishelf.wiring.whole import open_shop

__all__ = [
    "Visits",
    "carrier_service",
    "image_encoder",
    "key_ring",
    "open_behaviour",
    "open_experiments",
    "open_feedback",
    "open_offers",
    "open_parcels",
    "open_predictions",
    "open_rules",
    "open_shop",
    "speech_recogniser",
    "text_encoder",
    "visits_of",
]
