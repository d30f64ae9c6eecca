"""A PostgreSQL server for tests, real and thrown away: its data in a temporary folder, reached by a socket in it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

START_SECONDS = 60


def find_binaries() -> Path | None:
    """The folder of `initdb` and `postgres`: on the PATH, or where Debian puts them (newest version first); None without."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(installed, key=lambda folder: float(folder.parent.name), default=None)


class PostgreSQL:
    """A server. `start` may be called again after `stop` or `kill`: its data are still there. PostgreSQL refuses root, so when
    root runs the tests it runs as `postgres` or `nobody`."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.binaries, self.folder, self._owner = binaries, folder, _unprivileged()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Of its database `postgres`."""
        return f"postgresql+psycopg://postgres@/postgres?host={quote(str(self.folder), safe='')}"

    def create(self) -> None:
        if self._owner:
            shutil.chown(self.folder, self._owner["user"], self._owner["group"])
        command: list[str | Path] = [self.binaries / "initdb", "-D", self.folder / "data", "-U", "postgres"]
        with (self.folder / "log").open("ab") as log:
            _run([*command, "-A", "trust", "-E", "UTF8", "--no-locale"], log, self._owner)

    def start(self) -> None:
        """Returns when it answers."""
        # Not for keeping: without fsync it starts and commits faster; the tests kill processes, not the machine.
        options = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=50"]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  (our own arguments)
                [str(self.binaries / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder), *options],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                **self._owner,
            )
        _wait(self._process, self.url, self.folder / "log")

    def stop(self) -> None:
        """Disconnects its clients ("fast")."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """Ends as in a crash ("immediate"): the next start reads its log of changes."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(START_SECONDS)
            self._process = None


@contextmanager
def postgresql_server(binaries: Path) -> Iterator[str]:
    """Runs a server and gives the URL of its database `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="omnishelf-pg-"))
    server = PostgreSQL(binaries, folder)
    try:
        server.create()
        server.start()
        yield server.url
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def fresh_database(server_url: str, name: str) -> Iterator[str]:
    """An empty database on the server, dropped afterwards; gives its URL."""
    from sqlalchemy import create_engine, make_url, text

    admin = create_engine(server_url, isolation_level="AUTOCOMMIT")
    try:
        with admin.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    finally:
        admin.dispose()


def _unprivileged() -> dict[str, Any]:
    """Arguments for subprocess; {} when we are not root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return {}
    import grp
    import pwd

    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = known.get("postgres") or known["nobody"]
    return {"user": account.pw_name, "group": grp.getgrgid(account.pw_gid).gr_name, "extra_groups": []}


def _run(command: list[str | Path], log: IO[bytes], owner: dict[str, Any]) -> None:
    subprocess.run([str(part) for part in command], stdout=log, stderr=log, check=True, cwd="/", **owner)  # noqa: S603


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Until the server answers; raises RuntimeError with its log when it ends or takes too long."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import OperationalError

    engine = create_engine(url)
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            engine.connect().close()
            engine.dispose()
            return
        except OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}") from None
            time.sleep(0.1)
