"""Cancelling, returning, money back, exchanging: which order, which lines, do the rules allow it, and an express yes first.

propose -> order? -> lines? -> rules -> "Shall I ...?" -> yes -> request kept -> its number told
"""

from __future__ import annotations

import re
from dataclasses import replace

from omnishelf.assistant import wording
from omnishelf.assistant.consent import consent
from omnishelf.assistant.orders import LATEST, LISTED, claimed, named_order, order_row, titles
from omnishelf.assistant.references import chosen, pointed
from omnishelf.assistant.rules import OVER, UNSENT, Verdict
from omnishelf.assistant.talk import cited, person
from omnishelf.assistant.tools import AskShop, OfShopper
from omnishelf.assistant.turn import Turn, of_order, of_request
from omnishelf.domain.conversation import Action, Missing, Proposal, Say, Turned
from omnishelf.domain.order import Order, OrderLine
from omnishelf.understand.tokens import tokenise

ACTIONS = {"cancel": Action.CANCEL, "return": Action.RETURN, "refund": Action.REFUND, "exchange": Action.EXCHANGE}
_VERBS: tuple[tuple[Action, re.Pattern[str]], ...] = (
    (Action.CANCEL, re.compile(r"\bcancel(?:l?ing)?\b|取消|撤单|撤销", re.IGNORECASE)),
    (Action.EXCHANGE, re.compile(r"\b(?:exchange|swap)\b|换货|调换", re.IGNORECASE)),
    (Action.REFUND, re.compile(r"\brefund\b|\bmoney back\b|退款|退钱", re.IGNORECASE)),
    (Action.RETURN, re.compile(r"\breturn\b|\bsend\b.*\bback\b|退货|退回", re.IGNORECASE)),
)
_ASKS = re.compile(
    r"\b(?:where|when|status|why|fee|cost|policy)\b|哪里|到哪|进度|什么时候|手续费|为什么|规则|政策", re.IGNORECASE
)
TOPICS = {Action.CANCEL: "cancellation_fee"}
"""Where the shop writes of an action; of the others under `refund_policy`."""
TRIES = 3
"""How often something is asked for before a person is offered."""
_ALL = ("all", "everything", "both", "whole", "entire", "全部", "都", "整单", "所有", "全退")


def named(text: str) -> Action | None:
    """The one action that is named together with an order's number; None for a question about one, or for several."""
    return verb(text) if claimed(text) and not _ASKS.search(text) else None


def verb(text: str) -> Action | None:
    """The one action that the words name; None for several."""
    found = [action for action, pattern in _VERBS if pattern.search(text)]
    return found[0] if len(found) == 1 else None


def names(text: str, action: Action) -> bool:
    """Whether the words name an action, be it one of several."""
    return any(pattern.search(text) for named_action, pattern in _VERBS if named_action is action)


def propose(turn: Turn, action: Action) -> Turned:
    """The first turn of an action. A visitor, or who has no orders, gets the shop's rule
    first: it may be all that they wanted to know."""
    if not turn.state.shopper_id:
        return turn.done(*cited(turn, _topic(action)), turn.say("sign_in"))
    return advance(turn, Proposal(action, reason=turn.text[:500]))


def go_on(turn: Turn, proposal: Proposal) -> Turned | None:
    """The next turn of an action; None where the message is about something else."""
    if proposal.missing is Missing.CONSENT:
        return _consented(turn, proposal)
    own = _orders(turn)
    if proposal.missing is Missing.ORDER and (_chosen_order(turn, own, proposal) or claimed(turn.text)):
        return advance(turn, proposal)
    order = _order(turn, proposal.order_id)
    if proposal.missing is Missing.LINES and order and _chosen_lines(turn.text, order):
        return advance(turn, proposal)
    if consent(turn.text, proposal.action) == "no":
        return _left(turn, proposal)
    return None


def advance(turn: Turn, proposal: Proposal) -> Turned:
    """Fill in what is known, ask for what is not."""
    own = _orders(turn)
    if not own:
        return turn.done(*cited(turn, _topic(proposal.action)), turn.say("no_orders"), proposal=None)
    order = _order(turn, proposal.order_id) or _chosen_order(turn, own, proposal)
    if order is None:
        return _which_order(turn, proposal, own)
    proposal = replace(proposal, order_id=order.id)
    already = _already(turn, proposal)
    if already is not None:
        return already
    if proposal.action is not Action.CANCEL and not proposal.product_ids:
        lines = [line for line in order.lines if not line.refunded]
        picked = _chosen_lines(turn.text, order) or (tuple(x.product_id for x in lines) if len(lines) == 1 else ())
        if not picked and order.status.lower() not in OVER:
            return _which_line(turn, proposal, order)
        proposal = replace(proposal, product_ids=picked)
    verdict = turn.tools.allowed(proposal.action, order, proposal.product_ids)
    return _confirm(turn, proposal, order) if verdict.allowed else _refused(turn, proposal, order, verdict)


def _consented(turn: Turn, proposal: Proposal) -> Turned | None:
    answer = consent(turn.text, proposal.action)
    order = _order(turn, proposal.order_id)
    if answer == "no" or order is None:
        return _left(turn, proposal)
    if answer == "unclear":
        return None
    kept = turn.tools.ask_shop(
        AskShop(proposal.action, order.id, proposal.product_ids, turn.state.shopper_id, proposal.reason, consented=True)
    )
    said = turn.say("done", of_request(kept.id), of_order(order.id), request=kept.id)
    return replace(turn.done(said, proposal=None, order_id=order.id), request=kept, intent="yes")


def again(turn: Turn, proposal: Proposal) -> Turned:
    """The question once more, for an answer that was neither yes nor no."""
    order = _order(turn, proposal.order_id)
    if order is None or proposal.asked >= TRIES:
        return _left(turn, proposal)
    asked = _confirm(turn, replace(proposal, asked=proposal.asked + 1), order)
    return replace(asked, says=(turn.say("confirm_again"), *asked.says), intent="unsure")


def _left(turn: Turn, proposal: Proposal) -> Turned:
    left = turn.say("left", action=turn.word(proposal.action.value))
    return replace(turn.done(left, turn.say("stopped"), proposal=None), intent="no")


def _confirm(turn: Turn, proposal: Proposal, order: Order) -> Turned:
    total = wording.money(order.total, order.currency)
    names = titles(turn, order, proposal.product_ids)
    key = f"confirm_{proposal.action.value}"
    asked = turn.say(key, of_order(order.id), id=order.id, titles=names, total=total)
    asking = replace(proposal, missing=Missing.CONSENT, asked=max(proposal.asked, 1))
    done = turn.done(asked, proposal=asking, order_id=order.id)
    return replace(done, offers=(turn.word("yes"), turn.word("no")), awaits="consent")


def _refused(turn: Turn, proposal: Proposal, order: Order, verdict: Verdict) -> Turned:
    source = of_order(order.id)
    if verdict.why == "unwritten":
        handed = person(turn, turn.say("unwritten"))
        return replace(handed, state=replace(handed.state, proposal=None, order_id=order.id))
    says: list[Say] = []
    status = turn.word(order.status)
    if verdict.why == "over":
        says.append(turn.say("no_over", source, id=order.id, status=status))
    elif verdict.why == "status":
        says.append(turn.say("no_status", source, id=order.id, status=status))
    elif verdict.why == "late":
        says.append(turn.say("no_late", source, id=order.id, days=verdict.limit))
    elif verdict.why == "category":
        says.append(turn.say("no_category", source, category=verdict.excepted))
    elif verdict.why == "unsent":
        says.append(turn.say("no_unsent", source, id=order.id))
    done = turn.done(*says, *cited(turn, _topic(proposal.action)), proposal=None, order_id=order.id)
    return replace(done, offers=(turn.word("person"),))


def _topic(action: Action) -> str:
    return TOPICS.get(action, "refund_policy")


def _already(turn: Turn, proposal: Proposal) -> Turned | None:
    """The same was asked for before: its request is told, and no second one made."""
    for one in turn.tools.requests(OfShopper(turn.state.shopper_id)):
        same_lines = not one.product_ids or not proposal.product_ids or set(proposal.product_ids) <= set(one.product_ids)
        if one.action is proposal.action and one.order_id == proposal.order_id and same_lines:
            only = _order(turn, proposal.order_id)
            if proposal.product_ids or not one.product_ids or (only and len(only.lines) <= len(one.product_ids)):
                told = turn.say("already", of_request(one.id), request=one.id, state=turn.word(one.state))
                return turn.done(told, proposal=None, order_id=one.order_id)
    return None


# --- which order, which lines ------------------------------------------------------------------------------------------------


def _orders(turn: Turn) -> tuple[Order, ...]:
    return turn.tools.orders(OfShopper(turn.state.shopper_id))


def _order(turn: Turn, id: str) -> Order | None:
    return next((order for order in _orders(turn) if id and order.id == id), None)


def _chosen_order(turn: Turn, own: tuple[Order, ...], proposal: Proposal) -> Order | None:
    """By its number, as the latest, by the place in the list told, as the only one that fits, or as the one spoken of."""
    named = named_order(turn.text, own)
    if named is not None or claimed(turn.text):
        return named
    likely = _likely(own, proposal.action)
    if LATEST.search(turn.text):
        return own[0]
    if proposal.asked:
        ids = chosen(pointed(turn.text).places, tuple(order.id for order in likely[:LISTED]))
        return next((order for order in own if order.id in ids), None)
    spoken_of = next((order for order in own if order.id == turn.state.order_id), None)
    by_line = [order for order in likely if _chosen_lines(turn.text, order, whole=False)]
    return by_line[0] if len(by_line) == 1 else spoken_of or (likely[0] if len(likely) == 1 else None)


def _likely(own: tuple[Order, ...], action: Action) -> tuple[Order, ...]:
    """Those of which the action may be wanted; all where it fits none."""
    fits = [o for o in own if (o.status.lower() in UNSENT) == (action is Action.CANCEL) and o.status.lower() not in OVER]
    return tuple(fits) or own


def _which_order(turn: Turn, proposal: Proposal, own: tuple[Order, ...]) -> Turned:
    if proposal.asked >= TRIES:
        return person(turn, turn.say("not_understood"))
    other = claimed(turn.text)
    says = [turn.say("not_yours", id=other)] if other else []
    listed = _likely(own, proposal.action)[:LISTED]
    says += [turn.say("which_order"), *(order_row(turn, order) for order in listed)]
    asking = replace(proposal, missing=Missing.ORDER, asked=proposal.asked + 1)
    return replace(turn.done(*says, proposal=asking), offers=tuple(order.id for order in listed), awaits="order")


def _which_line(turn: Turn, proposal: Proposal, order: Order) -> Turned:
    if proposal.asked >= TRIES:
        return person(turn, turn.say("not_understood"))
    source = of_order(order.id)
    rows = [
        turn.say(
            "line_row",
            source,
            n=n,
            title=line.title or line.product_id,
            quantity=line.quantity,
            price=wording.money(line.price, order.currency),
        )
        for n, line in enumerate(order.lines, start=1)
    ]
    asking = replace(proposal, missing=Missing.LINES, asked=proposal.asked + 1)
    done = turn.done(turn.say("which_line"), *rows, proposal=asking, order_id=order.id)
    return replace(done, offers=tuple(line.title or line.product_id for line in order.lines[:LISTED]), awaits="lines")


def _chosen_lines(text: str, order: Order, *, whole: bool = True) -> tuple[str, ...]:
    """The lines that the words name: by place, all, or by words that only these lines' titles hold."""
    lines = [line for line in order.lines if not line.refunded]
    plain = text.casefold()
    if whole:
        if any(f" {name} " in f" {plain} " if name.isascii() else name in plain for name in _ALL):
            return tuple(line.product_id for line in lines)
        places = chosen(pointed(text).places, tuple(line.product_id for line in order.lines))
        if places:
            return tuple(id for id in places if any(line.product_id == id for line in lines))
    held = {line.product_id: _words(line) for line in lines}
    asked = set(tokenise(text.lower()))
    shared = {id: sum(len(token) for token in asked & words) for id, words in held.items()}
    most = max(shared.values(), default=0)
    best = tuple(id for id, size in shared.items() if size == most)
    return best if most >= 2 and len(best) == 1 else ()


def _words(line: OrderLine) -> set[str]:
    return {token for token in tokenise(line.title.lower()) if len(token) > 1}
