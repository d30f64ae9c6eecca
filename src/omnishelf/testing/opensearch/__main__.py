"""`python -m omnishelf.testing.opensearch`: one node on loopback until Ctrl-C, its data kept from one time to the next."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path

from omnishelf.testing.opensearch.artifacts import OPENSEARCH, missing
from omnishelf.testing.opensearch.node import HEAP, node


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m omnishelf.testing.opensearch", description=__doc__)
    parser.add_argument("--port", type=int, default=9200)
    parser.add_argument("--heap", default=HEAP, help="memory of the node's Java heap")
    parser.add_argument("--data", type=Path, help="folder of its data")
    given = parser.parse_args()
    if lacking := missing():
        sys.stderr.write(f"OpenSearch cannot be started: {lacking}.\n")
        return 1
    data = given.data or Path(tempfile.gettempdir()) / f"omnishelf-opensearch-data-{os.getuid()}"
    ended = threading.Event()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, lambda *_: ended.set())
    say(f"OpenSearch {OPENSEARCH} is starting; its data are in {data}.")
    with node(given.port, data.absolute(), given.heap) as one:
        say(f"It answers on {one.url}. Ctrl-C stops it.")
        while one.running and not ended.wait(1):
            pass
    return 0


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
