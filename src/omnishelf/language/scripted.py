"""A language model that follows a script: for tests and for the conversations of the benchmarks."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any

from omnishelf.language.counting import tokens
from omnishelf.language.port import Call, Line, ModelFailed, Offered, Piece, Usage

Step = str | Call | tuple[Call, ...] | ModelFailed
"""What it says, calls, or fails with."""
Script = Callable[[Sequence[Line], Sequence[Offered]], Step]


class ScriptedModel:
    """Answers by a function of the conversation, or by a list of steps in their order; text is written in pieces.

    A step that is a `ModelFailed` fails after `before_failing` characters of text.
    """

    def __init__(self, script: Script | Sequence[Step], *, before_failing: str = "") -> None:
        self._steps: Iterator[Step] | None = None if callable(script) else iter(script)
        self._script: Script | None = script if callable(script) else None
        self._before_failing = before_failing
        self.seen: list[tuple[Line, ...]] = []

    @property
    def name(self) -> str:
        return "scripted"

    def answer(
        self, lines: Sequence[Line], tools: Sequence[Offered], *, seconds: float, most_tokens: int
    ) -> Generator[Piece, None, None]:
        self.seen.append(tuple(lines))
        step = self._script(lines, tools) if self._script else next(self._steps or iter(()), ModelFailed("The script is over."))
        read = sum(tokens(line.text) for line in lines)
        if isinstance(step, ModelFailed):
            if self._before_failing:
                yield Piece(self._before_failing)
            raise step
        if isinstance(step, str):
            for at in range(0, len(step), 7):
                yield Piece(step[at : at + 7])
            yield Piece(usage=Usage(read, tokens(step)))
        else:
            calls = (step,) if isinstance(step, Call) else step
            yield Piece(calls=calls, usage=Usage(read, sum(tokens(call.arguments) for call in calls)))

    def close(self) -> None:
        """Nothing is open."""


def call(name: str, **arguments: Any) -> Call:
    return Call(f"call_{name}", name, json.dumps(arguments, ensure_ascii=False))
