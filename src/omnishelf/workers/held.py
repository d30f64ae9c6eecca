"""Objects that live in the parent and are used by its workers: one line a worker, one call at a time on it.

The line is an anonymous pair of sockets, handed to the worker when it is started: it has no name that anybody else could
open, so what comes over it may be unpickled. What is asked for is a call of a public method; arguments, results and errors
are pickled.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from typing import Any

from omnishelf.domain.errors import Unavailable

log = logging.getLogger(__name__)

GONE = (EOFError, OSError)
"""What a line says whose other end has died."""


def attend(line: Connection, held: Mapping[str, object]) -> None:
    """In the parent: answer one worker's calls until it is gone."""
    while True:
        try:
            name, method, given, named = line.recv()
        except GONE:
            line.close()
            return
        try:
            answer = (True, _call(held[name], method, given, named))
        except Exception as error:
            answer = (False, error)
        try:
            line.send(answer)
        except GONE:
            line.close()
            return
        except Exception as error:  # an answer that cannot be pickled is a mistake of ours: say it where it was asked
            log.exception("the answer to %s.%s cannot be sent", name, method)
            line.send((False, TypeError(f"{name}.{method}: {error}")))


def _call(object: object, method: str, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
    if method.startswith("_"):
        raise AttributeError(f"{method} is not a public method")
    return getattr(object, method)(*given, **named)


class Line:
    """A worker's end. Thread-safe: calls wait for each other, each some tenths of a millisecond."""

    def __init__(self, end: Connection) -> None:
        self._end = end
        self._turn = threading.Lock()

    def ask(self, name: str, method: str, given: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """Raises:
        Unavailable: the parent is gone; this worker ends too.
        """
        try:
            with self._turn:
                self._end.send((name, method, given, named))
                well, answer = self._end.recv()
        except GONE:
            raise Unavailable("The server is stopping.", hint="Try again.") from None
        if not well:
            raise answer
        return answer


class Far:
    """Stands for an object of the parent: its methods are called there.

    Args:
        plain: attributes that are no methods, which it has itself.
    """

    def __init__(self, line: Line, name: str, /, **plain: object) -> None:
        self._line, self._of = line, name
        self.__dict__.update(plain)

    def __getattr__(self, method: str) -> Callable[..., Any]:
        if method.startswith("_"):
            raise AttributeError(method)

        def call(*given: Any, **named: Any) -> Any:
            return self._line.ask(self._of, method, given, named)

        return call
