"""Cleaning of product words: HTML to text, stray characters, and signs of a botched encoding."""

from __future__ import annotations

import html
import re
import unicodedata
from html.parser import HTMLParser

_BLOCK_TAGS = """
    address article blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr ol p pre section table td th tr ul
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_HIDDEN = frozenset({"head", "iframe", "noscript", "object", "script", "style", "template", "title"})
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w*);")
# UTF-8 read as Windows-1252 and saved again: "CafÃ©", "itâ€™s", "ä¸­æ–‡".
_TWICE_ENCODED = re.compile(
    r"Ã[\u0080-\u00bf\u0192\u2019-\u203a]|â€[\u0080-\u2122]|[äåæçèé][\u0080-\u00bf\u2013-\u2122][\u0080-\u00bf\u2013-\u2122]"
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2028\u2029\ufeff]")


class _Text(HTMLParser):
    """Collects what a browser would show; list items get a bullet, blocks a line of their own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif tag == "li":
            self.parts.append("\n• ")
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]
        elif tag in _BLOCKS or tag == "li":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def to_text(markup: str) -> str:
    """HTML or plain text to plain text: tags gone, entities resolved, at most one blank between words, lines kept."""
    text = markup
    if _MARKUP.search(markup):
        # In HTML a line break is a blank; in plain text it is meant.
        parser = _Text()
        parser.feed(re.sub(r"\s+", " ", markup) if re.search(r"<[a-zA-Z]", markup) else markup)
        parser.close()
        text = "".join(parser.parts)
    lines = (clean(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line and line != "•")


def clean(text: str) -> str:
    """One line: composed characters (NFC), no control characters, single blanks."""
    return " ".join(_CONTROLS.sub(" ", unicodedata.normalize("NFC", text)).split())


def unescape(text: str) -> str:
    """A title may carry entities ("Salt &amp; Pepper") but no tags: only what looks like an entity is resolved."""
    return clean(html.unescape(text)) if "&" in text else clean(text)


def is_damaged(text: str) -> str:
    """Why this text cannot be shown to a shopper, in a sentence; "" when nothing is wrong with it."""
    if "\ufffd" in text:
        return "Characters were lost: it holds bytes that are not of the feed's encoding."
    if _TWICE_ENCODED.search(text):
        return "It looks like UTF-8 that was read as Latin-1 and saved again."
    return ""


def script_language(text: str, default: str) -> str:
    """The language a text's script gives away ("zh", "ja", "ko"), or the default where its letters are not decisive."""
    letters = [c for c in text if c.isalpha()]
    han = sum("\u3400" <= c <= "\u9fff" or "\U00020000" <= c <= "\U0003ffff" for c in letters)
    kana = sum("\u3040" <= c <= "\u30ff" for c in letters)
    hangul = sum("\uac00" <= c <= "\ud7af" for c in letters)
    if kana:
        return "ja"
    if hangul * 2 > len(letters):
        return "ko"
    # "iPhone 手机壳" is Chinese though most of its letters are Latin: one hanzi says as much as three letters.
    if han * 3 > len(letters) - han and default not in ("zh", "ja"):
        return "zh"
    return default
