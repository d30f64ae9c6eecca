"""omnishelf ask: talk to the shop from the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.text import Text

from omnishelf.cli import console
from omnishelf.cli.ingest import bars
from omnishelf.domain.conversation import Message
from omnishelf.domain.errors import BadInput, BadQuery, Unavailable

SECONDS = 120.0
Turn = Callable[[str, bytes | None, bytes | None, str], dict[str, Any]]
"""(words, photo, recording, conversation) -> the reply as the server gives it."""


def ask(
    words: Annotated[list[str] | None, typer.Argument(help="What to say; each argument is a turn.", show_default=False)] = None,
    photo: Annotated[Path | None, typer.Option(help="A photo, with the first turn.", dir_okay=False)] = None,
    voice: Annotated[Path | None, typer.Option(help="A recording, as the first turn.", dir_okay=False)] = None,
    conversation: Annotated[str, typer.Option(help="Go on with one of the server at --url.", show_default=False)] = "",
    shopper: Annotated[str, typer.Option(help="Whose orders it is about; over --url with a write key.")] = "",
    language: Annotated[str, typer.Option(help="en or zh, of the answers; follows the words when not given.")] = "",
    url: Annotated[str, typer.Option(help="Ask the server there instead of opening the shop.", show_default=False)] = "",
    key: Annotated[str, typer.Option(help="API key for --url.", envvar="OMNISHELF_KEY", show_default=False)] = "",
    data_dir: console.DataDir = None,
    as_json: console.AsJson = False,
) -> None:
    """Ask the shop's assistant. Without words, turns are read from the keyboard until an empty line."""
    turns = list(words or ())
    if conversation and not url:
        raise BadQuery(
            "--conversation needs --url.", hint="A conversation lives in the server; here, give each turn in quotes."
        )
    files = (_bytes(photo), _bytes(voice))
    if url:
        _talk(lambda *said: _remote(url, key, shopper, language, *said), turns, files, conversation, as_json=as_json)
        return
    from omnishelf.api.assistant_shapes import reply_out
    from omnishelf.wiring import open_shop

    with bars(quiet=as_json) as progress, open_shop(console.settings(data_dir), progress=progress) as shop:

        def answer(text: str, image: bytes | None, audio: bytes | None, going_on: str) -> dict[str, Any]:
            return dict(reply_out(shop.assistant.reply(Message(text, image, audio, language, shopper), going_on)))

        _talk(answer, turns, files, "", as_json=as_json)


def _talk(turn: Turn, words: list[str], files: tuple[bytes | None, bytes | None], conversation: str, *, as_json: bool) -> None:
    image, audio = files
    for text in words or ([""] if image or audio else _typed()):
        told = turn(text, image, audio, conversation)
        conversation, image, audio = told["conversation"], None, None
        if as_json:
            console.print_json(told)
        else:
            show(told)


def show(told: dict[str, Any]) -> None:
    """The reply, what it rests on, and what may be said next."""
    out = console.out()
    if told["transcript"]:
        out.print(Text(f"« {told['transcript']} »", style="dim"))
    for one in told["says"]:
        out.print(Text(one["text"]))
    cited = dict.fromkeys(f"{source['kind']} {source['id']}" for one in told["says"] for source in one["sources"])
    if cited:
        out.print(Text(f"[{', '.join(cited)}]", style="dim"))
    if told["offers"]:
        out.print(Text(" | ".join(told["offers"]), style="cyan"))


def _typed() -> Iterator[str]:
    while line := sys.stdin.readline().strip():
        yield line


def _remote(
    url: str, key: str, shopper: str, language: str, text: str, image: bytes | None, audio: bytes | None, conversation: str
) -> dict[str, Any]:
    fields = {"text": text, "conversation": conversation, "shopper_id": shopper, "language": language}
    parts: dict[str, Any] = {name: (None, value) for name, value in fields.items()}
    parts |= {name: (name, data) for name, data in (("image", image), ("audio", audio)) if data is not None}
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        response = httpx.post(f"{url.rstrip('/')}/v1/assistant/messages", files=parts, headers=headers, timeout=SECONDS)
        answer: dict[str, Any] = response.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        hint = "Check the address, and that omnishelf serve is running there."
        raise Unavailable(f"There is no shop answering at {url}: {error or type(error).__name__}.", hint=hint) from None
    if response.is_success:
        return answer
    raise BadInput(str(answer.get("detail", f"The server answered {response.status_code}.")), hint=str(answer.get("hint", "")))


def _bytes(path: Path | None) -> bytes | None:
    try:
        return path.read_bytes() if path else None
    except OSError as error:
        raise BadQuery(f"{path} cannot be read: {error.strerror}.", hint="Check the path.") from None
