"""How well spoken queries are heard, and what each part adds: the shop's words as prompt, the repair by sound, a wider beam.

    python benchmarks/hearing.py                     # prints the tables
    python benchmarks/hearing.py --write             # and keeps them in benchmarks/RESULTS.md
    python benchmarks/hearing.py --queries 20 --beams 1

Recorded sentences and the query log come from the data folder; shopping queries are spoken by benchmarks/voices.py, in voices
that take turns, clean and with six people talking in the background. Errors are edits over length, summed over all clips:
words for English (WER), characters (CER) and toneless pinyin syllables for Chinese.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import html
import random
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import rjieba
import zhconv
from rich.progress import track

from omnishelf.domain.errors import NotFound
from omnishelf.encoders.audio import read_recording
from omnishelf.encoders.homophones import Homophones, syllables
from omnishelf.encoders.port import Transcript
from omnishelf.encoders.speech import PackagedSpeech
from omnishelf.evaluate import datasets
from omnishelf.evaluate.report import write_section
from voices import Samples, speak

SEED = 7
TUNED = 24  # queries at the head of the shuffled log on which the constants of the repair were chosen: never asked here
HAN_QUERY = re.compile(r"[\u4e00-\u9fff]{3,10}")
HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2,8}")
BABBLE_DB = 10.0
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SPELLINGS = {word: str(value) for value, word in enumerate(NUMBERS)} | {"mister": "mr"}


@dataclass(frozen=True, slots=True)
class Clip:
    samples: Samples
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Set:
    """Clips and the words of the shop they are spoken in, most important first."""

    name: str
    clips: Sequence[Clip]
    vocabulary: Sequence[str]


def units(text: str, language: str) -> list[str]:
    """What is compared: lower-case words, or simplified characters without signs."""
    if language == "zh":
        return re.findall(r"[\u4e00-\u9fff]|[a-z0-9]+", zhconv.convert(text, "zh-hans").lower())
    words = re.findall(r"[a-z0-9']+", text.lower().replace("-", " "))
    return [SPELLINGS.get(word, word) for word in words]


def edits(one: Sequence[str], other: Sequence[str]) -> int:
    """Levenshtein distance."""
    row = list(range(len(other) + 1))
    for i, item in enumerate(one, 1):
        above, row = row, [i]
        for j, target in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (item != target)))
    return row[-1]


def recorded(language: str) -> list[Clip]:
    """People reading sentences; clips with both languages in one are left out."""
    folder = datasets.locate("speech")
    with (folder / "transcripts.tsv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["lang"] == language]
    return [Clip(read_recording((folder / row["file"]).read_bytes()), language, row["text"]) for row in rows]


def query_log() -> list[str]:
    with gzip.open(datasets.locate("zh_query_log/queries.tsv.gz"), "rt", encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t")[-1] for line in file][1:]


def chinese(count: int, snr_db: float | None) -> Set:
    """Real queries of 3 to 10 characters; the vocabulary is the words of all other queries, so it may lack what is asked."""
    log = query_log()
    pure = [query for query in log if HAN_QUERY.fullmatch(query)]
    random.Random(SEED).shuffle(pure)
    asked = pure[TUNED : TUNED + count]
    clips = [Clip(_spoken(text, "zh", turn, snr_db), "zh", text) for turn, text in enumerate(_tracked(asked, "zh", snr_db))]
    held_out = set(asked) | set(pure[:TUNED])
    counts = Counter(word for query in log if query not in held_out for word in rjieba.cut(query) if HAN_WORD.fullmatch(word))
    return Set(f"Chinese queries, {_named(snr_db)}", clips, [word for word, _ in counts.most_common(50_000)])


def english(count: int, snr_db: float | None) -> Set:
    """Product names of a real shop; the vocabulary is all words of all its names."""
    names = sorted({html.unescape(product["name"]) for product in datasets.magento()})
    counts = Counter(word for name in names for word in re.findall(r"[A-Za-z']{2,}", name))
    random.Random(SEED).shuffle(names)
    asked = [re.sub(r"[^\w' -]", " ", name) for name in names[:count]]
    clips = [Clip(_spoken(text, "en", turn, snr_db), "en", text) for turn, text in enumerate(_tracked(asked, "en", snr_db))]
    return Set(f"English product names, {_named(snr_db)}", clips, [word for word, _ in counts.most_common()])


def rows_of(given: Set, beam: int, language_known: bool) -> list[dict[str, object]]:
    """One row a variant: nothing, repair alone, prompt alone, both."""
    plain, plain_seconds = _hear(given, beam, (), language_known)
    rows = [_row(given, beam, "as heard", [heard.text for heard in plain], plain_seconds)]
    if given.vocabulary:
        prompted, prompted_seconds = _hear(given, beam, given.vocabulary, language_known)
        rows += [
            _row(given, beam, "repair", _repaired([heard.text for heard in plain], given.vocabulary), plain_seconds),
            _row(given, beam, "prompt", [heard.raw for heard in prompted], prompted_seconds),
            _row(given, beam, "prompt + repair", [heard.text for heard in prompted], prompted_seconds),
        ]
    return rows


def _hear(given: Set, beam: int, vocabulary: Sequence[str], language_known: bool) -> tuple[list[Transcript], list[float]]:
    recogniser = PackagedSpeech(Path(tempfile.gettempdir()) / "omnishelf-models", beam=beam)
    recogniser.warm()
    recogniser.learn(vocabulary)
    heard, seconds = [], []
    for clip in track(given.clips, description=f"{given.name}, beam {beam}", transient=True):
        start = time.process_time()
        heard.append(
            recogniser.transcribe(clip.samples, language=clip.language if language_known else "", vocabulary=vocabulary)
        )
        seconds.append(time.process_time() - start)
    return heard, seconds


def _repaired(texts: Sequence[str], vocabulary: Sequence[str]) -> list[str]:
    """The repair that the recogniser would make, on texts heard without a prompt."""
    recogniser = PackagedSpeech(Path(tempfile.gettempdir()) / "omnishelf-models")
    index: Homophones = recogniser._homophones(vocabulary)
    return [index.repair(text) for text in texts]


def _row(given: Set, beam: int, variant: str, texts: Sequence[str], seconds: Sequence[float]) -> dict[str, object]:
    pairs = [
        (units(clip.text, clip.language), units(text, clip.language)) for clip, text in zip(given.clips, texts, strict=True)
    ]
    sounds = None
    if given.clips[0].language == "zh":
        sounds = _rate([(syllables("".join(meant)), syllables("".join(heard))) for meant, heard in pairs])
    return {
        "clips": given.name,
        "n": len(pairs),
        "beam": beam,
        "variant": variant,
        "WER / CER": _rate(pairs),
        "pinyin error": sounds,
        "exactly right": statistics.fmean(meant == heard for meant, heard in pairs),
        "CPU s a clip, p50": statistics.median(seconds),
    }


def _rate(pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> float:
    return sum(edits(meant, heard) for meant, heard in pairs) / sum(len(meant) for meant, _ in pairs)


def _spoken(text: str, language: str, turn: int, snr_db: float | None) -> Samples:
    return speak(text, language, turn, snr_db, noise="babble")


def _tracked(texts: Sequence[str], language: str, snr_db: float | None) -> Iterable[str]:
    return track(texts, description=f"speaking {language}, {_named(snr_db)}", transient=True)


def _named(snr_db: float | None) -> str:
    return "clean" if snr_db is None else f"babble {snr_db:g} dB"


def sets(count: int) -> list[Set]:
    people = [Set("recorded English sentences", recorded("en"), ()), Set("recorded Mandarin sentences", recorded("zh"), ())]
    shoppers = [kind(count, snr) for kind in (english, chinese) for snr in (None, BABBLE_DB)]
    return people + shoppers


def write(rows: Sequence[Mapping[str, object]], count: int, path: Path) -> None:
    write_section(
        "hearing",
        "Spoken queries",
        rows,
        protocol=(
            "Whisper base int8, 2 threads, language given; errors are edits over length summed over clips, number words as "
            "digits, characters simplified. Mandarin transcripts marked 'not gold' are kept. Synthetic voices take turns. "
            "English vocabulary: the words of all product names; Chinese: 50,000 words of the queries not asked."
        ),
        data=f"speech (people), magento ({count} names), zh_query_log ({count} queries)",
        seed=SEED,
        command=f"python benchmarks/hearing.py --queries {count} --write",
        notes="The constants of the repair were chosen on 24 other spoken queries of the same log.",
        path=path,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, default=60, help="spoken queries a language and noise")
    parser.add_argument("--beams", type=int, nargs="+", default=[1, 5])
    parser.add_argument("--detect", action="store_true", help="do not tell the recogniser the language")
    parser.add_argument("--write", action="store_true", help="keep the table in benchmarks/RESULTS.md")
    given = parser.parse_args()
    try:
        rows = [row for one in sets(given.queries) for beam in given.beams for row in rows_of(one, beam, not given.detect)]
    except NotFound as error:
        raise SystemExit(str(error)) from None
    with tempfile.TemporaryDirectory() as elsewhere:
        write(rows, given.queries, Path("benchmarks/RESULTS.md") if given.write else Path(elsewhere) / "results.md")


if __name__ == "__main__":
    main()
