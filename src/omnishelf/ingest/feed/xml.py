"""Google Merchant XML: RSS 2.0 <item>s and Atom <entry>s with the g: namespace.

The file is cut into items as it is read and every item is parsed by itself, so that one that is not well-formed costs one
product, and memory holds one item at a time. DTDs are refused: nothing can define an entity, so nothing can expand.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from omnishelf.domain.errors import BadFeed
from omnishelf.ingest.feed.fields import attribute_name
from omnishelf.ingest.feed.record import Naming, Record, gathered
from omnishelf.ingest.report import Problem, Severity

GOOGLE = "{http://base.google.com/ns/1.0}"
CHUNK = 1 << 16  # characters
LONGEST_ITEM = 2 << 20  # characters

_SKIP = r"<!--(?:.*?)-->|<!\[CDATA\[(?:.*?)\]\]>"
_OPEN = re.compile(rf"{_SKIP}|<(item|entry)(?=[\s>])", re.S)
_DTD = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.I)
_XMLNS = re.compile(r"\s(xmlns(?::[\w.-]+)?\s*=\s*(?:\"[^\"]*\"|'[^']*'))")
_LANGUAGE = re.compile(r"<language>\s*([A-Za-z]{2})\b|<feed[^>]*\sxml:lang=[\"']([A-Za-z]{2})")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.S)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(\w{1,31};)?")


@dataclass(slots=True)
class _Window:
    """The part of the file that is in memory, and the line on which it begins."""

    file: TextIO
    text: str = ""
    line: int = 1
    ended: bool = False

    def more(self) -> bool:
        """Read on; False at the end of the file."""
        chunk = self.file.read(CHUNK)
        self.ended = not chunk
        self.text += chunk
        return not self.ended

    def drop(self, upto: int) -> None:
        self.line += self.text.count("\n", 0, upto)
        self.text = self.text[upto:]


def read(file: TextIO, naming: Naming) -> Iterator[Record | Problem]:
    """Raises:
    BadFeed: a document type declaration; or no item at all."""
    window = _Window(file)
    head = _head(window)
    spaces = " ".join(dict.fromkeys(_XMLNS.findall(head)))
    found = _LANGUAGE.search(head)
    language = (found[1] or found[2]).lower() if found else ""
    count = 0
    for number, item in _items(window):
        count += 1
        if isinstance(item, Problem):
            yield item
            continue
        try:
            element, repaired = _parse(item, spaces)
        except (ParseError, DefusedXmlException, ValueError) as error:
            yield Problem(
                number,
                "",
                item,
                f"The item is not well-formed XML: {error}.",
                "Write & as &amp; and close every element.",
                Severity.REJECTED,
            )
            continue
        if repaired:
            yield Problem(
                number,
                "",
                repaired,
                "Stray & characters or HTML entities were read as what they seem to mean.",
                "Write & as &amp;.",
                Severity.NOTE,
            )
        record = _record(number, element, naming)
        yield Record(number, {"language": (language,), **record.fields}) if language else record
    if not count:
        raise BadFeed(
            "The XML feed has no <item> or <entry>.", hint="Google Merchant feeds are RSS 2.0 or Atom 1.0: see docs/feeds.md."
        )


def _head(window: _Window) -> str:
    """All that stands before the first item: declarations and the channel's own fields."""
    while (first := next((m for m in _OPEN.finditer(window.text) if m[1]), None)) is None and len(window.text) < LONGEST_ITEM:
        if not window.more():
            break
    window.ended = False
    head = window.text[: first.start()] if first else window.text
    if _DTD.search(_CDATA.sub("", head)):
        raise BadFeed(
            "The XML feed has a document type declaration, which is not read.", hint="Remove the <!DOCTYPE ...> part."
        )
    return head


def _items(window: _Window) -> Iterator[tuple[int, str | Problem]]:
    """Each item's line and text, markup included. Items inside comments are passed over."""
    while opened := _next_opening(window):
        window.drop(opened.start())
        number = window.line
        if end := _end(window, opened[1]):
            yield number, window.text[:end]
            window.drop(end)
        else:
            reason, hint = f"The <{opened[1]}> is not closed.", "The file may have been cut off, or the item is too long."
            yield number, Problem(number, "", window.text[:300], reason, hint, Severity.REJECTED)
            window.drop(1)


def _next_opening(window: _Window) -> re.Match[str] | None:
    while True:
        opened = next((m for m in _OPEN.finditer(window.text) if m[1]), None)
        limit = opened.start() if opened else len(window.text)
        begun = _begun(window.text, limit)
        if window.ended or len(window.text) > LONGEST_ITEM or (opened and begun < 0):
            return opened
        if opened is None:
            last = window.text.rfind("<")  # may be the first half of "<item"
            window.drop(begun if begun >= 0 else last if last >= 0 else limit)
        window.more()


def _end(window: _Window, tag: str) -> int:
    """Where the item at the window's beginning ends; 0 when it does not: at the end of the file, at the next opening tag, or
    after `LONGEST_ITEM` characters."""
    mark = re.compile(rf"{_SKIP}|</{tag}\s*>|<{tag}(?=[\s>])", re.S)
    while True:
        found = next((m for m in mark.finditer(window.text, 1) if not m[0].startswith("<!")), None)
        if found and (_begun(window.text, found.start()) < 0 or window.ended):
            return found.end() if found[0].startswith("</") else 0
        if len(window.text) > LONGEST_ITEM or not window.more():
            return 0


def _begun(text: str, limit: int) -> int:
    """Where a comment or CDATA section that is still open at `limit` begins, -1 when none is: what follows may belong to it."""
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        start = text.rfind(opening, 0, limit)
        if start >= 0 and text.find(closing, start, limit) < 0:
            return start
    return -1


def _parse(item: str, spaces: str) -> tuple[Element, str]:
    """The item's element, and what was repaired in it ("" when nothing)."""
    google = "" if "xmlns:g" in spaces else f'xmlns:g="{GOOGLE[1:-1]}"'
    root = f"<r {google} {spaces}>"
    try:
        return fromstring(f"{root}{item}</r>", forbid_dtd=True)[0], ""
    except ParseError:
        repaired: list[str] = []
        parts = [
            part if part.startswith("<![CDATA[") else _ENTITY.sub(lambda m: _repair(m, repaired), part)
            for part in _CDATA.split(item)
        ]
        if not repaired:
            raise
        return fromstring(f"{root}{''.join(parts)}</r>", forbid_dtd=True)[0], " ".join(dict.fromkeys(repaired))


def _repair(found: re.Match[str], repaired: list[str]) -> str:
    """An HTML entity as its character, a bare & as &amp;."""
    repaired.append(found[0])
    meant = html.unescape(found[0])
    return "&amp;" + found[0][1:] if meant == found[0] or meant in "&<>" else meant


def _record(number: int, item: Element, naming: Naming) -> Record:
    # Where both are there, g:title and g:id are meant for us, title and id for feed readers.
    children = sorted(item, key=lambda child: not child.tag.startswith(GOOGLE))
    seen = {child.tag.removeprefix(GOOGLE) for child in children if child.tag.startswith(GOOGLE)}

    def named() -> Iterator[tuple[str, tuple[str, ...]]]:
        for child in children:
            local = child.tag.rpartition("}")[2]
            if not child.tag.startswith(GOOGLE) and local in seen:
                continue
            if local == "product_detail":
                yield _detail(child)
            elif local == "link" and child.get("href"):
                if child.get("rel", "alternate") == "alternate":
                    yield naming.read("link", str(child.get("href")))
            elif text := (child.text or "").strip():
                yield naming.read(local, text)

    return naming.complete(number, gathered((name, values) for name, values in named() if name))


def _detail(child: Element) -> tuple[str, tuple[str, ...]]:
    """g:product_detail holds section_name, attribute_name and attribute_value."""
    parts = {part.tag.rpartition("}")[2]: (part.text or "").strip() for part in child}
    name = attribute_name(parts.get("attribute_name", ""))
    return f"attributes.{name}" if name else "", (parts.get("attribute_value", ""),)
