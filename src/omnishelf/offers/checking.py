"""What is wrong with an offer."""

from __future__ import annotations

from collections.abc import Iterator

from omnishelf.domain.errors import BadInput
from omnishelf.domain.offer import Offer, Scope

LONGEST_TITLE = 200
MOST_HELD_BACK = 0.9
LONGEST_HOURS = 24 * 90


def check(offer: Offer) -> None:
    """Raises BadInput that names all that is wrong."""
    faults = [*faults_of(offer)]
    if faults:
        raise BadInput(
            f"The offer {offer.id!r} cannot be used: {'; '.join(faults)}.",
            hint="See docs/offers.md.",
            reason="offer-unusable",
            about={"id": offer.id},
        )


def faults_of(offer: Offer) -> Iterator[str]:
    if not offer.title or any(not 0 < len(words.strip()) <= LONGEST_TITLE for _, words in offer.title):
        yield f"its title needs 1 to {LONGEST_TITLE} characters in each language"
    if (offer.percent > 0) == (offer.amount > 0):
        yield "it needs either percent or amount"
    if offer.percent > 100:
        yield "percent is more than 100"
    if offer.scope is Scope.CATEGORY and not offer.category.strip():
        yield "it is on a category and names none"
    if offer.scope is Scope.PRODUCT and not offer.products:
        yield "it is on products and names none"
    if offer.budget <= 0:
        yield "it has no budget: say how much all baskets together may get"
    if min(offer.percent, offer.amount, offer.least, offer.most, offer.per_shopper, offer.shows_a_day) < 0:
        yield "it has a number below 0"
    if not 0 <= offer.holdout <= MOST_HELD_BACK:
        yield f"holdout is not between 0 and {MOST_HELD_BACK:g}"
    if not 0 < offer.margin <= 1:
        yield "margin is not between 0 and 1"
    if offer.starts and offer.ends and offer.ends <= offer.starts:
        yield "it ends before it starts"
    if any(moment and moment.tzinfo is None for moment in (offer.starts, offer.ends)):
        yield "its dates name no time zone"
    if not 0 < offer.hours <= LONGEST_HOURS:
        yield f"hours is not between 0 and {LONGEST_HOURS}"
