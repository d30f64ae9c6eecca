"""Parts of a shop opened by themselves, without its index or its models; beside a running server too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from omnishelf.assistant.feedback import FeedbackDesk
from omnishelf.config import Settings
from omnishelf.encoders.ocr_rapidocr import RapidText
from omnishelf.events.behaviour import Behaviour
from omnishelf.experiments.desk import ExperimentDesk
from omnishelf.merchandise.keeper import RuleKeeper
from omnishelf.offers.desk import OfferDesk
from omnishelf.parcels.desk import ParcelDesk
from omnishelf.predict.desk import PredictDesk
from omnishelf.profile.steering import Steers
from omnishelf.stores.sql.opening import Stores
from omnishelf.wiring.catalogue import rule_keeper
from omnishelf.wiring.encoders import speech_recogniser
from omnishelf.wiring.parcels import parcel_desk
from omnishelf.wiring.shoppers import behaviour_of, feedback_desk, join_holders, offer_desk, predict_desk, stores_of
from omnishelf.wiring.visits import visits_of


@contextmanager
def open_rules(settings: Settings) -> Iterator[RuleKeeper]:
    """The shop's rules alone, without its index or its models; a server of the shop takes changes up within a second."""
    with stores_of(settings) as stores:
        yield rule_keeper(stores)


@contextmanager
def open_behaviour(settings: Settings) -> Iterator[tuple[Behaviour, Stores]]:
    """What is kept of the shop's shoppers, without its index or its models; beside a running server too."""
    with stores_of(settings) as stores:
        behaviour = behaviour_of(settings, stores, visits_of(settings))
        experiments, offers = ExperimentDesk(stores.experiments, stores.shoppers), offer_desk(settings, stores)
        join_holders(behaviour, stores, Steers(stores.steerings), experiments, offers)
        yield behaviour, stores


@contextmanager
def open_experiments(settings: Settings) -> Iterator[ExperimentDesk]:
    """The shop's experiments alone, without its index or its models; a server of the shop takes changes up within a second."""
    with stores_of(settings) as stores, closing(ExperimentDesk(stores.experiments, stores.shoppers)) as desk:
        yield desk


@contextmanager
def open_offers(settings: Settings) -> Iterator[OfferDesk]:
    """The shop's offers alone, without its index or its models; a server of the shop takes changes up within a second."""
    with stores_of(settings) as stores:
        yield offer_desk(settings, stores)


@contextmanager
def open_feedback(settings: Settings) -> Iterator[FeedbackDesk]:
    """Thumbs on the assistant's replies, without the shop's index; beside a running server too."""
    with stores_of(settings) as stores:
        yield feedback_desk(settings, stores)


@contextmanager
def open_predictions(settings: Settings) -> Iterator[PredictDesk]:
    """What is learnt of visitors' next steps, without the shop's index or its models."""
    with stores_of(settings) as stores:
        yield predict_desk(stores, behaviour_of(settings, stores, visits_of(settings)))


@contextmanager
def open_parcels(settings: Settings) -> Iterator[ParcelDesk]:
    """Parcels and orders, without the shop's index; beside a running server too."""
    speech, printed = speech_recogniser(settings), RapidText(settings.model_threads)
    with stores_of(settings) as stores, closing(parcel_desk(settings, stores, speech, printed)) as desk:
        yield desk
