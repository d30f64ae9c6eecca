"""Running: rounds in which everybody is asked the same question in turn, then each alone under several clients.

Who is built already is not built again, and what was found is kept a contestant: a race can be run in parts, and one that was
stopped goes on where it was.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.race.contestants import ENTRIES
from benchmarks.race.field import Fault, Interpreters, Reply, Runner

CLIENTS = (1, 2, 4, 8)
SECONDS = 3.0
"""That each number of clients asks for."""
SEED = 1

Say = Callable[[str], None]


@dataclass
class Way:
    """What was found of a contestant asked in one way.

    Attributes:
        answers: question id -> ids of the first round; ids are the same in every round.
        ms: of every question of every round but the first, which warms it up.
        inner: of those, what looking up the index took; empty where it does not say.
        load: clients -> questions a second.
    """

    answers: dict[str, list[str]] = field(default_factory=dict)
    ms: list[float] = field(default_factory=list)
    inner: list[float] = field(default_factory=list)
    load: dict[str, float] = field(default_factory=dict)


@dataclass
class Result:
    """`build`, `open`: seconds. `memory`, `disk`: MB, after all questions."""

    build: float = 0.0
    open: float = 0.0
    memory: float = 0.0
    disk: float = 0.0
    ways: dict[str, Way] = field(default_factory=dict)


def ready(name: str, where: Interpreters, race: Path, say: Say) -> bool:
    """Build it unless that was done; False, in words, when something is not installed or fails."""
    with running(name, where, race) as runner:
        try:
            state = runner.do("built")
            if state["lacking"]:
                say(f"{name}: skipped, {state['lacking']} is not installed")
                return False
            if not state["built"]:
                say(f"{name}: building")
                result = Result(build=runner.do("build")["seconds"])
                keep(race, name, result)
                say(f"{name}: built in {result.build:.0f} s")
        except Fault as fault:
            say(f"skipped: {fault}")
            return False
    return True


def heat(names: Sequence[str], asked: Mapping[int, str], rounds: int, where: Interpreters, race: Path, say: Say) -> None:
    """All of them open at once, `rounds` timed rounds after one that is not; replaces what was found of them before.

    Args:
        asked: place of a question in questions.jsonl -> its id.
        rounds: 0 for the answers alone, when the machine has other work to do and no time would be worth telling.
    """
    with ExitStack() as stack:
        track = Track({name: stack.enter_context(running(name, where, race)) for name in names}, say)
        results = {name: read(race, name) for name in names}
        for name in names:
            if opened := track.do(name, "open"):
                results[name].open, results[name].ways = opened["seconds"], {way: Way() for way in opened["ways"]}
        ways = [(name, way) for name in names for way in results[name].ways if name in track.runners]
        for number in range(rounds + 1):
            say(f"round {number} of {rounds}, {len(asked)} questions to {len(ways)}")
            for step, (place, turn) in enumerate(turns(list(asked), len(ways), number)):
                if step % 100 == 99:
                    say(f"{step + 1} questions")
                for name, way in (ways[i] for i in turn):
                    if reply := track.do(name, "ask", way=way, number=place):
                        noted(results[name].ways[way], asked[place], reply, warm=number > 0)
        for name, way in ways if rounds else ():
            for clients in CLIENTS:
                if reply := track.do(name, "clients", way=way, clients=clients, seconds=SECONDS):
                    results[name].ways[way].load[str(clients)] = reply["answered"] / reply["seconds"]
        for name in names:
            if size := track.do(name, "size"):
                results[name].memory, results[name].disk = size["memory"], size["disk"]
                keep(race, name, results[name])


@dataclass
class Track:
    """Those who still run. One that fails falls out, with a word, and the others go on; nothing of it is kept."""

    runners: dict[str, Runner]
    say: Say

    def do(self, name: str, what: str, **how: object) -> Reply:
        """{} of one that fell out."""
        if name not in self.runners:
            return {}
        try:
            return self.runners[name].do(what, **how)
        except Fault as fault:
            self.say(f"falls out: {fault}")
            del self.runners[name]
            return {}


def turns(questions: Sequence[int], ways: int, seed: int) -> Iterator[tuple[int, list[int]]]:
    """(a question, who is asked it, in which order): questions shuffled, whoever begins moving on by one."""
    places = list(questions)
    random.Random(f"{SEED} {seed}").shuffle(places)
    for step, place in enumerate(places):
        yield place, [(step + i) % ways for i in range(ways)]


def noted(way: Way, id: str, reply: Mapping[str, object], *, warm: bool) -> None:
    way.answers.setdefault(id, reply["ids"])  # type: ignore[arg-type]
    if warm:
        way.ms.append(reply["ms"])  # type: ignore[arg-type]
        if reply["inner"] is not None:
            way.inner.append(reply["inner"])  # type: ignore[arg-type]


@contextmanager
def running(name: str, where: Interpreters, race: Path) -> Iterator[Runner]:
    runner = Runner(name, where.of(ENTRIES[name].needs), race)
    try:
        yield runner
    finally:
        runner.close()


def keep(race: Path, name: str, result: Result) -> None:
    path = race / "results" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_text(json.dumps(asdict(result), ensure_ascii=False), encoding="utf-8")
    beside.replace(path)


def read(race: Path, name: str) -> Result:
    """What is kept of it; an empty result when nothing is."""
    path = race / "results" / f"{name}.json"
    if not path.is_file():
        return Result()
    row = json.loads(path.read_text(encoding="utf-8"))
    return Result(**{**row, "ways": {way: Way(**found) for way, found in row["ways"].items()}})


def found(race: Path) -> dict[str, Result]:
    """Of everybody who has answered, in the order of the list of contestants."""
    results = {name: read(race, name) for name in ENTRIES}
    return {name: result for name, result in results.items() if result.ways}


def heats(names: Sequence[str], ours: str, pairs: bool) -> list[list[str]]:
    """Who runs together: everybody, or each rival with us, for when memory does not hold them all."""
    if not pairs or ours not in names:
        return [list(names)]
    return [[ours, name] for name in names if name != ours] or [[ours]]
