"""Who holds personal data: each part of the shop that does joins here, so that exports are complete and erasings thorough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from omnishelf.domain.errors import OmnishelfError


class Holder(Protocol):
    """A part of the shop that keeps something about shoppers."""

    @property
    def name(self) -> str:
        """What an export calls its part: "profile", "orders", ..."""
        ...

    def export(self, shopper_id: str) -> Any:
        """All it holds of them, as what JSON can say; None when it holds nothing."""
        ...

    def erase(self, shopper_id: str) -> int:
        """Delete all it holds of them; how many things those were. May be called again after a crash."""
        ...


class PersonalData:
    """The holders, in the order they joined."""

    def __init__(self) -> None:
        self._holders: list[Holder] = []

    def join(self, holder: Holder) -> None:
        if any(holder.name == other.name for other in self._holders):
            raise ValueError(f"there is a holder {holder.name!r} already")
        self._holders.append(holder)

    def export(self, shopper_id: str) -> Mapping[str, Any]:
        return {holder.name: holder.export(shopper_id) for holder in self._holders}

    def erase(self, shopper_id: str) -> Mapping[str, int]:
        """Every holder is asked even when one fails; then the first failure is raised, and all may be asked again."""
        gone: dict[str, int] = {}
        failure: OmnishelfError | None = None
        for holder in self._holders:
            try:
                gone[holder.name] = holder.erase(shopper_id)
            except OmnishelfError as error:
                failure = failure or error
        if failure is not None:
            raise failure
        return gone
