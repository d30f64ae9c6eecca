"""Conversations that go on: in memory only, at most so many, each forgotten when nobody has spoken for a while."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, replace
from threading import Lock
from typing import Any

from omnishelf.domain.conversation import State


class Conversations:
    """Thread-safe. A holder of personal data (`events/personal.py`): what a shopper said is theirs to have and to erase.

    Args:
        seconds: after the last turn.
    """

    name = "conversations"

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._kept: OrderedDict[str, tuple[float, State]] = OrderedDict()
        self._erased: OrderedDict[str, None] = OrderedDict()
        self._lock = Lock()

    def take(self, id: str, shopper_id: str) -> State:
        """The conversation of that id; a new one where it is unknown, forgotten or another shopper's. Somebody unknown who
        becomes known goes on; who was known and no longer shows it begins anew, for the state tells of orders."""
        with self._lock:
            self._forget_old()
            found = self._kept.get(id)
        if found is not None and found[1].shopper_id in ("", shopper_id):
            return replace(found[1], shopper_id=shopper_id)
        return State("c_" + secrets.token_urlsafe(18), shopper_id)

    def knows(self, id: str, shopper_id: str) -> bool:
        """Whether a conversation goes on under that id or name for that shopper."""
        with self._lock:
            self._forget_old()
            found = self._kept.get(id)
        return found is not None and found[1].shopper_id in ("", shopper_id)

    def keep(self, state: State, *names: str) -> None:
        """`names`: under which it can be taken up as it is now, beside its id (`histories.py`)."""
        with self._lock:
            if state.id in self._erased:
                return  # erased while its turn was being answered
            for id in (state.id, *names):
                self._kept[id] = (self._clock() + self._seconds, state)
                self._kept.move_to_end(id)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def export(self, shopper_id: str) -> Any:
        with self._lock:
            self._forget_old()
            own = [
                state
                for id, (_, state) in self._kept.items()
                if shopper_id and state.shopper_id == shopper_id and id == state.id
            ]
        return [asdict(state) for state in own] or None

    def erase(self, shopper_id: str) -> int:
        with self._lock:
            own = [id for id, (_, state) in self._kept.items() if shopper_id and state.shopper_id == shopper_id]
            ended = {self._kept[id][1].id for id in own}
            for id in own:
                self._erased[self._kept.pop(id)[1].id] = None
            while len(self._erased) > self._most:
                self._erased.popitem(last=False)
            return len(ended)

    def __len__(self) -> int:
        return len(self._kept)

    def _forget_old(self) -> None:
        """The least recently used stand first, and all are kept equally long."""
        now = self._clock()
        while self._kept and next(iter(self._kept.values()))[0] <= now:
            self._kept.popitem(last=False)
