"""Taking a learnt model back, whatever was learnt: versions only grow, so that the history stays whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from numpy.typing import NDArray

from omnishelf.domain.errors import NotFound
from omnishelf.stores.port import Models

Arrays = Mapping[str, NDArray[Any]]
About = Mapping[str, Any]

RESTORED = "restored"
"""In what is kept with a version that brought another back: the number of that one; 0 for what stands before all learning."""


def take_back(
    models: Models,
    name: str,
    *,
    never: NotFound,
    nothing_before: NotFound,
    untaught: tuple[Arrays, About] = ({}, {}),
    allowed: Callable[[int, About], None] = lambda version, about: None,
) -> tuple[int, int]:
    """Publish what was current before the current version once more, as a new one; doing it again goes back one more.

    Args:
        never, nothing_before: raised where nothing was published, and where what is untaught stands already.
        untaught: what stands before the first version, arrays and what is kept with them.
        allowed: raises where that version must not come back.

    Returns: (the new version, the one whose model it is; 0 for what is untaught).
    """
    found = models.load(name)
    if found is None:
        raise never
    standing = int(found[1].get(RESTORED, models.current(name)))
    if standing == 0:
        raise nothing_before
    before = models.load(name, standing - 1) if standing > 1 else None
    restored = 0 if before is None else int(before[1].get(RESTORED, standing - 1))
    if before is None or restored == 0:
        arrays, about = untaught
        return models.publish(name, arrays, {**about, RESTORED: 0}), 0
    allowed(restored, before[1])
    return models.publish(name, before[0], {**before[1], RESTORED: restored}), restored
