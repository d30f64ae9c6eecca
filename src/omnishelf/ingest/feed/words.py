"""The words of a record: titles, descriptions, categories and attributes, in each language it gives them in."""

from __future__ import annotations

import re

from omnishelf.domain.product import Wording
from omnishelf.ingest.feed.reading import Reading
from omnishelf.ingest.feed.record import Record
from omnishelf.ingest.feed.wording import is_damaged, script_language, unescape

LONGEST_TITLE = 1_000
LONGEST_DESCRIPTION = 20_000
LONGEST_VALUE = 500
MOST_VALUES = 64


def tongues(record: Record) -> list[str]:
    return sorted({name.partition("@")[2] for name in record.fields if "@" in name})


def language_of(reading: Reading, default: str) -> str:
    given = reading.record.first("language").replace("_", "-").partition("-")[0].lower()
    if re.fullmatch(r"[a-z]{2,3}", given):
        return given
    if given:
        reading.problem("language", given, "This is not a language tag.", 'Write "en" or "zh".')
    return script_language(reading.record.first("title"), default)


def wording(reading: Reading, tag: str = "") -> Wording:
    """The words in the language `tag`, or in the row's own. Google's fixed words for genders and ages stay English."""
    suffix = f"@{tag}" if tag else ""
    record = reading.record
    category = record.fields.get(f"category{suffix}", ())
    if not category and not suffix:
        category = _google_category(record)
    attributes = {
        name.partition("@")[0].removeprefix("attributes."): kept
        for name, values in record.fields.items()
        if name.startswith("attributes.")
        and f"@{name.partition('@')[2]}" == (suffix or "@")
        and (kept := _values(reading, name, values))
    }
    return Wording(
        title=reading.line(f"title{suffix}", LONGEST_TITLE),
        description=reading.line(f"description{suffix}", LONGEST_DESCRIPTION, markup=True),
        category=tuple(unescape(part) for part in category if not is_damaged(part)),
        attributes=attributes,
    )


def _google_category(record: Record) -> tuple[str, ...]:
    """Google's taxonomy as a path; its bare numbers mean nothing to a shopper."""
    path = record.fields.get("google_category", ())
    return () if len(path) == 1 and path[0].isdigit() else path


def joined(main: Wording, more: Wording) -> Wording:
    """What the main wording lacks is taken from the other."""
    return Wording(
        main.title or more.title,
        main.description or more.description,
        main.category or more.category,
        {**more.attributes, **main.attributes},
    )


def _values(reading: Reading, name: str, values: tuple[str, ...]) -> tuple[str, ...]:
    kept = []
    for value in values[:MOST_VALUES]:
        if why := is_damaged(value):
            reading.problem(name, value, why, "Save the feed as UTF-8.")
        elif text := unescape(value)[:LONGEST_VALUE]:
            kept.append(text)
    return tuple(dict.fromkeys(kept))
