"""Reading feeds: Google Merchant (XML, TSV), Shopify CSV, JSON Lines, and CSV with a mapping file.

encoding -> format -> Record (our names, still text) -> Product, with a Problem for everything that could not be used
"""

from omnishelf.ingest.feed.product import Accepted, Defaults
from omnishelf.ingest.feed.reader import Feed, read_feed
from omnishelf.ingest.feed.rows import Row, read_objects

__all__ = ["Accepted", "Defaults", "Feed", "Row", "read_feed", "read_objects"]
