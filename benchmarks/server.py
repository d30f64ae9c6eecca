"""A real `omnishelf serve` on a free port of the loopback, for benchmarks."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from shops import resident_mb

START_SECONDS = 180.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. `client` keeps its connection."""

    pid: int
    client: httpx.Client

    def resident_mb(self) -> float:
        return resident_mb(self.pid)


@contextmanager
def serving(data_dir: Path) -> Iterator[Server]:
    """The shop in `data_dir`, served until the block is left; no other process may have it open."""
    command = [sys.executable, "-m", "omnishelf", "serve", "--host", "127.0.0.1", "--port", "0", "--data-dir", str(data_dir)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        with httpx.Client(base_url=address(process), timeout=300, trust_env=False) as client:
            until_ready(client)
            yield Server(process.pid, client)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def address(process: subprocess.Popen[str]) -> str:
    """The address that the server prints."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    raise SystemExit("The server ended before it told its address.")


def until_ready(client: httpx.Client) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if client.get("/readyz").status_code == 200:
            return
        time.sleep(0.1)
    raise SystemExit(f"The server was not ready within {START_SECONDS:.0f} s.")
