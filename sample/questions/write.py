"""All questions of a catalogue, and the files that others score their engines with. Start reading here.

words.py      questions in words, by phenomenon        draw.py, phrases.py, prices.py, spoilt.py, *.tsv
spoken.py     some of them read aloud
photos.py     the photo alone                          sample/shots takes the photos
composed.py   a photo and words
three.py      words, photo and voice
rule.py       how relevant each product is to each of them
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sample.plan import kinds
from sample.questions.composed import composed
from sample.questions.draw import desk
from sample.questions.photos import photos
from sample.questions.rule import grades
from sample.questions.shelf import Shelf, read_shelf
from sample.questions.spoken import Clip, spoken
from sample.questions.three import three
from sample.questions.topic import BENCHMARK, Topic
from sample.questions.words import words
from sample.shots.plan import Shot, shots

SPLITS = ("dev", "test")
_LETTERS = {"words": "w", "photo": "p", "voice": "v", "composed": "c", "three": "t"}


@dataclass(frozen=True)
class Questions:
    """Everything that can be asked of a catalogue.

    Attributes:
        clips, shots: the recordings and photos that the topics name.
    """

    topics: Sequence[Topic]
    clips: Sequence[Clip]
    shots: Sequence[Shot]


def questions(shelf: Shelf) -> Questions:
    """From the seed and the catalogue alone."""
    table = desk(shelf, kinds())
    taken = shots({kind: [thing.id for thing in things] for kind, things in shelf.by_kind.items()})
    typed = list(words(table))
    heard, together = list(spoken(typed)), list(three(table, taken))
    topics = [
        *typed,
        *photos(shelf, taken),
        *(topic for topic, _ in heard),
        *composed(table, taken),
        *(topic for topic, _ in together),
    ]
    clips = {clip.file: clip for _, clip in (*heard, *together)}
    return Questions(_named(topics), list(clips.values()), taken)


def write(shelf: Shelf | None = None, folder: Path = BENCHMARK, *, with_files_only: bool = True) -> int:
    """Write topics.jsonl and qrels.{dev,test}.txt; returns how many questions there are.

    Args:
        with_files_only: leave out questions whose photo or recording has not been made yet.
    """
    shelf = shelf or read_shelf()
    topics = [topic for topic in questions(shelf).topics if not with_files_only or complete(topic, folder)]
    folder.mkdir(parents=True, exist_ok=True)
    rows = (json.dumps(topic.row(), ensure_ascii=False) for topic in topics)
    (folder / "topics.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
    for split in SPLITS:
        lines = qrels((topic for topic in topics if topic.split == split), shelf)
        (folder / f"qrels.{split}.txt").write_text("".join(lines), encoding="utf-8")
    return len(topics)


def complete(topic: Topic, folder: Path) -> bool:
    """Whether the files that the question names are there."""
    named = [folder / "photos" / topic.photo] if topic.photo else []
    named += [folder / "voices" / topic.voice] if topic.voice else []
    return all(path.is_file() for path in named)


def qrels(topics: Iterable[Topic], shelf: Shelf) -> Iterator[str]:
    """TREC lines `topic 0 product grade`, the best first. Unlisted products have grade 0: all were judged."""
    for topic in topics:
        given = grades(topic.need, shelf)
        for id in sorted(given, key=lambda id: (-given[id], id)):
            yield f"{topic.id} 0 {id} {given[id]}\n"


def _named(topics: Iterable[Topic]) -> list[Topic]:
    """With ids made from what is asked, so that a question keeps its id when others come and go; repeated ones left out."""
    found: dict[str, Topic] = {}
    for topic in topics:
        asked = f"{topic.text}|{topic.unwanted}|{topic.photo}|{topic.voice}"
        id = f"{_LETTERS[topic.asked]}-{hashlib.sha256(asked.encode()).hexdigest()[:10]}"
        found.setdefault(id, topic.named(id))
    return list(found.values())
