"""The two shops of a soak: alone (SQLite, embedded engine, a small disk), and grown (PostgreSQL, OpenSearch,
two servers)."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import httpx

from omnishelf.cli.serve import sample_catalogue
from omnishelf.testing.opensearch import Node, missing, node
from omnishelf.testing.opensearch.node import free_ports
from omnishelf.testing.postgresql import PostgreSQL, find_binaries

START_SECONDS = 240.0
DISK_MB = 2_000


@dataclass
class Server:
    """One `omnishelf serve`, started again when it was killed."""

    data_dir: Path
    environment: Mapping[str, str]
    log: Path
    port: int = field(default_factory=lambda: free_ports(1)[0])
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "omnishelf", "serve", "--host", "127.0.0.1", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--data-dir", str(self.data_dir)],
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONFAULTHANDLER": "1", **self.environment},
            )

    def wait(self) -> None:
        """Raises:
        RuntimeError: it ended, or was not ready in time."""
        until = time.monotonic() + START_SECONDS
        while not self.ready():
            if self.process is None or self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The server is not ready:\n{self.log.read_text('utf-8', 'replace')[-3000:]}")
            time.sleep(0.3)

    def ready(self) -> bool:
        try:
            return httpx.get(self.address + "/readyz", timeout=5, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False

    def resident_mb(self) -> float:
        if self.process is None:
            return 0.0
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        return int(status.split("VmRSS:")[1].split()[0]) * 1024 / 1e6

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)


@dataclass(frozen=True)
class Place:
    """A running shop, and what may befall it: name -> a callable that does it and returns when it is over."""

    name: str
    servers: tuple[Server, ...]
    products: tuple[str, ...]
    photos: tuple[Path, ...]
    misfortunes: Mapping[str, Callable[[], None]]


def fed(data_dir: Path, environment: Mapping[str, str], products: int) -> tuple[str, ...]:
    """The first products of the sample shop, taken in as any feed is; their ids."""
    sample = sample_catalogue()
    with tempfile.TemporaryDirectory() as folder, (sample / "products.jsonl").open(encoding="utf-8") as lines:
        feed = Path(folder) / "products.jsonl"
        feed.write_text("".join(islice(lines, products)), encoding="utf-8")
        command = [sys.executable, "-m", "omnishelf", "ingest", str(feed), "--images", str(sample / "images")]
        subprocess.run([*command, "--data-dir", str(data_dir)], check=True, env={**os.environ, **environment})
        rows = feed.read_text("utf-8").splitlines()
    return tuple(str(json.loads(row)["id"]) for row in rows)


def pictures(count: int) -> tuple[Path, ...]:
    return tuple(islice(sorted((sample_catalogue() / "images").iterdir()), count))


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system in memory of that size; root alone may make one."""
    with tempfile.TemporaryDirectory(prefix="omnishelf-soak-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def alone(products: int) -> Iterator[Place]:
    """Raises:
    RuntimeError: not root, so no small disk can be made."""
    if os.geteuid() != 0:
        raise RuntimeError("A small disk, to be filled, can be made by root only: run this in a container, as root.")
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(DISK_MB))
        logs = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ids = fed(disk / "shop", {}, products)
        server = Server(disk / "shop", {}, logs / "log")
        stack.callback(server.stop)
        server.start()
        server.wait()
        misfortunes = {"kill -9 of the server": killing(server), "full disk, 15 s": filling(disk, 15.0)}
        yield Place("SQLite, embedded engine, one server", (server,), ids, pictures(24), misfortunes)


@contextmanager
def grown(products: int) -> Iterator[Place]:
    """Raises:
    RuntimeError: PostgreSQL or what OpenSearch needs is not installed."""
    binaries = find_binaries()
    if binaries is None:
        raise RuntimeError("PostgreSQL's initdb is neither on the PATH nor in /usr/lib/postgresql/*/bin.")
    if lacking := missing():
        raise RuntimeError(lacking)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="omnishelf-soak-")))
        folder.chmod(0o755)
        (folder / "pg").mkdir()
        database = PostgreSQL(binaries, folder / "pg")
        database.create()
        stack.callback(database.stop)
        database.start()
        engine = stack.enter_context(node(heap="1g"))
        environment = {
            "OMNISHELF_DATABASE_URL": database.url,
            "OMNISHELF_ENGINE": "opensearch",
            "OMNISHELF_OPENSEARCH__URL": engine.url,
        }
        ids = fed(folder / "shop", environment, products)
        servers = tuple(Server(folder / "shop", environment, folder / f"log{number}") for number in (1, 2))
        for server in servers:
            stack.callback(server.stop)
            server.start()
            server.wait()
        misfortunes = {
            "kill -9 of a server": killing(servers[0]),
            "kill -9 of the other server": killing(servers[1]),
            "crash of PostgreSQL": crashing(database, 3.0),
            "OpenSearch hangs, 20 s": hanging(engine, 20.0),
        }
        yield Place("PostgreSQL, OpenSearch, two servers", servers, ids, pictures(24), misfortunes)


def killing(server: Server) -> Callable[[], None]:
    def kill() -> None:
        server.kill()
        server.start()
        server.wait()

    return kill


def filling(disk: Path, seconds: float) -> Callable[[], None]:
    def fill() -> None:
        ballast = disk / "ballast"
        try:
            with ballast.open("wb", buffering=0) as file, suppress(OSError):
                os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(disk).free)
                while True:  # until what the shop freed meanwhile is gone as well
                    file.write(bytes(1 << 12))
            time.sleep(seconds)
        finally:
            ballast.unlink()

    return fill


def crashing(database: PostgreSQL, seconds: float) -> Callable[[], None]:
    def crash() -> None:
        database.kill()
        time.sleep(seconds)
        database.start()

    return crash


def hanging(engine: Node, seconds: float) -> Callable[[], None]:
    def hang() -> None:
        engine.pause()
        try:
            time.sleep(seconds)
        finally:
            engine.resume()

    return hang
