"""The documents say what the code has: every setting, command, error, path and field, and no link leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from pydantic import BaseModel

import omnishelf
from omnishelf.api.app import create_app
from omnishelf.api.schemas import SearchRequest
from omnishelf.cli import app
from omnishelf.config import Settings
from omnishelf.domain import errors
from omnishelf.domain.query import Query
from omnishelf.shop import Shop

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
WRITTEN = (*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")))

_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s]+)\)")
_FENCED = re.compile(r"^```.*?^```", re.M | re.S)
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.M | re.S)


def text(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def rows(document: str) -> Iterator[list[str]]:
    """The cells of every table row."""
    for line in document.splitlines():
        if line.startswith("|"):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def settings(model: type[BaseModel] = Settings, prefix: str = "") -> Iterator[tuple[str, object]]:
    """(TOML name, default) of every setting, levels joined by dots."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from settings(kind, f"{prefix}{name}.")
        else:
            yield prefix + name, field.default


def shown(default: object) -> str:
    """A default as the tables write it: numbers from ten thousand on with `_` between thousands."""
    if default in (None, ()):
        return "none"
    plain = default.get_secret_value() if hasattr(default, "get_secret_value") else default
    return f"`{plain:_}`" if isinstance(plain, int) and plain >= 10_000 else f"`{plain}`" if plain != "" else "empty"


@pytest.mark.parametrize(("name", "default"), list(settings()), ids=lambda value: value if isinstance(value, str) else "")
def test_settings(name: str, default: object) -> None:
    """docs/settings.md lists every setting by its TOML name, with its environment variable and its true default."""
    variable = "OMNISHELF_" + name.replace(".", "__").upper()
    listed = {row[0]: row for row in rows(text("settings.md"))}
    assert f"`{name}`" in listed, f"{name} is not in the tables"
    row = listed[f"`{name}`"]
    assert row[1] == f"`{variable}`"
    assert row[2] == shown(default)


def test_no_other_settings() -> None:
    """docs/settings.md lists no setting that does not exist."""
    listed = {row[0].strip("`") for row in rows(text("settings.md")) if len(row) == 4 and row[1].startswith("`OMNISHELF_")}
    assert listed == {name for name, _ in settings()}


def test_commands() -> None:
    """docs/cli.md has a heading for every command, and names every option of each."""
    document = text("cli.md")
    verbs = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert verbs, "the command line has no commands"
    for verb, command in verbs.items():
        assert f"## `omnishelf {verb}`" in document
        part = document.partition(f"## `omnishelf {verb}`")[2].partition("\n## ")[0]
        for parameter in command.params:
            longest = max(parameter.opts, key=len)
            if longest.startswith("--"):
                assert longest in part, f"{longest} of {verb} is not explained"


def tree(error: type[errors.OmnishelfError] = errors.OmnishelfError) -> Iterator[type[errors.OmnishelfError]]:
    yield error
    for below in error.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from tree(below)


@pytest.mark.parametrize("error", list(tree()), ids=lambda error: error.code)
def test_errors(error: type[errors.OmnishelfError]) -> None:
    """docs/errors.md has a row for every error with its code, its status and its Python name."""
    listed = {row[0]: row for row in rows(text("errors.md"))}
    row = listed[f"`{error.code}`"]
    assert str(error.status) in row[1]
    assert f"`{error.__name__}`" in row[2]


@pytest.mark.parametrize("code", ["invalid-request", "internal", "not-ready"])
def test_errors_of_the_edge(code: str) -> None:
    """Codes that only the HTTP edge makes are in docs/errors.md too."""
    assert f"| `{code}` |" in text("errors.md")


def test_notices() -> None:
    """docs/errors.md names every notice that the code can give."""
    found = {
        code
        for file in (ROOT / "src" / "omnishelf").rglob("*.py")
        for code in re.findall(r'Notice\(\s*f?"([^"]+)"', file.read_text("utf-8"))
    }
    assert found
    for code in found:
        for one in [code] if "{" not in code else [code.replace("{modality}", m) for m in ("words", "photo", "voice")]:
            assert f"`{one}`" in text("errors.md")


def test_paths(make_shop: Callable[..., Shop]) -> None:
    """docs/http.md names every path of the HTTP surface with each of its methods."""
    document = text("http.md")
    described = create_app(make_shop(), Settings()).openapi()["paths"]
    assert described
    for path, methods in described.items():
        assert re.search(re.escape(path) + r"(?![/\w])", document), f"{path} is not described"
        for method in methods:
            lines = [line for line in document.splitlines() if re.search(re.escape(path) + r"(?![/\w])", line)]
            assert any(method.upper() in line for line in lines), f"{method} {path} is not described"


@pytest.mark.parametrize("name", [field.alias or name for name, field in SearchRequest.model_fields.items()])
def test_search_fields(name: str) -> None:
    """docs/http.md's table of the search request has every field."""
    first = {word for row in rows(text("http.md")) for word in re.findall(r"`([^`]+)`", row[0])}
    assert name in first


@pytest.mark.parametrize("name", list(Query.__dataclass_fields__))
def test_query_fields(name: str) -> None:
    """docs/python.md's table of Query has every field."""
    first = {word for row in rows(text("python.md")) for word in re.findall(r"`([^`]+)`", row[0])}
    assert name in first


def test_python_examples(make_shop: Callable[..., Shop], feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples of docs/python.md run, one after the other, on a small shop."""
    monkeypatch.chdir(feed.parent)
    monkeypatch.setattr(omnishelf, "open_shop", lambda data_dir: make_shop(data_dir))
    examples = _PYTHON.findall(text("python.md"))
    assert len(examples) >= 5
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, "docs/python.md", "exec"), names)


def test_decisions_are_numbered() -> None:
    """Decision files count 0001, 0002, ... without a gap."""
    numbers = [file.name[:5] for file in DECISIONS]
    assert numbers == [f"{n:04d}-" for n in range(1, len(numbers) + 1)]
    assert numbers


@pytest.mark.parametrize("file", DECISIONS, ids=lambda file: file.stem)
def test_decisions(file: Path) -> None:
    """A decision says its context, what was decided, what follows and what was measured, in at most 25 lines."""
    record = file.read_text("utf-8")
    assert record.startswith(f"# {int(file.name[:4])}. ")
    for part in ("Context", "Decision", "Consequences", "Measured"):
        assert f"**{part}.**" in record, f"{file.name} has no {part}"
    assert len(record.splitlines()) <= 25


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: str(file.relative_to(ROOT)))
def test_links(file: Path) -> None:
    """Every relative link leads to a file of the project."""
    for target in _LINK.findall(_FENCED.sub("", file.read_text("utf-8"))):
        assert (file.parent / target.partition("#")[0]).exists(), f"{file.name} links to {target}"


def test_documents_are_reached() -> None:
    """Every document in docs/ is linked to, or named, by another one."""
    for document in DOCS.glob("*.md"):
        others = [file.read_text("utf-8") for file in WRITTEN if file != document]
        assert any(document.name in other for other in others), f"nothing leads to {document.name}"


def test_make_targets() -> None:
    """Every make target that README or CONTRIBUTING names is in the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = {
        target
        for name in ("README.md", "CONTRIBUTING.md")
        for target in re.findall(r"(?:`|^ {4,}|\$ )make ([a-z]+)", (ROOT / name).read_text("utf-8"), re.M)
    }
    assert {"test", "check"} <= named
    assert named <= targets


def test_changelog_names_this_version() -> None:
    """CHANGELOG.md has a dated section for the version of the code."""
    assert re.search(
        rf"^## \[?{re.escape(omnishelf.__version__)}\]? - \d{{4}}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text(), re.M
    )
