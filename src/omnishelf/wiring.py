"""Settings to a shop: the only file that names concrete encoders, engines and stores."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from omnishelf.assistant.memory import Conversations
from omnishelf.assistant.opening import open_assistant
from omnishelf.assistant.requests import RequestHolder
from omnishelf.carriers import aftership, kuaidi100, seventeentrack
from omnishelf.carriers.aftership import AfterShip
from omnishelf.carriers.kuaidi100 import Kuaidi100
from omnishelf.carriers.port import Carrier
from omnishelf.carriers.seventeentrack import SeventeenTrack
from omnishelf.carriers.simulated import SimulatedCarrier
from omnishelf.config import ImageModel, PhotoMarks, Settings, SpeechModel, TextModel, load_settings
from omnishelf.domain.product import Product
from omnishelf.encoders.codes_zxing import ZxingCodes
from omnishelf.encoders.ocr import TextReader
from omnishelf.encoders.ocr_rapidocr import RapidText
from omnishelf.encoders.pictures import shrink_to_webp
from omnishelf.encoders.port import ImageEncoder, SpeechRecogniser, TextEncoder
from omnishelf.engine.embedded import EmbeddedEngine
from omnishelf.engine.port import Schema
from omnishelf.events.behaviour import Behaviour
from omnishelf.events.intake import Intake
from omnishelf.events.memory import SessionMemory
from omnishelf.events.personal import PersonalData
from omnishelf.events.tokens import Tokens
from omnishelf.experiments.desk import ExperimentDesk
from omnishelf.ingest.bridge import learnt_bridge, take_up
from omnishelf.ingest.embed import Embedder
from omnishelf.ingest.feed import Defaults
from omnishelf.ingest.feed.money import exponent
from omnishelf.ingest.generations import Generations, IndexInUse
from omnishelf.ingest.live import LiveIndex
from omnishelf.ingest.pictures import Fetcher, PictureCollector, PictureMemory
from omnishelf.ingest.report import IngestReport
from omnishelf.ingest.schema import KEYWORDS, NUMBERS
from omnishelf.ingest.walk import Progress, Refreshed, ingest, put_rows
from omnishelf.merchandise.keeper import RuleKeeper
from omnishelf.merchandise.rulebook import RuleBook
from omnishelf.metrics import Metrics
from omnishelf.parcels.desk import Bounds, ParcelDesk
from omnishelf.parcels.holder import OrderHolder
from omnishelf.parcels.tracking import Tracker
from omnishelf.parcels.waybill import WaybillReader
from omnishelf.personal import WEIGHTS, Personaliser
from omnishelf.profile.steering import Steers
from omnishelf.rank.diversify import Variety
from omnishelf.recommending.answering import Advising
from omnishelf.recommending.desk import RecommendDesk
from omnishelf.recommending.leaving_out import LeavingOut
from omnishelf.recommending.living import Living
from omnishelf.search import Search
from omnishelf.served import Serving
from omnishelf.shop import Shop
from omnishelf.stores.keyring import KeyRing
from omnishelf.stores.sql.opening import KEY_FILE, Stores, open_stores
from omnishelf.training import published_ranker, ranker_of_version, train
from omnishelf.understand.intent import Limits, Understand
from omnishelf.understand.photo_marks import Marks
from omnishelf.understand.suggest import NO_QUERIES
from omnishelf.understand.suggest.asked import read_asked
from omnishelf.understand.tokens import tokenise
from omnishelf.understand.voice import hear

RANKERS = 20
"""Learnt rankers of experiments that are kept in memory."""
PICTURE_SIDE = 800
"""Pixels of a stored picture's longer side: enough for a product page, and more than any packaged encoder looks at."""


def open_shop(
    settings: Settings | None = None,
    *,
    text: TextEncoder | None = None,
    image: ImageEncoder | None = None,
    speech: SpeechRecogniser | None = None,
    must_own_index: bool = True,
    progress: Progress = lambda *_: None,
    **given: Any,
) -> Shop:
    """Open a shop; its index is built or brought up to date first.

    Args:
        settings: all of them; otherwise they are read from file and environment, with `given` on top.
        text, image, speech: encoders of your own, in place of those the settings name.
        must_own_index: False lets the shop open while another process serves its index: the catalogue can then be written, and
            that process takes the changes up.

    Raises:
        BadSettings, StoreDown: the settings or the database cannot be used.
        IndexInUse: another process has the index and `must_own_index` is set.
    """
    settings = settings or load_settings(**given)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    stores = open_stores(settings.database, settings.data_dir, key_ring(settings))
    text, image = text or text_encoder(settings), image or image_encoder(settings)
    speech = speech or speech_recogniser(settings)
    bridge, version = learnt_bridge(stores.models, text, image)
    embedder = Embedder(
        vectors=stores.vectors,
        media=stores.media,
        tokenise=tokenise,
        text=text,
        image=image,
        bridge=bridge,
        bridge_version=version,
    )
    live = LiveIndex(Generations(settings.data_dir / "index"), stores.catalogue, embedder, EmbeddedEngine.open)
    try:
        live.open(lambda done, total, stage: progress(stage, done, total))
    except IndexInUse:
        if must_own_index:
            stores.close()
            raise
    metrics = Metrics()
    asked = read_asked(settings.query_log) if settings.query_log else NO_QUERIES
    serving = Serving(live, stores.catalogue, text, partial(published_ranker, stores.models), asked)
    understand = _understand(settings, stores, text, image, speech)
    rulebook = RuleBook(stores.rules)
    behaviour, steers = _behaviour(settings, stores), Steers(stores.steerings)
    behaviour.personal.join(steers)
    behaviour.personal.join(OrderHolder(stores.orders))
    behaviour.personal.join(RequestHolder(stores.requests))
    conversations = Conversations(settings.assistant.conversations, 60 * settings.assistant.minutes)
    behaviour.personal.join(conversations)
    experiments = ExperimentDesk(stores.experiments, stores.shoppers, behaviour)
    behaviour.personal.join(experiments)
    behaviour.take.heard = experiments.told
    personal = Personaliser(behaviour, steers, weights=replace(WEIGHTS, cap=settings.personal))
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
        observe=metrics.stage,
    )
    recommending = _recommending(settings, stores, live, behaviour, steers, rulebook)
    memory = PictureMemory(settings.data_dir / "pictures.sqlite")

    marks = understand.marks
    desk = _desk(settings, stores, speech, (marks.text if marks else None) or RapidText(settings.model_threads))

    assistant = open_assistant(
        folder=settings.assistant.policies,
        search=search,
        catalogue=stores.catalogue,
        desk=desk,
        requests=stores.requests,
        text=text,
        hear=partial(_heard, settings, serving, speech) if speech is not None else None,
        conversations=conversations,
        currency=settings.currency,
        longest=settings.limits.query_chars,
    )

    def close() -> None:
        desk.close()
        experiments.close()
        understand.close()
        live.close()
        memory.close()
        stores.close()

    return Shop(
        currency=settings.currency,
        catalogue=stores.catalogue,
        media=stores.media,
        live=live,
        rules=_keeper(stores, rulebook),
        serving=serving,
        search=search,
        ingest=partial(_ingest, settings, stores, live, memory),
        put_rows=partial(_put_rows, settings, stores, memory),
        train_ranker=lambda judged, **how: train(search, judged, stores.models, **how),
        catch_up=partial(take_up, live, stores.catalogue, stores.models),
        metrics=metrics,
        behaviour=behaviour,
        personal=personal,
        recommending=recommending,
        parcels=desk,
        assistant=assistant,
        requests=stores.requests,
        experiments=experiments,
        close=close,
    )


def _heard(settings: Settings, serving: Serving, speech: SpeechRecogniser, recording: bytes, language: str) -> str:
    bounds = settings.limits
    return hear(
        recording,
        recogniser=speech,
        spoken=serving().knowledge.spoken,
        language=language,
        max_bytes=bounds.upload_bytes,
        max_seconds=bounds.audio_seconds,
    ).text


@contextmanager
def open_rules(settings: Settings) -> Iterator[RuleKeeper]:
    """The shop's rules alone, without its index or its models; a server of the shop takes changes up within a second."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    stores = open_stores(settings.database, settings.data_dir, key_ring(settings))
    try:
        yield _keeper(stores)
    finally:
        stores.close()


@contextmanager
def open_behaviour(settings: Settings) -> Iterator[tuple[Behaviour, Stores]]:
    """What is kept of the shop's shoppers, without its index or its models; beside a running server too."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    stores = open_stores(settings.database, settings.data_dir, key_ring(settings))
    try:
        behaviour = _behaviour(settings, stores)
        behaviour.personal.join(Steers(stores.steerings))
        behaviour.personal.join(OrderHolder(stores.orders))
        behaviour.personal.join(RequestHolder(stores.requests))
        behaviour.personal.join(ExperimentDesk(stores.experiments, stores.shoppers))
        yield behaviour, stores
    finally:
        stores.close()


@contextmanager
def open_experiments(settings: Settings) -> Iterator[ExperimentDesk]:
    """The shop's experiments alone, without its index or its models; a server of the shop takes changes up within a second."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    stores = open_stores(settings.database, settings.data_dir, key_ring(settings))
    desk = ExperimentDesk(stores.experiments, stores.shoppers)
    try:
        yield desk
    finally:
        desk.close()
        stores.close()


@contextmanager
def open_parcels(settings: Settings) -> Iterator[ParcelDesk]:
    """Parcels and orders, without the shop's index; beside a running server too."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    stores = open_stores(settings.database, settings.data_dir, key_ring(settings))
    desk = _desk(settings, stores, speech_recogniser(settings), RapidText(settings.model_threads))
    try:
        yield desk
    finally:
        desk.close()
        stores.close()


def _desk(settings: Settings, stores: Stores, speech: SpeechRecogniser | None, text: TextReader) -> ParcelDesk:
    bounds, chosen = settings.limits, settings.parcels
    tracker = Tracker(
        carrier_service(settings), stores.parcels, fresh=timedelta(minutes=chosen.fresh_minutes), follow=chosen.follow
    )
    return ParcelDesk(
        reader=WaybillReader(ZxingCodes(), text),
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


def key_ring(settings: Settings) -> KeyRing:
    """The keys of personal fields: those of the settings, or those of a file."""
    given = settings.shoppers.keys.get_secret_value().split()
    return KeyRing(given, path=None if given else settings.shoppers.key_file or settings.data_dir / KEY_FILE)


def _behaviour(settings: Settings, stores: Stores) -> Behaviour:
    bounds = settings.shoppers
    memory = SessionMemory(
        events=bounds.session_events,
        per_session=bounds.per_session,
        seconds=60 * bounds.session_minutes,
        clock=time.monotonic,
    )
    keep = timedelta(days=bounds.keep_days)
    take = Intake(
        stores.events,
        stores.shoppers,
        memory,
        known=stores.catalogue.versions,
        oldest=keep,
        most_a_minute=bounds.per_minute,
    )
    return Behaviour(
        log=stores.events,
        shoppers=stores.shoppers,
        memory=memory,
        take=take,
        personal=PersonalData(),
        tokens=Tokens(partial(stores.shoppers.names.key_for, "tokens"), timedelta(days=bounds.token_days)),
        keep=keep,
        half_life=timedelta(days=bounds.half_life_days),
        currency=settings.currency,
        digits=exponent(settings.currency),
    )


def _recommending(
    settings: Settings, stores: Stores, live: LiveIndex, behaviour: Behaviour, steers: Steers, rulebook: RuleBook
) -> RecommendDesk:
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
    )
    return RecommendDesk(living, answer, behaviour, stores.models)


def _keeper(stores: Stores, rulebook: RuleBook | None = None) -> RuleKeeper:
    known = Schema(text=(), spaces=(), keywords=KEYWORDS, numbers=NUMBERS)
    return RuleKeeper(stores.rules, stores.catalogue.get, known, rulebook.refresh if rulebook else lambda: None)


def text_encoder(settings: Settings) -> TextEncoder:
    """The one the settings name. Its library is imported here, so that the others need not be installed."""
    chosen: TextModel = settings.text
    if chosen.kind == "sentence-transformers":
        from omnishelf.encoders.text_sentence_transformers import SentenceTransformersText

        return SentenceTransformersText(chosen.model)
    if chosen.kind == "openai":
        from omnishelf.encoders.text_openai import OpenAIText

        return OpenAIText(
            url=chosen.url, model=chosen.model, dimensions=chosen.dimensions, api_key=chosen.api_key.get_secret_value()
        )
    from omnishelf.encoders.text import PackagedText

    return PackagedText(settings.model_threads)


def image_encoder(settings: Settings) -> ImageEncoder:
    chosen: ImageModel = settings.image
    if chosen.kind == "open_clip":
        from omnishelf.encoders.image_open_clip import OpenClip

        return OpenClip(chosen.model, chosen.pretrained, settings.model_threads)
    from omnishelf.encoders.image import PackagedImage

    return PackagedImage(model_folder(settings), settings.model_threads)


def speech_recogniser(settings: Settings) -> SpeechRecogniser | None:
    chosen: SpeechModel = settings.speech
    if chosen.kind == "none":
        return None
    if chosen.kind == "openai":
        from omnishelf.encoders.speech_openai import OpenAISpeech

        return OpenAISpeech(chosen.url, chosen.model, chosen.api_key.get_secret_value())
    from omnishelf.encoders.speech import FolderSpeech, PackagedSpeech

    if chosen.kind == "path":
        return FolderSpeech(Path(chosen.model), threads=settings.model_threads, beam=chosen.beam)
    return PackagedSpeech(model_folder(settings), threads=settings.model_threads, beam=chosen.beam)


def model_folder(settings: Settings) -> Path:
    """Where graphs and files made from the packaged models are kept: they belong to the machine, not to one shop."""
    return settings.model_dir


def _understand(
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


def _collector(settings: Settings, stores: Stores, memory: PictureMemory, folder: Path | None) -> PictureCollector:
    bounds = settings.limits
    shrink: Callable[[bytes], bytes] = partial(
        shrink_to_webp, max_side=PICTURE_SIDE, max_bytes=bounds.fetch_bytes, max_pixels=bounds.image_pixels
    )
    fetcher = Fetcher(max_bytes=bounds.fetch_bytes, seconds=bounds.fetch_seconds)
    return PictureCollector(stores.media, shrink, fetcher, memory, folder=folder, max_bytes=bounds.fetch_bytes)


def _ingest(
    settings: Settings,
    stores: Stores,
    live: LiveIndex,
    memory: PictureMemory,
    feed: Path,
    *,
    images: Path | None,
    mapping: Path | None,
    progress: Progress,
) -> IngestReport:
    def refresh(told: Progress) -> Refreshed:
        return take_up(live, stores.catalogue, stores.models, told)

    return ingest(
        feed,
        mapping=mapping,
        defaults=Defaults(settings.currency, settings.language),
        catalogue=stores.catalogue,
        collect=_collector(settings, stores, memory, images),
        refresh=refresh,
        progress=progress,
    )


def _put_rows(settings: Settings, stores: Stores, memory: PictureMemory, rows: Any) -> IngestReport:
    return put_rows(
        rows,
        defaults=Defaults(settings.currency, settings.language),
        catalogue=stores.catalogue,
        collect=_collector(settings, stores, memory, None),
    )
