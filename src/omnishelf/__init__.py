"""Omnishelf: product search by words, photo and voice, in Chinese and English."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from omnishelf.shop import Shop

# Libraries below us report to their makers unless told not to before they are loaded: ONNX Runtime (from 1.29) keeps an
# identifier and a queue of events in the user's cache folder and sends them. A shop's searches are nobody else's business; who
# wants the reports sets the variable to 0.
for _switch in ("ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY"):
    os.environ.setdefault(_switch, "1")

__version__ = "0.1.0"
__all__ = ["__version__", "open_shop"]


def open_shop(**given: Any) -> Shop:
    """Open a shop; see `omnishelf.wiring.open_shop`. Imports happen here, so that `import omnishelf` costs nothing."""
    from omnishelf.wiring import open_shop as opened

    return opened(**given)
