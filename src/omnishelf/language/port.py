"""What a language model is: lines of a conversation and tools it may call go in; text and calls come out, piece by piece.

An implementation is thread-safe, remembers nothing between two calls, and never waits longer than it is told to.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from omnishelf.domain.errors import Unavailable


class ModelFailed(Unavailable):
    """The model did not answer, not in time, or not in its protocol's form. The caller goes on without it."""

    code = "model-failed"


@dataclass(frozen=True, slots=True)
class Call:
    """A tool the model wants called. `arguments`: JSON as the model wrote it, unchecked."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the conversation as the model sees it. `calls`: of an assistant's line; `answers`: id of the call that a
    tool's line answers."""

    role: Literal["system", "user", "assistant", "tool"]
    text: str
    calls: tuple[Call, ...] = ()
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A tool the model may call. `takes`: JSON schema of an object."""

    name: str
    about: str
    takes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens read and written, as the endpoint counts them, or estimated (`language/counting.py`) where it does not."""

    read: int = 0
    written: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.read + other.read, self.written + other.written)


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of an answer. `text`: to be appended; `calls`, `usage`: in the last piece only."""

    text: str = ""
    calls: tuple[Call, ...] = ()
    usage: Usage | None = None


@runtime_checkable
class LanguageModel(Protocol):
    @property
    def name(self) -> str: ...

    def answer(
        self, lines: Sequence[Line], tools: Sequence[Offered], *, seconds: float, most_tokens: int
    ) -> Generator[Piece, None, None]:
        """The answer as it is written; the last piece has the usage.

        Args:
            tools: () where the model is to write and not to call.
            seconds: longest wait for the whole answer.
            most_tokens: longest answer.

        Raises:
            ModelFailed: at the call or at any piece.
        """
        ...

    def close(self) -> None: ...
