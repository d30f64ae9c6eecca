"""A shopper's conversation with the shop: what is said, where each fact comes from, and what was asked to be done."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """Where a fact comes from."""

    PRODUCT = "product"
    ORDER = "order"
    PARCEL = "parcel"
    POLICY = "policy"
    REQUEST = "request"
    OFFER = "offer"


@dataclass(frozen=True, slots=True)
class Source:
    """One record a sentence speaks of. `label`: for people, "" where the id says enough."""

    kind: Kind
    id: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence or two of a reply. Every fact in it is told by one of `sources`; () where nothing of the shop is claimed."""

    text: str
    sources: tuple[Source, ...] = ()


class Action(StrEnum):
    """What the shop can be asked to do. HAND_OVER: have a person go on with the conversation."""

    CANCEL = "cancel"
    RETURN = "return"
    REFUND = "refund"
    EXCHANGE = "exchange"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """Something to be done by the shop's people.

    Attributes:
        id: made from what is asked, so that asking twice is one request (`assistant/requests.py`).
        order_id: "" for a hand-over without an order.
        product_ids: lines of the order, by id; () for all of it.
        shopper_id: vouched; "" for a hand-over of somebody unknown.
        reason: in the shopper's words, or the summary of a hand-over. Personal.
        state: "open", or the shop's word for what became of it.
    """

    id: str
    action: Action
    order_id: str
    product_ids: tuple[str, ...]
    shopper_id: str
    at: datetime
    reason: str = ""
    state: str = "open"


class Missing(StrEnum):
    """What a proposal still wants from the shopper."""

    ORDER = "order"
    LINES = "lines"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An action that is not done before the shopper says yes to exactly this. `asked`: how often it was asked for."""

    action: Action
    missing: Missing = Missing.ORDER
    order_id: str = ""
    product_ids: tuple[str, ...] = ()
    reason: str = ""
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, over several turns.

    Attributes:
        text: the words of the first question.
        added: what was added since, oldest first ("black", "under $50").
        most: in minor units; "cheaper" than what was shown. None for no bound.
        like: id of a product that the result should resemble; "".
        within: path of the category that the results keep to; "" for any.
        must: (field, value) that results must have: "black", said of one that is not.
        guiding: the shopper wants advice; questions may come first.
        asked: facets asked about already.
    """

    text: str = ""
    added: tuple[str, ...] = ()
    most: int | None = None
    like: str = ""
    within: str = ""
    must: tuple[tuple[str, str], ...] = ()
    guiding: bool = False
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn, as it is kept for a summary."""

    said: str
    answered: str
    intent: str


@dataclass(frozen=True, slots=True)
class State:
    """All that is remembered of a conversation between two turns.

    Attributes:
        shopper_id: vouched; "" for somebody unknown.
        language: of the last message that told one: "en" or "zh".
        shown: ids of the products of the last list, in its order.
        reasons: (product id, why it was shown).
        focus: id of the product spoken of last.
        order_id, parcel: spoken of last.
        awaits: as the last reply's.
        unsure: turns in a row that were not understood.
        upset: turns in this conversation that sounded displeased.
        spent: tokens that a language model read and wrote for it.
    """

    id: str
    shopper_id: str = ""
    language: str = "en"
    shown: tuple[str, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    focus: str = ""
    wanted: Wanted = Wanted()
    proposal: Proposal | None = None
    order_id: str = ""
    parcel: str = ""
    awaits: str = ""
    unsure: int = 0
    upset: int = 0
    spent: int = 0
    turns: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the shopper, validated but not understood. `image`, `audio`: undecoded bytes. `product_id`: the product whose
    page they are on, which "this" and "it" then mean."""

    text: str = ""
    image: bytes | None = None
    audio: bytes | None = None
    language: str = ""
    shopper_id: str = ""
    product_id: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered.

    Attributes:
        products: ids of the products to show as cards, in the order spoken of.
        offers: short things to say next, in the shopper's language.
        intent, probability: what the message was taken for (`assistant/intents.py`, or "yes", "no", "reference", "unsure").
        awaits: what the assistant waits for: "consent", "order", "lines", "answer" or "".
        request: what was asked of the shop in this turn; None for nothing.
        heard: the transcript of a recording.
        by: who found the words: "shop", the built-in path, or "model", a language model, each sentence checked.
        tokens: that a language model read and wrote for it.
    """

    conversation: str
    says: tuple[Say, ...]
    language: str
    products: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    intent: str = ""
    probability: float = 1.0
    awaits: str = ""
    request: ServiceRequest | None = None
    heard: str = ""
    by: str = "shop"
    tokens: tuple[int, int] = (0, 0)

    @property
    def text(self) -> str:
        return "\n".join(say.text for say in self.says)


@dataclass(frozen=True, slots=True)
class Turned:
    """What a turn makes of a state, before it is a reply."""

    state: State
    says: tuple[Say, ...]
    products: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    awaits: str = ""
    request: ServiceRequest | None = None
    intent: str = field(default="")
