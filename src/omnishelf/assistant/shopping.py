"""Finding and proposing things: searches that go on over several turns, advice with at most two questions, reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from omnishelf.assistant import guide, wording
from omnishelf.assistant.references import Pointed, chosen
from omnishelf.assistant.tools import Find, OffersFor, OfProduct
from omnishelf.assistant.turn import Turn, of_offer, of_product
from omnishelf.domain.conversation import Say, Turned, Wanted
from omnishelf.domain.product import Availability, Money, Product
from omnishelf.domain.query import AnyOf, Between, Filter, IdNotIn
from omnishelf.domain.result import Hit, ResultPage
from omnishelf.understand.price import find_price

SHOWN = 3
LOOKED_AT = 12
"""Hits among which the cheapest and the best rated are chosen: deeper ones fit less."""
ADDED = 6
"""Later wishes that are remembered."""


def search(turn: Turn) -> Turned:
    """A new search. What was wanted before is dropped."""
    return _answered(turn, Wanted(turn.text))


def recommend(turn: Turn) -> Turned:
    """Advice: up to two questions first, then three proposals with reasons."""
    return _answered(turn, Wanted(turn.text, guiding=True))


def go_on(turn: Turn) -> Turned:
    """The answer to a question of the guide, or one more wish."""
    wanted = turn.state.wanted
    added = () if no_matter(turn.text) else (turn.text,)
    return _answered(turn, _with(wanted, added))


def refine(turn: Turn, at: Pointed) -> Turned:
    """The last list again, otherwise: cheaper, in black, like the second one."""
    state = turn.state
    ids = chosen(at.places, state.shown) or ((state.focus,) if at.it and state.focus else ())
    like = turn.tools.product(OfProduct(ids[0])) if ids else None
    if like is not None and at.rest:
        variant = _variant(turn, like, at.rest)
        if variant is not None:
            return _listed(turn, (variant,), replace(state.wanted, like=""), 1, {})
    if at.cheaper:
        return _cheaper(turn, like)
    if at.more and state.shown:
        return _answered(turn, state.wanted, without=state.shown)
    if like is not None:
        return _answered(turn, Wanted(added=(at.rest,), like=like.id, within=_path(like), must=values_of(turn, at.rest)))
    wish = at.rest or turn.text
    wanted = _with(state.wanted, (wish,))
    return _answered(
        turn, replace(wanted, within=wanted.within or _shared(turn), must=_later(wanted.must, values_of(turn, wish)))
    )


def values_of(turn: Turn, wish: str) -> tuple[tuple[str, str], ...]:
    """What a wish names of the shop's attributes and brands, as conditions."""
    page = turn.tools.find(Find(wish, language=turn.language, size=1))
    named = [c.conditions for c in page.intent.constraints if c.kind not in ("category", "price", "wish", "correction")]
    return tuple(
        (one.field, value)
        for conditions in named
        for one in conditions
        if isinstance(one, AnyOf) and one.field in ("attributes", "brand")
        for value in one.values
    )


def _later(before: tuple[tuple[str, str], ...], now: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Both, but a new color takes the place of the old one."""
    kinds = {(field, value.partition("=")[0]) for field, value in now}
    return (*(one for one in before if (one[0], one[1].partition("=")[0]) not in kinds), *now)


def _path(product: Product) -> str:
    return " > ".join(product.category)


def _shared(turn: Turn) -> str:
    """The category that most of the last list have; "" where none has a majority."""
    paths = [_path(product) for product in turn.tools.products(turn.state.shown)]
    return next((path for path in paths if 2 * paths.count(path) > len(paths)), "")


def why(turn: Turn, ids: Sequence[str]) -> Turned:
    """Why a product was shown, from the search's own account and the product's facts."""
    found = turn.tools.products(ids[:1])
    if not found:
        return turn.done(turn.say("which_product"))
    product = found[0]
    known = dict(turn.state.reasons).get(product.id, "")
    facts = turn.facts(product)
    reasons = ("；" if turn.chinese else "; ").join(part for part in (known, facts) if part)
    return turn.done(turn.say("why", of_product(product), title=turn.title(product), reasons=reasons), focus=product.id)


def offers(turn: Turn) -> Turned:
    """The shop's offer for this shopper, called one, and what is reduced, the largest reductions first."""
    coupon = _coupon(turn)
    page = turn.tools.find(Find(filter=(Between("discount", 0.01, None),), language=turn.language, size=50))
    hits = [hit.product for hit in page.hits if hit.product.price and hit.product.sale_price]
    if not hits:
        return turn.done(coupon or turn.say("no_offers"))
    hits.sort(key=lambda p: (_share(p), p.id))
    listed = _listed(turn, hits[:SHOWN], Wanted(), page.total, {}, opening="offers")
    return replace(listed, says=(coupon, *listed.says)) if coupon else listed


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


# --- the search itself ------------------------------------------------------------------------------------------------------


def _answered(turn: Turn, wanted: Wanted, without: Sequence[str] = ()) -> Turned:
    asked = _words(wanted)
    page = _page(turn, wanted, without)
    if not page.hits and wanted.guiding and not wanted.added:
        page = _page(turn, Wanted(guiding=True), without)
    if not page.hits and wanted.must and not without:
        return _none_such(turn, wanted)
    if not page.hits:
        says = [turn.say("found_none", asked=asked[:80])]
        offered = tuple(one.label for one in page.recovery[:3])
        return replace(turn.done(*says, wanted=wanted), offers=offered)
    question = guide.question(page, wanted.asked, [c.kind for c in page.intent.constraints])
    reasons = {hit.product.id: reasons_of(turn, hit) for hit in page.hits}
    if wanted.guiding and question is not None:
        return _asking(turn, wanted, question)
    if wanted.guiding:
        return _proposed(turn, page, wanted, reasons)
    listed = _listed(turn, [hit.product for hit in page.hits[:SHOWN]], wanted, page.total, reasons)
    if question is None or page.total <= LOOKED_AT:
        return listed
    asks = _asking(turn, wanted, question)
    narrow = turn.say("narrow", question=asks.says[0].text)
    state = replace(listed.state, wanted=asks.state.wanted)
    return replace(listed, state=state, says=(*listed.says, narrow), offers=asks.offers, awaits="answer")


def _none_such(turn: Turn, wanted: Wanted) -> Turned:
    """Nothing has all that must be: that is said, and what comes nearest is shown."""
    nearest = _answered(turn, replace(wanted, must=()))
    none = turn.say("found_none", asked=wanted.added[-1] if wanted.added else wanted.text)
    return replace(nearest, says=(none, *nearest.says)) if nearest.products else nearest


def _page(turn: Turn, wanted: Wanted, without: Sequence[str] = ()) -> ResultPage:
    conditions: list[AnyOf | Between | IdNotIn] = []
    if wanted.most is not None:
        conditions.append(Between("price", None, wanted.most))
    if without:
        conditions.append(IdNotIn(tuple(without)))
    if wanted.within:
        conditions.append(AnyOf("category", (wanted.within,)))
    conditions += having(wanted.must)
    photo = turn.image if not wanted.added else None
    like = turn.tools.product(OfProduct(wanted.like)) if wanted.like else None
    return turn.tools.find(
        Find(
            text=_words(wanted),
            image=photo,
            like=wanted.like if like is not None and like.images else "",
            filter=_as_filter(conditions),
            language=turn.language,
            shopper_id=turn.state.shopper_id,
            size=LOOKED_AT,
        )
    )


def having(must: Sequence[tuple[str, str]]) -> list[AnyOf]:
    """One condition a field: two colors are either of them, a color and a material are both."""
    together: dict[tuple[str, str], list[str]] = {}
    for field, value in must:
        together.setdefault((field, value.partition("=")[0] if field == "attributes" else ""), []).append(value)
    return [AnyOf(field, tuple(values)) for (field, _), values in together.items()]


def _as_filter(conditions: Sequence[AnyOf | Between | IdNotIn]) -> Filter:
    return tuple(conditions)


def _words(wanted: Wanted) -> str:
    return " ".join(part for part in (wanted.text, *wanted.added) if part).strip()


def _with(wanted: Wanted, added: Sequence[str]) -> Wanted:
    """A later price takes the place of an earlier one; the rest adds up."""
    text, before = wanted.text, list(wanted.added)
    if any(find_price(one) for one in added):
        text = _without_price(text)
        before = [kept for kept in (_without_price(one) for one in before) if kept]
        wanted = replace(wanted, most=None)
    return replace(wanted, text=text, guiding=wanted.guiding, added=(*before, *added)[-ADDED:])


def _without_price(text: str) -> str:
    price = find_price(text)
    return " ".join((text[: price.span[0]] + " " + text[price.span[1] :]).split()) if price else text


def no_matter(text: str) -> bool:
    plain = text.strip(" .!。！").lower()
    return plain in (
        "no matter",
        "any",
        "anything",
        "all",
        "whatever",
        "i don't mind",
        "doesn't matter",
        "no",
        "no preference",
    ) or (plain in ("都可以", "都行", "随便", "无所谓", "没要求", "不限", "没有", "都好"))


def _cheaper(turn: Turn, like: Product | None) -> Turned:
    """What costs less than the product in question, and is of its kind: the one pointed at, else the one spoken of last."""
    asked = like or _spoken_of(turn)
    bound = asked.pays if asked else None
    if asked is None or bound is None:
        return turn.done(turn.say("which_product"))
    near = Wanted(within=_path(asked), like=asked.id, most=bound.amount - 1)
    found = asked.id in dict(turn.state.reasons)  # one that was opened was not: what was searched before is another matter
    before = replace(turn.state.wanted, guiding=False, within=turn.state.wanted.within or near.within, most=near.most)
    wanted = before if found and _words(before) else near
    page = _page(turn, wanted)
    if not page.hits and wanted is not near:
        wanted, page = near, _page(turn, near)
    if not page.hits:
        return turn.done(turn.say("found_none_cheaper", of_product(asked), price=wording.priced(bound)))
    reasons = {hit.product.id: reasons_of(turn, hit) for hit in page.hits}
    return _listed(turn, [hit.product for hit in page.hits[:SHOWN]], wanted, page.total, reasons)


def _spoken_of(turn: Turn) -> Product | None:
    """The product in focus, which after a list is its first."""
    state = turn.state
    return next(iter(turn.tools.products(tuple(id for id in (state.focus, *state.shown) if id)[:1])), None)


def _variant(turn: Turn, product: Product, wish: str) -> Product | None:
    """The variant of a product that has the wished value ("black") and the product has not."""
    for other in turn.tools.variants(OfProduct(product.id)):
        if says_value(other, wish) and not says_value(product, wish):
            return other
    return None


def says_value(product: Product, wish: str) -> bool:
    """Whether a wish names one of its attribute values, in either language."""
    wordings = (product.attributes, *(own.attributes for own in product.translations.values()))
    values = {value.casefold() for attributes in wordings for own in attributes.values() for value in own}
    plain = wish.casefold()
    pieces = {plain, *plain.split()} | ({plain + "色", plain.removesuffix("色")} if not plain.isascii() else set())
    return bool(values & pieces)


# --- what is said of it -----------------------------------------------------------------------------------------------------


def _listed(
    turn: Turn,
    products: Sequence[Product],
    wanted: Wanted,
    total: int,
    reasons: dict[str, str],
    opening: str = "",
) -> Turned:
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


def _asking(turn: Turn, wanted: Wanted, question: guide.Question) -> Turned:
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


def _proposed(turn: Turn, page: ResultPage, wanted: Wanted, reasons: dict[str, str]) -> Turned:
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
    listed = _listed(turn, [p for p, _ in picks], replace(wanted, guiding=False), page.total, named)
    return replace(listed, says=tuple(says))


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
