"""What needs no product and no order: the shop's rules, cited; a person; small talk; the tone of an answer."""

from __future__ import annotations

from dataclasses import replace

from omnishelf.assistant.intents import INTENTS, Meant
from omnishelf.assistant.policies import OTHERWISE
from omnishelf.assistant.tools import AboutPolicy
from omnishelf.assistant.turn import Turn, of_request
from omnishelf.domain.conversation import Kind, Say, Source, State, Turned
from omnishelf.understand.sentiment import Feeling

TOPICS = (
    "refund_policy",
    "cancellation_fee",
    "payment_methods",
    "payment_issue",
    "contact",
    "account",
    "delivery_options",
    "delivery_period",
    "newsletter",
    "place_order",
    "invoice",
    "review",
    "address",
    "change_order",
)
"""Intents that the shop's own words answer."""
RULES = "shop_rules"
"""The intent of all other questions about how the shop trades."""
BY_A_PERSON = ("address", "change_order", "payment_issue", "account")
"""Of these, what only a person can do."""
SMALL = {"greeting": "hello", "thanks": "thanks", "goodbye": "bye", "about": "about", "stop": "stopped"}
MOST_PARAGRAPHS = 2
UPSET = 0.8
"""The probability from which a message counts as displeased."""
PATIENCE = 2
"""Displeased turns after which a person is offered unasked."""
URGENT = 0.7


def topic(turn: Turn, name: str) -> Turned:
    """A topic of the shop's rules: what answers the question, or else its paragraphs, or that nothing is written; a person
    where one is needed."""
    found = question(turn) or cited(turn, name, turn.text)
    if not found:
        return unwritten(turn)
    done = turn.done(*found)
    return replace(done, offers=(turn.word("person"),)) if name in BY_A_PERSON else done


def ruled(turn: Turn) -> Turned:
    """A question about how the shop trades that no topic stands for: what answers it, or that nothing is written."""
    found = question(turn)
    return turn.done(*found) if found else unwritten(turn)


def unwritten(turn: Turn) -> Turned:
    return replace(turn.done(turn.say("policy_unknown"), turn.say("offer_person")), offers=(turn.word("person"),))


def cited(turn: Turn, name: str, question: str = "") -> list[Say]:
    """The paragraphs of a topic that bear on a question, each with its source."""
    found = turn.tools.policy(AboutPolicy(name, question, turn.language, likely(turn.meant)))[:MOST_PARAGRAPHS]
    return [Say(one.text, (Source(Kind.POLICY, one.id, one.heading),)) for one in found]


def likely(meant: Meant) -> dict[str, float]:
    """Topic -> the probability that a message is about it."""
    shares = dict([(meant.intent, meant.probability), *meant.others])
    return {name: shares.get(name, 0.0) for name in INTENTS} | {OTHERWISE: shares.get(RULES, 0.0)}


def question(turn: Turn) -> list[Say]:
    """What the shop wrote that answers the words; [] where nothing does."""
    return cited(turn, "", turn.text)


def complaint(turn: Turn) -> Turned:
    """Regret, what the shop says of complaints, and a person at once."""
    return person(turn, *cited(turn, "complaint"))


def person(turn: Turn, *before: Say) -> Turned:
    """Hand the conversation over, with a summary."""
    kept = turn.tools.hand_over(turn.state.id, turn.state.shopper_id, turn.state.order_id, summary(turn))
    said = turn.say("handed", of_request(kept.id), request=kept.id)
    return replace(turn.done(*before, said, proposal=None), request=kept)


def summary(turn: Turn) -> str:
    """What a person needs to go on: who, in which mood, about what, and the last words of both sides."""
    state = turn.state
    about = [
        f"language: {turn.language}",
        f"shopper: {state.shopper_id or 'unknown'}",
        f"about: {turn.meant.intent} ({turn.meant.probability:.0%})",
        *([f"displeased turns: {state.upset}"] if state.upset else []),
        *([f"order: {state.order_id}"] if state.order_id else []),
        *([f"parcel: {state.parcel}"] if state.parcel else []),
        *([f"product: {state.focus}"] if state.focus else []),
        *([f"not yet agreed: {state.proposal.action} of {state.proposal.order_id}"] if state.proposal else []),
    ]
    said = [f"> {one.said[:200]}\n< {one.answered[:200]}" for one in state.turns[-4:]]
    return "\n".join([*about, *said, f"> {turn.text[:300]}"])


def small(turn: Turn) -> Turned:
    done = turn.done(turn.say(SMALL[turn.meant.intent]))
    return replace(done, state=replace(done.state, proposal=None)) if turn.meant.intent == "stop" else done


def sounds_upset(feeling: Feeling, regret: bool) -> bool:
    """`regret`: it is a complaint, whatever its tone."""
    return regret or (feeling.sentiment == "negative" and feeling.probability >= UPSET)


def front(turn: Turn, feeling: Feeling, regret: bool) -> tuple[Say, ...]:
    """What stands before the answer: regret for somebody displeased, haste noted."""
    if sounds_upset(feeling, regret):
        return (turn.say("sorry"),)
    return (turn.say("quick"),) if feeling.urgency >= URGENT else ()


def in_tone(turn: Turn, turned: Turned, feeling: Feeling, regret: bool) -> Turned:
    """The answer with its front, and a person offered behind it when displeasure goes on."""
    upset = sounds_upset(feeling, regret)
    state: State = replace(turned.state, upset=turned.state.upset + upset)
    behind: list[Say] = []
    offers = turned.offers
    if upset and state.upset >= PATIENCE and turned.request is None and not turned.awaits:
        behind, offers = [turn.say("offer_person")], (turn.word("person"), *offers)
    return replace(turned, state=state, says=(*front(turn, feeling, regret), *turned.says, *behind), offers=offers)
