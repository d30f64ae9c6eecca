"""Thumbs on replies from the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from tests.conftest import Run

from omnishelf.assistant.feedback import Marked
from omnishelf.config import load_settings
from omnishelf.wiring import open_feedback


def test_marks_are_counted_and_written_for_evaluation(cli: Run, tmp_path: Path) -> None:
    """Nobody yet; then counts by what was asked, and one line a mark without who it was."""
    assert "Nobody has marked a reply yet." in cli("feedback")[1]
    with open_feedback(load_settings()) as desk:
        for turn, helpful in enumerate((True, False, True), start=1):
            desk.take(Marked("c_1", turn, helpful, "track", "en", said="where is it"), datetime.now(UTC))
    out = tmp_path / "marks.jsonl"
    told = json.loads(cli("feedback", "--out", str(out), "--json")[1])
    assert told == {"intents": [{"intent": "track", "helpful": 2, "unhelpful": 1}], "written": 3}
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line["helpful"] for line in lines] == [True, False, True]
    assert {line["said"] for line in lines} == {""}
    assert all("shopper" not in key for line in lines for key in line)
    assert "track" in cli("feedback")[1]
