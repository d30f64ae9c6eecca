"""The carrier service and the parcel desk."""

from __future__ import annotations

from datetime import timedelta

from omnishelf.carriers import aftership, kuaidi100, seventeentrack
from omnishelf.carriers.aftership import AfterShip
from omnishelf.carriers.kuaidi100 import Kuaidi100
from omnishelf.carriers.port import Carrier
from omnishelf.carriers.seventeentrack import SeventeenTrack
from omnishelf.carriers.simulated import SimulatedCarrier
from omnishelf.config import Settings
from omnishelf.encoders.codes_zxing import ZxingCodes
from omnishelf.encoders.ocr import StripReader, TextReader
from omnishelf.encoders.port import SpeechRecogniser
from omnishelf.parcels.desk import Bounds, ParcelDesk
from omnishelf.parcels.tracking import Tracker
from omnishelf.parcels.waybill import WaybillReader
from omnishelf.stores.sql.opening import Stores


def parcel_desk(settings: Settings, stores: Stores, speech: SpeechRecogniser | None, text: TextReader) -> ParcelDesk:
    bounds, chosen = settings.limits, settings.parcels
    tracker = Tracker(
        carrier_service(settings), stores.parcels, fresh=timedelta(minutes=chosen.fresh_minutes), follow=chosen.follow
    )
    return ParcelDesk(
        reader=WaybillReader(ZxingCodes(), text if isinstance(text, StripReader) else None),
        speech=speech,
        tracker=tracker,
        orders=stores.orders,
        states=stores.parcels,
        bounds=Bounds(bounds.upload_bytes, bounds.image_pixels, bounds.audio_seconds, bounds.query_chars),
        countries=chosen.countries,
    )


def carrier_service(settings: Settings) -> Carrier:
    """The one the settings name."""
    chosen = settings.parcels
    key, secret, url = chosen.key.get_secret_value(), chosen.secret.get_secret_value(), chosen.url
    if chosen.service == "kuaidi100":
        return Kuaidi100(
            chosen.customer,
            key,
            callback=chosen.callback,
            salt=secret,
            url=url or kuaidi100.URL,
            seconds=chosen.seconds,
        )
    if chosen.service == "17track":
        return SeventeenTrack(key, url=url or seventeentrack.URL, seconds=chosen.seconds)
    if chosen.service == "aftership":
        return AfterShip(key, secret=secret, url=url or aftership.URL, seconds=chosen.seconds)
    return SimulatedCarrier(secret=secret)
