"""The race's tables printed, or put into RESULTS.md with their protocol."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.race import goods, heats, questions, telling
from benchmarks.race.vectors import EACH, LIKENESS
from rich.console import Console

from omnishelf.evaluate.report import as_table, write_section

TITLES = {
    "quality": "how good the answers are",
    "phenomena": "Omnishelf and the best of the others, by kind of question",
    "speed": "how long they take",
    "cost": "what it takes",
}
SECTIONS = tuple(TITLES)

QUALITY = (
    "{count} questions in words of the {split} half, ten products each, graded by the sample shop's rule over every product; "
    "whoever takes vectors is given the same ones, made by Omnishelf's encoder; intervals and differences: bootstrap over "
    "questions, 95 %; plain: kind, attributes, style or use; limits and wishes: prices, cheap, good value, not this; unusual "
    "words: slips, pinyin, traditional characters, two languages at once, names no title has, situations, whole sentences"
)
PHENOMENA = (
    "nDCG@10 of the questions of the table before, by what is hard about them (docs/benchmark.md); of the others, in all their "
    "ways, the one that does best on these very questions is shown; 95 % intervals by bootstrap over questions"
)
SPEED = (
    "milliseconds of a question in the contestant's own process, its vector given (but for `own encoder`); three rounds, or as "
    "many as the command says, after one that warms up, every question put to all contestants in turn; then each alone, "
    "{seconds:g} s for each number of clients, which are threads of one process; Omnishelf's time is of the whole answer, with "
    "understanding, ranking and facets; retrieval alone is told apart; x: multiples of the first row"
)
COST = (
    "built: from rows and vectors, nothing encoded; memory: share of resident memory of all its processes after all questions; "
    "disk: blocks of its folder; x: multiples of the first row"
)


def publish(race: Path, products: int, sections: Sequence[str], *, trial: bool, notes: str) -> None:
    """Tables of what is kept in the folder `race`.

    Args:
        trial: print, and leave RESULTS.md as it is.
        notes: about the machine while it ran.
    """
    asked, found = questions.load(race / "questions.jsonl"), heats.found(race)
    told = telling.judged(found, asked, goods.read_shelf(race))
    tables = {
        "quality": telling.quality(told, asked),
        "phenomena": telling.phenomena(told, asked),
        "speed": telling.speed(found),
        "cost": telling.cost(found),
    }
    count = sum(question.split == telling.SPLIT for question in asked)
    protocols = {
        "quality": QUALITY.format(count=count, split=telling.SPLIT),
        "phenomena": PHENOMENA,
        "speed": SPEED.format(seconds=heats.SECONDS),
        "cost": COST,
    }
    for name in (name for name in sections if tables[name]):
        title = f"The race, {products:,} products: {TITLES[name]}"
        if trial:
            Console(width=240).print(as_table(title, tables[name]))
            continue
        write_section(
            f"race-{name}-{products}",
            title,
            tables[name],
            protocol=protocols[name],
            data=f"the sample shop's generator, {products:,} products without pictures; vectors: {vectors_of(products)}",
            seed=heats.SEED,
            command=f"python -m benchmarks.race --products {products}",
            notes=notes,
        )


def vectors_of(products: int) -> str:
    if products <= EACH:
        return "every product's own passages"
    return f"of what a product's words claim, encoded once for all that claim it, each turned aside to a cosine of {LIKENESS}"
