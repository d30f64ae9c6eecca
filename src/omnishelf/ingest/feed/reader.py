"""Opens a feed of any format we know and hands out its rows one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import BinaryIO, TextIO

from omnishelf.domain.errors import BadFeed
from omnishelf.ingest.feed import delimited, jsonl, shopify, xml
from omnishelf.ingest.feed.encoding import detect, open_text
from omnishelf.ingest.feed.mapping import FeedMapping, load_mapping
from omnishelf.ingest.feed.product import Defaults
from omnishelf.ingest.feed.record import Naming, Record
from omnishelf.ingest.feed.rows import Row, to_rows
from omnishelf.ingest.report import Problem, Severity


class Feed:
    """A feed's rows, read once, in constant memory but for the ids seen. Use it in a `with` statement.

    Attributes:
        format: "xml", "jsonl", "shopify", "tsv" or "csv".
    """

    def __init__(
        self, path: Path, *, mapping: Path | None = None, defaults: Defaults | None = None, now: datetime | None = None
    ) -> None:
        """Raises:
        BadFeed: it cannot be read at all."""
        naming = Naming(load_mapping(mapping) if mapping else FeedMapping())
        encoding = detect(path, naming.mapping.encoding)
        self._defaults = _with_mapping(defaults or Defaults(), naming.mapping)
        self._now = now or datetime.now(UTC)
        self._warning = encoding.warning
        self._naming = naming
        self._size = path.stat().st_size
        self._text, self._raw = open_text(path, encoding)
        try:
            self.format, self._records = _records(path, self._text, naming)
        except BaseException:
            self._text.close()
            raise

    def __enter__(self) -> Feed:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()

    @property
    def share_read(self) -> float:
        """How much of the file has been read, 0..1: with the rows so far it tells how many there will be."""
        return min(1.0, _position(self._raw) / self._size) if self._size else 1.0

    def __iter__(self) -> Iterator[Row]:
        """Rows in the order of the file; a product's problems come just before it."""
        if self._warning:
            yield Problem(0, "", "", self._warning, "", Severity.NOTE)
        yield from to_rows(self._records, self._naming, self._defaults, self._now)


def read_feed(path: Path, *, mapping: Path | None = None, defaults: Defaults | None = None) -> Iterator[Row]:
    """The rows of a feed: accepted products, and problems (`Problem.rejected` tells which cost a row).

    Raises:
        BadFeed: the file cannot be read at all.
    """
    with Feed(path, mapping=mapping, defaults=defaults) as feed:
        yield from feed


def _with_mapping(defaults: Defaults, mapping: FeedMapping) -> Defaults:
    return Defaults(mapping.currency or defaults.currency, mapping.language or defaults.language, mapping.price)


def _position(raw: BinaryIO) -> int:
    # Of a gzip file the packed position counts, for the size is that of the packed file.
    return getattr(raw, "fileobj", raw).tell()


def _records(path: Path, file: TextIO, naming: Naming) -> tuple[str, Iterator[Record | Problem]]:
    """Told by the first character that is not blank, then by the header; the name's ending is never needed."""
    lines = delimited.numbered(file)
    start = next((line for line in lines if line[1].strip("\ufeff \t")), None)
    if start is None:
        raise BadFeed(f"The feed {path.name} is empty.", hint="Export it again.")
    number, text = start[0], start[1].lstrip("\ufeff")
    first = text.lstrip()[:1]
    if first == "<":
        if text.lstrip().lower().startswith(("<!doctype html", "<html")):
            raise BadFeed(f"The feed {path.name} is a web page.", hint="It may be a log-in page: download the feed again.")
        file.seek(0)
        return "xml", xml.read(file, naming)
    if first == "{":
        return "jsonl", jsonl.read(chain([(number, text)], lines), naming)
    if first == "[":
        raise BadFeed(
            f"The feed {path.name} is one JSON array.", hint="Write one product a line: jq -c '.[]' feed.json > feed.jsonl"
        )
    return _delimited(path, number, text, lines, naming)


def _delimited(
    path: Path, number: int, header: str, lines: Iterator[delimited.Line], naming: Naming
) -> tuple[str, Iterator[Record | Problem]]:
    delimiter = naming.mapping.delimiter or delimited.sniff_delimiter(header)
    columns = delimited.header_cells(header, delimiter)
    rows = delimited.rows(lines, delimiter, len(columns))
    if shopify.is_shopify(columns):
        return "shopify", shopify.read(rows, columns, naming)
    named = {naming.name(column) for column in columns} | naming.mapping.constants.keys()
    absent = [field for field in ("id", "title") if not any(name and name.partition("@")[0] == field for name in named)]
    if absent == ["id"] and "attributes.sku" in named:
        naming.mapping = naming.mapping.model_copy(update={"columns": {**naming.mapping.columns, **_sku_as_id(columns)}})
        absent = []
    if absent:
        raise BadFeed(
            f"Line {number} of {path.name} should name the columns, but has no {' and no '.join(absent)}: "
            f"{', '.join(columns)[:200]}.",
            hint="Name the columns as in docs/feeds.md, or give a mapping file (--mapping).",
        )
    return "tsv" if delimiter == "\t" else "csv", _flat(rows, columns, naming)


def _sku_as_id(columns: list[str]) -> dict[str, str]:
    return {column: "id" for column in columns if column.strip().lower() == "sku"}


def _flat(rows: Iterator[tuple[int, list[str]] | Problem], columns: list[str], naming: Naming) -> Iterator[Record | Problem]:
    for row in rows:
        yield row if isinstance(row, Problem) else naming.record(row[0], zip(columns, row[1], strict=True))
