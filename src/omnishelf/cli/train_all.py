"""omnishelf train all: everything that is learnt from what shoppers do, one after the other; what the server's clock starts."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from omnishelf.cli import console
from omnishelf.config import Settings
from omnishelf.domain.errors import NotAllowed
from omnishelf.schedule.running import Learn, give_way, learn
from omnishelf.schedule.status import PARTS, Done, due, read

log = logging.getLogger(__name__)


def train_all(*, due_only: bool, seed: int, data_dir: Path | None, as_json: bool) -> bool:
    """Whether all went well. `due_only`: as the server's clock wants it: what is due, at the lowest priority, and nothing where
    another process learns already."""
    settings = console.settings(data_dir)
    wanted = due(read(settings.data_dir), timedelta(hours=settings.training.every_hours), datetime.now(UTC))
    ways = _ways(settings, seed)
    parts = {part: ways[part] for part in PARTS if part in wanted or not due_only}
    told: dict[str, dict[str, str]] = {}

    def say(part: str, done: Done) -> None:
        told[part] = {"state": done.state, "told": done.told}
        if not as_json:
            console.out().print(f"{part}: {done.state}. {done.told}", highlight=False)

    if due_only and parts:
        give_way(settings.training.memory_mb)
    try:
        well = learn(settings.data_dir, parts, say)
    except NotAllowed:
        if not due_only:
            raise
        log.info("another process is learning")
        return True
    if as_json:
        console.print_json(told)
    return well


def _ways(settings: Settings, seed: int) -> dict[str, Learn]:
    def recommenders() -> tuple[bool, str]:
        from omnishelf.wiring import open_shop

        with open_shop(settings, must_own_index=False) as shop:
            taught = shop.recommending.teach(seed=seed)
        return bool(taught.version), f"nDCG@10 {taught.learnt:.3f}, before {taught.standing:.3f}."

    def predictions() -> tuple[bool, str]:
        from omnishelf.wiring import open_predictions

        with open_predictions(settings) as desk:
            found = desk.teach(seed=seed)
        fresh = [aim for aim, one in found.tried.items() if one.published]
        return bool(found.version), f"Better: {', '.join(fresh) or 'none'}."

    def offers() -> tuple[bool, str]:
        from omnishelf.wiring import open_offers

        with open_offers(settings) as desk:
            taught, version = desk.teach()
        return bool(version), f"Of {len(taught)} offers, {sum(one.published for one in taught)} go by what was learnt."

    def ranker() -> tuple[bool, str]:
        from omnishelf.wiring.learning import open_ranking

        with open_ranking(settings) as teach:
            trained = teach(seed=seed)
        return bool(trained.version), f"nDCG@10 {trained.learnt:.3f}, before {trained.standing:.3f}, by later clicks."

    return {"recommenders": recommenders, "predictions": predictions, "offers": offers, "ranker": ranker}
