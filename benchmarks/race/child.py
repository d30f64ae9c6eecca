"""A contestant in a process of its own: python -m benchmarks.race.child NAME FOLDER. One JSON object a line in, one out.

    {"do": "built"}                        {"built": false, "lacking": ""}
    {"do": "build"}                        {"seconds": 12.3}
    {"do": "open"}                         {"seconds": 0.4}
    {"do": "ask", "way": .., "number": 7}  {"ids": [..], "ms": 3.1, "inner": null}
    {"do": "clients", "way": .., "clients": 4, "seconds": 3}   {"answered": 812, "seconds": 3.0}
    {"do": "size"}                         {"memory": 512.0, "disk": 88.0}

Time is taken round the contestant's own work, so neither the pipe nor JSON counts. Memory is what its processes have resident
now, MB of 10^6 bytes; what several of them share counts once a process that touched it, but for PSS where the kernel tells it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.race.contestants import ENTRIES
from benchmarks.race.port import Contestant, Goods, Question

PAGE = 10

Reply = dict[str, Any]


class Child:
    def __init__(self, name: str, race: Path) -> None:
        self.race, self.folder, self.entry = race, race / name, ENTRIES[name]
        self.questions = read_questions(race)
        self._contestant: Contestant | None = None

    @property
    def contestant(self) -> Contestant:
        if self._contestant is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._contestant = self.entry.made(self.folder)
        return self._contestant

    def built(self) -> Reply:
        lacking = self.entry.lacking()
        return {"built": (self.folder / "built").is_file(), "lacking": lacking}

    def build(self) -> Reply:
        """What a build that was stopped has left is thrown away."""
        shutil.rmtree(self.folder, ignore_errors=True)
        goods, begin = Goods(self.race), time.perf_counter()
        self.contestant.build(goods)
        seconds = time.perf_counter() - begin
        self.contestant.close()
        (self.folder / "built").write_text("")
        return {"seconds": seconds}

    def open(self) -> Reply:
        begin = time.perf_counter()
        self.contestant.open()
        return {"seconds": time.perf_counter() - begin, "ways": list(self.contestant.ways)}

    def ask(self, way: str, number: int) -> Reply:
        begin = time.perf_counter()
        answer = self.contestant.ask(way, self.questions[number], PAGE)
        return {"ids": list(answer.ids), "ms": 1000 * (time.perf_counter() - begin), "inner": answer.inner}

    def clients(self, way: str, clients: int, seconds: float) -> Reply:
        """Each client asks one question after the other, from another place of the list, until the time is over."""
        ask: Callable[[Question], Any] = lambda question: self.contestant.ask(way, question, PAGE)  # noqa: E731
        return under_load(ask, self.questions, clients, seconds)

    def size(self) -> Reply:
        memory = sum(map(proportional_mb, (os.getpid(), *self.contestant.processes())))
        return {"memory": memory, "disk": disk_mb(self.folder)}

    def close(self) -> Reply:
        if self._contestant is not None:
            self._contestant.close()
        return {}


def under_load(ask: Callable[[Question], Any], questions: Sequence[Question], clients: int, seconds: float) -> Reply:
    """Questions answered by all clients together, and how long that took, until the last of them was answered."""
    answered, faults = [0] * clients, list[BaseException]()
    begin = time.perf_counter()

    def client(number: int) -> None:
        place = number * len(questions) // clients
        try:
            while time.perf_counter() < begin + seconds:
                ask(questions[place % len(questions)])
                place += 1
                answered[number] += 1
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return {"answered": sum(answered), "seconds": time.perf_counter() - begin}


def read_questions(race: Path) -> list[Question]:
    """Those of questions.jsonl with their vectors, asked.npy: [questions, dimensions]."""
    vectors = np.load(race / "asked.npy")
    with (race / "questions.jsonl").open(encoding="utf-8") as lines:
        return [Question(json.loads(line)["text"], vector) for line, vector in zip(lines, vectors, strict=True)]


def proportional_mb(pid: int) -> float:
    """Memory of a process, its share of what it shares; 0 for one that has ended."""
    for name, mark in (("smaps_rollup", "\nPss:"), ("status", "\nVmRSS:")):
        try:
            return int(Path(f"/proc/{pid}/{name}").read_text().split(mark)[1].split()[0]) * 1024 / 1e6
        except (OSError, IndexError):
            continue
    return 0.0


def disk_mb(folder: Path) -> float:
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file()) / 1e6


def main() -> None:
    """Replies go to what was standard output; whatever a library prints goes to standard error. However it ends,
    servers that the contestant has started are stopped."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    child = Child(sys.argv[1], Path(sys.argv[2]))
    try:
        for line in sys.stdin:
            out.write(json.dumps(answered(child, json.loads(line))) + "\n")
            out.flush()
    finally:
        child.close()


def answered(child: Child, asked: Reply) -> Reply:
    """The reply, or the fault in words; the traceback is for the log."""
    try:
        reply: Reply = getattr(child, asked.pop("do"))(**asked)
    except Exception as fault:
        traceback.print_exc()
        return {"fault": f"{type(fault).__name__}: {fault}"}
    return reply


if __name__ == "__main__":
    main()
