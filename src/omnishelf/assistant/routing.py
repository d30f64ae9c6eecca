"""What answers a turn: an open question first, then what it points at, then its intent.

An open question (a confirmation, a choice, a question of the guide) comes before anything else, and is dropped aloud when the
message is plainly about something else. Whatever is not understood is asked back, never guessed into an action.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from omnishelf.assistant import actions, bargains, facts, orders, shopping, talk
from omnishelf.assistant.consent import hesitates
from omnishelf.assistant.intents import Meant
from omnishelf.assistant.references import Pointed, chosen, pointed
from omnishelf.assistant.tools import Find
from omnishelf.assistant.turn import Turn
from omnishelf.assistant.wanted import no_matter
from omnishelf.domain.conversation import Missing, Turned

SURE = 0.45
"""The least probability at which an intent is followed without asking back."""
ELSEWHERE = 0.6
"""From here on a message is plainly about something else than the open question."""
PLAIN = 0.8
"""From here on a message that points at a product asks what it asks; below, a wish in it ("in black") is a wish."""
GIVE_UP = 2
"""Turns in a row that were not understood, after which a person is offered."""

Handler = Callable[[Turn, Pointed], Turned]

_WHY = re.compile(r"\bwhy\b|how come|reason|what makes|为什么|为啥|咋推荐|凭什么|理由|原因", re.IGNORECASE)
_PARCEL = re.compile(r"\b(?:parcel|package|shipment|tracking|track|deliver(?:y|ed))\b|快递|包裹|物流|运单|单号", re.IGNORECASE)
_WHEREABOUTS = re.compile(r"\bwhere\b|\bstatus\b|\bstate\b|\bcheck\b|哪|状态|查|进度", re.IGNORECASE)

_ADVICE = re.compile(r"\brecommend\b|\bsuggest\b|\badvi[cs]e\b|推荐|帮我[挑选]|给.{0,3}建议", re.IGNORECASE)

HANDLERS: Mapping[str, Handler] = {
    "search": lambda turn, at: shopping.search(turn),
    "recommend": lambda turn, at: shopping.recommend(turn),
    "offers": lambda turn, at: bargains.offers(turn),
    "compare": facts.compare,
    "stock": facts.stock,
    "product_fact": facts.fact,
    "explain": lambda turn, at: shopping.why(turn, chosen(at.places, turn.state.shown) or (turn.state.focus,)),
    "track": lambda turn, at: orders.track(turn),
    "refund_status": lambda turn, at: orders.refund_status(turn),
    "complaint": lambda turn, at: talk.complaint(turn),
    "human": lambda turn, at: talk.person(turn),
    **{name: lambda turn, at, own=action: actions.propose(turn, own) for name, action in actions.ACTIONS.items()},  # type: ignore[misc]
    **{name: lambda turn, at, own=name: talk.topic(turn, own) for name in talk.TOPICS},  # type: ignore[misc]
    talk.RULES: lambda turn, at: talk.ruled(turn),
    **dict.fromkeys(talk.SMALL, lambda turn, at: talk.small(turn)),
}


def answered(turn: Turn) -> Turned:
    """The answer to a turn, before its tone."""
    at, intent = pointed(turn.text), turn.meant
    proposal = turn.state.proposal
    if proposal is not None:
        going_on = actions.go_on(turn, proposal)
        if going_on is not None:
            return going_on
        elsewhere = intent.probability >= ELSEWHERE and intent.intent not in (*actions.ACTIONS, "stop", "thanks", "greeting")
        other = actions.verb(turn.text)
        unclear = hesitates(turn.text) or (not elsewhere and other in (None, proposal.action))
        if proposal.missing is Missing.CONSENT and unclear:
            return actions.again(turn, proposal)
        if other is proposal.action and not elsewhere:
            return actions.advance(turn, proposal)
        turn = replace(turn, state=replace(turn.state, proposal=None))
        left = turn.say("left", action=turn.word(proposal.action.value))
        rest = actions.propose(turn, other) if other is not None and not elsewhere else _plain(turn, at, intent)
        return replace(rest, says=(left, *rest.says))
    return _plain(turn, at, intent)


def _plain(turn: Turn, at: Pointed, intent: Meant) -> Turned:
    action = actions.named(turn.text)
    if action is not None:
        return replace(actions.propose(turn, action), intent=action.value)
    shopping_now = bool(turn.state.shown or turn.state.wanted.guiding)
    if turn.image is not None:
        asked = _PARCEL.search(turn.text) is not None or intent.intent == "track" or _is_label(turn)
        return replace(orders.track(turn), intent="track") if asked else shopping.search(turn)
    if _numbered(turn, intent):
        return replace(orders.track(turn), intent="track")
    if shopping_now:
        followed = _followed(turn, at, intent)
        if followed is not None:
            return followed
    if intent.intent == "search" and _ADVICE.search(turn.text):
        return replace(shopping.recommend(turn), intent="recommend")
    if intent.probability >= SURE:
        return HANDLERS[intent.intent](turn, at)
    return _unsure(turn, at, intent)


def _followed(turn: Turn, at: Pointed, intent: Meant) -> Turned | None:
    """A turn that goes on with the last list or the guide's question; None for one that does not."""
    own = {"compare", "stock", "product_fact", "explain"}
    if _WHY.search(turn.text) and (at.something or intent.intent == "explain") and turn.state.shown:
        ids = chosen(at.places, turn.state.shown) or (turn.state.focus,)
        return replace(shopping.why(turn, ids), intent="explain")
    if turn.state.shown and _points(turn, at, intent):
        return replace(shopping.refine(turn, at), intent="reference")
    if intent.intent in own and intent.probability >= SURE:
        alone = intent.intent == "compare" and len(at.places) == 1  # "what about the third one?"
        return HANDLERS["product_fact" if alone else intent.intent](turn, at)
    if turn.state.awaits == "answer" and no_matter(turn.text):
        return replace(shopping.go_on(turn), intent="answer")
    leaves = intent.probability >= ELSEWHERE and intent.intent not in ("search", "recommend", *own)
    if leaves and not (at.cheaper or at.places):
        return None
    if at.something and turn.state.shown and (at.cheaper or at.more or at.places or at.it):
        if at.places and not at.rest and not at.cheaper:
            return replace(facts.fact(turn, at), intent="reference")
        if at.cheaper or at.more or at.rest:
            return replace(shopping.refine(turn, at), intent="reference")
    asked = turn.state.awaits == "answer" and not _new_kind(turn, intent)
    short = len(turn.text) <= (8 if turn.chinese else 24)
    if asked and not leaves:
        going_on = shopping.go_on if turn.state.wanted.guiding else lambda t: shopping.refine(t, at)
        return replace(going_on(turn), intent="answer")
    if short and turn.state.wanted.text and _adds(turn, intent):
        return replace(shopping.refine(turn, at), intent="reference")
    return None


def _points(turn: Turn, at: Pointed, intent: Meant) -> bool:
    """Whether a message only points at the last list ("show more"), or at one of it and names how it should be ("the second in
    black"), with nothing that speaks plainly for a question about it."""
    if (at.more or at.cheaper) and not at.rest:
        return True
    one = len(at.places) == 1 and bool(at.rest) and intent.probability < PLAIN
    return one and bool(shopping.values_of(turn, at.rest))


def _new_kind(turn: Turn, intent: Meant) -> bool:
    """Whether the message names another kind of thing than the open question is about."""
    if turn.state.wanted.asked[-1:] == ("category",):
        return False
    page = turn.tools.find(Find(turn.text, language=turn.language, size=1))
    return intent.intent == "search" and any(c.kind == "category" for c in page.intent.constraints)


def _adds(turn: Turn, intent: Meant) -> bool:
    """Whether a few words are one more wish ("black", "under $50", "for the office") and no search of their own: they name no
    kind of thing."""
    if intent.intent not in ("search", "recommend", "stock", "product_fact", "offers"):
        return intent.probability < SURE and bool(turn.text)
    page = turn.tools.find(Find(turn.text, language=turn.language, size=1))
    kinds = {constraint.kind for constraint in page.intent.constraints}
    return bool(kinds) and "category" not in kinds


def _numbered(turn: Turn, intent: Meant) -> bool:
    """Whether the words hold a parcel's number and ask for nothing else."""
    if intent.intent in actions.ACTIONS or intent.intent in ("human", "complaint"):
        return False
    if intent.intent == "track" and intent.probability >= SURE:
        return False  # the ordinary way leads there too
    return any(number.confidence >= orders.SURE_NUMBER for number in turn.tools.numbers(turn.text))


def _is_label(turn: Turn) -> bool:
    """Whether a photo without words is that of a parcel's label."""
    return not turn.text and bool(turn.tools.find(Find(image=turn.image, size=1)).parcels)


def _unsure(turn: Turn, at: Pointed, intent: Meant) -> Turned:
    """The shop's own words, a search that is sure of what is named, or a question back."""
    told = talk.question(turn)
    if told:
        return replace(turn.done(*told), intent="policy")
    if _PARCEL.search(turn.text) and _WHEREABOUTS.search(turn.text):
        return replace(orders.track(turn), intent="track")
    page = turn.tools.find(Find(turn.text, language=turn.language, size=1))
    if page.hits and any(c.kind in ("category", "brand", "color", "material") for c in page.intent.constraints):
        return replace(shopping.search(turn), intent="search")
    if turn.state.unsure + 1 >= GIVE_UP:
        asked = turn.done(turn.say("not_understood"), turn.say("offer_person"))
        return replace(asked, offers=(turn.word("person"),), intent="unsure")
    best = [name for name, _ in ((intent.intent, intent.probability), *intent.others) if name not in talk.SMALL]
    asked = turn.done(turn.say("which_meant"))
    return replace(asked, offers=(*(turn.word(name) for name in best[:2]), turn.word("person")), intent="unsure")
