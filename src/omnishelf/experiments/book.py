"""The experiments that run now, as queries see them, without asking the database at every query."""

from __future__ import annotations

import time
from collections.abc import Callable

from omnishelf.domain.experiment import Experiment, State
from omnishelf.stores.experiments_port import Experiments
from omnishelf.stores.fresh import Fresh


class ExperimentBook(Fresh[Experiment]):
    """Callable: those that run, by id."""

    def __init__(self, store: Experiments, clock: Callable[[], float] = time.monotonic) -> None:
        def running() -> tuple[Experiment, ...]:
            return tuple(one for one in store.all() if one.state is State.RUNNING)

        super().__init__(store.version, running, clock)
