"""An experiment as canonical JSON: field names as in `domain.experiment`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from omnishelf.domain.experiment import Arm, Experiment, Kind, Metric, Unit, Way


def write(experiment: Experiment) -> str:
    plain = asdict(experiment)
    for name in ("started", "stopped"):
        plain[name] = plain[name].isoformat() if plain[name] else None
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Experiment:
    told = json.loads(text)
    return Experiment(
        id=told["id"],
        arms=tuple(_arm(arm) for arm in told["arms"]),
        kind=Kind(told["kind"]),
        unit=Unit(told["unit"]),
        share=told["share"],
        metric=Metric(told["metric"]),
        hours=told["hours"],
        planned=told["planned"],
        alpha=told["alpha"],
        note=told["note"],
        salt=told["salt"],
        started=_moment(told["started"]),
        stopped=_moment(told["stopped"]),
    )


def _arm(told: dict[str, Any]) -> Arm:
    return Arm(told["name"], Way(**told["way"]), told["share"])


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
