"""Where a feed says that a picture is: a file of the pictures folder, a URL, a data URL, or a picture we already have."""

from __future__ import annotations

import base64
import binascii
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, unquote_to_bytes

_MEDIA_KEY = re.compile(r"^(?:/media/)?([0-9a-f]{64}\.[a-z0-9]{2,5})$")
_DATA = re.compile(r"^data:([\w.+-]+/[\w.+-]+)?((?:;[\w.+=-]+)*),", re.I)


class UnusableError(Exception):
    """A source that gives no picture. `args` are the reason and what to do, each a sentence (the second may be "")."""


@dataclass(frozen=True, slots=True)
class StoredPicture:
    key: str


@dataclass(frozen=True, slots=True)
class FilePicture:
    """`version` changes when the file does."""

    path: Path
    version: str


@dataclass(frozen=True, slots=True)
class WebPicture:
    url: str


@dataclass(frozen=True, slots=True)
class InlinePicture:
    data: bytes


Source = StoredPicture | FilePicture | WebPicture | InlinePicture


def locate(text: str, folder: Path | None, max_bytes: int) -> Source:
    """What a feed's text means. Files are looked for inside `folder` only.

    Raises:
        UnusableError
    """
    text = text.strip()
    if key := _MEDIA_KEY.match(text):
        return StoredPicture(key[1])
    if re.match(r"^https?://", text, re.I):
        return WebPicture(text)
    if text[:5].lower() == "data:":
        return InlinePicture(_inline(text, max_bytes))
    if re.match(r"^[a-z][a-z0-9+.-]+://", text, re.I):
        raise UnusableError("Pictures are fetched over http and https only.", "Use an https:// address or a file name.")
    if folder is None:
        raise UnusableError(
            "It names a file, and no folder of pictures was given.", "Give a URL, or name the folder (--images DIR)."
        )
    return _file(text, folder, max_bytes)


def _inline(text: str, max_bytes: int) -> bytes:
    head = _DATA.match(text)
    if head is None:
        raise UnusableError("The data URL is malformed.", "Write data:image/png;base64,...")
    body = text[head.end() :]
    # Four letters of base64 are three bytes; percent-encoding only ever shrinks.
    if len(body) > max_bytes * 4 // 3 + 4:
        raise UnusableError(f"It is larger than {max_bytes:,} bytes.", "Send a smaller picture.")
    if ";base64" not in head[2].lower():
        return unquote_to_bytes(body)
    try:
        return base64.b64decode(re.sub(r"\s", "", unquote(body)), validate=True)
    except (binascii.Error, ValueError):
        raise UnusableError("The data URL is not valid base64.", "Encode the picture again.") from None


def _file(name: str, folder: Path, max_bytes: int) -> FilePicture:
    relative = PurePosixPath(name.replace("\\", "/"))
    if "\0" in name or relative.is_absolute() or ".." in relative.parts or re.match(r"^[A-Za-z]:", name):
        raise UnusableError("It leads out of the folder of pictures.", "Write file names relative to that folder.")
    root = folder.resolve()
    for tried in _tries(relative, root):
        try:
            path = tried.resolve(strict=True)
            found = path.stat()
        except (OSError, ValueError, RuntimeError):
            continue
        # A link inside the folder may point anywhere: what counts is where it ends.
        if not path.is_relative_to(root):
            raise UnusableError("It leads out of the folder of pictures.", "Copy the picture into that folder.")
        if not stat.S_ISREG(found.st_mode) or not os.access(path, os.R_OK):
            raise UnusableError("It is not a file that can be read.", "Check the name and the permissions.")
        if found.st_size > max_bytes:
            raise UnusableError(f"It is larger than {max_bytes:,} bytes.", "Make it smaller, or raise limits.fetch_bytes.")
        return FilePicture(path, f"{found.st_size}-{found.st_mtime_ns}")
    raise UnusableError("There is no such file in the folder of pictures.", "Check the name, capitals included.")


def _tries(relative: PurePosixPath, root: Path) -> list[Path]:
    """The name as it is; without its first part when that is the folder's own name ("images/a.jpg" in images); unquoted."""
    tries = [root / relative]
    if len(relative.parts) > 1 and relative.parts[0] == root.name:
        tries.append(root.joinpath(*relative.parts[1:]))
    plain = unquote(str(relative))
    if plain != str(relative) and ".." not in PurePosixPath(plain).parts and not plain.startswith("/"):
        tries.append(root / plain)
    return tries
