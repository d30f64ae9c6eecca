"""Labelled Chinese words, as the tagger of slots learns them: utterances of shoppers, and titles of products."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from omnishelf.evaluate import datasets
from omnishelf.understand.slot_features import fold
from omnishelf.understand.slots import KINDS

_UTTERANCE = {"cp": "product", "pp": "brand", "xh": "model", "yl": "material", "gg": "spec"}
_TITLE = {"HCCX": "product", "HPPX": "brand", "XH": "model"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """`spans`: (place in KINDS, start, end), as `slots.spans` has them."""

    text: str
    spans: frozenset[tuple[int, int, int]]

    def labels(self) -> list[int]:
        labels = [0] * len(self.text)
        for kind, start, end in self.spans:
            labels[start:end] = [1 + 2 * kind] + [2 + 2 * kind] * (end - start - 1)
        return labels


def utterances(part: str) -> list[Labelled]:
    """`part`: "train" (1,097) or "dev" (400)."""
    rows = json.loads(datasets.locate(f"zh_utterances/{part}.json").read_text(encoding="utf-8"))
    return [
        Labelled(
            fold(row["text"]),
            frozenset((KINDS.index(_UTTERANCE[e["type"]]), e["start"], e["end"]) for e in row["entities"]),
        )
        for row in rows
        if row["text"].strip()
    ]


def titles(*parts: str) -> list[Labelled]:
    """`parts`: "train" (6,000), "dev", "test". Of the spans marked "other", those with a digit are specifications (30克);
    places and games are none of our slots."""
    blocks = [b for part in parts for b in datasets.locate(f"zh_titles_ner/{part}.txt").read_text("utf-8").split("\n\n")]
    return [_title(block.strip("\n").split("\n")) for block in blocks if block.strip("\n")]


def _title(lines: list[str]) -> Labelled:
    text = fold("".join(line[0] for line in lines))
    marks = "".join(line[2] for line in lines)
    found = set()
    for match in re.finditer("BI*", marks):
        name = _TITLE.get(lines[match.start()][4:], "spec" if re.search(r"\d", text[match.start() : match.end()]) else "")
        if name:
            found.add((KINDS.index(name), match.start(), match.end()))
    return Labelled(text, frozenset(found))


def names(texts: Iterable[Labelled]) -> Mapping[str, int]:
    """Every span's words -> 1 + the place in KINDS of what they are most often."""
    counts: dict[str, Counter[int]] = {}
    for one in texts:
        for kind, start, end in one.spans:
            counts.setdefault(one.text[start:end], Counter())[kind] += 1
    return {words: 1 + kinds.most_common(1)[0][0] for words, kinds in counts.items()}
