"""Settings to a whole shop."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from omnishelf.assistant.opening import open_assistant
from omnishelf.config import Settings, load_settings
from omnishelf.encoders.ocr_rapidocr import RapidText
from omnishelf.encoders.port import ImageEncoder, SpeechRecogniser, SpeechSynthesiser, TextEncoder
from omnishelf.experiments.desk import ExperimentDesk
from omnishelf.ingest.bridge import take_up
from omnishelf.ingest.generations import IndexInUse
from omnishelf.ingest.pictures import PictureMemory
from omnishelf.ingest.walk import Progress
from omnishelf.language.port import LanguageModel
from omnishelf.merchandise.rulebook import RuleBook
from omnishelf.metrics import Metrics
from omnishelf.parcels.order_form import OrderForms
from omnishelf.personal import WEIGHTS, Personaliser
from omnishelf.profile.steering import Steers
from omnishelf.rank.diversify import Variety
from omnishelf.search import Search
from omnishelf.served import Serving
from omnishelf.shop import Shop
from omnishelf.tracing import Traces
from omnishelf.training import ranker_of_version, rankers, train
from omnishelf.understand.suggest import NO_QUERIES
from omnishelf.understand.suggest.asked import read_asked
from omnishelf.wiring.asking import heard, understanding
from omnishelf.wiring.catalogue import live_index, rule_keeper, take_in_feed, take_in_rows
from omnishelf.wiring.encoders import image_encoder, speaker_of, speech_recogniser, text_encoder
from omnishelf.wiring.parcels import parcel_desk
from omnishelf.wiring.shoppers import (
    behaviour_of,
    feedback_desk,
    join_holders,
    offer_desk,
    predict_desk,
    recommending_desk,
    stores_of,
    told_to,
)
from omnishelf.wiring.talking import talker_of
from omnishelf.wiring.visits import Visits, visits_of

RANKERS = 20
"""Learnt rankers of experiments that are kept in memory."""


def open_shop(
    settings: Settings | None = None,
    *,
    text: TextEncoder | None = None,
    image: ImageEncoder | None = None,
    speech: SpeechRecogniser | None = None,
    voice: SpeechSynthesiser | None = None,
    model: LanguageModel | None = None,
    visits: Visits | None = None,
    must_own_index: bool = True,
    progress: Progress = lambda *_: None,
    **given: Any,
) -> Shop:
    """Open a shop; its index is built or brought up to date first.

    Args:
        settings: all of them; otherwise they are read from file and environment, with `given` on top.
        text, image, speech, voice: encoders of your own, in place of those the settings name.
        model: a language model of your own for the assistant, likewise.
        visits: what is remembered of visits, where several processes share it; by default it is this shop's alone.
        must_own_index: False lets the shop open while another process serves its index: the catalogue can then be written, and
            that process takes the changes up.

    Raises:
        BadSettings, StoreDown: the settings or the database cannot be used.
        IndexInUse: another process has the index and `must_own_index` is set.
    """
    settings = settings or load_settings(**given)
    visits = visits or visits_of(settings)
    text, image = text or text_encoder(settings), image or image_encoder(settings)
    speech = speech or speech_recogniser(settings)
    with ExitStack() as opened:  # whatever fails on the way, what is open by then is closed
        stores = opened.enter_context(stores_of(settings))
        live = opened.enter_context(closing(live_index(settings, stores, text, image)))
        try:
            live.open(lambda done, total, stage: progress(stage, done, total))
        except IndexInUse:
            if must_own_index:
                raise
        memory = opened.enter_context(closing(PictureMemory(settings.data_dir / "pictures.sqlite")))
        understand = opened.enter_context(closing(understanding(settings, stores, text, image, speech)))
        behaviour, steers = behaviour_of(settings, stores, visits), Steers(stores.steerings, visits.wishes)
        trials = ExperimentDesk(stores.experiments, stores.shoppers, behaviour, answers=visits.answers)
        experiments = opened.enter_context(closing(trials))
        offers = offer_desk(settings, stores, behaviour)
        behaviour.take.heard = told_to(experiments.told, offers.told)
        join_holders(behaviour, stores, steers, experiments, offers, visits.conversations)
        personal = Personaliser(behaviour, steers, weights=replace(WEIGHTS, cap=settings.personal))
        watch = settings.watch
        traces = opened.enter_context(closing(Traces.sent_to(watch.traces, settings.name))) if watch.traces else None
        metrics, rulebook = Metrics(traces), RuleBook(stores.rules)
        asked = read_asked(settings.query_log) if settings.query_log else NO_QUERIES
        serving = Serving(live, stores.catalogue, text, rankers(stores.models), asked)
        search = Search(
            understand=understand,
            served=serving,
            products=stores.catalogue.get,
            depth=settings.depth,
            rules=rulebook,
            personal=personal,
            variety=Variety(settings.variety),
            experiments=experiments,
            rankers=lru_cache(maxsize=RANKERS)(partial(ranker_of_version, stores.models)),
            order_numbers=OrderForms(stores.orders),
            observe=metrics.stage,
        )
        marks = understand.marks
        printed = (marks.text if marks else None) or RapidText(settings.model_threads)
        desk = opened.enter_context(closing(parcel_desk(settings, stores, speech, printed)))
        talker = talker_of(settings, model)
        listen = partial(heard, settings, serving, speech) if speech is not None else None
        assistant = open_assistant(
            folder=settings.assistant.policies,
            search=search,
            catalogue=stores.catalogue,
            desk=desk,
            requests=stores.requests,
            text=text,
            vocabulary=lambda: serving().knowledge.vocabulary,
            hear=(lambda recording, language: listen(recording, language).text) if listen else None,
            conversations=visits.conversations,
            currency=settings.currency,
            offers=offers.show,
            longest=settings.limits.query_chars,
            talker=opened.enter_context(closing(talker)) if talker is not None else None,
        )
        return Shop(
            currency=settings.currency,
            catalogue=stores.catalogue,
            media=stores.media,
            live=live,
            rules=rule_keeper(stores, rulebook),
            serving=serving,
            search=search,
            ingest=partial(take_in_feed, settings, stores, live, memory),
            put_rows=partial(take_in_rows, settings, stores, memory),
            train_ranker=lambda judged, **how: train(search, judged, stores.models, **how),
            catch_up=partial(take_up, live, stores.catalogue, stores.models),
            metrics=metrics,
            behaviour=behaviour,
            personal=personal,
            recommending=recommending_desk(settings, stores, live, behaviour, steers, rulebook, visits.drawn),
            parcels=desk,
            assistant=assistant,
            requests=stores.requests,
            hear=listen,
            speaker=speaker_of(settings, voice),
            feedback=feedback_desk(settings, stores),
            experiments=experiments,
            offers=offers,
            predictions=predict_desk(stores, behaviour),
            locks=stores.locks,
            close=opened.pop_all().close,
        )
