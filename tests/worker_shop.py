"""A shop with encoders one can do in one's head, served by several real processes: `python -m tests.worker_shop`, set by
environment variables as always. Prints its address as `omnishelf serve` does."""

from __future__ import annotations

import sys

from omnishelf.cli.serve import listen, serve_by_workers
from omnishelf.config import Settings, load_settings
from omnishelf.shop import Shop
from omnishelf.testing.shop_encoders import ColoursOnly, Dictated, WordsOnly
from omnishelf.wiring import open_shop


def opening(settings: Settings, **given: object) -> Shop:
    return open_shop(settings, text=WordsOnly(), image=ColoursOnly(), speech=Dictated(""), **given)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(serve_by_workers(load_settings(), listen("127.0.0.1", 0), opening))
