"""What one process does at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from omnishelf.stores.election import Election
from omnishelf.stores.locks_port import Held, Locks


class LocksSuite:
    """`opened` gives the locks of one process after another; a name held by one is free to none."""

    @pytest.fixture
    def opened(self) -> Callable[[], Locks]:
        raise NotImplementedError

    @pytest.fixture
    def lose(self) -> Callable[[Held], None]:
        """Takes a lock away from its holder, as a database that was restarted does."""
        pytest.skip("these locks are not lost while their process lives")

    def test_a_name_is_held_once(self, opened: Callable[[], Locks]) -> None:
        """While it is held nobody else gets it, by the same locks or others; released, the next one does. Other names do not
        matter."""
        one, other = opened(), opened()
        held = one.take("indexer")
        assert held is not None and held.holds()
        assert one.take("indexer") is None and other.take("indexer") is None
        apart = other.take("outbox")
        assert apart is not None
        held.release()
        held.release()
        assert not held.holds()
        again = other.take("indexer")
        assert again is not None and one.take("indexer") is None
        again.release()
        apart.release()

    def test_who_waits_gets_it_when_it_is_let_go(self, opened: Callable[[], Locks]) -> None:
        """Waiting ends as soon as the holder lets go; who waits in vain gets nothing."""
        one, other = opened(), opened()
        held = one.take("outbox")
        assert held is not None
        assert other.take("outbox", 0.05) is None
        threading.Timer(0.1, held.release).start()
        waited = other.take("outbox", 60.0)
        assert waited is not None and waited.holds()
        waited.release()

    def test_one_at_a_time_among_threads(self, opened: Callable[[], Locks]) -> None:
        """Of threads that add one to a number, reading before and writing after a pause, none is lost."""
        locks, numbers = opened(), [0]

        def add() -> None:
            held = locks.take("outbox", 60.0)
            assert held is not None
            before = numbers[0]
            time.sleep(0.01)
            numbers[0] = before + 1
            held.release()

        threads = [threading.Thread(target=add) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert numbers == [8]

    def test_an_election(self, opened: Callable[[], Locks]) -> None:
        """Who asks first is elected and stays so; when they leave, whoever asks next is; who has left never is again."""
        one, other = Election(opened()), Election(opened())
        assert [one(), other(), one()] == [True, False, True]
        one.close()
        assert [one(), other(), one()] == [False, True, False]
        other.close()

    def test_who_has_lost_it_notices(self, opened: Callable[[], Locks], lose: Callable[[Held], None]) -> None:
        """A lock that was taken away is not held; its former holder may be elected again, if nobody else was."""
        locks = opened()
        held = locks.take("indexer")
        assert held is not None
        lose(held)
        assert not held.holds()
        election = Election(locks)
        assert election() and election._held is not None
        lose(election._held)
        other = opened().take("indexer", 10.0)
        assert other is not None and not election()
        other.release()
        assert election()
        election.close()
