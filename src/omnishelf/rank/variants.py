"""Variants of a product (one `group_id`) shown as one hit: the one that ranks best, of those that the filter admits.

What is counted follows: the total counts groups, and so do facets (`Engine.facet` with `distinct`), each value counting the
groups in which some admitted variant has it. That is the total one gets by choosing the value.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from omnishelf.rank.order import Ranked
from omnishelf.rank.rearrange import taken

GROUP = "group"
"""The engine's field that holds a product's group."""


@dataclass(frozen=True, slots=True)
class Collapsed:
    """`others`: id of a hit -> the further candidates of its group, best first; hits without any are left out."""

    ranked: Ranked
    others: Mapping[str, tuple[str, ...]]


def collapse(ranked: Ranked, groups: Mapping[str, Sequence[str]], preferred: Collection[str] = ()) -> Collapsed:
    """Each group once, at the place of its best candidate.

    Args:
        groups: id -> its group as the engine's keyword values, absent without one.
        preferred: ids that stand for their group even where another variant ranks better (the shop has pinned them).
    """
    rows: dict[object, list[int]] = {}
    for row, id in enumerate(ranked.ids):
        own = groups.get(id)
        rows.setdefault(own[0] if own else (id,), []).append(row)
    shown: list[int] = []
    others: dict[str, tuple[str, ...]] = {}
    for members in rows.values():
        chosen = next((row for row in members if ranked.ids[row] in preferred), members[0])
        shown.append(chosen)
        if len(members) > 1:
            others[ranked.ids[chosen]] = tuple(ranked.ids[row] for row in members if row != chosen)
    return Collapsed(taken(ranked, shown), others)
