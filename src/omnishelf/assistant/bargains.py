"""What is reduced in the shop, and the offer that it makes this shopper."""

from __future__ import annotations

from dataclasses import replace

from omnishelf.assistant import wording
from omnishelf.assistant.proposing import SHOWN, listed
from omnishelf.assistant.tools import Find, OffersFor
from omnishelf.assistant.turn import Turn, of_offer
from omnishelf.domain.conversation import Say, Turned, Wanted
from omnishelf.domain.product import Money, Product
from omnishelf.domain.query import Between


def offers(turn: Turn) -> Turned:
    """The shop's offer for this shopper, called one, and what is reduced, the largest reductions first."""
    coupon = _coupon(turn)
    page = turn.tools.find(Find(filter=(Between("discount", 0.01, None),), language=turn.language, size=50))
    hits = [hit.product for hit in page.hits if hit.product.price and hit.product.sale_price]
    if not hits:
        return turn.done(coupon or turn.say("no_offers"))
    hits.sort(key=lambda p: (_share(p), p.id))
    answer = listed(turn, hits[:SHOWN], Wanted(), page.total, {}, opening="offers")
    return replace(answer, says=(coupon, *answer.says)) if coupon else answer


def _coupon(turn: Turn) -> Say | None:
    shown = turn.tools.offer(OffersFor(turn.state.shopper_id, turn.state.id))
    if shown is None:
        return None
    offer, currency = shown.offer, turn.tools.currency
    off = f"{offer.percent}%" if offer.percent else wording.priced(Money(offer.amount, currency))
    said = {"title": offer.called(turn.language), "off": off, "code": offer.id}
    if offer.least:
        return turn.say(
            "coupon_least", of_offer(offer, turn.language), least=wording.priced(Money(offer.least, currency)), **said
        )
    return turn.say("coupon", of_offer(offer, turn.language), **said)


def _share(product: Product) -> float:
    """What is paid, of the former price."""
    return product.sale_price.amount / product.price.amount if product.sale_price and product.price else 1.0
