"""Which of the shop's paragraphs answers a question, and when is it better to say that nothing is written?

    python benchmarks/assistant_policies.py          # the table
    python benchmarks/assistant_policies.py --fit    # and the constants of assistant/policies.py, learnt anew; printed only

Chosen on data/policy_questions.tsv; told of data/service_questions.tsv, which nothing was chosen on, too.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from omnishelf.assistant import policies
from omnishelf.assistant.intents import Meant, meant
from omnishelf.assistant.policies import PolicyBook, read_policies
from omnishelf.assistant.talk import likely
from omnishelf.encoders.text import PackagedText
from omnishelf.evaluate import report

DATA = Path(__file__).parent / "data"
SAMPLE = Path(__file__).parents[1] / "sample" / "assistant"
NOTHING, SHOPPING = "-", "search"
"""Of a question that the rules do not answer, and of one that is no matter of rules."""
PENALTY = 0.3
WAYS = ("words", "meaning", "words + meaning, even", "words + meaning + intent")
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """`right`: topic or id of what answers. `parts`: [paragraphs, 3] meaning, words, topic; `names`: of each."""

    right: str
    parts: Floats
    names: tuple[frozenset[str], ...]

    def best(self, way: str) -> int:
        meaning, words, topic = self.parts.T
        worth: Mapping[str, Floats] = {
            "words": words,
            "meaning": meaning,
            "words + meaning, even": meaning + words,
            "words + meaning + intent": meaning + policies.OVERLAP * words + policies.TOPIC * topic,
        }
        return int(np.argmax(worth[way]))

    def is_right(self, way: str) -> bool:
        return self.right in self.names[self.best(way)]

    def odds(self) -> Floats:
        return np.array([1.0, *self.parts[self.best(WAYS[-1])]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    encoder = PackagedText(threads=1)
    book = read_policies(SAMPLE, encoder.queries)
    sets = {name: read(DATA / f"{name}_questions.tsv", book, encoder) for name in ("policy", "service")}
    if given.fit:
        print("SURE_OF =", fitted(sets["policy"]).round(2).tolist())
    report.write_section(
        "assistant-policies",
        "Which paragraph of the shop's rules answers",
        [row(name, way, asked) for name, asked in sets.items() for way in WAYS],
        protocol="the sample shop's rules, each question among all paragraphs of its language; `first`: the best paragraph is "
        "of the right topic, among questions that the rules answer. The last way also decides whether to tell it: `told right` "
        "and `told wrong` of these, and how many were told of questions without an answer, and of questions for products, at "
        f"probability {policies.ENOUGH}",
        data="data/policy_questions.tsv (constants were chosen on these), data/service_questions.tsv (nothing was)",
        seed=None,
        command="python benchmarks/assistant_policies.py",
        notes="Both sets were written by the shop's authors. The intents were learnt from neither. In a conversation a sure "
        "intent of another kind (search, a return) comes first.",
    )


def read(file: Path, book: PolicyBook, encoder: PackagedText) -> list[Asked]:
    asked = []
    for line in file.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            language, right, text = line.split("\t")
            vector = encoder.queries([text])[0]
            asked.append(Asked(right, *parts(text, language, meant(text, vector, encoder.name), book)))
    return asked


def parts(text: str, language: str, about: Meant, book: PolicyBook) -> tuple[Floats, tuple[frozenset[str], ...]]:
    rows = [n for n, one in enumerate(book.paragraphs) if one.language == language]
    shares = likely(about)
    topics = [shares.get(book.paragraphs[n].topic, shares[policies.OTHERWISE]) for n in rows]
    names = tuple(frozenset((book.paragraphs[n].topic, book.paragraphs[n].id.partition("#")[2])) for n in rows)
    return np.array([book.nearness(text, rows), book.overlap(text, rows), topics]).T, names


def row(name: str, way: str, asked: list[Asked]) -> dict[str, object]:
    answered = [one for one in asked if one.right not in (NOTHING, SHOPPING)]
    first = np.mean([one.is_right(way) for one in answered])
    told: dict[str, object] = dict.fromkeys(("told right", "told wrong", "told of nothing", "told of products"), "")
    if way == WAYS[-1]:
        told_now = [one for one in asked if 1 / (1 + np.exp(-one.odds() @ policies.SURE_OF)) >= policies.ENOUGH]
        told = {
            "told right": f"{sum(one.is_right(way) for one in told_now)} of {len(answered)}",
            "told wrong": sum(not one.is_right(way) for one in told_now if one in answered),
            "told of nothing": share(NOTHING, told_now, asked),
            "told of products": share(SHOPPING, told_now, asked),
        }
    return {"questions": f"{name} ({len(asked)})", "way": way, "first": f"{first:.3f}", **told}


def share(right: str, told: list[Asked], asked: list[Asked]) -> str:
    return f"{sum(one.right == right for one in told)} of {sum(one.right == right for one in asked)}"


def fitted(asked: list[Asked]) -> Floats:
    """Log odds that the best paragraph answers, by ridge-penalised logistic regression."""
    rows = np.array([one.odds() for one in asked])
    signs = np.array([1.0 if one.is_right(WAYS[-1]) else -1.0 for one in asked])

    def loss(weights: Floats) -> float:
        return float(np.log1p(np.exp(-signs * (rows @ weights))).sum() + PENALTY * (weights[1:] ** 2).sum())

    return np.asarray(minimize(loss, np.zeros(rows.shape[1])).x)


if __name__ == "__main__":
    main()
