"""Learning by the clock: what is due, one at a time, what is noted of failures, and the thread that starts it."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import Run

from omnishelf.domain.errors import BadInput, NotAllowed, Unavailable
from omnishelf.schedule.clock import LearningClock
from omnishelf.schedule.running import alone, learn
from omnishelf.schedule.status import FILE, PARTS, RETRY, Done, due, note, read

NOW = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)
HOLDER = """
import time, pathlib
from omnishelf.schedule.running import alone
with alone(pathlib.Path({folder!r})):
    print("has it", flush=True)
    time.sleep(60)
"""


def done(state: str, ago: timedelta) -> Done:
    return Done(NOW - ago, NOW - ago, state, "")


def test_what_is_due() -> None:
    """All at first; then what was learnt a day ago, what failed or was interrupted an hour ago, and not what had too little."""
    assert (due({}, DAY, NOW), due({}, timedelta(), NOW)) == (PARTS, ())
    found = {part: done("kept", DAY / 2) for part in PARTS} | {
        "recommenders": done("published", DAY),
        "offers": done("little", DAY / 2),
    }
    assert due(found, DAY, NOW) == ("recommenders",)
    for state in ("failed", "running"):
        assert due({**found, "offers": done(state, RETRY)}, DAY, NOW) == ("recommenders", "offers")
        assert due({**found, "offers": done(state, RETRY / 2)}, DAY, NOW) == ("recommenders",)


def test_parts_are_noted_and_do_not_stop_each_other(tmp_path: Path) -> None:
    """What is published, kept, too little or failed is noted with its sentence; each is learnt, whatever came before."""

    def fails(error: Exception) -> tuple[bool, str]:
        raise error

    parts = {
        "recommenders": lambda: fails(Unavailable("The disk is full.")),
        "predictions": lambda: fails(BadInput("Three clicks.")),
        "offers": lambda: (True, "Better."),
    }
    assert learn(tmp_path, parts) is False
    found = read(tmp_path)
    assert {part: (one.state, one.told) for part, one in found.items()} == {
        "recommenders": ("failed", "The disk is full."),
        "predictions": ("little", "Three clicks."),
        "offers": ("published", "Better."),
    }
    assert learn(tmp_path, {"offers": lambda: (False, "")}) is True
    assert read(tmp_path)["offers"].state == "kept"
    assert learn(tmp_path, {"offers": lambda: fails(MemoryError())}) is False
    assert "memory" in read(tmp_path)["offers"].told


def test_one_at_a_time(tmp_path: Path) -> None:
    """While one process learns, another is told so; when it is killed, the next may."""
    code = HOLDER.format(folder=str(tmp_path))
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    with pytest.raises(NotAllowed, match="already"):
        learn(tmp_path, {})
    holder.kill()
    holder.wait()
    holder.stdout.close()
    with alone(tmp_path):
        pass


def test_a_file_that_cannot_be_read_makes_all_due(tmp_path: Path) -> None:
    """Half a file, or one of another form, counts as none."""
    note(tmp_path, "offers", done("kept", DAY))
    for broken in ("", "[1]", '{"offers": {}}', '{"offers": 3}'):
        (tmp_path / FILE).write_text(broken, "utf-8")
        assert read(tmp_path) == {}


def test_the_clock_starts_what_is_due_and_stops_with_the_server(tmp_path: Path) -> None:
    """A due part starts the command; a clock set to 0 starts nothing; leaving ends a run that goes on."""
    went, code = tmp_path / "went", "import sys, time, pathlib; pathlib.Path(sys.argv[1]).touch(); time.sleep(60)"
    command = (sys.executable, "-c", code, str(went))
    with LearningClock(tmp_path, timedelta(), command=command, first=0.0, look=0.01):
        time.sleep(0.05)
    assert not went.exists()
    with LearningClock(tmp_path, DAY, command=command, first=0.0, look=0.01) as clock:
        until = time.monotonic() + 60
        while not went.exists() and time.monotonic() < until:
            time.sleep(0.02)
        assert went.exists()
    assert not clock._thread.is_alive()


@pytest.mark.parametrize("what", ["recommenders", "predictions", "offers", "ranker", "all"])
def test_two_processes_do_not_learn_at_once(cli: Run, tmp_path: Path, what: str) -> None:
    """While another process learns in a shop's folder, learning by hand is told to wait and the clock's leaves in peace;
    nothing is published. A model is taken back all the same."""
    (tmp_path / "judgments.csv").write_text("query,product,grade\nmug,red-mug,3\n", "utf-8")
    given = ["--judgments", str(tmp_path / "judgments.csv")] if what == "ranker" else []
    code = HOLDER.format(folder=str(tmp_path / "shop"))
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        try:
            assert cli("train", what, *given)[2].startswith("This shop is learning already.")
            if what == "all":
                assert cli("train", "all", "--due", "--json")[0] == 0
            elif what != "offers":
                assert "learning already" not in cli("train", what, "--rollback")[2]
        finally:
            holder.kill()
    assert not (tmp_path / "shop" / "models").exists() or not any((tmp_path / "shop" / "models").rglob("arrays.npz"))


def test_train_all(cli: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a new shop every part has too little to learn from, which is no failure; the doctor tells; what is not due is not
    learnt again."""
    monkeypatch.setenv("OMNISHELF_TRAINING__EVERY_HOURS", "24")
    code, out, err = cli("train", "all")
    assert (code, out.count("little")) == (0, len(PARTS)), err
    assert "learning: offers" in cli("doctor")[1]
    assert cli("train", "all", "--due", "--json")[1].strip() == "{}"
