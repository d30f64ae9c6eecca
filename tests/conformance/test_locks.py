"""Locks between a shop's processes through their conformance suite: files, and a real PostgreSQL; and killed processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from omnishelf.stores.locks import FileLocks
from omnishelf.stores.locks_port import Held, Locks
from omnishelf.stores.sql.connect import connect
from omnishelf.stores.sql.locks import AdvisoryLocks, HeldSession
from omnishelf.testing.postgresql import fresh_database
from omnishelf.testing.store_suite.locks import LocksSuite

HOLDER = """
import sys, time
from pathlib import Path
from omnishelf.stores.locks import FileLocks
from omnishelf.stores.sql.connect import connect
from omnishelf.stores.sql.locks import AdvisoryLocks
where = sys.argv[1]
locks = AdvisoryLocks(connect(where)) if where.startswith("postgresql") else FileLocks(Path(where))
print(locks.take("indexer") is not None, flush=True)
time.sleep(600)
"""


def goes_with_its_process(where: str, locks: Locks) -> None:
    """A child takes the name, is killed, and the name is free."""
    child = subprocess.Popen([sys.executable, "-c", HOLDER, where], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    with child, child.stdout:
        assert child.stdout.readline().strip() == "True"
        assert locks.take("indexer") is None
        child.kill()
    held = locks.take("indexer", 10.0)
    assert held is not None
    held.release()


class TestFileLocks(LocksSuite):
    @pytest.fixture
    def opened(self, tmp_path: Path) -> Callable[[], Locks]:
        return lambda: FileLocks(tmp_path)

    def test_a_killed_process_holds_nothing(self, tmp_path: Path) -> None:
        """kill -9 frees what was held, at once."""
        goes_with_its_process(str(tmp_path), FileLocks(tmp_path))


class TestAdvisoryLocks(LocksSuite):
    @pytest.fixture
    def url(self, postgresql: str, tmp_path: Path) -> Iterator[str]:
        with fresh_database(postgresql, tmp_path.name) as url:
            yield url

    @pytest.fixture
    def opened(self, url: str) -> Iterator[Callable[[], Locks]]:
        engines = []

        def opening() -> Locks:
            engines.append(connect(url))
            return AdvisoryLocks(engines[-1])

        yield opening
        for engine in engines:
            engine.dispose()

    @pytest.fixture
    def lose(self, url: str) -> Iterator[Callable[[Held], None]]:
        engine = connect(url)

        def losing(held: Held) -> None:
            assert isinstance(held, HeldSession) and held._connection is not None
            number = held._connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            with engine.begin() as connection:
                connection.exec_driver_sql(f"SELECT pg_terminate_backend({number}, 5000)")

        yield losing
        engine.dispose()

    def test_a_killed_process_holds_nothing(self, url: str, opened: Callable[[], Locks]) -> None:
        """kill -9 frees what was held as soon as the server notices that its client is gone."""
        goes_with_its_process(url, opened())

    def test_shops_of_one_server_do_not_share_names(self, postgresql: str, opened: Callable[[], Locks]) -> None:
        """Another database is another shop."""
        held = opened().take("indexer")
        with fresh_database(postgresql, "another-shop") as url:
            engine = connect(url)
            other = AdvisoryLocks(engine).take("indexer")
            assert held is not None and other is not None
            other.release()
            engine.dispose()
        held.release()
