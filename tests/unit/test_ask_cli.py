"""`omnishelf ask`: turns on the command line, on a shop opened for it and over a running server."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Run, copied_sparsely, photo, recording
from tests.served import served

from omnishelf.config import ApiKey, Settings
from omnishelf.shop import Shop

KEY = "w" * 20


@pytest.fixture
def filled(cli: Run, stock: Path, tmp_path: Path) -> Run:
    """The command line over a shop with products."""
    shutil.copytree(stock, tmp_path / "shop", copy_function=copied_sparsely)
    return cli


def told(out: str) -> list[dict]:
    """The JSON objects of the output, one a turn."""
    decoder, found, at = json.JSONDecoder(), [], 0
    while at < len(out.rstrip()):
        one, at = decoder.raw_decode(out, at)
        found.append(one)
        at += len(out[at:]) - len(out[at:].lstrip())
    return found


def test_turns_go_on(filled: Run) -> None:
    """Each argument is a turn of one conversation; the answer names what it rests on."""
    code, out, _ = filled("ask", "blue mug", "the first one but black")
    assert code == 0 and "Blue mug" in out and "product blue-mug" in out
    assert "Black mug" in out.partition("product blue-mug")[2]


def test_as_json(filled: Run) -> None:
    """--json prints each reply as the server would give it, in one conversation."""
    code, out, _ = filled("ask", "--json", "blue mug", "cheaper")
    first, second = told(out)
    assert code == 0 and first["products"][0] == "blue-mug" and first["conversation"] == second["conversation"]


def test_a_photo_a_recording_and_the_keyboard(filled: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A photo goes with the first turn, a recording is a turn, and without either lines are read until an empty one."""
    (tmp_path / "a.png").write_bytes(photo("red"))
    (tmp_path / "a.wav").write_bytes(recording())
    assert "red-mug" in filled("ask", "mug", "--photo", "a.png")[1]
    heard = filled("ask", "--voice", "a.wav")[1]
    assert "« blue backpack »" in heard and "blue-backpack" in heard
    monkeypatch.setattr(sys, "stdin", io.StringIO("green lamp\n\nnever read\n"))
    assert "green-lamp" in filled("ask")[1]


def test_over_a_server(cli: Run, make_shop: Callable[..., Shop], stock: Path) -> None:
    """--url asks a running server with its key; a conversation of it goes on by its id; a wrong key is told."""
    shop = make_shop("served", stock=stock)
    with served(shop, Settings(api_keys=(ApiKey(key=KEY, scope="write"),))) as address:
        asked = ("ask", "--url", address, "--json")
        (first,) = told(cli(*asked, "--key", KEY, "blue mug")[1])
        (then,) = told(cli(*asked, "--key", KEY, "--conversation", first["conversation"], "the first one but red")[1])
        assert then["products"][0] == "red-mug"
        code, _, err = cli(*asked, "--key", "wrong" * 5, "hello")
        assert code == 2 and "key is not known" in err
    code, _, err = cli("ask", "--url", "http://127.0.0.1:9", "hello")
    assert code == 1 and "no shop answering" in " ".join(err.split())


def test_mistakes(filled: Run) -> None:
    """A conversation without a server and a photo that is not there are told in a sentence."""
    code, _, err = filled("ask", "--conversation", "c_1", "hello")
    assert code == 2 and "--url" in err
    code, _, err = filled("ask", "--photo", "nowhere.png", "hello")
    assert code == 2 and "nowhere.png" in err and "Traceback" not in err
