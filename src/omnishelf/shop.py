"""A shop: everything wired together, and the public Python API.

from omnishelf import open_shop
with open_shop(data_dir="my-shop") as shop:
    shop.ingest("feed.xml", images="pictures/")
    page = shop.search(text="蓝色背包", image=open("photo.jpg", "rb").read())
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from omnishelf.assistant.dialogue import Assistant
from omnishelf.assistant.feedback import FeedbackDesk
from omnishelf.assistant.speak import Speaker
from omnishelf.domain.advice import Advice
from omnishelf.domain.errors import BadInput, NotFound, OmnishelfError
from omnishelf.domain.product import Product, ProductPatch
from omnishelf.domain.query import NoneOf, Query
from omnishelf.domain.result import ResultPage
from omnishelf.domain.rule import Rule
from omnishelf.domain.shopper import Portrait, Steering
from omnishelf.domain.speech import Spoken
from omnishelf.encoders.port import Transcript
from omnishelf.events.behaviour import ANYBODY, Behaviour
from omnishelf.events.intake import Sender, Taken
from omnishelf.experiments.desk import ExperimentDesk
from omnishelf.ingest.live import LiveIndex
from omnishelf.ingest.report import IngestReport
from omnishelf.ingest.walk import Refreshed
from omnishelf.learn.judgments import Judged
from omnishelf.merchandise.keeper import RuleKeeper
from omnishelf.merchandise.preview import Preview, changed, compared
from omnishelf.metrics import Metrics
from omnishelf.offers.desk import OfferDesk
from omnishelf.paged import worded
from omnishelf.parcels.desk import ParcelDesk
from omnishelf.personal import Personaliser
from omnishelf.predict.desk import PredictDesk
from omnishelf.recommend.port import Context
from omnishelf.recommending.answering import Wanted
from omnishelf.recommending.desk import RecommendDesk
from omnishelf.search import Search
from omnishelf.served import Serving
from omnishelf.stores.locks_port import Locks
from omnishelf.stores.port import Catalogue, Media
from omnishelf.stores.requests_port import Requests
from omnishelf.training import Trained
from omnishelf.understand.suggest import Suggestion

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int | None], None]
"""(stage, done, total or None while unknown)."""


class Shop:
    """One shop, open in this process. Thread-safe. Close it, or use it as a context manager."""

    def __init__(
        self,
        *,
        currency: str,
        catalogue: Catalogue,
        media: Media,
        live: LiveIndex,
        rules: RuleKeeper,
        serving: Serving,
        search: Search,
        ingest: Callable[..., IngestReport],
        put_rows: Callable[..., IngestReport],
        catch_up: Callable[[Progress], Refreshed],
        train_ranker: Callable[..., Trained],
        metrics: Metrics,
        behaviour: Behaviour,
        personal: Personaliser,
        recommending: RecommendDesk,
        parcels: ParcelDesk,
        assistant: Assistant,
        requests: Requests,
        hear: Callable[[bytes, str], Transcript] | None,
        speaker: Speaker | None,
        feedback: FeedbackDesk,
        experiments: ExperimentDesk,
        offers: OfferDesk,
        predictions: PredictDesk,
        locks: Locks,
        close: Callable[[], None],
    ) -> None:
        self.currency, self.catalogue, self.media = currency, catalogue, media
        self.live, self.rules, self.serving, self.metrics = live, rules, serving, metrics
        self.behaviour, self.personal, self.recommending = behaviour, personal, recommending
        self.parcels, self.experiments, self.offers = parcels, experiments, offers
        self.predictions, self.locks = predictions, locks
        self.assistant, self.requests, self.speaker = assistant, requests, speaker
        self.feedback = feedback
        self._search, self._ingest, self._put_rows, self._close = search, ingest, put_rows, close
        self._catch_up, self._train_ranker, self._hear = catch_up, train_ranker, hear
        self._closed = self._leaving = False

    # --- shoppers ----------------------------------------------------------------------------------------------------------

    def search(self, query: Query | None = None, **fields: Any) -> ResultPage:
        """A page for a query, given whole or by its fields (`text=`, `image=`, `audio=`, `filter=`, `size=`, ...).

        Raises:
            BadInput: the query, a file or a cursor cannot be used; the message says what to do.
        """
        asked = query or Query(**fields)
        with self.metrics.query(asked):
            return self._search(asked)

    def refined(self, query: Query) -> Iterator[tuple[ResultPage, bool]]:
        """(page, complete): a page from the quickest input first, then better ones as slower inputs are understood."""
        with self.metrics.query(query):
            yield from self._search.refined(query)

    def suggest(self, prefix: str, size: int = 8) -> tuple[Suggestion, ...]:
        """Completions of what is being typed."""
        return self.serving.standing().completer(prefix, size)

    def similar(self, product_id: str, size: int = 12) -> ResultPage:
        """Products that look alike and mean alike, without the product itself and its variants.

        Raises:
            NotFound: no such product.
        """
        product = self.product(product_id)
        return self._search.similar(product, tuple({product.id, *(v.id for v in self.variants(product))}), size)

    def recommend(
        self,
        context: str = "home",
        *,
        shopper_id: str = "",
        session_id: str = "",
        product_id: str = "",
        cart: Sequence[str] = (),
        shown: Sequence[str] = (),
        text: str = "",
        language: str = "",
        size: int = 12,
    ) -> Advice:
        """Products for somebody who has not asked, each with its reason (docs/recommendations.md).

        Args:
            context: "home", "similar", "together", "cart" or "after_search".
            product_id: the product looked at; needed for "similar" and "together".
            shown: ids that are on the page already.
            text: what was asked, for "after_search": rules for that question hold.
            language: of the reasons, "en" or "zh".

        Raises:
            BadInput: there is no such place, or it needs a product.
            NotFound: no such product.
        """
        if context not in [place.value for place in Context]:
            raise BadInput(f"There is no place {context!r}.", hint=f"Places are: {', '.join(Context)}.")
        place = Context(context)
        if place in (Context.SIMILAR, Context.TOGETHER):
            if not product_id:
                raise BadInput(f"The place {context!r} needs a product.", hint="Name the one that is looked at: product_id.")
            self.product(product_id)
        return self.recommending(
            Wanted(place, shopper_id, session_id, product_id, tuple(cart), tuple(shown), text, language, size)
        )

    def tell(self, items: Sequence[Any], *, sender: Sender = ANYBODY, places: Sequence[str] = (), **told: Any) -> Taken:
        """Take in what shoppers did: events of UBI, GA4 or our own form (docs/events.md). The next search knows of it.

        Args:
            sender: whose word it is; by default the shop's own.
            places: what a report of faults calls each item; "events[0]", "events[1]", ... by default.
            told: `at`, `sent_at`, `client_id`, `user_id`, see `Behaviour.tell`.
        """
        named = places or [f"events[{n}]" for n in range(len(items))]
        taken = self.behaviour.tell(zip(named, items, strict=True), sender=sender, **told)
        self.metrics.told(taken.outcomes())
        return taken

    def taste(self, *, shopper_id: str = "", session_id: str = "", language: str = "") -> Portrait:
        """What is believed of somebody's taste, in their language, and what they said of it themselves."""

        def title(id: str) -> str:
            found = self.catalogue.get([id]).get(id)
            return worded(found, language) if found else ""

        agreed = self.behaviour.shoppers.agreed(shopper_id) if shopper_id else None
        served = self.serving()
        label = served.knowledge.vocabulary.label
        kept = agreed is not None and agreed.personal
        return self.personal.portrait(shopper_id, session_id, served.engine, label, title, language, kept)

    def steer(self, steering: Steering, *, shopper_id: str = "", session_id: str = "") -> bool:
        """Take a shopper's wishes about their taste in place of those before; the next search follows them. Whether they are
        kept: without consent they hold for this visit.

        Raises:
            BadInput: too many wishes, or nobody is named.
        """
        return self.personal.steers.put(shopper_id, session_id, steering)

    @property
    def hears(self) -> bool:
        return self._hear is not None

    def hear(self, recording: bytes, language: str = "") -> Transcript:
        """What is said in a recording of any usual kind; the shop's own words are expected.

        Args:
            language: "en" or "zh"; "" finds out.

        Raises:
            BadInput: the recording cannot be used, or this shop does not listen.
        """
        if self._hear is None:
            raise BadInput("This shop does not listen.", hint='Set speech.kind to "packaged".')
        return self._hear(recording, language)

    def speak(self, text: str, language: str = "") -> Iterator[Spoken]:
        """A text aloud, sentence by sentence: each is made when it is asked for, so that the first can play while the next is
        made. `domain/speech.py` joins them to one sound.

        Args:
            language: "en" or "zh", of numbers and signs; "" goes by the words. Words keep their own language.

        Raises:
            BadInput: the shop is silent, there is nothing to say, or it is too much.
            ModelMissing, Unavailable: on a sentence that cannot be made.
        """
        if self.speaker is None:
            raise BadInput("This shop does not speak.", hint='Set voice.kind to "packaged".')
        return self.speaker(text, language)

    def product(self, product_id: str) -> Product:
        """Raises:
        NotFound: no such product.
        """
        found = self.catalogue.get([product_id]).get(product_id)
        if found is None:
            raise NotFound(f"There is no product {product_id!r}.", hint="It may have been removed.")
        return found

    def variants(self, product: Product) -> tuple[Product, ...]:
        """The other products of its group, by id."""
        if not product.group_id:
            return ()
        ids = [id for id in self.catalogue.group(product.group_id) if id != product.id]
        found = self.catalogue.get(ids)
        return tuple(found[id] for id in ids if id in found)

    def picture(self, key: str) -> bytes:
        """Raises:
        NotFound: no such picture.
        """
        data = self.media.get(key)
        if data is None:
            raise NotFound(f"There is no picture {key!r}.")
        return data

    # --- the shop's owner --------------------------------------------------------------------------------------------------

    def ingest(
        self,
        feed: Path | str,
        *,
        images: Path | str | None = None,
        mapping: Path | str | None = None,
        ray: int = 0,
        progress: Progress = lambda stage, done, total: None,
    ) -> IngestReport:
        """Take in a feed; rows that cannot be used are in the report and do not stop the others.

        Args:
            ray: processes that embed the products with Ray Data before the index is brought up to date; 0 for none. The answers
                are the same.

        Raises:
            BadFeed: the file as a whole cannot be read.
            Unavailable: Ray cannot be used; the catalogue has the products, and ingesting again goes on.
        """
        paths = (Path(images) if images else None, Path(mapping) if mapping else None)
        report = self._ingest(Path(feed), images=paths[0], mapping=paths[1], progress=progress, ray=ray)
        if report.indexed:
            self.serving.refresh()
            self.recommending.refresh()
        return report

    def catch_up(self, progress: Progress = lambda stage, done, total: None) -> None:
        """After much was written: learn from it what is worth learning anew, and bring the index up to date."""
        if self._catch_up(progress).done:
            self.serving.refresh()

    def train_ranker(
        self,
        judged: Judged,
        *,
        later: Judged | None = None,
        about: Mapping[str, object] | None = None,
        seed: int = 1,
        progress: Progress = lambda stage, done, total: None,
    ) -> Trained:
        """Learn to rank from judged queries; the next query is ranked so if the model was no worse on queries held out.

        Args:
            later: judgments of a later time to be measured on; None measures by cross-validation over the queries.
            about: kept with the model.
        """
        trained = self._train_ranker(judged, later=later, about=about, seed=seed, told=progress)
        if trained.version:
            self.serving.refresh()
        return trained

    def put_rows(self, rows: Sequence[Mapping[str, Any]]) -> IngestReport:
        """Insert or replace products given as JSON objects; bad ones are in the report. Visible to the next query."""
        report = self._put_rows(rows)
        self.live.drain()
        return report

    def put(self, products: Sequence[Product]) -> int:
        """Insert or replace; returns the catalogue's sequence. Visible to the next query."""
        sequence = self.catalogue.put(products)
        self.live.drain()
        return sequence

    def patch(self, patches: Sequence[ProductPatch]) -> tuple[str, ...]:
        """Change prices and stock; nothing is embedded again. Returns unknown ids. Visible to the next query."""
        unknown = self.catalogue.patch(patches)
        self.live.drain()
        return unknown

    def remove(self, product_id: str) -> None:
        """Raises:
        NotFound: no such product.
        """
        unknown = self.catalogue.remove([product_id])
        self.live.drain()
        if unknown:
            raise NotFound(f"There is no product {product_id!r}.", hint="It may have been removed already.")

    def preview(self, rules: Sequence[Rule], query: Query, now: datetime | None = None) -> Preview:
        """The query's page under the shop's rules as they are, and with these beside (or, by id, in place of) them. Nothing is
        kept. `now`: the moment that schedules are compared with.

        Raises:
            BadInput: a rule cannot be applied, or the query cannot be used.
        """
        self.rules.cautions(rules)
        standing = self.rules.all()
        pages = [self._search.ruled_by(each, now)(query) for each in (standing, changed(standing, rules))]
        return compared(*pages)

    # --- facts -------------------------------------------------------------------------------------------------------------

    def size(self) -> int:
        """Products in the catalogue."""
        return len(self.catalogue)

    def sequence(self) -> int:
        return self.catalogue.sequence()

    def languages(self) -> list[str]:
        """Languages the products are worded in, most frequent first."""
        counts = self.serving().knowledge.vocabulary.languages
        return sorted((tag for tag in counts if tag), key=lambda tag: (-counts[tag], tag))

    def faults(self) -> tuple[str, ...]:
        """Why queries should not come here now, in words; () when they can be answered."""
        if self._leaving:
            return ("This server is stopping.",)
        try:
            self.live.engine.count((NoneOf("brand", ("",)),))
            self.catalogue.sequence()
        except OmnishelfError as error:
            return (str(error),)
        return ()

    def warm(self) -> None:
        """Load everything a first query would wait for: models, dictionaries, the catalogue's words. The home page's
        recommendations come before the models, which nobody waits for before asking."""
        for load in (self.serving.standing, self.recommending.warm, self._search.understand.warm):
            if self._closed:
                return
            try:
                load()
            except Exception:
                if not self._closed:  # what was pulled away from under it is no fault
                    raise

    def leave(self) -> None:
        """It will be closed soon: `faults` says so, and what comes nevertheless is answered still."""
        self._leaving = True

    def close(self) -> None:
        self._closed = True
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
