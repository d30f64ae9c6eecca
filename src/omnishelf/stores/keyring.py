"""The keys under which personal fields lie in the database: AES-256-GCM, the newest key seals, every key of the ring opens.

A sealed value is one byte of format, four that name the key (of its sha256), twelve of nonce, then ciphertext and tag. What it
belongs to (which field of which row) is authenticated with it, so that a value moved to another row does not open.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from omnishelf.domain.errors import BadSettings
from omnishelf.stores.files import write_atomically

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = b"\x01"
KEY_BYTES, NAME_BYTES, NONCE_BYTES = 32, 4, 12
HEAD = len(FORMAT) + NAME_BYTES
HINT = "Give the key the shop had (shoppers.keys or shoppers.key_file, docs/privacy.md); without it these data cannot be read."


def new_key() -> str:
    """A fresh key as text: 32 random bytes in URL-safe base64."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def key_name(key: bytes) -> bytes:
    """Tells keys apart and says nothing about them."""
    return hashlib.sha256(b"omnishelf key\x00" + key).digest()[:NAME_BYTES]


@dataclass
class KeyRing:
    """Keys given as text, or those of a file, one a line, newest first. Thread-safe.

    The file is made (mode 0600) when the first key is needed and none may have existed: `create`. It is read anew when it
    changes, so that a running server takes up a rotation made beside it.
    """

    given: Sequence[str] = ()
    path: Path | None = None
    _keys: tuple[bytes, ...] = ()
    _seen: tuple[int, int] = (0, 0)
    _lock: Lock = field(default_factory=Lock)

    @property
    def there(self) -> bool:
        return bool(self.given) or (self.path is not None and self.path.is_file())

    def keys(self) -> tuple[bytes, ...]:
        """Newest first.

        Raises:
            BadSettings: there is none, or one is no key.
        """
        with self._lock:
            if self.given:
                self._keys = self._keys or tuple(_read_key(text, "shoppers.keys") for text in self.given)
                return self._keys
            assert self.path is not None
            try:
                found = self.path.stat()
            except OSError:
                raise BadSettings(f"The key of the shoppers' data is missing: there is no {self.path}.", hint=HINT) from None
            state = (found.st_mtime_ns, found.st_ino)
            if state != self._seen:
                lines = self.path.read_text("ascii", "replace").split()
                if not lines:
                    raise BadSettings(f"{self.path} holds no key.", hint=HINT)
                self._keys, self._seen = tuple(_read_key(line, str(self.path)) for line in lines), state
            return self._keys

    def create(self) -> None:
        """Make the file with a first key. Of several processes that try, one does."""
        if self.given or self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        aside = self.path.with_name(f".{self.path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(new_key() + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, self.path)  # fails where another process was quicker: then its key is the key
        except FileExistsError:
            pass
        finally:
            aside.unlink()

    def put_in_front(self, key: str) -> None:
        """The file's newest key from now on; the others still open what they sealed."""
        self._write([key, *(_text(old) for old in self.keys())])

    def keep_newest(self) -> int:
        """Drop all keys of the file but the newest; returns how many."""
        newest, *others = self.keys()
        self._write([_text(newest)])
        return len(others)

    def _write(self, keys: Sequence[str]) -> None:
        assert self.path is not None, "keys of settings are changed in the settings"
        write_atomically(self.path, "".join(f"{key}\n" for key in keys).encode())  # a temporary file of mkstemp is 0600

    def newest(self) -> bytes:
        """What values sealed now begin with."""
        return FORMAT + key_name(self.keys()[0])

    def seal(self, plain: str, belongs_to: str) -> bytes:
        key, nonce = self.keys()[0], secrets.token_bytes(NONCE_BYTES)
        return FORMAT + key_name(key) + nonce + _cipher(key).encrypt(nonce, plain.encode(), belongs_to.encode())

    def open(self, sealed: bytes, belongs_to: str) -> str:
        """Raises:
        BadSettings: it was sealed under a key that is not on the ring, or it was changed or moved.
        """
        from cryptography.exceptions import InvalidTag

        named, nonce = sealed[len(FORMAT) : HEAD], sealed[HEAD : HEAD + NONCE_BYTES]
        key = next((key for key in self.keys() if key_name(key) == named), None)
        if key is None or not sealed.startswith(FORMAT):
            raise BadSettings(f"The shoppers' data are encrypted under key {named.hex()}, which this shop lacks.", hint=HINT)
        try:
            return _cipher(key).decrypt(nonce, sealed[HEAD + NONCE_BYTES :], belongs_to.encode()).decode()
        except InvalidTag:
            raise BadSettings(
                "An encrypted field of the shoppers' data was changed or moved.", hint="Restore the database from a backup."
            ) from None


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _text(key: bytes) -> str:
    return base64.urlsafe_b64encode(key).decode()


def _read_key(text: str, where: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text.strip().encode("ascii"))
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise BadSettings(
            f"A key of {where} is not 32 bytes in URL-safe base64.", hint="Make one with: omnishelf keys new (docs/privacy.md)."
        )
    return key
