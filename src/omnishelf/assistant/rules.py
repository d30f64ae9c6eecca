"""What may be done with an order, as the shop writes it in rules.yaml; a shop without the file decides by its people.

cancel: {statuses: [placed, paid]}
return: {days: 30, except_categories: [Candles]}
refund: {days: 30}
exchange: {days: 30}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError

from omnishelf.assistant.policies import read_yaml
from omnishelf.domain.conversation import Action
from omnishelf.domain.errors import BadSettings
from omnishelf.domain.order import Order

FILE = "rules.yaml"
OVER = frozenset(("cancelled", "canceled", "refunded", "returned"))
"""Statuses after which nothing is left to be asked for."""
UNSENT = frozenset(("placed", "paid"))


class Rule(BaseModel, extra="forbid"):
    """When an action is allowed. `days`: since the goods arrived, or since the order where that is not known."""

    statuses: tuple[Annotated[str, Field(max_length=40)], ...] = ()
    days: int | None = Field(None, ge=0, le=3650)
    except_categories: tuple[str, ...] = ()


class _Written(BaseModel, extra="forbid"):
    cancel: Rule | None = None
    refund: Rule | None = None
    exchange: Rule | None = None
    give_back: Rule | None = Field(None, alias="return")


Why = Literal["", "unwritten", "over", "status", "late", "category", "unsent"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`why`: "" where it is allowed; else what speaks against it. `limit`: days of the rule, `except_`: the category."""

    why: Why
    limit: int = 0
    excepted: str = ""

    @property
    def allowed(self) -> bool:
        return not self.why


@dataclass(frozen=True, slots=True)
class Rules:
    rules: Mapping[Action, Rule] = field(default_factory=dict)

    def judge(
        self,
        action: Action,
        order: Order,
        product_ids: Iterable[str],
        *,
        arrived: datetime | None,
        now: datetime,
        categories: Callable[[str], tuple[str, ...]],
    ) -> Verdict:
        """Whether the shop allows it, by what it wrote.

        Args:
            arrived: when the goods were delivered, None where it is not known.
            categories: of a product, from the root to the leaf; () for one that is sold no more.
        """
        rule = self.rules.get(action)
        if rule is None:
            return Verdict("unwritten")
        status = order.status.lower()
        if status in OVER:
            return Verdict("over")
        if rule.statuses and status not in rule.statuses:
            return Verdict("status")
        if action in (Action.RETURN, Action.EXCHANGE) and status in UNSENT:
            return Verdict("unsent")
        if rule.days is not None and now - (arrived or order.placed) > timedelta(days=rule.days):
            return Verdict("late", rule.days)
        excepted = {name.casefold() for name in rule.except_categories}
        for id in product_ids:
            for name in categories(id):
                if name.casefold() in excepted:
                    return Verdict("category", excepted=name)
        return Verdict("")


def read_rules(folder: Path | None) -> Rules:
    """Raises:
    BadSettings: the file is there and cannot be used.
    """
    path = folder / FILE if folder else None
    if path is None or not path.is_file():
        return Rules()
    try:
        written = _Written.model_validate(read_yaml(path) or {})
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise BadSettings(f"{FILE} cannot be used: {faults}.", hint="See docs/assistant.md.") from None
    own = {
        Action.CANCEL: written.cancel,
        Action.RETURN: written.give_back,
        Action.REFUND: written.refund,
        Action.EXCHANGE: written.exchange,
    }
    return Rules({action: rule for action, rule in own.items() if rule is not None})
