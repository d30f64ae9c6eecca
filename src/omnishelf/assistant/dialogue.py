"""One turn of the conversation, from the message to the reply. Start reading here.

    message -> hear -> what is it about? -> an open question first -> what it points at -> intent -> tone -> reply
                                              (or a language model, checked: model/turning.py)

An open question (a confirmation, a choice, a question of the guide) comes before anything else, and is dropped aloud when the
message is plainly about something else. Whatever is not understood is asked back, never guessed into an action.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from omnishelf.assistant import actions, facts, orders, shopping, talk
from omnishelf.assistant.consent import hesitates
from omnishelf.assistant.histories import Histories
from omnishelf.assistant.intents import Floats, Meant, meant
from omnishelf.assistant.memory import Conversations
from omnishelf.assistant.model.turning import Answered, Talker
from omnishelf.assistant.references import Pointed, chosen, pointed
from omnishelf.assistant.tools import Find, OfProduct, Recalling, Toolbox
from omnishelf.assistant.turn import Turn
from omnishelf.domain.conversation import Exchange, Message, Missing, Reply, Say, State, Turned
from omnishelf.domain.errors import BadInput
from omnishelf.language.port import ModelFailed
from omnishelf.understand.language import detect
from omnishelf.understand.sentiment import Feeling, feel

log = logging.getLogger(__name__)

Vector = Callable[[str], Floats]
"""A message's words -> its vector, [dimensions]."""
Hear = Callable[[bytes, str], str]
"""(recording, language or "") -> what was said, "" for nothing."""

SURE = 0.45
"""The least probability at which an intent is followed without asking back."""
ELSEWHERE = 0.6
"""From here on a message is plainly about something else than the open question."""
TURNS = 12
"""Exchanges remembered for summaries."""
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
    "offers": lambda turn, at: shopping.offers(turn),
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


class Assistant:
    """Thread-safe; turns of one conversation at the same moment are answered as if the later one had not seen the other.

    Args:
        vector: None where the shop has an encoder of its own, which the shipped weights do not understand.
        encoder: its name.
        hear: None where the shop hears nothing.
        talker: a language model that finds the words; None, or where it fails, finds them here.
    """

    def __init__(
        self,
        tools: Toolbox,
        conversations: Conversations,
        *,
        vector: Vector | None,
        encoder: str,
        hear: Hear | None,
        longest: int,
        talker: Talker | None = None,
    ) -> None:
        self.talker = talker
        self.histories = Histories(conversations, self.replying, self.recalled)
        self.tools, self.conversations = tools, conversations
        self._vector, self._encoder, self._hear, self._longest = vector, encoder, hear, longest

    def reply(self, message: Message, conversation: str = "") -> Reply:
        """Answer a message. An unknown or forgotten conversation begins anew, with a new id.

        Raises:
            BadInput: there is nothing in the message, or it cannot be used.
        """
        *_, reply = self.replying(message, conversation)
        assert isinstance(reply, Reply)
        return reply

    def replying(
        self, message: Message, conversation: str = "", named: Callable[[Reply], str] | None = None
    ) -> Iterator[Say | Reply]:
        """The same as it comes about: each sentence as soon as it is sure, and the reply with all of them last.

        Args:
            named: another name, made of the reply, under which the conversation can be taken up as it is after it.
        """
        if not (message.text.strip() or message.image or message.audio):
            raise BadInput("There is nothing to answer.", hint="Send `text`, a photo as `image`, or a recording as `audio`.")
        if len(message.text) > self._longest:
            raise BadInput(f"The text has {len(message.text):,} characters.", hint=f"Send at most {self._longest:,}.")
        state = self.conversations.take(conversation, message.shopper_id)
        heard = self._heard(message)
        text = " ".join(part for part in (message.text.strip(), heard) if part)
        language = message.language if message.language in ("en", "zh") else _language(text, state)
        state = replace(_looking_at(state, message.product_id, self.tools), language=language)
        vector = self._vector(text) if self._vector and text else None
        about = meant(text, vector, self._encoder) if text else Meant("search", 1.0)
        turn = Turn(self.tools, state, text, language, about, message.image)
        feeling, regret = feel(text, vector, self._encoder), about.intent == "complaint"
        yield from talk.front(turn, feeling, regret)
        found = yield from self._found(turn, feeling, regret)
        turned = talk.in_tone(turn, found.turned, feeling, regret)
        yield from turned.says[len(talk.front(turn, feeling, regret)) + len(found.turned.says) :]
        yield self._remembered(turn, turned, heard, found, named)

    def _found(self, turn: Turn, feeling: Feeling, regret: bool) -> Generator[Say, None, _Found]:
        """The answer before its tone: a language model's, or, where there is none or it fails, the built-in one.

        An open question of the shop's own (which order, which line, yes or no) is never given to a model."""
        told: list[Say] = []
        if self.talker is not None and turn.state.proposal is None and (turn.text or turn.image is not None):
            upset, urgent = talk.sounds_upset(feeling, regret), feeling.urgency >= talk.URGENT
            try:
                answer = yield from _noted(self.talker.answer(turn, upset=upset, urgent=urgent), told)
                yield from answer.turned.says[len(told) :]
                return _Found(answer.turned, "model", (answer.usage.read, answer.usage.written))
            except ModelFailed as error:
                log.info("the built-in path answers: %s", error.what)
        turned = answered(turn) if turn.text or turn.image is not None else turn.done(turn.say("nothing_said"))
        yield from turned.says
        return _Found(replace(turned, says=(*told, *turned.says)))

    def _heard(self, message: Message) -> str:
        if message.audio is None:
            return ""
        if self._hear is None:
            raise BadInput("This shop does not listen.", hint="Type the message.")
        return self._hear(message.audio, message.language).strip()

    def _remembered(self, turn: Turn, turned: Turned, heard: str, found: _Found, named: Callable[[Reply], str] | None) -> Reply:
        intent = turned.intent or turn.meant.intent
        reply = Reply(
            turn.state.id,
            turned.says,
            turn.language,
            turned.products,
            turned.offers,
            intent,
            round(turn.meant.probability, 4),
            turned.awaits,
            turned.request,
            heard,
            found.by,
            found.tokens,
        )
        turns = (*turn.state.turns, Exchange(turn.text[:500], reply.text[:500], intent))[-TURNS:]
        unsure = turned.state.unsure + 1 if intent == "unsure" else 0
        spent = turned.state.spent + sum(found.tokens)
        state = replace(turned.state, turns=turns, unsure=unsure, awaits=turned.awaits, spent=spent)
        self.conversations.keep(state, *((named(reply),) if named else ()))
        return reply

    def recalled(self, state: State, said: Sequence[str]) -> State:
        """The state after a shopper said all that, read by the built-in path with nothing done (`histories.py`)."""
        tools = Recalling(self.tools)
        for text in (one[: self._longest] for one in said):
            language = _language(text, state)
            about = meant(text, self._vector(text) if self._vector else None, self._encoder)
            turned = answered(Turn(tools, replace(state, language=language), text, language, about))
            turns = (*state.turns, Exchange(text[:500], "\n".join(say.text for say in turned.says)[:500], about.intent))
            state = replace(turned.state, turns=turns[-TURNS:], awaits=turned.awaits)
        return state


@dataclass(frozen=True, slots=True)
class _Found:
    """An answer, whose it is, and the tokens it cost: read, written."""

    turned: Turned
    by: str = "shop"
    tokens: tuple[int, int] = (0, 0)


def _noted(answer: Generator[Say, None, Answered], told: list[Say]) -> Generator[Say, None, Answered]:
    """The same, with what it has told kept for the case that it fails."""
    while True:
        try:
            say = next(answer)
        except StopIteration as ended:
            done: Answered = ended.value
            return done
        told.append(say)
        yield say


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
    if intent.intent in own and intent.probability >= SURE:
        return HANDLERS[intent.intent](turn, at)
    if turn.state.awaits == "answer" and shopping.no_matter(turn.text):
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


def _looking_at(state: State, product_id: str, tools: Toolbox) -> State:
    """With the product in focus whose page the shopper is on; unchanged where it was spoken of last, or is none."""
    if not product_id or product_id == state.focus or tools.product(OfProduct(product_id)) is None:
        return state
    shown = state.shown if product_id in state.shown else (product_id,)
    return replace(state, focus=product_id, shown=shown)


def _language(text: str, state: State) -> str:
    """Of the words; where they tell none (a number, "ok"), of the turn before."""
    told = detect(text)
    return told if told in ("en", "zh") else state.language
