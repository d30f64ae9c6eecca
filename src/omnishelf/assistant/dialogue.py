"""One turn of the conversation, from the message to the reply. Start reading here.

    message -> hear -> what is it about? -> an open question first -> what it points at -> intent -> tone -> reply
                                              (or a language model, checked: model/turning.py)

What answers it is decided in `routing.py`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from omnishelf.assistant import talk
from omnishelf.assistant.hearing import Hear
from omnishelf.assistant.histories import Histories
from omnishelf.assistant.intents import Floats, Meant, meant
from omnishelf.assistant.memory import Conversations
from omnishelf.assistant.model.turning import Answered, Talker
from omnishelf.assistant.routing import answered
from omnishelf.assistant.tools import OfProduct, Recalling, Toolbox
from omnishelf.assistant.turn import Turn
from omnishelf.domain.conversation import Exchange, Message, Reply, Say, State, Turned
from omnishelf.domain.errors import BadInput
from omnishelf.language.port import ModelFailed
from omnishelf.understand.language import detect
from omnishelf.understand.sentiment import Feeling, feel

log = logging.getLogger(__name__)

Vector = Callable[[str], Floats]
"""A message's words -> its vector, [dimensions]."""

TURNS = 12
"""Exchanges remembered for summaries."""


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
