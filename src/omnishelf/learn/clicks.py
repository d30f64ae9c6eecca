"""What is relevant to which query, as clicks tell it: freed from the advantage of standing at the top.

The position-based model (Chuklin, Markov, de Rijke 2015, "Click Models for Web Search", section 3.2): a product is clicked when
its place is looked at and it appeals, and the two are independent,

    P(click at place k on product d of query q) = examination(k) x appeal(q, d)

Both are estimated by expectation maximisation (section 4.3.3 there) from the log alone, without experiments: the same product
seen at several places tells them apart. Where the log never moves a product they cannot be told apart, and the prior decides.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from omnishelf.domain.errors import BadInput, NotFound
from omnishelf.learn.judgments import Judged

Floats = NDArray[np.float64]

ROUNDS = 50
"""Of expectation maximisation; the estimates move by less than .001 from about the thirtieth on."""
PRIOR_LOOKS = 10.0
"""Looks at the mean appeal of its query that a pair starts with when it is graded, and ..."""
LEARNING_LOOKS = 4.0
"""... while examination is estimated. Without any, pairs seen a few times fit their luck: the second place of the simulated log
is looked at .58 of the time and estimated at .80; with 4 at .63, with 10 at .60. With many, the usual order of a log that
seldom moves its products is taken for examination."""
FEWEST_LOOKS = 3.0
"""Expected looks below which a pair says too little to be graded."""
GRADES = 3
"""The highest grade: that of the appeal which one pair in twenty exceeds."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of results as it was shown. `clicked`: places, from 0. `at`: ISO 8601 in UTC, which sorts as text."""

    words: str
    products: Sequence[str]
    clicked: frozenset[int]
    at: str = ""


@dataclass(frozen=True, slots=True)
class ClickModel:
    """examination: [places], the first is 1. pairs: (words, product) -> (appeal 0..1, expected looks)."""

    examination: Floats
    pairs: Mapping[tuple[str, str], tuple[float, float]]


def read_pages(queries: Path, events: Path) -> list[Page]:
    """Pages of a User Behavior Insights log (1.3): its queries and its events, JSON Lines, gzip or plain. Pages without words
    (a shop's front) are left out.

    Raises:
        NotFound, BadInput
    """
    clicks: dict[str, set[str]] = {}
    for row in _rows(events):
        if row.get("action_name") == "click":
            product = row.get("event_attributes", {}).get("object", {}).get("object_id")
            clicks.setdefault(str(row.get("query_id")), set()).add(str(product))
    pages = []
    for row in _rows(queries):
        words, shown = str(row.get("user_query") or "").strip(), [str(id) for id in row.get("query_response_hit_ids") or ()]
        if words and shown:
            hit = clicks.get(str(row.get("query_id")), set())
            places = frozenset(k for k, product in enumerate(shown) if product in hit)
            pages.append(Page(words, shown, places, str(row.get("timestamp") or "")))
    if not any(page.clicked for page in pages):
        raise BadInput(f"No query of {queries} has a click in {events}.", hint="Both must be of the same log.")
    return pages


def click_model(pages: Sequence[Page], rounds: int = ROUNDS) -> ClickModel:
    """Examination by place and appeal by pair, by expectation maximisation."""
    codes: dict[tuple[str, str], int] = {}
    words: dict[str, int] = {}
    flat = [
        (codes.setdefault((page.words, product), len(codes)), words.setdefault(page.words, len(words)), k, k in page.clicked)
        for page in pages
        for k, product in enumerate(page.products)
    ]
    pair, query, place, clicked = (np.array(column) for column in zip(*flat, strict=True))
    places, count = int(place.max()) + 1, len(codes)
    shown = np.bincount(place, minlength=places)
    examination, appeal = 1.0 / np.arange(1, places + 1), np.full(count, max(1e-3, float(clicked.mean())))
    owner = np.zeros(count, dtype=np.int64)
    owner[pair] = query
    for _ in range(rounds):
        missed = 1.0 - examination[place] * appeal[pair]
        looked = np.where(clicked, 1.0, examination[place] * (1.0 - appeal[pair]) / np.maximum(missed, 1e-9))
        liked = np.where(clicked, 1.0, 0.0)
        # Expected likes over expected looks: what was not looked at says nothing of appeal.
        looks = np.bincount(pair, weights=looked, minlength=count)
        likes = np.bincount(pair, weights=liked, minlength=count)
        usual = (np.bincount(owner, weights=likes) + 1e-3) / (np.bincount(owner, weights=looks) + 1e-2)
        appeal = np.minimum(0.999, (likes + LEARNING_LOOKS * usual[owner]) / (looks + LEARNING_LOOKS))
        examination = np.bincount(place, weights=looked, minlength=places) / np.maximum(shown, 1)
        scale = float(examination[0])
        examination, appeal = np.minimum(1.0, examination / scale), np.minimum(0.999, appeal * scale)
    looks, likes = np.bincount(pair, weights=examination[place], minlength=count), np.bincount(pair, clicked, count)
    usual = (np.bincount(owner, weights=likes) + 1e-3) / (np.bincount(owner, weights=looks) + 1e-2)
    appeal = np.minimum(0.999, (likes + PRIOR_LOOKS * usual[owner]) / (looks + PRIOR_LOOKS))
    return ClickModel(examination, {key: (float(appeal[code]), float(looks[code])) for key, code in codes.items()})


def grades_of(model: ClickModel) -> Judged:
    """Grades 0..GRADES in proportion to appeal, of the pairs looked at often enough; queries that tell nothing apart are left
    out.

    Raises:
        BadInput: there is no such pair.
    """
    enough = {pair: appeal for pair, (appeal, looks) in model.pairs.items() if looks >= FEWEST_LOOKS}
    if not enough:
        raise BadInput("No product was looked at often enough to be graded.", hint=f"Each needs {FEWEST_LOOKS:g} looks.")
    top = float(np.quantile(list(enough.values()), 0.95))
    grades: dict[str, dict[str, int]] = {}
    for (words, product), appeal in enough.items():
        grades.setdefault(words, {})[product] = round(GRADES * min(1.0, appeal / top))
    telling = {words: graded for words, graded in grades.items() if len(set(graded.values())) > 1}
    return Judged({words: words for words in telling}, telling, complete=False)


def split_by_time(pages: Sequence[Page], share: float = 0.8) -> tuple[list[Page], list[Page]]:
    """(the first `share` of the pages by time, the others)."""
    ordered = sorted(pages, key=lambda page: page.at)
    cut = round(share * len(ordered))
    return ordered[:cut], ordered[cut:]


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    if not path.is_file():
        raise NotFound(f"{path} is missing.", hint="Name the log's folder, with queries.jsonl.gz and events.jsonl.gz in it.")
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as raw:
        for number, line in enumerate(io.TextIOWrapper(raw, encoding="utf-8"), start=1):
            try:
                row = json.loads(line)
            except ValueError:
                raise BadInput(f"Line {number} of {path} is not JSON.", hint="The log is JSON Lines.") from None
            if isinstance(row, dict):
                yield row
