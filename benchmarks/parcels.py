"""Parcels: carriers told from bare numbers, numbers read from label photos by level of damage, numbers that were spoken.

    python -m benchmarks.parcels                       # all; the spoken part needs omnishelf[voices]
    python -m benchmarks.parcels --only photos --limit 50
    python -m benchmarks.parcels --only spoken

Ways of looking were tuned on other labels than these: `python -m sample waybills` draws as many as one likes.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
from benchmarks.shops import cache_folder, load
from PIL import Image
from rich.progress import track
from sample.waybills.carriers import CARRIERS
from sample.waybills.numbers import FORMATS

from omnishelf.config import load_settings
from omnishelf.encoders.codes_zxing import ZxingCodes
from omnishelf.encoders.ocr_rapidocr import RapidText
from omnishelf.evaluate import report, significance
from omnishelf.parcels.numbers import find_numbers
from omnishelf.parcels.spoken import find_spoken
from omnishelf.parcels.waybill import WaybillReader
from omnishelf.wiring import speech_recogniser

LABELS = Path(__file__).parents[1] / "sample" / "benchmark" / "waybills"
COMMAND = "python -m benchmarks.parcels"
EACH, SEED = 400, 11
OURS = {"ems": "china-post", "chinapost": "china-post", "fedex-ground": "fedex", "dhl-express": "dhl", "dhl-paket": "dhl"}
"""Carriers of the sample shop that are one in our table. "larkway" is invented: its SSCC can be anybody's."""
UNTELLABLE = ("larkway", "dhl-paket")
"""Whose numbers are GS1 container codes: a bare one does not say whose."""
ALOUD = {"en": 20, "zh": 20}
SAID = {"en": "zero one two three four five six seven eight nine".split(), "zh": "零幺二三四五六拐八九"}  # noqa: SIM905


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["numbers", "photos", "spoken"])
    parser.add_argument("--limit", type=int, help="at most so many of each: the tables are printed and not kept")
    given = parser.parse_args()
    kept = cache_folder("parcels") / "trial.md" if given.limit else report.RESULTS
    parts: dict[str, Callable[[int | None, Path], None]] = {"numbers": numbers, "photos": photos, "spoken": spoken}
    for name, part in parts.items():
        if given.only in (None, name):
            part(given.limit, kept)


def numbers(limit: int | None, path: Path) -> None:
    """A row a carrier: bare numbers drawn in its form."""
    rng, rows, clear = random.Random(SEED), [], list[float]()
    for carrier in CARRIERS:
        if carrier.key in UNTELLABLE:
            continue
        right, ambiguous = 0, 0
        for _ in range(limit or EACH):
            (found,) = find_numbers(FORMATS[carrier.form].make(rng))
            hit = found.carrier == OURS.get(carrier.key, carrier.key)
            ambiguous += found.ambiguous
            right += hit
            if not found.ambiguous:
                clear.append(float(hit))
        count = limit or EACH
        rows.append(
            {"carrier": carrier.name, "form": carrier.form, "right": right / count, "told ambiguous": ambiguous / count}
        )
    low, high = significance.interval(clear)
    whole = f"{np.mean(clear):.4f} ({low:.4f}..{high:.4f}) of {len(clear)} numbers"
    rows.append({"carrier": "all that are not ambiguous", "form": "", "right": whole, "told ambiguous": ""})
    report.write_section(
        "parcels-numbers",
        "Carriers told from bare numbers",
        rows,
        protocol=f"{limit or EACH} numbers a carrier, check digits right, nothing beside them; the likeliest carrier",
        data="sample/waybills/numbers.py (draws); forms of omnishelf.parcels.formats",
        seed=SEED,
        command=f"{COMMAND} --only numbers",
        notes="Ambiguous: the second carrier is at least half as likely; both are then told. Container codes are left out.",
        path=path,
    )


def photos(limit: int | None, path: Path) -> None:
    """A row a level of damage."""
    labels = [json.loads(line) for line in (LABELS / "waybills.jsonl").read_text("utf-8").splitlines()]
    labels = labels[:: max(1, len(labels) // limit)] if limit else labels
    began, text = load(), RapidText(load_settings().model_threads)
    text.warm()
    reader = WaybillReader(ZxingCodes(), text)
    right: dict[int, list[float]] = defaultdict(list)
    carrier: dict[int, list[bool]] = defaultdict(list)
    wrong: dict[int, int] = defaultdict(int)
    ms: dict[str, list[float]] = defaultdict(list)
    for label in track(labels, "labels"):
        with Image.open(LABELS / label["file"]) as picture:
            seen = picture.convert("RGB")
        begin = time.perf_counter()
        found = reader.read(seen).numbers
        ms[found[0].read_from.value if found else "nothing"].append(1000 * (time.perf_counter() - begin))
        hit = bool(found) and found[0].number in label["accepted"]
        right[label["level"]].append(float(hit))
        wrong[label["level"]] += bool(found) and not hit
        if hit and label["carrier"] not in UNTELLABLE:
            carrier[label["level"]].append(found[0].carrier == OURS.get(label["carrier"], label["carrier"]))
    rows = []
    for level, hits in sorted(right.items()):
        low, high = significance.interval(hits)
        exact = f"{np.mean(hits):.3f} ({low:.3f}..{high:.3f})"
        named = float(np.mean(carrier[level])) if carrier[level] else ""
        rows.append({"level": level, "labels": len(hits), "exact": exact, "wrong": wrong[level], "carrier of those": named})
    report.write_section(
        "parcels-photos",
        "Tracking numbers on photos of labels",
        rows,
        protocol="each picture once; exact: the surest number is an accepted form of the label's; wrong: another one was told",
        data=f"sample/benchmark/waybills ({len(labels)} pictures, level 0 the sheet, 3 the middle; docs/waybills.md)",
        seed=None,
        command=f"{COMMAND} --only photos",
        notes="95 % bootstrap intervals over labels. Ways of looking were chosen on labels 8 to 12 of each carrier, which are "
        "not in this set. Drawn labels and a simulated camera: real ones differ.",
        path=path,
    )
    report.write_section(
        "parcels-photo-times",
        "What reading a label costs",
        [
            {
                "read by": how,
                "photos": len(all_),
                "p50, ms": f"{np.percentile(all_, 50):.0f}",
                "p95, ms": f"{np.percentile(all_, 95):.0f}",
            }
            for how, all_ in sorted(ms.items())
        ],
        protocol="each photo once, one after the other, models loaded; print includes the time in which bars were looked for",
        data="the photos of the table before",
        seed=None,
        command=f"{COMMAND} --only photos",
        notes=began,
        path=path,
    )


def spoken(limit: int | None, path: Path) -> None:
    """A row a language: numbers read out digit by digit by synthetic voices."""
    from benchmarks.voices import VOICES, speak

    recogniser = speech_recogniser(load_settings())
    if recogniser is None:
        raise SystemExit("speech.kind is none; this part needs a recogniser.")
    rows = []
    for language, count in ALOUD.items():
        rng, hits = random.Random(SEED), []
        for n in track(range(limit or count), f"spoken, {language}"):
            carrier = CARRIERS[n % len(CARRIERS)]
            number = FORMATS[carrier.form].make(rng)
            heard = recogniser.transcribe(
                speak(aloud(number, language), language, voice=n % len(VOICES[language])), language=language
            )
            hits.append(float(number in [one.number for one in find_spoken(heard.raw)]))
        low, high = significance.interval(hits)
        rows.append({"language": language, "numbers": len(hits), "exact": f"{np.mean(hits):.2f} ({low:.2f}..{high:.2f})"})
    report.write_section(
        "parcels-spoken",
        "Tracking numbers that were spoken",
        rows,
        protocol="a number read out sign by sign in groups of four, once, clean; exact: it is among the numbers found",
        data="numbers of sample/waybills/numbers.py, voices of benchmarks/voices.py in turn",
        seed=SEED,
        command=f"{COMMAND} --only spoken",
        notes="Synthetic voices without noise; recognition by the packaged Whisper base, greedy.",
        path=path,
    )


def aloud(number: str, language: str) -> str:
    """As people read it out: signs one by one, with a pause after every four.

    >>> aloud("SF12", "en")
    'S F one two'
    """
    signs = [SAID[language][int(sign)] if sign.isdigit() else sign for sign in number]
    groups = [signs[n : n + 4] for n in range(0, len(signs), 4)]
    return ", ".join(" ".join(group) for group in groups) if language == "en" else "，".join("".join(group) for group in groups)


if __name__ == "__main__":
    main()
