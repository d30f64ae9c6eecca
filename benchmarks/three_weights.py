"""The shares of words, photo and voice, and the weights of the signals: what else was tried, on the dev half only.

python benchmarks/three_weights.py                # one constant at a time around the present ones
python benchmarks/three_weights.py --products 6   # a quick look; RESULTS.md stays as it is
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import omnishelf
from omnishelf import fusion
from omnishelf.domain.errors import NotFound
from omnishelf.domain.query import Modality, Query
from omnishelf.evaluate import datasets, measures, report, significance
from omnishelf.understand.intent import PRIOR
from shops import cache_folder
from three_inputs import FUSED, Bench, by_product, ids, prepare, query
from three_queries import sayings
from three_steering import Steered, steered

SUBSETS = ("photo", "words + photo", "words + voice", "photo + voice", FUSED)
MEASURE = "RR@10"
STEERED = {"gender": "photo, other gender in words: P@5", "colour": "photo, other colour in words: P@5"}
SHARES = {"photo": (0.6, 0.8, 1.25, 2.0, 2.5, 3.0), "voice": (0.7,)}
WEIGHTS = {"looks": (0.8, 1.6, 2.0), "meaning": (0.2, 0.45), "seen": (0.0,)}

Setting = dict[str, float]
"""What differs from the present constants: a modality's share or a signal's weight."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=int, help="only so many: the table is printed and not kept")
    given = parser.parse_args()
    try:
        bench = prepare("dev", given.products)
    except NotFound as error:
        raise SystemExit(str(error)) from None
    with bench.shop:
        tried = []
        for setting in settings():
            tried.append((setting, kept(bench, setting)))
            print(row(*tried[-1], tried[0][1]), flush=True)
    report.write_section(
        "three-inputs-weights",
        "Shares of the inputs and weights of the signals, dev half",
        [row(setting, values, tried[0][1]) for setting, values in tried],
        protocol=f"{MEASURE} over products as in the section on three inputs, on the half that is not published there; one "
        "constant at a time, then the photo's share and its signal's weight together; the last two columns: questions "
        "of benchmarks/three_steering.py",
        data="magento",
        seed=1,
        command="python benchmarks/three_weights.py",
        notes=f"Now: shares {dict(PRIOR)}, weights {dict(fusion.WEIGHTS)}.",
        path=cache_folder("three-inputs") / "trial.md" if given.products else report.RESULTS,
    )


def settings() -> Iterator[Setting]:
    """The present constants first."""
    yield {}
    for choices in (SHARES, WEIGHTS):
        for name, values in choices.items():
            yield from ({name: value} for value in values)
    yield from ({"photo": photo, "looks": looks} for photo in (1.25, 2.0, 2.5) for looks in (1.6, 2.0))


def kept(bench: Bench, setting: Setting) -> dict[str, dict[str, float]]:
    """As `measured`, from the cache when the same code has measured the same before: a run that was stopped goes on."""
    code = [file.read_bytes() for file in sorted(Path(omnishelf.__file__).parent.rglob("*.py"))]
    about = repr((setting, dict(PRIOR), dict(fusion.WEIGHTS), bench.asks)).encode()
    file = cache_folder("three-inputs/weights") / f"{hashlib.sha256(b''.join([about, *code])).hexdigest()[:32]}.json"
    if not file.is_file():
        text = json.dumps(measured(bench, setting))
        file.write_text(text, encoding="utf-8")
    found: dict[str, dict[str, float]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def measured(bench: Bench, setting: Setting) -> dict[str, dict[str, float]]:
    """Subset of the inputs -> product -> reciprocal rank; and how far words steer away from what a photo shows."""
    judgments = {ask.id: {ask.product: 1} for ask in bench.asks}
    found = {}
    with constants(setting):
        for subset in SUBSETS:
            run = {
                a.id: measures.ranked(ids(bench.shop, short(query(a, subset.split(" + "), bench.images)))) for a in bench.asks
            }
            found[subset] = by_product(measures.per_query(judgments, run, (MEASURE,))[MEASURE], bench.asks)
        others = list(steered(bench.asks, datasets.magento(), sayings()))
        for wish, name in STEERED.items():
            found[name] = steering(bench, [one for one in others if one.wish == wish])
    return found


def steering(bench: Bench, asked: list[Steered]) -> dict[str, float]:
    """Question -> share of the first five that are what the words ask for."""
    judgments = {one.id: dict.fromkeys(one.right, 1) for one in asked}
    queries = {one.id: Query(text=one.typed, image=(bench.images / one.photo).read_bytes()) for one in asked}
    run = {id: measures.ranked(ids(bench.shop, short(query))) for id, query in queries.items()}
    return measures.per_query(judgments, run, ("P@5",))["P@5"]


def short(query: Query) -> Query:
    """Ten hits are all that is measured, and quicker to fetch."""
    return replace(query, size=10)


@contextmanager
def constants(setting: Setting) -> Iterator[None]:
    """The search with other constants, and as it was again afterwards."""
    shares, weights = PRIOR, cast("dict[str, float]", fusion.WEIGHTS)
    before = dict(shares), dict(weights)
    for name, value in setting.items():
        if name in weights:
            weights[name] = value
        else:
            shares[Modality(name)] = value
    try:
        yield
    finally:
        shares.update(before[0])
        weights.update(before[1])


def row(setting: Setting, values: dict[str, dict[str, float]], present: dict[str, dict[str, float]]) -> dict[str, object]:
    name = ", ".join(f"{name} {value}" for name, value in setting.items()) or "as it is"
    difference = str(significance.compare(values[FUSED], present[FUSED])) if setting else ""
    return {"changed": name} | {s: measures.mean(by) for s, by in values.items()} | {"three inputs, less the first": difference}


if __name__ == "__main__":
    main()
