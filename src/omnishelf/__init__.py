"""Omnishelf: product search by words, photo and voice, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from omnishelf.shop import Shop

__version__ = "0.1.0"
__all__ = ["__version__", "open_shop"]


def open_shop(**given: Any) -> Shop:
    """Open a shop; see `omnishelf.wiring.open_shop`. Imports happen here, so that `import omnishelf` costs nothing."""
    from omnishelf.wiring import open_shop as opened

    return opened(**given)
