"""The page of results."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from omnishelf.evaluate import report


def write(path: Path, name: str, score: float) -> str:
    out = io.StringIO()
    report.write_section(
        name,
        "A title",
        [{"run": "BM25", "nDCG@10": score, "queries": 1234}],
        protocol="p",
        data="d",
        seed=None,
        command="c",
        path=path,
        console=Console(file=out, width=80),
    )
    return out.getvalue()


def test_a_section_is_replaced_where_it_stands(tmp_path: Path) -> None:
    """Running a benchmark again changes its own section only."""
    page = tmp_path / "RESULTS.md"
    for name, score in (("one", 0.1), ("two", 0.2), ("one", 0.3)):
        write(page, name, score)
    text = page.read_text(encoding="utf-8")
    assert text.index("<!-- begin one -->") < text.index("<!-- begin two -->")
    assert "0.300" in text
    assert "0.200" in text
    assert "0.100" not in text


def test_the_table_is_printed_as_it_is_written(tmp_path: Path) -> None:
    """The person who runs the command sees the same figures."""
    printed = write(tmp_path / "RESULTS.md", "one", 0.7172)
    assert "0.717" in printed
    assert "1,234" in printed
    assert "| BM25 | 0.717 | 1,234 |" in (tmp_path / "RESULTS.md").read_text(encoding="utf-8")


def test_rows_must_share_their_columns() -> None:
    """A ragged table is a mistake in the benchmark and is refused."""
    with pytest.raises(ValueError, match="same columns"):
        report.check_rows([{"a": 1}, {"b": 1}])


def test_the_machine_is_described_without_its_name() -> None:
    """Cores and Python are said; no path is."""
    assert "cores" in report.machine()
    assert "/" not in report.machine().replace("w/", "")
