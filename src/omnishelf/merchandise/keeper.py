"""The rules as their owner handles them: checked before they are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from omnishelf.domain.errors import NotFound
from omnishelf.domain.product import Product
from omnishelf.domain.rule import Rule
from omnishelf.engine.port import Schema
from omnishelf.merchandise.checking import Caution, cautions, check
from omnishelf.merchandise.preview import changed
from omnishelf.stores.port import Rules


class RuleKeeper:
    def __init__(
        self,
        store: Rules,
        products: Callable[[Sequence[str]], Mapping[str, Product]],
        schema: Schema,
        after: Callable[[], None] = lambda: None,
    ) -> None:
        """
        Args:
            products: those of some ids that exist.
            schema: what rules may filter by.
            after: called after each change.
        """
        self.store, self.products, self.schema, self.after = store, products, schema, after

    def all(self) -> tuple[Rule, ...]:
        """By id."""
        return self.store.all()

    def get(self, id: str) -> Rule:
        """Raises:
        NotFound: no such rule.
        """
        found = next((rule for rule in self.store.all() if rule.id == id), None)
        if found is None:
            raise NotFound(f"There is no rule {id!r}.", hint="See all with: omnishelf rules list")
        return found

    def cautions(self, given: Sequence[Rule]) -> list[Caution]:
        """What may not be meant by these rules beside those that stand.

        Raises:
            BadInput: a rule cannot be applied at all.
        """
        check(given, self.schema)
        return cautions(given, changed(self.store.all(), given), lambda ids: frozenset(self.products(ids)))

    def put(self, given: Sequence[Rule]) -> list[Caution]:
        """Keep these, replacing those of the same ids: all or, where one cannot be applied, none.

        Raises:
            BadInput: naming every rule that cannot be applied, and why.
        """
        found = self.cautions(given)
        self.store.put(given)
        self.after()
        return found

    def remove(self, id: str) -> None:
        """Raises:
        NotFound: no such rule.
        """
        unknown = self.store.remove([id])
        self.after()
        if unknown:
            raise NotFound(f"There is no rule {id!r}.", hint="See all with: omnishelf rules list")
