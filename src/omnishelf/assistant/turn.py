"""One turn while it is answered: what was said, in which state, and how sentences with sources are made."""

from __future__ import annotations

from dataclasses import dataclass, replace

from omnishelf.assistant import wording
from omnishelf.assistant.intents import Meant
from omnishelf.assistant.tools import Toolbox
from omnishelf.domain.conversation import Kind, Say, Source, State, Turned
from omnishelf.domain.offer import Offer
from omnishelf.domain.product import Availability, Product

LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Turn:
    """`language`: of the answer. `image`: the shopper's photo, undecoded."""

    tools: Toolbox
    state: State
    text: str
    language: str
    meant: Meant
    image: bytes | None = None

    @property
    def chinese(self) -> bool:
        return self.language == "zh"

    def say(self, key: str, *sources: Source, **values: object) -> Say:
        return Say(wording.say(key, self.language, **values), sources)

    def word(self, key: str) -> str:
        return wording.word(key, self.language)

    def joined(self, parts: list[str]) -> str:
        return wording.joined(parts, self.language)

    def done(self, *says: Say, **changes: object) -> Turned:
        """The turn answered; `changes`: of the state."""
        return Turned(replace(self.state, **changes), says)  # type: ignore[arg-type]

    # --- products in words -------------------------------------------------------------------------------------------------

    def title(self, product: Product) -> str:
        """As the shopper's language has it, cut to a length that a sentence bears."""
        own = product.translations.get(self.language) if self.language != product.language else None
        title = (own.title if own else "") or product.title
        return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"

    def attribute(self, product: Product, name: str) -> str:
        """Its values; "" where the shop states none."""
        own = product.translations.get(self.language) if self.language != product.language else None
        values = (own.attributes.get(name) if own else None) or product.attributes.get(name, ())
        return self.joined(list(values))

    def facts(self, product: Product) -> str:
        """Price, rating and stock, as far as they are known."""
        parts = []
        if product.pays:
            parts.append(wording.priced(product.pays))
        if product.sale_price and product.price and product.sale_price.amount < product.price.amount:
            parts.append(wording.say("reduced", self.language, price=wording.priced(product.price)))
        if product.rating is not None and product.rating_count:
            parts.append(wording.say("rated", self.language, rating=product.rating, n=product.rating_count))
        parts.append(wording.say(_AVAILABLE[product.availability], self.language))
        return ("，" if self.chinese else ", ").join(part for part in parts if part)


_AVAILABLE = {
    Availability.IN_STOCK: "available",
    Availability.OUT_OF_STOCK: "unavailable",
    Availability.PREORDER: "preorder_short",
    Availability.BACKORDER: "backorder_short",
}


def of_product(product: Product) -> Source:
    return Source(Kind.PRODUCT, product.id, product.title)


def of_order(id: str) -> Source:
    return Source(Kind.ORDER, id)


def of_parcel(number: str) -> Source:
    return Source(Kind.PARCEL, number)


def of_request(id: str) -> Source:
    return Source(Kind.REQUEST, id)


def of_offer(offer: Offer, language: str) -> Source:
    return Source(Kind.OFFER, offer.id, offer.called(language))
