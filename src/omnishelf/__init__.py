"""Omnishelf: product search by words, photo and voice, in Chinese and English."""

__version__ = "0.1.0"
