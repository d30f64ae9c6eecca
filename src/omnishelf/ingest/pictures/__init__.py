"""Collecting the pictures that a feed names: sources -> checked addresses -> bytes -> decoded, shrunk, stored by content."""

from omnishelf.ingest.pictures.collect import Collected, PictureCollector, Shrink
from omnishelf.ingest.pictures.fetch import Fetcher
from omnishelf.ingest.pictures.memory import PictureMemory

__all__ = ["Collected", "Fetcher", "PictureCollector", "PictureMemory", "Shrink"]
