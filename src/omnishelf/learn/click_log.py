"""The shop's own event log as pages of results with what was clicked on them, and as judgments split by time.

Memory is bounded: the newest pages are kept, the first places of each, and of the questions those that were asked most.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from sys import intern

from omnishelf.domain.errors import BadInput
from omnishelf.domain.event import Action, Event
from omnishelf.learn.clicks import FEWEST_LOOKS, Page, click_model, grades_of, split_by_time
from omnishelf.learn.judgments import Judged

MOST_PAGES = 60_000
"""About as many as a model of clicks is estimated from within a minute."""
PLACES = 24
"""Of a page: as many as the storefront shows at once."""
MOST_QUESTIONS = 1_500
"""That are graded, and then asked of the shop one by one, each for some hundredths of a second."""
FEWEST_QUESTIONS = 10
"""Graded on either side of the split: with fewer, a difference is luck."""
CHOSEN = frozenset({Action.CLICK, Action.ADD_TO_CART, Action.PURCHASE})
"""What shows that a product on the page was what was looked for."""


@dataclass(frozen=True, slots=True)
class Graded:
    """Judgments by clicks: learnt from those of the earlier four fifths of the pages, measured on those of the others.

    Attributes:
        pages: that were read.
        examination: [places] how likely each is looked at, the first is 1.
    """

    earlier: Judged
    later: Judged
    pages: int
    examination: tuple[float, ...]


def pages_of(events: Iterable[Event], most: int = MOST_PAGES) -> list[Page]:
    """The newest pages that answered words, in the order of time; pages without words (a photo, a category) are left out.

    Args:
        events: oldest first. A click belongs to the page of its `query_id`, if the same shopper was shown that page: nobody
            clicks on another's.
    """
    pages: OrderedDict[tuple[str, str], tuple[Event, set[int]]] = OrderedDict()
    for event in events:
        key = event.shopper_id, event.query_id
        if event.action is Action.SEARCH and event.query_id and event.words and event.shown and event.position <= 1:
            if key not in pages:  # a page that is told again, say because it was come back to, is the page it was
                pages[key] = _first(event), set()
            if len(pages) > most:
                pages.popitem(last=False)
        elif event.action in CHOSEN and key in pages:
            shown, clicked = pages[key]
            if event.product_id in shown.shown:
                clicked.add(shown.shown.index(event.product_id))
    return [
        Page(words, shown.shown, frozenset(clicked), shown.at.isoformat())
        for shown, clicked in pages.values()
        if (words := plain(shown.words))
    ]


def plain(words: str) -> str:
    """A question as it counts as the same: case, width and spaces aside."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def graded(pages: Sequence[Page], most: int = MOST_QUESTIONS) -> Graded:
    """Raises:
    BadInput: there are too few pages, clicks or questions asked more than once.
    """
    asked = Counter(page.words for page in pages)
    telling = [page for page in pages if asked[page.words] >= FEWEST_LOOKS]
    if not any(page.clicked for page in telling):
        raise BadInput(
            f"The event log has {len(pages):,} pages of results; too few of their questions were asked {FEWEST_LOOKS:g} times.",
            hint="Take in a history (omnishelf events import FILE --agreed POLICY), or wait for more visits.",
        )
    before, after = split_by_time(telling)
    model = click_model(before)
    earlier, later = (_most_asked(judged, asked, most) for judged in (grades_of(model), grades_of(click_model(after))))
    fewest = min(_relevant(earlier), _relevant(later))
    if fewest < FEWEST_QUESTIONS:
        raise BadInput(
            f"Clicks grade the products of {fewest} questions on one side of the split by time; {FEWEST_QUESTIONS} are needed.",
            hint="Wait for more visits.",
        )
    return Graded(earlier, later, len(telling), tuple(round(float(p), 4) for p in model.examination))


def _first(event: Event) -> Event:
    """The event with no more than is learnt from; equal ids share their text."""
    shown = tuple(intern(id) for id in event.shown[:PLACES])
    return Event(event.id, event.action, event.at, words=event.words, shown=shown)


def _most_asked(judged: Judged, asked: Mapping[str, int], most: int) -> Judged:
    """Of questions asked equally often those that come first as text."""
    kept = sorted(judged.queries, key=lambda words: (-asked[words], words))[:most]
    grades = {words: judged.grades[words] for words in kept}
    return Judged({words: words for words in kept}, grades, judged.complete)


def _relevant(judged: Judged) -> int:
    return sum(any(grade > 0 for grade in graded.values()) for graded in judged.grades.values())
