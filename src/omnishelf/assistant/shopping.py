"""Searches that go on over several turns: a new one, one more wish, the last list again but otherwise, the reasons of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from omnishelf.assistant import guide, wording
from omnishelf.assistant.proposing import LOOKED_AT, SHOWN, asking, listed, proposed, reasons_of
from omnishelf.assistant.references import Pointed, chosen
from omnishelf.assistant.tools import Find, OfProduct
from omnishelf.assistant.turn import Turn, of_product
from omnishelf.assistant.wanted import having, later, no_matter, says_value, with_added, words_of
from omnishelf.domain.conversation import Turned, Wanted
from omnishelf.domain.product import Product
from omnishelf.domain.query import AnyOf, Between, Condition, IdNotIn
from omnishelf.domain.result import ResultPage


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
    return _answered(turn, with_added(wanted, added))


def refine(turn: Turn, at: Pointed) -> Turned:
    """The last list again, otherwise: cheaper, in black, like the second one."""
    state = turn.state
    ids = chosen(at.places, state.shown) or ((state.focus,) if at.it and state.focus else ())
    like = turn.tools.product(OfProduct(ids[0])) if ids else None
    if like is not None and at.rest:
        variant = _variant(turn, like, at.rest)
        if variant is not None:
            return listed(turn, (variant,), replace(state.wanted, like=""), 1, {})
    if at.cheaper:
        return _cheaper(turn, like)
    if at.more and state.shown:
        return _answered(turn, state.wanted, without=state.shown)
    if like is not None:
        return _answered(turn, Wanted(added=(at.rest,), like=like.id, within=_path(like), must=values_of(turn, at.rest)))
    wish = at.rest or turn.text
    wanted = with_added(state.wanted, (wish,))
    return _answered(
        turn, replace(wanted, within=wanted.within or _shared(turn), must=later(wanted.must, values_of(turn, wish)))
    )


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


# --- the search itself ------------------------------------------------------------------------------------------------------


def _answered(turn: Turn, wanted: Wanted, without: Sequence[str] = ()) -> Turned:
    asked = words_of(wanted)
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
        return asking(turn, wanted, question)
    if wanted.guiding:
        return proposed(turn, page, wanted, reasons)
    answer = listed(turn, [hit.product for hit in page.hits[:SHOWN]], wanted, page.total, reasons)
    if question is None or page.total <= LOOKED_AT:
        return answer
    asks = asking(turn, wanted, question)
    narrow = turn.say("narrow", question=asks.says[0].text)
    state = replace(answer.state, wanted=asks.state.wanted)
    return replace(answer, state=state, says=(*answer.says, narrow), offers=asks.offers, awaits="answer")


def _none_such(turn: Turn, wanted: Wanted) -> Turned:
    """Nothing has all that must be: that is said, and what comes nearest is shown."""
    nearest = _answered(turn, replace(wanted, must=()))
    none = turn.say("found_none", asked=wanted.added[-1] if wanted.added else wanted.text)
    return replace(nearest, says=(none, *nearest.says)) if nearest.products else nearest


def _page(turn: Turn, wanted: Wanted, without: Sequence[str] = ()) -> ResultPage:
    conditions: list[Condition] = []
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
            text=words_of(wanted),
            image=photo,
            like=wanted.like if like is not None and like.images else "",
            filter=tuple(conditions),
            language=turn.language,
            shopper_id=turn.state.shopper_id,
            size=LOOKED_AT,
        )
    )


def _cheaper(turn: Turn, like: Product | None) -> Turned:
    """What costs less than the product in question, and is of its kind: the one pointed at, else the one spoken of last."""
    asked = like or _spoken_of(turn)
    bound = asked.pays if asked else None
    if asked is None or bound is None:
        return turn.done(turn.say("which_product"))
    near = Wanted(within=_path(asked), like=asked.id, most=bound.amount - 1)
    found = asked.id in dict(turn.state.reasons)  # one that was opened was not: what was searched before is another matter
    before = replace(turn.state.wanted, guiding=False, within=turn.state.wanted.within or near.within, most=near.most)
    wanted = before if found and words_of(before) else near
    page = _page(turn, wanted)
    if not page.hits and wanted is not near:
        wanted, page = near, _page(turn, near)
    if not page.hits:
        return turn.done(turn.say("found_none_cheaper", of_product(asked), price=wording.priced(bound)))
    reasons = {hit.product.id: reasons_of(turn, hit) for hit in page.hits}
    return listed(turn, [hit.product for hit in page.hits[:SHOWN]], wanted, page.total, reasons)


def _variant(turn: Turn, product: Product, wish: str) -> Product | None:
    """The variant of a product that has the wished value ("black") and the product has not."""
    for other in turn.tools.variants(OfProduct(product.id)):
        if says_value(other, wish) and not says_value(product, wish):
            return other
    return None


def _shared(turn: Turn) -> str:
    """The category that most of the last list have; "" where none has a majority."""
    paths = [_path(product) for product in turn.tools.products(turn.state.shown)]
    return next((path for path in paths if 2 * paths.count(path) > len(paths)), "")


def _spoken_of(turn: Turn) -> Product | None:
    """The product in focus, which after a list is its first."""
    state = turn.state
    return next(iter(turn.tools.products(tuple(id for id in (state.focus, *state.shown) if id)[:1])), None)


def _path(product: Product) -> str:
    return " > ".join(product.category)
