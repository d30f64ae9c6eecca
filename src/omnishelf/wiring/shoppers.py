"""What is kept of shoppers: its keys, its log and memory, and everything that export and erase must reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import timedelta
from functools import partial

from omnishelf.assistant.feedback import FeedbackDesk
from omnishelf.assistant.requests import RequestHolder
from omnishelf.config import Settings
from omnishelf.domain.event import Event
from omnishelf.events.behaviour import Behaviour
from omnishelf.events.intake import Intake
from omnishelf.events.personal import Holder, PersonalData
from omnishelf.events.tokens import Tokens
from omnishelf.experiments.desk import ExperimentDesk
from omnishelf.ingest.feed.money import exponent
from omnishelf.ingest.live import LiveIndex
from omnishelf.merchandise.rulebook import RuleBook
from omnishelf.offers.desk import OfferDesk
from omnishelf.parcels.holder import OrderHolder
from omnishelf.predict.desk import PredictDesk
from omnishelf.profile.steering import Steers
from omnishelf.recommending.answering import Advising
from omnishelf.recommending.desk import RecommendDesk
from omnishelf.recommending.leaving_out import LeavingOut
from omnishelf.recommending.living import Living
from omnishelf.recommending.tries import Drawn, Trying
from omnishelf.stores.keyring import KeyRing
from omnishelf.stores.sql.opening import KEY_FILE, Stores, open_stores
from omnishelf.wiring.visits import Visits


def key_ring(settings: Settings) -> KeyRing:
    """The keys of personal fields: those of the settings, or those of a file."""
    given = settings.shoppers.keys.get_secret_value().split()
    return KeyRing(given, path=None if given else settings.shoppers.key_file or settings.data_dir / KEY_FILE)


@contextmanager
def stores_of(settings: Settings) -> Iterator[Stores]:
    """The shop's database and files, with the keys that its personal fields need."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with closing(open_stores(settings.database, settings.data_dir, key_ring(settings))) as stores:
        yield stores


def join_holders(
    behaviour: Behaviour, stores: Stores, steers: Steers, experiments: ExperimentDesk, offers: OfferDesk, *others: Holder
) -> None:
    """Everything that keeps something of a shopper: what is not joined here is forgotten by export and erase."""
    kept: list[Holder] = [steers, OrderHolder(stores.orders), RequestHolder(stores.requests), experiments, offers, *others]
    for holder in (*kept, FeedbackDesk(stores.feedback, stores.shoppers.agreed, behaviour.keep)):
        behaviour.personal.join(holder)


def feedback_desk(settings: Settings, stores: Stores) -> FeedbackDesk:
    """Thumbs on the assistant's replies."""
    return FeedbackDesk(stores.feedback, stores.shoppers.agreed, timedelta(days=settings.shoppers.keep_days))


def offer_desk(settings: Settings, stores: Stores, behaviour: Behaviour | None = None) -> OfferDesk:
    """Without `behaviour` it knows nobody and shows nothing; making offers, giving and measuring need none."""
    return OfferDesk(
        stores.offers,
        models=stores.models,
        shoppers=stores.shoppers,
        products=stores.catalogue.get,
        currency=settings.currency,
        recent=behaviour,
    )


def predict_desk(stores: Stores, behaviour: Behaviour) -> PredictDesk:
    return PredictDesk(
        models=stores.models,
        log=stores.events,
        recent=behaviour,
        products=stores.catalogue.get,
        catalogue=lambda: stores.catalogue,
    )


def told_to(*listeners: Callable[[Sequence[Event]], None]) -> Callable[[Sequence[Event]], None]:
    """Each is told of what was taken in just now, in this order."""

    def told(events: Sequence[Event]) -> None:
        for listener in listeners:
            listener(events)

    return told


def behaviour_of(settings: Settings, stores: Stores, visits: Visits) -> Behaviour:
    bounds = settings.shoppers
    keep = timedelta(days=bounds.keep_days)
    take = Intake(
        stores.events,
        stores.shoppers,
        visits.sessions,
        known=stores.catalogue.versions,
        oldest=keep,
        sifter=visits.sifter,
    )
    return Behaviour(
        log=stores.events,
        shoppers=stores.shoppers,
        memory=visits.sessions,
        take=take,
        personal=PersonalData(),
        tokens=Tokens(partial(stores.shoppers.names.key_for, "tokens"), timedelta(days=bounds.token_days)),
        keep=keep,
        half_life=timedelta(days=bounds.half_life_days),
        currency=settings.currency,
        digits=exponent(settings.currency),
    )


def recommending_desk(
    settings: Settings,
    stores: Stores,
    live: LiveIndex,
    behaviour: Behaviour,
    steers: Steers,
    rulebook: RuleBook,
    drawn: Drawn,
) -> RecommendDesk:
    """It is told of what comes in from now on, after whoever is told already."""
    living = Living(live, stores.catalogue, stores.models, stores.events)
    answer = Advising(
        living,
        recent=behaviour,
        about=stores.shoppers.about,
        steers=steers,
        rules=rulebook,
        products=stores.catalogue.get,
        out=LeavingOut(stores.catalogue.sequence),
        explore=settings.shoppers.explore,
        trying=Trying(stores.tries, drawn=drawn),
    )
    desk = RecommendDesk(living, answer, behaviour, stores.models)
    behaviour.take.heard = told_to(behaviour.take.heard, desk.told)
    return desk
