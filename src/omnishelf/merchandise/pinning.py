"""Pinned products at their places."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from omnishelf.domain.intent import Intent
from omnishelf.domain.query import Filter, IdIn
from omnishelf.engine.port import Candidates, Engine, LexicalProbe, Probe
from omnishelf.merchandise.orders import PINNED
from omnishelf.rank.order import Ranked
from omnishelf.rank.rearrange import standing_at, taken
from omnishelf.unmarked import unmarked


def admissible(pins: Mapping[int, str], admitted: Filter, intent: Intent, engine: Engine) -> dict[int, str]:
    """Those of the pins that the shopper's filters admit, and that mention nothing unwanted."""
    ids, unwanted = tuple(pins.values()), intent.unwanted
    free = set(engine.scan((*admitted, IdIn(ids)), limit=len(ids))) if ids else set()
    if free and unwanted:
        free -= set(engine.retrieve({"unwanted": LexicalProbe(dict.fromkeys(unwanted, 1.0))}, (IdIn(ids),), len(ids)).ids)
    free -= unmarked(intent.constraints, tuple(free), engine)
    return {position: id for position, id in pins.items() if id in free}


def with_candidates(found: Candidates, ids: Sequence[str], probes: Mapping[str, Probe], engine: Engine) -> Candidates:
    """The candidates and these ids, with their own exact scores. The others' scores stay as they are: the best product of each
    probe was a candidate before."""
    missing = tuple(sorted(set(ids).difference(found.ids)))
    if not missing:
        return found
    scored = engine.retrieve(probes, (IdIn(missing),), len(missing))
    place = {id: row for row, id in enumerate(scored.ids)}
    unlisted = {name: 0.0 if isinstance(probe, LexicalProbe) else math.nan for name, probe in probes.items()}
    scores = {
        name: np.append(values, [scored.scores[name][place[id]] if id in place else unlisted[name] for id in missing])
        for name, values in found.scores.items()
    }
    ids = (*found.ids, *missing)
    order = sorted(range(len(ids)), key=lambda row: ids[row])
    return replace(found, ids=tuple(ids[row] for row in order), scores={n: values[order] for n, values in scores.items()})


def placed(others: Sequence[str], pins: Mapping[int, str]) -> list[str]:
    """`others` in their order, with each pin at its position (from 1), or behind the last where there are not so many.

    Args:
        pins: position -> id; positions rise; none of the ids is among `others`.
    """
    ids = list(others)
    for position, id in pins.items():
        ids.insert(position - 1, id)
    return ids


def pinned(ranked: Ranked, pins: Mapping[int, str]) -> Ranked:
    """Those of the pins that are among the candidates, at their places, with what it takes to stand there as an addend: a
    pinned product scores as much as the next one below it that is not, so that scores still fall along the page."""
    place = {id: row for row, id in enumerate(ranked.ids)}
    wanted = {position: id for position, id in pins.items() if id in place}
    if not wanted:
        return ranked
    fixed = set(wanted.values())
    order = placed([id for id in ranked.ids if id not in fixed], wanted)
    moved = taken(ranked, [place[id] for id in order])
    scores = np.array(moved.scores)
    below = min((float(s) for id, s in zip(moved.ids, scores, strict=True) if id not in fixed), default=0.0)
    for row in range(len(order) - 1, -1, -1):
        if order[row] in fixed:
            scores[row] = below
        below = float(scores[row])
    return standing_at(moved, PINNED, scores)
