"""The field of contestants, each in a process of its own: the runner's end of child.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

Reply = dict[str, Any]


class Fault(RuntimeError):
    """What went wrong at a contestant's, in its own words."""


@dataclass(frozen=True, slots=True)
class Interpreters:
    """`ours`: where Omnishelf is installed; `rivals`: where the others are, which may be the same."""

    ours: str = sys.executable
    rivals: str = sys.executable

    def of(self, needs: Sequence[str]) -> str:
        return self.ours if "omnishelf" in needs else self.rivals


class Runner:
    """A contestant's process. What its libraries print is in FOLDER/logs/NAME.txt."""

    def __init__(self, name: str, python: str, race: Path) -> None:
        self.name, self.race = name, race
        logs = race / "logs"
        logs.mkdir(exist_ok=True)
        self._log = (logs / f"{name}.txt").open("ab")
        self._process = subprocess.Popen(
            [python, "-m", "benchmarks.race.child", name, str(race)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            cwd=ROOT,
            env=os.environ
            | {"PYTHONPATH": str(ROOT), "TOKENIZERS_PARALLELISM": "false", "HF_HUB_OFFLINE": "1", "LANCEDB_LOG": "error"},
            text=True,
            encoding="utf-8",
        )

    def do(self, what: str, **how: Any) -> Reply:
        """Raises Fault: the contestant could not, or its process has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps({"do": what, **how}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise Fault(f"{self.name} has ended; see {self.race.name}/logs/{self.name}.txt")
        reply: Reply = json.loads(line)
        if "fault" in reply:
            raise Fault(f"{self.name}: {reply['fault']}")
        return reply

    def close(self) -> None:
        """Lets it end by itself: servers of its own are stopped first."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(120)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
