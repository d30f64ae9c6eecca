"""One question put to a shop in every way that the table compares.

omnishelf   all inputs of the question, as a shopper would send them
keywords    BM25F of what was typed and heard: no meaning, no translation, no photo, no prices
words, photo, voice   one input alone, for questions that have several
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from omnishelf.domain.query import Modality, Query
from omnishelf.domain.result import ResultPage
from omnishelf.evaluate.topics import Topic

OURS, KEYWORDS = "omnishelf", "keywords"
SINGLE = ("words", "photo", "voice")
DEPTH = 100
"""Products kept of each answer."""

Ranking = Sequence[str]
Searching = Callable[[Query], ResultPage]
Runs = Mapping[str, Mapping[str, Mapping[str, float]]]
"""way -> topic id -> product id -> score, as measures.Run; a way holds only the topics that can be asked in it."""


def answers(topic: Topic, search: Searching, keywords: Callable[[str], Ranking]) -> dict[str, Ranking]:
    """Way -> product ids, best first."""
    page = search(query(topic))
    found = {OURS: ids(page), KEYWORDS: keywords(typed_and_heard(topic, page))}
    inputs = inputs_of(topic)
    if len(inputs) > 1:
        found |= {name: ids(search(query(topic, (name,)))) for name in inputs}
    return found


def inputs_of(topic: Topic) -> tuple[str, ...]:
    present = (topic.text or topic.unwanted, topic.photo, topic.voice)
    return tuple(name for name, given in zip(SINGLE, present, strict=True) if given)


def query(topic: Topic, inputs: Sequence[str] = SINGLE) -> Query:
    """Of the topic, only these inputs; the field for unwanted things goes with the words."""
    return Query(
        text=topic.text if "words" in inputs else "",
        unwanted=topic.unwanted if "words" in inputs else (),
        image=topic.photo.read_bytes() if topic.photo and "photo" in inputs else None,
        audio=topic.voice.read_bytes() if topic.voice and "voice" in inputs else None,
        size=DEPTH,
        collapse=False,  # judgments are of products, not of groups of variants
    )


def typed_and_heard(topic: Topic, page: ResultPage) -> str:
    """What a keyword engine gets: the typed text, and what the shop's recogniser heard."""
    heard = (reading.text for reading in page.intent.readings if reading.modality is Modality.VOICE)
    return " ".join(part for part in (topic.text, *heard) if part)


def ids(page: ResultPage) -> list[str]:
    return [hit.product.id for hit in page.hits]
