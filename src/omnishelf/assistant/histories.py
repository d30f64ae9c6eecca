"""Conversations of clients that send the whole history with every message and know no conversation's id.

The history itself names the conversation: a hash of it, of its shopper and of its caller leads to the state that the last
answer left, as long as it is remembered. A history that is unknown, because it began elsewhere or long ago, is read once more
without doing anything; a yes to a question that this server has not asked, or has forgotten, is none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from omnishelf.assistant.memory import Conversations
from omnishelf.domain.conversation import Message, Reply, Say, State

RECALLED = 6
"""Messages of the shopper that are read again."""


@dataclass(frozen=True, slots=True)
class Said:
    """`role`: "user" or "assistant"."""

    role: str
    text: str


Replying = Callable[[Message, str, Callable[[Reply], str]], Iterator[Say | Reply]]
"""(message, conversation, name that the conversation gets after the reply) -> as `Assistant.replying`."""
Recall = Callable[[State, Sequence[str]], State]
"""(a new state, what its shopper said) -> the state after that, with nothing done."""


class Histories:
    """Thread-safe."""

    def __init__(self, conversations: Conversations, replying: Replying, recall: Recall) -> None:
        self._conversations, self._replying, self._recall = conversations, replying, recall

    def replying(self, message: Message, before: Sequence[Said], caller: str = "") -> Iterator[Say | Reply]:
        """The answer to a message after a history.

        Args:
            before: oldest first.
            caller: whose history it is, beside the shopper: two callers that say the same do not share a conversation.
        """
        name = _name(before, message.shopper_id, caller) if before else ""
        if before and not self._conversations.knows(name, message.shopper_id):
            new = self._conversations.take("", message.shopper_id)
            said = [one.text for one in before if one.role == "user" and one.text.strip()][-RECALLED:]
            self._conversations.keep(replace(self._recall(new, said), proposal=None), name)

        def named(reply: Reply) -> str:
            now = (*before, Said("user", message.text), Said("assistant", reply.text))
            return _name(now, message.shopper_id, caller)

        return self._replying(message, name, named)


def _name(said: Sequence[Said], shopper_id: str, caller: str) -> str:
    """Blanks at ends do not count: clients trim."""
    whole = [caller, shopper_id, *([one.role, one.text.strip()] for one in said)]
    return "m_" + hashlib.sha256(json.dumps(whole).encode("utf-8", "surrogatepass")).hexdigest()
