"""What is said of products found: a list, a question that narrows it, a proposal with what speaks for each and against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from omnishelf.assistant import guide, wording
from omnishelf.assistant.turn import Turn, of_product
from omnishelf.domain.conversation import Say, Turned, Wanted
from omnishelf.domain.product import Availability, Product
from omnishelf.domain.result import Hit, ResultPage

SHOWN = 3
LOOKED_AT = 12
"""Hits among which the cheapest and the best rated are chosen: deeper ones fit less."""


def listed(
    turn: Turn,
    products: Sequence[Product],
    wanted: Wanted,
    total: int,
    reasons: dict[str, str],
    opening: str = "",
) -> Turned:
    """Products in lines, numbered from 1, which are from now on what "the second one" points at.

    Args:
        total: all that were found.
        reasons: why each was found, by product id; kept for "why?".
        opening: key of the first sentence; "" says how many there are.
    """
    key = opening or ("found" if total > SHOWN else "found_few")
    says = [turn.say(key, *map(of_product, products), total=total)]
    says += [
        turn.say("line", of_product(p), n=n, title=turn.title(p), facts=turn.facts(p)) for n, p in enumerate(products, start=1)
    ]
    state = replace(
        turn.state,
        shown=tuple(p.id for p in products),
        focus=products[0].id if products else "",
        wanted=wanted,
        reasons=tuple((p.id, reasons.get(p.id, "")) for p in products),
    )
    offered = (turn.word("cheaper"), turn.word("why"), *((turn.word("compare"),) if len(products) > 1 else ()))
    return Turned(state, tuple(says), state.shown, offered)


def asking(turn: Turn, wanted: Wanted, question: guide.Question) -> Turned:
    """A question of the guide, with its likeliest answers to choose from."""
    key = f"ask_{question.facet}"
    known = wording.has(key)
    asks = turn.say(key) if known else turn.say("ask_other", facet=turn.word(question.facet))
    answers = question.answers
    if question.amounts:
        low, high = (wording.money(amount, turn.tools.currency) for amount in question.amounts)
        answers = tuple(
            wording.say(key, turn.language, price=price) for key, price in (("under", low), ("under", high), ("over", high))
        )
    state = replace(turn.state, wanted=replace(wanted, asked=(*wanted.asked, question.facet)))
    return Turned(state, (asks,), (), (*answers, turn.word("any")), "answer")


def proposed(turn: Turn, page: ResultPage, wanted: Wanted, reasons: dict[str, str]) -> Turned:
    """The best fit, the cheapest and the best rated of the good fits, with what speaks for the first and against it."""
    near = [hit.product for hit in page.hits[:LOOKED_AT] if hit.product.availability is not Availability.OUT_OF_STOCK]
    near = near or [hit.product for hit in page.hits[:LOOKED_AT]]
    picks = _picks(near)
    first = picks[0][0]
    says = [turn.say("propose", *(of_product(p) for p, _ in picks), n=len(picks))]
    for n, (product, role) in enumerate(picks, start=1):
        facts = turn.joined([wording.say(role, turn.language), turn.facts(product)])
        says.append(turn.say("line", of_product(product), n=n, title=turn.title(product), facts=facts))
    says += [trade for product, _ in picks[1:] for trade in _trades(turn, first, product)]
    named = {
        p.id: turn.joined([part for part in (wording.say(r, turn.language), reasons.get(p.id, "")) if part]) for p, r in picks
    }
    return replace(listed(turn, [p for p, _ in picks], replace(wanted, guiding=False), page.total, named), says=tuple(says))


def _picks(near: Sequence[Product]) -> list[tuple[Product, str]]:
    """(product, its part in the proposal): at most `SHOWN`, none twice and no two variants of one thing."""
    wanted = [(near[0], "best_fit")]
    priced = sorted((p for p in near if p.pays), key=lambda p: (p.pays.amount if p.pays else 0, p.id))
    rated = sorted((p for p in near if p.rating is not None), key=lambda p: (-(p.rating or 0), -p.rating_count, p.id))
    for ordered, role in ((priced, "cheapest"), (rated, "best_rated")):
        if ordered and all(_differ(ordered[0], taken) for taken, _ in wanted):
            wanted.append((ordered[0], role))
    for product in near:
        if len(wanted) < SHOWN and all(_differ(product, taken) for taken, _ in wanted):
            wanted.append((product, "good_fit"))
    return wanted[:SHOWN]


def _differ(one: Product, other: Product) -> bool:
    return one.id != other.id and (not one.group_id or one.group_id != other.group_id)


def _trades(turn: Turn, first: Product, other: Product) -> list[Say]:
    sources, says = (of_product(first), of_product(other)), []
    if first.pays and other.pays and first.pays.currency == other.pays.currency:
        gap = other.pays.amount - first.pays.amount
        if gap:
            much = wording.money(abs(gap), first.pays.currency)
            says.append(turn.say("trade_dearer" if gap > 0 else "trade_cheaper", *sources, title=turn.title(other), much=much))
    if says and first.rating is not None and other.rating is not None and first.rating != other.rating:
        says.append(turn.say("trade_rating", *sources, own=other.rating, first=first.rating))
    return says


def reasons_of(turn: Turn, hit: Hit) -> str:
    """From the hit's own account: the words it matches, or what it is near to."""
    details = [part.detail for part in hit.why if part.detail and part.value > 0 and part.source in ("words", "voice", "photo")]
    words = [word.strip() for detail in details for word in re.split(r"[,、]", detail.partition(":")[2] or detail)]
    words = [word for word in words if len(word) > 1]
    parts = []
    if words:
        parts.append(wording.say("why_words", turn.language, words=turn.joined(list(dict.fromkeys(words))[:3])))
    positive = {part.signal for part in hit.why if part.value > 0}
    if "looks" in positive and turn.image is not None:
        parts.append(wording.say("why_looks", turn.language))
    elif not words and "meaning" in positive:
        parts.append(wording.say("why_near", turn.language))
    return turn.joined(parts)
