"""Nobody is told what a shop does: not by us, and not by the libraries below."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

USE = """
from omnishelf.encoders.text_e5 import E5Text
print(E5Text(threads=1).queries(["mug"]).shape)
"""


def test_encoding_leaves_nothing_in_the_users_folders(tmp_path: Path) -> None:
    """A text is encoded with a home of its own: no identifier of the device, no queue of events to send stands there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ORT_", "HF_"))}
    done = subprocess.run([sys.executable, "-c", USE], env=kept | {"HOME": str(tmp_path)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "(1, " in done.stdout
    assert [str(file) for file in tmp_path.rglob("*") if "icrosoft" in str(file) or "onnxruntime" in str(file)] == []
