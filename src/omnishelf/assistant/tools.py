"""What an assistant may do in the shop, typed once: the built-in dialogue calls the methods, other callers go by `TOOLS`.

Tools read, apart from `ask_shop`, which wants a shopper who was vouched for and is called after their consent alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from omnishelf.assistant.policies import Found, Paragraph, PolicyBook
from omnishelf.assistant.rules import Rules, Verdict
from omnishelf.domain.conversation import Action, ServiceRequest
from omnishelf.domain.errors import NotAllowed
from omnishelf.domain.intent import Constraint
from omnishelf.domain.offer import Place
from omnishelf.domain.order import Order
from omnishelf.domain.parcel import NumberFound, Status
from omnishelf.domain.product import Product
from omnishelf.domain.query import Filter, Query
from omnishelf.domain.result import ResultPage
from omnishelf.offers.showing import Shown, Wanted
from omnishelf.parcels.desk import Looked, ParcelDesk
from omnishelf.stores.requests_port import Requests


@dataclass(frozen=True, slots=True)
class Find:
    """Search the shop. `like`: id of a product that hits should resemble. `filter`: conditions that must hold."""

    text: str = ""
    image: bytes | None = None
    like: str = ""
    filter: Filter = ()
    dropped: tuple[str, ...] = ()
    language: str = ""
    shopper_id: str = ""
    size: int = 12


@dataclass(frozen=True, slots=True)
class OfProduct:
    """One product, by its id."""

    product_id: str


@dataclass(frozen=True, slots=True)
class OfParcel:
    """A parcel, by its number. `shopper_id`: vouched, "" for nobody."""

    number: str
    shopper_id: str = ""


@dataclass(frozen=True, slots=True)
class OfShopper:
    """`shopper_id`: vouched; "" has no orders."""

    shopper_id: str


@dataclass(frozen=True, slots=True)
class AboutPolicy:
    """A topic (an intent's name) or a question about the shop's rules. `likely`: see `PolicyBook.find`."""

    topic: str = ""
    question: str = ""
    language: str = "en"
    likely: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OffersFor:
    """The shop's offer for whoever talks. `shopper_id`: vouched, "" for nobody; `conversation` then stands for the visit."""

    shopper_id: str = ""
    conversation: str = ""


@dataclass(frozen=True, slots=True)
class AskShop:
    """Have the shop's people do something; `consented`: the shopper said yes to exactly this."""

    action: Action
    order_id: str
    product_ids: tuple[str, ...]
    shopper_id: str
    reason: str
    consented: bool


class Toolbox:
    """Thread-safe.

    Args:
        search, product, variants: the shop's own.
        desk: parcels and orders.
        names: (text, language) -> the categories, brands and values of the shop that it names.
        currency: of prices that shoppers are asked about, ISO 4217.
        now: aware, UTC.
    """

    def __init__(
        self,
        *,
        search: Callable[[Query], ResultPage],
        product: Callable[[Sequence[str]], Mapping[str, Product]],
        variants: Callable[[Product], Sequence[Product]],
        desk: ParcelDesk,
        requests: Requests,
        policies: PolicyBook,
        rules: Rules,
        names: Callable[[str, str], Sequence[Constraint]],
        currency: str,
        offers: Callable[[Wanted], Shown | None] = lambda wanted: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._search, self._products, self._variants = search, product, variants
        self._desk, self._requests, self._policies, self._rules = desk, requests, policies, rules
        self._names, self._offers, self.currency, self.now = names, offers, currency, now

    # --- reading -----------------------------------------------------------------------------------------------------------

    def find(self, given: Find) -> ResultPage:
        return self._search(
            Query(
                text=given.text,
                image=given.image,
                image_product=given.like,
                filter=given.filter,
                dropped=given.dropped,
                language=given.language,
                shopper_id=given.shopper_id,
                size=given.size,
                explain=True,
            )
        )

    def named(self, text: str, language: str) -> Sequence[Constraint]:
        """What of the shop a text names, by its words alone."""
        return self._names(text, language)

    def product(self, given: OfProduct) -> Product | None:
        return self._products([given.product_id]).get(given.product_id)

    def products(self, ids: Sequence[str]) -> tuple[Product, ...]:
        """Those of the ids that are still sold, in the order given."""
        found = self._products(ids)
        return tuple(found[id] for id in ids if id in found)

    def variants(self, given: OfProduct) -> tuple[Product, ...]:
        own = self.product(given)
        return tuple(self._variants(own)) if own else ()

    def numbers(self, text: str = "", photo: bytes | None = None) -> tuple[NumberFound, ...]:
        """Tracking numbers in what a shopper sent."""
        return self._desk.identify(text, photo).numbers if text.strip() or photo is not None else ()

    def parcel(self, given: OfParcel) -> Looked:
        return self._desk.look(given.number, shopper_id=given.shopper_id)

    def orders(self, given: OfShopper) -> tuple[Order, ...]:
        """The shopper's own, newest first."""
        return self._desk.orders.of_shopper(given.shopper_id) if given.shopper_id else ()

    def requests(self, given: OfShopper) -> tuple[ServiceRequest, ...]:
        return self._requests.of_shopper(given.shopper_id) if given.shopper_id else ()

    def policy(self, given: AboutPolicy) -> tuple[Paragraph, ...]:
        """Paragraphs to cite, best first; () where the shop wrote nothing of it."""
        own = self._policies.about(given.topic, given.language) if given.topic else ()
        found: Sequence[Found] = (
            () if own or not given.question else self._policies.find(given.question, given.language, likely=given.likely)
        )
        return own or tuple(one.paragraph for one in found)

    def allowed(self, action: Action, order: Order, product_ids: Sequence[str]) -> Verdict:
        """Whether the shop's rules allow it now."""

        def categories(id: str) -> tuple[str, ...]:
            found = self.product(OfProduct(id))
            return found.category if found else ()

        ids = product_ids or [line.product_id for line in order.lines]
        arrived = self._arrived(order) if action in (Action.RETURN, Action.REFUND, Action.EXCHANGE) else None
        return self._rules.judge(action, order, ids, arrived=arrived, now=self.now(), categories=categories)

    def _arrived(self, order: Order) -> datetime | None:
        """When its last parcel was delivered, as far as that is known without asking a carrier."""
        found = [self._desk.known(one.number) for one in order.shipments]
        steps = [c.at for state in found if state for c in state.checkpoints if c.status is Status.DELIVERED]
        return max(steps, default=None)

    def offer(self, given: OffersFor) -> Shown | None:
        """The one that is shown to this shopper, dealt as on the pages; None for none."""
        return self._offers(Wanted(Place.ASSISTANT, given.shopper_id, given.conversation))

    # --- acting ------------------------------------------------------------------------------------------------------------

    def ask_shop(self, given: AskShop) -> ServiceRequest:
        """Keep a request for the shop's people; the same again is the same request.

        Raises:
            NotAllowed: without consent, for an order that is not the shopper's own, or against the rules.
        """
        own = next((order for order in self.orders(OfShopper(given.shopper_id)) if order.id == given.order_id), None)
        if own is None:
            raise NotAllowed("This is not an order of the shopper's own.", hint="Show who the shopper is, and name an order.")
        if not given.consented:
            raise NotAllowed("The shopper has not said yes to it.", hint="Ask first.")
        if not {*given.product_ids} <= {line.product_id for line in own.lines}:
            raise NotAllowed("The order does not hold these products.")
        if not self.allowed(given.action, own, given.product_ids).allowed:
            raise NotAllowed("The shop's rules do not allow it.", hint="Have a person decide.")
        return self._requests.add(
            ServiceRequest(
                request_id(given),
                given.action,
                given.order_id,
                tuple(sorted(given.product_ids)),
                given.shopper_id,
                self.now(),
                given.reason,
            )
        )

    def hand_over(self, conversation: str, shopper_id: str, order_id: str, summary: str) -> ServiceRequest:
        """Have a person go on with a conversation; one request a conversation."""
        id = "h_" + hashlib.sha256(conversation.encode()).hexdigest()[:20]
        return self._requests.add(ServiceRequest(id, Action.HAND_OVER, order_id, (), shopper_id, self.now(), summary))


class Recalling(Toolbox):
    """The same, reading alone: what would be asked of the shop's people is made up and not kept."""

    def __init__(self, tools: Toolbox) -> None:
        vars(self).update(vars(tools))

    def ask_shop(self, given: AskShop) -> ServiceRequest:
        return ServiceRequest(
            request_id(given), given.action, given.order_id, given.product_ids, given.shopper_id, self.now(), given.reason
        )

    def hand_over(self, conversation: str, shopper_id: str, order_id: str, summary: str) -> ServiceRequest:
        return ServiceRequest("h_", Action.HAND_OVER, order_id, (), shopper_id, self.now(), summary)


def request_id(given: AskShop) -> str:
    """The same for the same wish: an order and its lines are cancelled or returned once, however often that is asked."""
    what = "\0".join([given.action, given.order_id, given.shopper_id, *sorted(given.product_ids)])
    return "r_" + hashlib.sha256(what.encode("utf-8", "surrogatepass")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Tool:
    """One of the toolbox's methods, for callers that choose by name: a language model, another agent.

    Attributes:
        takes: the frozen dataclass of its arguments; pydantic makes a JSON schema of it.
        acts: it changes something, so a caller needs the shopper's consent first.
    """

    name: str
    about: str
    takes: type
    method: str
    acts: bool = False


TOOLS: tuple[Tool, ...] = (
    Tool("search", "Find products by words, a photo or likeness to a product.", Find, "find"),
    Tool("product", "The facts of one product: price, stock, material, size, rating.", OfProduct, "product"),
    Tool("variants", "The same product in other colors or sizes.", OfProduct, "variants"),
    Tool("parcel", "Where a parcel is.", OfParcel, "parcel"),
    Tool("orders", "The shopper's own orders, newest first.", OfShopper, "orders"),
    Tool("requests", "What the shopper asked the shop to do, and what became of it.", OfShopper, "requests"),
    Tool("policy", "The shop's rules and questions, as paragraphs to cite.", AboutPolicy, "policy"),
    Tool("offers", "A coupon or promotion of the shop for this shopper, if there is one.", OffersFor, "offer"),
    Tool("ask_shop", "Ask for a cancellation, return, refund or exchange.", AskShop, "ask_shop", acts=True),
)
