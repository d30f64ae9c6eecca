"""The shop's rules as they are now, without asking the database at every query."""

from __future__ import annotations

import time
from collections.abc import Callable

from omnishelf.domain.rule import Rule
from omnishelf.stores.fresh import Fresh
from omnishelf.stores.port import Rules


class RuleBook(Fresh[Rule]):
    """Callable: the rules, by id."""

    def __init__(self, store: Rules, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(store.version, store.all, clock)
