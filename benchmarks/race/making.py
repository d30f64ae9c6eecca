"""What a race needs before it starts: goods, questions, vectors of both; made once a size and kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from benchmarks.race import goods, questions, vectors

from omnishelf.config import load_settings
from omnishelf.wiring import text_encoder

Say = Callable[[str], None]


def prepared(race: Path, kept: Path, count: int, say: Say) -> list[questions.Asked]:
    """The questions, after goods.jsonl, truth.jsonl, questions.jsonl, vectors.npy and asked.npy are in the folder `race`.

    Args:
        kept: where encoded passages are kept for all sizes.
    """
    if not (race / "goods.jsonl").is_file():
        say(f"making {count:,} products")
        goods.write(count, race)
    listed = race / "questions.jsonl"
    if not listed.is_file():
        say("asking by rule")
        questions.save(questions.questions(goods.read_shelf(race)), listed)
    asked = questions.load(listed)
    encoder = text_encoder(load_settings())
    if not (race / "vectors.npy").is_file():
        passages, shared = vectors.of_size(race, count)
        told: Callable[[int, int], None] = lambda done, total: say(f"encoded {done:,} of {total:,} passages")  # noqa: E731
        vectors.write(passages, race / "vectors.npy", vectors.Kept(kept, encoder), turn=shared, told=told)
    if not (race / "asked.npy").is_file():
        say(f"encoding {len(asked)} questions")
        rows = [encoder.queries([question.text])[0] for question in asked]
        np.save(race / "asked.npy", np.stack(rows).astype(np.float32))
    return asked
