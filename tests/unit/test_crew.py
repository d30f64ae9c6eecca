"""Workers and their parent: started in turn, replaced when they die, ended together, with one memory for all."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing import Pipe
from pathlib import Path

import pytest

from omnishelf.cli.answering import check_workers, each_worker, far_visits, near_visits
from omnishelf.config import Settings
from omnishelf.domain.errors import BadInput, BadSettings, Unavailable
from omnishelf.wiring import visits_of
from omnishelf.workers.held import Far, Line, attend
from omnishelf.workers.server import Server

CREW = '''
import os, signal, sys, time
from omnishelf.domain.errors import Unavailable
from omnishelf.workers.crew import Crew, Seat
from omnishelf.workers.held import Far, Line

def say(*words):
    """A line in one piece, whoever else says something."""
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())

class Bell:
    """Counts how often it was rung."""
    def __init__(self): self.rung = 0
    def ring(self):
        self.rung += 1
        return self.rung

def work(seat, fails):
    if fails:
        sys.exit(7)
    line = Line(seat.line)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    say("worker", seat.number, os.getpid(), Far(line, "bell").ring(), int(seat.first))
    try:
        Far(line, "seat").ready()
        while not seat.life.poll(0.2):
            Far(line, "seat").beat()
        seat.life.recv_bytes()
    except (EOFError, Unavailable):
        say("alone", seat.number)

if __name__ == "__main__":
    held, silent = {"bell": Bell()}, float(sys.argv[2])
    crew = Crew(2, work, (sys.argv[1] == "fails",), held=held, opened=lambda: say("open"), silent_seconds=silent)
    sys.exit(crew.run())
'''


class Started:
    """A parent as a process; `said` is its next line, of it or of a worker."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def said(self) -> list[str]:
        assert self.process.stdout is not None
        return self.process.stdout.readline().split()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], Started]]:
    (tmp_path / "crew.py").write_text(CREW)
    started: list[subprocess.Popen[str]] = []

    def starting(how: str, silent: float = 60.0) -> Started:
        command = [sys.executable, str(tmp_path / "crew.py"), how, str(silent)]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True))
        return Started(started[-1])

    yield starting
    for process in started:
        process.kill()
        process.communicate()


def test_a_dead_worker_is_replaced(start: Callable[[str], Started]) -> None:
    """The second worker starts after the first is ready; one that is killed is followed by another of its number, which finds
    the parent's memory as the others left it; SIGTERM ends all with exit code 0."""
    crew = start("well")
    one, other, opened = crew.said(), crew.said(), crew.said()
    assert (one[0], one[1], one[3:], other[0], other[1], other[3:]) == ("worker", "0", ["1", "1"], "worker", "1", ["2", "0"])
    assert opened == ["open"]
    os.kill(int(one[2]), signal.SIGKILL)
    third = crew.said()
    assert (third[1], third[3:]) == ("0", ["3", "0"]) and third[2] != one[2]
    crew.process.terminate()
    assert crew.process.wait(60) == 0
    assert not any(Path(f"/proc/{told[2]}").exists() for told in (other, third))


def test_a_worker_that_hangs_is_replaced(start: Callable[..., Started]) -> None:
    """One that is stopped, and so says nothing, is killed and followed by another of its number; who is heard of stays."""
    crew = start("well", 3.0)
    told = {said[1]: int(said[2]) for said in (crew.said(), crew.said())}
    assert crew.said() == ["open"]
    os.kill(told["1"], signal.SIGSTOP)
    third = crew.said()
    assert third[1] == "1" and not Path(f"/proc/{told['1']}").exists()
    assert Path(f"/proc/{told['0']}").exists()
    crew.process.terminate()
    assert crew.process.wait(60) == 0


def test_workers_do_not_outlive_their_parent(start: Callable[[str], Started]) -> None:
    """A parent that is killed tells nobody; its workers notice."""
    crew = start("well")
    for _ in range(3):
        crew.said()
    crew.process.kill()
    assert sorted(crew.said() for _ in range(2)) == [["alone", "0"], ["alone", "1"]]


def test_a_first_worker_that_cannot_begin_ends_it(start: Callable[[str], Started]) -> None:
    """Its exit code is the parent's, and no other is started."""
    crew = start("fails")
    assert crew.process.wait(60) == 7
    assert crew.said() == []


def test_a_server_shows_that_it_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    """It beats from its event loop again and again until it is stopped, whatever the parent says to that, and no more after."""
    monkeypatch.setattr("omnishelf.workers.server.BEAT_SECONDS", 0.01)
    beats, enough = [], threading.Event()

    def beat() -> None:
        beats.append(threading.get_ident())
        if len(beats) >= 3:
            enough.set()
        raise Unavailable("The parent is gone.", hint="")

    async def app(scope: object, receive: object, send: object) -> None: ...

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(app, leaving=lambda: None, beat=beat)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        assert enough.wait(60)
        server.stop()
        thread.join(60)
    told = len(beats)
    assert not thread.is_alive() and threading.get_ident() not in beats
    time.sleep(0.05)
    assert len(beats) == told


# --- what the parent holds -------------------------------------------------------------------------------------------------


class Shelf:
    def put(self, what: str, *, twice: bool = False) -> str:
        if not what:
            raise BadInput("Nothing.", hint="Something.")
        return what * 2 if twice else what

    def lines(self) -> object:
        return (line for line in ())  # cannot be pickled

    def _secret(self) -> str:
        return "secret"


@pytest.fixture
def line() -> Iterator[Line]:
    near, far = Pipe()
    thread = threading.Thread(target=attend, args=(near, {"shelf": Shelf()}), daemon=True)
    thread.start()
    yield Line(far)
    far.close()
    thread.join(10)
    assert not thread.is_alive()


def test_calls_answers_and_errors_travel(line: Line) -> None:
    """A method is called there and its answer is here; errors are raised here with what they say; private methods are not
    reached; an answer that cannot travel is said, and the line goes on."""
    shelf = Far(line, "shelf", name="shelf")
    assert (shelf.put("a"), shelf.put("a", twice=True), shelf.name) == ("a", "aa", "shelf")
    with pytest.raises(BadInput, match="Nothing") as raised:
        shelf.put("")
    assert raised.value.hint == "Something."
    with pytest.raises(TypeError, match=r"shelf\.lines"):
        shelf.lines()
    with pytest.raises(AttributeError):
        line.ask("shelf", "_secret", (), {})
    with pytest.raises(AttributeError):
        shelf._secret()
    assert shelf.put("b") == "b"


def test_a_parent_that_is_gone() -> None:
    """A call says that the server is stopping, which is a 503."""
    near, far = Pipe()
    near.close()
    with pytest.raises(Unavailable, match="stopping"):
        Far(Line(far), "shelf").put("a")


def test_what_visits_leave_can_be_shared() -> None:
    """All that a shop remembers of visits is named alike on both sides, and the conversations are a holder of personal data."""
    visits = visits_of(Settings())
    near, far = Pipe()
    threading.Thread(target=attend, args=(near, near_visits(visits)), daemon=True).start()
    shared = far_visits(Line(far))
    assert shared.conversations.name == visits.conversations.name
    state = shared.conversations.take("", "ann")
    shared.conversations.keep(state)
    assert visits.conversations.knows(state.id, "ann") and shared.conversations.take(state.id, "ann") == state
    assert (shared.sessions.of("s"), shared.wishes.of("s"), shared.sifter.sift([])) == ((), None, ([], 0, 0))
    assert (shared.answers.click("q", [], "p", 1), shared.drawn.told([])) == (None, {})
    far.close()


def test_how_many_workers() -> None:
    """The embedded index belongs to one process; several workers share the cores unless threads are set."""
    with pytest.raises(BadSettings, match="2 workers") as raised:
        check_workers(Settings(workers=2))
    assert "opensearch" in raised.value.hint
    check_workers(Settings(workers=1))
    check_workers(Settings(workers=2, engine="opensearch"))
    many = Settings(workers=200, engine="opensearch")
    assert (each_worker(many).threads, each_worker(many.model_copy(update={"threads": 3})).threads) == (1, 3)
