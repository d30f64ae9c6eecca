"""What an intent asks of the engine: its inputs added up into one probe a signal."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from omnishelf import fusion
from omnishelf.domain.intent import Intent, Reading, Vector
from omnishelf.engine.port import Candidates, DenseProbe, Engine, LexicalProbe, Probe
from omnishelf.unmarked import unmarked

LEXICAL = "lexical"
UNWANTED = "unwanted"


def compose_probes(intent: Intent) -> dict[str, Probe]:
    """Signal -> the inputs' tokens, or vectors in one space, added up by weight: one probe whatever the number of inputs."""
    probes: dict[str, Probe] = {}
    tokens: dict[str, float] = {}
    spaces: dict[str, list[tuple[float, Vector]]] = {}
    for reading in intent.readings:
        if reading.weight <= 0:
            continue  # an input without weight finds nothing, rather than finding with no score
        for token, weight in reading.tokens.items():
            tokens[token] = tokens.get(token, 0.0) + _counted(reading, LEXICAL) * weight
        for space, vector in reading.vectors.items():
            spaces.setdefault(space, []).append((_counted(reading, space), vector))
    if tokens:
        probes[LEXICAL] = LexicalProbe(tokens)
    for space, parts in spaces.items():
        probes[space] = DenseProbe(space, fusion.compose([v for _, v in parts], [w for w, _ in parts]))
    return probes


def shares(intent: Intent) -> dict[str, float]:
    """Signal -> the summed weight of the inputs that feed it, each with its strength there: a photo of weight .3 makes looks
    count .3."""
    fed: dict[str, float] = {}
    for reading in intent.readings:
        for signal in (*((LEXICAL,) if reading.tokens else ()), *reading.vectors):
            fed[signal] = fed.get(signal, 0.0) + _counted(reading, signal)
    return fed


def _counted(reading: Reading, signal: str) -> float:
    return reading.weight * reading.strengths.get(signal, 1.0)


def retrieve(probes: Mapping[str, Probe], intent: Intent, engine: Engine, depth: int) -> Candidates:
    """Candidates of all probes, without those that mention something unwanted. Where the catalogue marks it, the filter has
    left out those that are, and only those that are not marked either way go by their words."""
    banned = {UNWANTED: LexicalProbe(dict.fromkeys(intent.unwanted, 1.0))} if intent.unwanted else {}
    found = engine.retrieve({**probes, **banned}, intent.filter, depth)
    given_away = unmarked(intent.constraints, found.ids, engine)
    if not banned and not given_away:
        return found
    clean = np.array([id not in given_away for id in found.ids], dtype=bool)
    if banned:
        clean &= found.scores[UNWANTED] <= 0
    scores = {name: values[clean] for name, values in found.scores.items() if name != UNWANTED}
    return Candidates(tuple(id for id, ok in zip(found.ids, clean, strict=True) if ok), scores, found.full - {UNWANTED})
