"""`omnishelf mcp` over the small shop's encoders, as a program of its own: tests start it and talk to its standard input."""

from __future__ import annotations

import sys
from unittest.mock import patch

from omnishelf.cli import main
from omnishelf.testing.shop_encoders import ColoursOnly, Dictated, WordsOnly
from omnishelf.wiring import whole
from tests.conftest import CHINESE

if __name__ == "__main__":
    with (
        patch.object(whole, "text_encoder", lambda settings: WordsOnly(CHINESE)),
        patch.object(whole, "image_encoder", lambda settings: ColoursOnly()),
        patch.object(whole, "speech_recogniser", lambda settings: Dictated("blue backpack")),
    ):
        main(["mcp", "--data-dir", sys.argv[1]])
