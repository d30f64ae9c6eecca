"""Shops and files that several benchmarks share, kept in one cache folder so that a run that was stopped goes on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from omnishelf.evaluate import datasets

FEEDS = Path(__file__).parents[1] / "sample" / "feeds_from_shared.py"


def cache_folder(name: str) -> Path:
    """OMNISHELF_BENCH_CACHE/name, else ~/.cache/omnishelf-bench/name; made when missing."""
    chosen = os.environ.get("OMNISHELF_BENCH_CACHE")
    folder = (Path(chosen) if chosen else Path.home() / ".cache" / "omnishelf-bench") / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def magento(folder: Path, *, main_picture_only: bool = False) -> tuple[Path, Path]:
    """(feed, folder of pictures) of the magento products, written into `folder`.

    Raises:
        NotFound: the data set is absent.
    """
    images = datasets.locate("magento/images")
    command = [sys.executable, str(FEEDS), "--data", str(datasets.root()), "--out", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    feed = folder / "magento.xml"
    if main_picture_only:
        feed.write_text(without_further_pictures(feed.read_text(encoding="utf-8")), encoding="utf-8")
    return feed, images


def without_further_pictures(feed: str) -> str:
    """The Google Merchant feed with each product's main picture only."""
    return re.sub(r"[^\S\n]*<g:additional_image_link>[^<]*</g:additional_image_link>\n?", "", feed)


def resident_mb(pid: int | str = "self") -> float:
    """Resident memory of a process, MB of 10^6 bytes; mapped files count as far as they were touched."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split("VmRSS:")[1].split()[0]) * 1024 / 1e6


def disk_mb(folder: Path) -> float:
    """What the files below take on the disk, MB."""
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file()) / 1e6


def load() -> str:
    """The machine's load of the last minute, for the notes: figures taken beside other work are too high."""
    return f"load average {os.getloadavg()[0]:.1f} when it began"
