"""What to recommend to somebody in one place of the shop: what they did, what they said, what the shop says, and what is there.

events + wishes + rules + stock -> a request -> the adviser -> products with true reasons
"""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from omnishelf.domain.advice import Advice, Advised
from omnishelf.domain.event import Event
from omnishelf.domain.product import Availability, Product
from omnishelf.domain.query import Condition, Filter, NoneOf, Query
from omnishelf.domain.rule import Rule
from omnishelf.domain.shopper import PRODUCT, Stance, Steering
from omnishelf.engine.port import Engine
from omnishelf.merchandise.matching import applying, asked
from omnishelf.merchandise.orders import orders
from omnishelf.paged import worded
from omnishelf.profile.steering import Steers
from omnishelf.recommend.popular import Popular
from omnishelf.recommend.port import Context, Reason, Recommendation, Request, Why
from omnishelf.recommending.exploring import POOL, explored
from omnishelf.recommending.leading import by_stock
from omnishelf.recommending.leaving_out import LeavingOut
from omnishelf.recommending.living import Living, Standing
from omnishelf.recommending.seeing import acts, cart_of
from omnishelf.recommending.telling import told
from omnishelf.recommending.tries import Trying
from omnishelf.stores.port import Recent

EVENTS = 1_000
"""Newest events of a shopper that are read."""
IN_STOCK: Filter = (NoneOf("availability", (Availability.OUT_OF_STOCK.value,)),)
OF_TASTE = frozenset({Context.HOME, Context.AFTER_SEARCH})
"""Places where taste speaks; elsewhere the product that is looked at, or the cart, does."""
PERSONAL = frozenset({Why.LOOKED_AT, Why.BOUGHT, Why.DUE_AGAIN})
"""Reasons that are of what somebody did."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where recommendations are wanted, and for whom.

    Attributes:
        context: the place.
        product_id: the product that is looked at (SIMILAR, TOGETHER).
        cart: what is in the cart; where it is empty, the session's events tell.
        shown: ids that are on the page already.
        text: what was asked (AFTER_SEARCH): rules for that question hold.
        language: of the reasons, "zh" or English.
    """

    context: Context = Context.HOME
    shopper_id: str = ""
    session_id: str = ""
    product_id: str = ""
    cart: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    text: str = ""
    language: str = ""
    size: int = 12


class Advising:
    """Callable. Thread-safe."""

    def __init__(
        self,
        living: Living,
        *,
        recent: Recent,
        about: Callable[[str], Mapping[str, str]],
        steers: Steers,
        rules: Callable[[], Sequence[Rule]],
        products: Callable[[Sequence[str]], Mapping[str, Product]],
        out: LeavingOut,
        explore: float = 0.0,
        trying: Trying | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Args:
        about: what the shop says of a shopper; "segment" is read.
        explore: share of the home page's places that are drawn.
        trying: counts what comes of them; None counts nothing.
        """
        self.living, self.recent, self.about, self.steers = living, recent, about, steers
        self.rules, self.products, self.out, self.explore, self.now = rules, products, out, explore, now
        self.random, self.trying = np.random.default_rng(), trying

    def __call__(self, wanted: Wanted) -> Advice:
        standing, now = self.living(), self.now()
        steering = self.steers.of(wanted.shopper_id, wanted.session_id)
        request = self._request(wanted, steering, standing, now)
        chosen = self._chosen(request, wanted, standing, now)
        known = self.products([one.product_id for one in chosen])
        there = tuple(one for one in chosen if one.product_id in known)
        there = by_stock(there, known, led=wanted.context in OF_TASTE)
        items = self._told(there[: wanted.size], known, standing, wanted.language)
        personal = any(one.why in PERSONAL for one in items)
        advice = Advice("r_" + secrets.token_hex(12), wanted.context.value, standing.version, personal, items)
        if self.trying is not None:
            self.trying.answered(advice)
        return advice

    # --- what is known -----------------------------------------------------------------------------------------------------

    def _request(self, wanted: Wanted, steering: Steering, standing: Standing, now: datetime) -> Request:
        events = self._events(wanted, steering)
        wishes = {(w.field, w.value) for w in steering.wishes if w.stance is not Stance.LIKE}
        unwished = frozenset(value for field, value in wishes if field == PRODUCT)
        history = tuple(act for act in acts(events) if act.product_id not in unwished)
        # Who switched taste off is still not shown what they rejected or have.
        bought = frozenset(act.product_id for act in history if act.bought and not steering.on)
        engine = standing.engine
        left_out = self.out(self._hidden(wanted, steering, engine, now), engine)
        return Request(
            history=history if steering.on else tuple(act for act in history if act.weight < 0),
            n=wanted.size,
            context=wanted.context,
            product_id=wanted.product_id,
            cart=wanted.cart or cart_of(events),
            rejected=unwished,
            excluded=left_out | standing.shelf.variants([*wanted.shown, *bought]),
            segment=self.about(wanted.shopper_id).get("segment", "") if wanted.shopper_id and steering.on else "",
            now=now.timestamp(),
        )

    def _events(self, wanted: Wanted, steering: Steering) -> tuple[Event, ...]:
        if not (wanted.shopper_id or wanted.session_id):
            return ()
        events = self.recent.recent(shopper_id=wanted.shopper_id, session_id=wanted.session_id, limit=EVENTS)
        return events if steering.since is None else tuple(event for event in events if event.at > steering.since)

    def _hidden(self, wanted: Wanted, steering: Steering, engine: Engine, now: datetime) -> Filter:
        """What the shop's rules hide from everybody, and what this shopper does not want to be shown. A taste that is muted or
        liked less is out where taste speaks; beside a product and in the cart it says nothing against what goes with it."""
        ruled = orders(applying(self.rules(), asked(Query(text=wanted.text, language=wanted.language)), now), engine).filter
        out = {Stance.NEVER, Stance.MUTE} if wanted.context in OF_TASTE else {Stance.NEVER}
        own: list[Condition] = [NoneOf(w.field, (w.value,)) for w in steering.wishes if w.field != PRODUCT and w.stance in out]
        return (*ruled, *own)

    # --- what is chosen ----------------------------------------------------------------------------------------------------

    def _chosen(self, request: Request, wanted: Wanted, standing: Standing, now: datetime) -> list[Recommendation]:
        """What is in stock and new to the shopper; only where that does not fill the places, the rest of it, too."""
        absent = self.out(IN_STOCK, standing.engine)
        turn = zlib.crc32(f"{wanted.shopper_id or wanted.session_id} {now.date()}".encode())
        answer = self._first(replace(request, excluded=request.excluded | absent), standing, turn)
        for seen_again in (False, request.context in OF_TASTE):
            if len(answer) < request.n:
                taken = request.excluded | standing.shelf.variants([one.product_id for one in answer])
                rest = replace(request, n=request.n - len(answer), excluded=taken, seen_again=seen_again)
                answer += standing.adviser.recommend(rest, turn)
        return [_known(one, request) for one in answer]

    def _first(self, request: Request, standing: Standing, turn: int) -> list[Recommendation]:
        answer = list(standing.adviser.recommend(request, turn))
        if not self.explore or request.context is not Context.HOME:
            return answer
        taken = request.excluded | standing.shelf.variants([one.product_id for one in answer])
        near = standing.adviser.recommend(replace(request, n=POOL * request.n, excluded=taken), turn)
        return explored(answer, near, self.explore, turn, self.random, self.trying() if self.trying else {})

    # --- what is said ------------------------------------------------------------------------------------------------------

    def _told(
        self, chosen: Sequence[Recommendation], known: Mapping[str, Product], standing: Standing, language: str
    ) -> tuple[Advised, ...]:
        reasons = [_true(one, standing) for one in chosen]
        behind = self.products([reason.product_id for reason in reasons if reason.product_id])

        def title(id: str) -> str:
            return worded(behind[id], language) if id in behind else ""

        return tuple(
            Advised(
                product=known[one.product_id],
                score=one.score,
                by=one.by,
                why=reason.why,
                because=reason.product_id,
                label=told(reason, one.by, one.product_id, title, language),
                propensity=one.propensity,
            )
            for one, reason in zip(chosen, reasons, strict=True)
        )


def _known(one: Recommendation, request: Request) -> Recommendation:
    """What the shopper has seen or had is shown again for that, whoever proposed it."""
    own = [act for act in request.history if act.product_id == one.product_id]
    if not own:
        return one
    why = Why.DUE_AGAIN if any(act.bought for act in own) else Why.LOOKED_AT
    return replace(one, reason=Reason(why, one.product_id))


def _true(one: Recommendation, standing: Standing) -> Reason:
    """A recommender that has nothing to name says "popular"; that is said only of what somebody did something with."""
    if one.reason.why is not Why.POPULAR:
        return one.reason
    place = standing.shelf.items.place[one.product_id]
    counts = (standing.adviser.recommenders.get(name) for name in ("popular", "popular-now"))
    if any(isinstance(found, Popular) and found.total[place] > 0 for found in counts):
        return one.reason
    return standing.shelf.rated.because_of(place)
