"""Which encoding a feed is in, found from its bytes and never guessed silently.

The whole file is read once in chunks before the first row: a feed may be plain ASCII for a gigabyte and Chinese after it.
"""

from __future__ import annotations

import codecs
import gzip
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from omnishelf.domain.errors import BadFeed

CHUNK = 1 << 20
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
CONTAINERS = {
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"SQLite format 3": "a SQLite database",
    b"PAR1": "a Parquet file",
}
# Read as GB18030, running Chinese text is made of the 3,755 commonest characters (GB 2312 level 1) for more than nine
# tenths, its traditional spelling for more than half; other encodings misread as GB18030 give rare characters.
COMMON_ENOUGH = 0.5
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")


@dataclass(frozen=True, slots=True)
class Encoding:
    """`name` is Python's; `warning` says what was assumed, "" when the file itself settles it."""

    name: str
    warning: str = ""


def open_bytes(path: Path) -> BinaryIO:
    """The feed's bytes, unpacked when they are gzip.

    Raises:
        BadFeed: no such file, or not readable.
    """
    try:
        file = path.open("rb")
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        return cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file
    except FileNotFoundError:
        raise BadFeed(f"There is no feed at {path}.", hint="Check the path.") from None
    except OSError as error:
        raise BadFeed(f"The feed {path} cannot be read: {error.strerror}.", hint="It must be a readable file.") from None


def detect(path: Path, named: str = "") -> Encoding:
    """The feed's encoding: a byte-order mark, what the caller or the XML declaration names if the bytes agree, UTF-8 if at
    most a few lines are not, GB18030 if it reads as Chinese, and Latin-1 (Windows-1252) with a warning as the last resort.

    Raises:
        BadFeed: not text, empty, or text of an encoding that cannot be told.
    """
    head = next(_chunks(path), b"")[:4096]
    if not head.strip():
        raise BadFeed(f"The feed {path.name} is empty.", hint="Export it again.")
    for magic, kind in CONTAINERS.items():
        if head.startswith(magic):
            raise BadFeed(
                f"The feed {path.name} is {kind}, not text.", hint="Export it as CSV, TSV, XML or JSON Lines in UTF-8."
            )
    if named:
        return Encoding(_must_be(path, named))
    for mark, name in MARKS:
        if head.startswith(mark):
            return Encoding(_must_be(path, name))
    if (wide := _without_mark(head)) and _decodes(path, wide):
        return Encoding(wide)
    if b"\x00" in head:
        raise BadFeed(
            f"The feed {path.name} holds zero bytes: it is not text.", hint="Export it as CSV, TSV, XML or JSON Lines."
        )
    if _decodes(path, "utf-8"):
        return Encoding("utf-8")
    if (declared := _declared(head)) and codecs.lookup(declared).name not in ("utf-8", "ascii") and _decodes(path, declared):
        return Encoding(declared)
    return _eight_bit(path)


def _must_be(path: Path, name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        raise BadFeed(f"There is no encoding called {name}.", hint="Write utf-8, gb18030, big5, cp1252, ...") from None
    if not _decodes(path, name):
        raise BadFeed(f"The feed {path.name} is not the {name} it claims to be.", hint="Save it as UTF-8.")
    return name


def _declared(head: bytes) -> str:
    found = _DECLARED.match(head)
    try:
        return codecs.lookup(found[1].decode()).name if found else ""
    except LookupError:
        return ""


def _without_mark(head: bytes) -> str:
    """UTF-16 without a mark shows as a zero in every other byte of its markup, commas and quotes."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    for name, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros > len(head) // 8 and others == 0:
            text = head.decode(name, "ignore")
            return name if all(c.isprintable() or c in "\r\n\t\u3000\u00a0" for c in text) else ""
    return ""


def _chunks(path: Path) -> Iterator[bytes]:
    with open_bytes(path) as file:
        try:
            while chunk := file.read(CHUNK):
                yield chunk
        except (EOFError, gzip.BadGzipFile, OSError) as error:
            raise BadFeed(f"The feed {path.name} cannot be unpacked: {error}.", hint="Copy or pack it again.") from None


def _decodes(path: Path, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)("strict")
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", True)
    except UnicodeError:
        return False
    return True


def _eight_bit(path: Path) -> Encoding:
    """A file that is not all UTF-8: count, over its lines with bytes above ASCII, who can read them."""
    lines = utf8 = 0
    sample: list[bytes] = []
    for line in _lines(path):
        if line.isascii():
            continue
        lines += 1
        utf8 += _reads(line, "utf-8")
        if len(sample) < 5_000:
            sample.append(line)
    # A feed joined from several exports, or cut in the middle of a character: the bad lines go to the report.
    if utf8 * 10 >= lines * 9:
        return Encoding("utf-8", f"{lines - utf8} of {lines} lines with non-ASCII characters are not UTF-8.")
    scores = {
        name: _plausible(sample, name, common)
        for name, common in (("gb18030", _common_simplified), ("big5", _common_traditional))
    }
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= COMMON_ENOUGH:
        if best == "gb18030":
            return Encoding("gb18030")
        raise BadFeed(
            f"The feed {path.name} is not UTF-8; it looks like Big5.",
            hint='Save it as UTF-8, or say encoding = "big5" in a mapping file.',
        )
    if _paired(sample) > 0.6:
        raise BadFeed(
            f"The encoding of {path.name} cannot be told: it is neither UTF-8 nor GB18030.",
            hint="Save it as UTF-8, or name its encoding in a mapping file.",
        )
    return Encoding("cp1252", "The feed is not UTF-8; it was read as Latin-1 (Windows-1252). Save it as UTF-8 to be sure.")


def _lines(path: Path) -> Iterator[bytes]:
    with open_bytes(path) as file:
        while line := file.readline(CHUNK):
            yield line


def _reads(line: bytes, name: str) -> bool:
    try:
        line.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _plausible(lines: list[bytes], name: str, common: Callable[[str], bool]) -> float:
    """Share of characters beyond ASCII that are common hanzi or CJK punctuation, 0 where lines cannot be decoded."""
    good = every = 0
    for line in lines:
        try:
            text = line.decode(name)
        except UnicodeDecodeError:
            # Counted as wholly implausible: half its bytes would have been characters.
            every += sum(byte > 0x7F for byte in line) // 2 + 1
            continue
        foreign = [c for c in text if not c.isascii()]
        every += len(foreign)
        good += sum("\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" or common(c) for c in foreign)
    return good / every * (_paired(lines) > 0.6) if every else 0.0


def _common_simplified(character: str) -> bool:
    """GB 2312 level 1: rows 16 to 55."""
    code = character.encode("gb2312", "ignore")
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


def _common_traditional(character: str) -> bool:
    """Big5's frequently used characters: A4 to C6."""
    code = character.encode("big5", "ignore")
    return len(code) == 2 and 0xA4 <= code[0] <= 0xC6


def _paired(lines: list[bytes]) -> float:
    """Share of bytes above ASCII that stand beside another: nearly all in two-byte encodings, few in European text."""
    pairs = high = 0
    for line in lines:
        for run in re.findall(rb"[\x80-\xff]+", line):
            high += len(run)
            pairs += len(run) if len(run) > 1 else 0
    return pairs / high if high else 0.0


def open_text(path: Path, encoding: Encoding) -> tuple[io.TextIOWrapper, BinaryIO]:
    """The feed as text, undecodable bytes marked by U+FFFD (rows that hold one are reported), and the file underneath,
    whose position tells how far the reading is."""
    raw = open_bytes(path)
    return io.TextIOWrapper(raw, encoding=encoding.name, errors="replace", newline=""), raw
