"""Parcels: carriers told from bare numbers, numbers read from label photos by level of damage, numbers that were spoken.

    python -m benchmarks.parcels                       # some of each; the spoken parts need omnishelf[voices]
    python -m benchmarks.parcels --all                 # every label
    python -m benchmarks.parcels --only photos --limit 50
    python -m benchmarks.parcels --only spoken-mandarin

Ways of looking were tuned on other labels than these: `python -m sample waybills` draws as many as one likes.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.shops import cache_folder
from numpy.typing import NDArray
from PIL import Image
from rich.progress import track
from sample.waybills.carriers import CARRIERS
from sample.waybills.numbers import FORMATS

from omnishelf.config import load_settings
from omnishelf.domain.parcel import NumberFound
from omnishelf.encoders.audio import read_recording
from omnishelf.encoders.codes_zxing import ZxingCodes
from omnishelf.encoders.ocr_rapidocr import RapidText
from omnishelf.encoders.port import SpeechRecogniser
from omnishelf.evaluate import report, significance
from omnishelf.parcels.detect import Hints, detect
from omnishelf.parcels.listening import Listened, listen
from omnishelf.parcels.numbers import find_numbers
from omnishelf.parcels.spoken import written
from omnishelf.parcels.waybill import WaybillReader
from omnishelf.wiring import speech_recogniser

LABELS = Path(__file__).parents[1] / "sample" / "benchmark" / "waybills"
DATA = Path(os.environ.get("OMNISHELF_DATA") or Path(__file__).parents[2] / "shared" / "data")
Samples = NDArray[np.float32]
COMMAND = "python -m benchmarks.parcels"
EACH, SEED = 400, 11
OURS = {"ems": "china-post", "chinapost": "china-post", "fedex-ground": "fedex", "dhl-express": "dhl", "dhl-paket": "dhl"}
"""Carriers of the sample shop that are one in our table. "larkway" is invented: its SSCC can be anybody's."""
UNTELLABLE = ("larkway", "dhl-paket")
"""Whose numbers are GS1 container codes: a bare one does not say whose."""
SPOKEN_SEED = 31
"""Of the Mandarin numbers: what listens was chosen with those of `SEED` and `dictated_forms.SEED` in view."""
ALOUD, SOME_ALOUD = 60, 12
"""Clips of ten digits by people."""
MANDARIN, ENGLISH, SOME_ENGLISH = 32, 60, 12
"""Numbers that each group of voices reads."""
QUESTIONS = """
这件外套三百元左右有吗 我要两双三十九码的黑色跑鞋 九月十六号下的单现在到哪儿了
一千五百块以内的电饭锅推荐一个 买四件打八五折对不对 二零二五年七月三号买的还能退吗
一升半的水壶有没有九十九块以下的 我们家住在四号楼六零二室 十点到十二点之间能不能送货
这款手机有五百一十二的内存吗 第三个和第七个哪个好 尾号是九五二七的那一单
""".split()  # noqa: SIM905
"""None of them is learnt from."""
SPOKEN = (
    "synthetic: a number read out sign by sign in groups of four, once, clean or in white noise; exact: it is among the "
    "numbers found; another: a number was told, and not this one"
)
MANDARIN_NOTES = (
    "Recognition by the packaged Whisper base, greedy; sign by sign: a head on its encoder reads signs "
    "(encoders/sign_reader.py), freely and under the carriers' forms (encoders/sign_forms.py). It is learnt from the six "
    "Chinese synthetic voices of the table with other numbers; strangers are two voices that it never heard. All constants "
    "were chosen on other numbers (`parcels-spoken-ways`), some of them read by the same strangers; the numbers of this table "
    "were drawn for it and heard once. An error in a number without a check digit stays. Letters are read out by their English "
    "names."
)
SAID = {"en": "zero one two three four five six seven eight nine".split(), "zh": "零幺二三四五六拐八九"}  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Given:
    """`limit`: at most so many of each, None for no limit. `all`: every picture, and more clips."""

    limit: int | None
    all: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=list(PARTS))
    parser.add_argument(
        "--all", action="store_true", help="every label and more clips, rather than one of each carrier a level"
    )
    parser.add_argument("--limit", type=int, help="at most so many of each: the tables are printed and not kept")
    options = parser.parse_args()
    given = Given(options.limit, options.all)
    kept = cache_folder("parcels") / "trial.md" if given.limit else report.RESULTS
    for name, part in PARTS.items():
        if options.only in (None, name):
            part(given, kept)


def numbers(given: Given, path: Path) -> None:
    """A row a carrier: bare numbers drawn in its form."""
    limit, published = given.limit, published_examples()
    rng, rows, clear = random.Random(SEED), [], list[float]()
    for carrier in CARRIERS:
        if carrier.key in UNTELLABLE:
            continue
        right, ambiguous = 0, 0
        for _ in range(limit or EACH):
            found = next(iter(find_numbers(FORMATS[carrier.form].make(rng))), None)
            if found is None:  # as likely to be no parcel's number at all: it is not told
                clear.append(0.0)
                continue
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
    if published:
        right, refused = sum(ok for ok, _ in published), sum(not valid for _, valid in published)
        rows.append(
            {
                "carrier": "published examples, valid and invalid",
                "form": "",
                "right": f"{right} of {len(published)}, {refused} of which are invalid",
                "told ambiguous": "",
            }
        )
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


def published_examples() -> list[tuple[bool, bool]]:
    """(told as published, valid) of each example of tracking_numbers; [] without the data."""
    from tests.unit import test_tracking_numbers as published

    if not published.DATA.is_dir():
        return []
    found = []
    for key, form, number, valid in published.examples():
        carriers = published.carriers_of(number)
        if form == "Purolator (alpha + 9)" and not valid:
            detected = detect(number)
            told = "purolator-abc" in {guess.form for guess in (detected.guesses if detected else ())}
        else:
            told = bool(carriers) if key == "s10" else key in carriers
        found.append((told == valid, valid))
    return found


def photos(given: Given, path: Path) -> None:
    """A row a level of damage. Bars alone and print alone; a shop tells what bars give, or else what print does."""
    labels = chosen([json.loads(line) for line in (LABELS / "waybills.jsonl").read_text("utf-8").splitlines()], given)
    text = RapidText(threads=1)
    readers = {"bars": WaybillReader(ZxingCodes(), None), "print": WaybillReader(None, text)}
    readers["print"].read(Image.open(LABELS / labels[0]["file"]).convert("RGB"))  # loads the models
    told = [read_both(label, readers) for label in track(labels, "labels")]
    write_reading(told, given, path)
    write_costs(told, given, path)


@dataclass(frozen=True, slots=True)
class Told:
    """Of one label: what was found first by each reader (None for nothing) and milliseconds of processor time."""

    label: dict[str, Any]
    found: Mapping[str, NumberFound | None]
    ms: Mapping[str, float]

    @property
    def by(self) -> str:
        """Which reader a shop's answer comes from."""
        return "bars" if self.found["bars"] else "print"

    @property
    def whole_ms(self) -> float:
        return self.ms["bars"] if self.by == "bars" else self.ms["bars"] + self.ms["print"]

    def right(self, reader: str) -> bool:
        found = self.found[reader]
        return found is not None and found.number in self.label["accepted"]

    @property
    def carrier_right(self) -> bool:
        found = self.found[self.by]
        return found is not None and found.carrier == OURS.get(self.label["carrier"], self.label["carrier"])


def chosen(labels: list[dict[str, Any]], given: Given) -> list[dict[str, Any]]:
    """One of each carrier at each level, unless all are wanted or fewer."""
    if not given.all:
        labels = list({(label["level"], label["carrier"]): label for label in reversed(labels)}.values())[::-1]
    return labels[:: max(1, len(labels) // given.limit)] if given.limit else labels


def read_both(label: dict[str, Any], readers: Mapping[str, WaybillReader]) -> Told:
    with Image.open(LABELS / label["file"]) as picture:
        seen = picture.convert("RGB")
    found, ms = {}, {}
    for name, reader in readers.items():
        begin = time.process_time()
        found[name] = next(iter(reader.read(seen).numbers), None)
        ms[name] = 1000 * (time.process_time() - begin)
    return Told(label, found, ms)


def write_reading(told: Sequence[Told], given: Given, path: Path) -> None:
    rows = []
    for level in sorted({one.label["level"] for one in told}):
        own = [one for one in told if one.label["level"] == level]
        low, high = significance.interval([float(one.right(one.by)) for one in own])
        hits = [one for one in own if one.right(one.by) and one.label["carrier"] not in UNTELLABLE]
        named = [one.carrier_right for one in hits]
        rows.append(
            {
                "level": level,
                "labels": len(own),
                "exact": f"{np.mean([one.right(one.by) for one in own]):.3f} ({low:.3f}..{high:.3f})",
                "by bars alone": f"{np.mean([one.right('bars') for one in own]):.3f}",
                "by print alone": f"{np.mean([one.right('print') for one in own]):.3f}",
                "wrong": sum(one.found[one.by] is not None and not one.right(one.by) for one in own),
                "number whole somewhere": sum(bool(one.label["readable"]) for one in own),
                "carrier of those": float(np.mean(named)) if named else "",
            }
        )
    report.write_section(
        "parcels-photos",
        "Tracking numbers on photos of labels",
        rows,
        protocol="each picture once; exact: the surest number is an accepted form of the label's; wrong: another one was told. "
        "What bars give is told, or else what print does; both alone beside it",
        data=f"sample/benchmark/waybills ({len(told)} pictures{'' if given.all else ', one of each carrier at each level'}; "
        "level 0 the sheet, 3 the middle; docs/waybills.md)",
        seed=None,
        command=f"{COMMAND} --only photos{' --all' if given.all else ''}",
        notes="95 % bootstrap intervals over labels. Ways of looking were chosen on labels 5 to 12 of each carrier, which are "
        "not in this set. From level 4 on labels lie at any angle, torn, blurred and burnt out. Drawn labels and a simulated "
        "camera: real ones differ.",
        path=path,
    )


def write_costs(told: Sequence[Told], given: Given, path: Path) -> None:
    groups = {
        "bars": [one.whole_ms for one in told if one.by == "bars"],
        "print": [one.whole_ms for one in told if one.by == "print" and one.found["print"]],
        "nothing": [one.whole_ms for one in told if not one.found["print"] and one.by == "print"],
    }
    report.write_section(
        "parcels-photo-times",
        "What reading a label costs",
        [
            {"read by": how, "photos": len(all_), **{f"p{p}, ms": f"{np.percentile(all_, p):.0f}" for p in (50, 95)}}
            for how, all_ in groups.items()
            if all_
        ],
        protocol="processor time on one thread, which other work on the machine does not lengthen much, one photo after the "
        "other, models loaded; print includes looking for bars, and straightening twice, which a shop does once",
        data="the photos of the table before",
        seed=None,
        command=f"{COMMAND} --only photos{' --all' if given.all else ''}",
        path=path,
    )


def spoken_mandarin(given: Given, path: Path) -> None:
    """A row a way of speaking: numbers read out by synthetic voices, and sentences of both languages without a number."""
    from benchmarks.voices import STRANGERS, VOICES

    recogniser, rows = _recogniser(), []
    count = given.limit or MANDARIN
    for who, voices in (("strangers", STRANGERS["zh"]), ("voices learnt from", VOICES["zh"])):
        rows += read_out(recogniser, "zh", f"tracking numbers, zh, {who}", voices, count, SPOKEN_SEED)
        rows += read_out(recogniser, "zh", f"tracking numbers, zh, {who}", voices, -(-count // 4), SPOKEN_SEED, snr_db=20)
    for what, language, clips in without_number():
        heard = [listen(recogniser, samples, language) for samples in track(clips[: given.limit], what)]
        rows.append(false_alarms(what, [[n.number for n in one.numbers(Hints())] for one in heard]))
    report.write_section(
        "parcels-spoken",
        "Numbers that were spoken, in Mandarin",
        rows,
        protocol=f"{SPOKEN}. Sentences: any number told is wrong",
        data="numbers of sample/waybills/numbers.py, voices of benchmarks/voices.py in turn; speech/clips of the shared data; "
        "shop questions with prices, dates and sizes, by the strangers",
        seed=SPOKEN_SEED,
        command=f"{COMMAND} --only spoken-mandarin",
        notes=MANDARIN_NOTES,
        path=path,
    )


def spoken_english(given: Given, path: Path) -> None:
    """A row a way of speaking: numbers read out by synthetic voices, digits that people said."""
    from benchmarks.voices import VOICES

    recogniser, rows = _recogniser(), []
    count = given.limit or (ENGLISH if given.all else SOME_ENGLISH)
    rows += read_out(recogniser, "en", "tracking numbers, en, six voices", VOICES["en"], count, SEED)
    rows += read_out(recogniser, "en", "tracking numbers, en, hibari", VOICES["en"][:1], count, SPOKEN_SEED)
    for text, digits in digit_clips(recogniser, given.limit or (ALOUD if given.all else SOME_ALOUD)):
        rows.append(spoken_row("ten digits by people, English", [[written(one)] for one in text], digits))
    report.write_section(
        "parcels-spoken-english",
        "Numbers that were spoken, in English",
        rows,
        protocol=f"{SPOKEN}. People: ten single digits of one speaker, joined with pauses of 150 ms; exact: all ten in their "
        "order and nothing else",
        data="numbers of sample/waybills/numbers.py, voices of benchmarks/voices.py; speech/digits of the shared data",
        seed=SPOKEN_SEED,
        command=f"{COMMAND} --only spoken-english{' --all' if given.all else ''}",
        notes="Recognition by the packaged Whisper base, greedy; sign by sign: listened to again for signs alone, which "
        f"Whisper writes where it heard digits (encoders/dictation.py, beam 5; chosen on the first 8 numbers of seed {SEED}, "
        "which the six voices read; hibari's were drawn anew).",
        path=path,
    )


def _recogniser() -> SpeechRecogniser:
    recogniser = speech_recogniser(load_settings())
    if recogniser is None:
        raise SystemExit("speech.kind is none; this part needs a recogniser.")
    return recogniser


def read_out(
    recogniser: SpeechRecogniser,
    language: str,
    what: str,
    voices: Sequence[str],
    count: int,
    seed: int,
    snr_db: float | None = None,
) -> list[dict[str, object]]:
    """Two rows: what is found in what was heard as speech, and after listening for signs alone."""
    name = what + (f", {snr_db:.0f} dB" if snr_db else "")
    said = [number_aloud(n, language, voices, snr_db, seed) for n in range(count)]
    heard = [listen(recogniser, samples, language) for samples, _ in track(said, name)]
    ways = {"as speech": [Listened(one.text) for one in heard], "and sign by sign": heard}
    wanted = [number for _, number in said]
    return [
        spoken_row(f"{name}, {way}", [[n.number for n in one.numbers(Hints())] for one in listened], wanted)
        for way, listened in ways.items()
    ]


def spoken_row(what: str, told: Sequence[Sequence[str]], wanted: Sequence[str]) -> dict[str, object]:
    exact = [float(number in numbers) for numbers, number in zip(told, wanted, strict=True)]
    low, high = significance.interval(exact)
    another = sum(bool(numbers) and number not in numbers for numbers, number in zip(told, wanted, strict=True))
    return {"what": what, "clips": len(exact), "exact": f"{np.mean(exact):.2f} ({low:.2f}..{high:.2f})", "another": another}


def false_alarms(what: str, told: Sequence[Sequence[str]]) -> dict[str, object]:
    return {"what": what, "clips": len(told), "exact": "", "another": sum(map(bool, told))}


def number_aloud(
    n: int, language: str, voices: Sequence[str] = (), snr_db: float | None = None, seed: int = SEED
) -> tuple[Samples, str]:
    """The n-th number, by the voices in turn: (its sound, the number)."""
    from benchmarks.voices import VOICES, speak

    rng, carrier = random.Random(f"{seed}:{language}:{n}"), CARRIERS[n % len(CARRIERS)]
    number = FORMATS[carrier.form].make(rng)
    names = voices or VOICES[language]
    return speak(aloud(number, language), language, names[n % len(names)], snr_db), number


def without_number() -> Iterator[tuple[str, str, list[Samples]]]:
    """(what, language, clips): sentences people recorded, and questions to a shop in which digits are said."""
    from benchmarks.voices import STRANGERS, speak

    folder = DATA / "speech"
    if folder.is_dir():
        with (folder / "transcripts.tsv").open(encoding="utf-8") as file:
            told = list(csv.DictReader(file, delimiter="\t"))
        for language, what in (("zh", "sentences by people, Mandarin"), ("en", "sentences by people, English")):
            files = [folder / one["file"] for one in told if language in one["lang"]]
            yield what, language, [read_recording(one.read_bytes(), max_bytes=10**8, max_seconds=120) for one in files]
    clips = [speak(text, "zh", STRANGERS["zh"][n % 2]) for n, text in enumerate(QUESTIONS)]
    yield "questions to a shop with digits in them, Mandarin, strangers", "zh", clips


def digit_clips(recogniser: SpeechRecogniser, count: int) -> Iterator[tuple[list[str], list[str]]]:
    """(transcripts, digits) of clips of ten digits, each by one speaker; nothing without the recordings."""
    by_speaker: dict[str, list[Path]] = defaultdict(list)
    for path in sorted((DATA / "speech" / "digits").glob("*_*_*.wav")):
        by_speaker[path.stem.split("_")[1]].append(path)
    if not by_speaker:
        return
    rng, heard, digits = random.Random(SEED), list[str](), list[str]()
    for n in track(range(count), "spoken digits"):
        takes = rng.choices(by_speaker[sorted(by_speaker)[n % len(by_speaker)]], k=10)
        pause = np.zeros(int(0.15 * 16_000), dtype=np.float32)
        parts = [part for take in takes for part in (read_recording(take.read_bytes(), max_bytes=10**7, max_seconds=60), pause)]
        heard.append(recogniser.transcribe(np.concatenate([pause, *parts]), language="en").raw)
        digits.append("".join(take.stem.split("_")[0] for take in takes))
    yield heard, digits


def aloud(number: str, language: str) -> str:
    """As people read it out: signs one by one, with a pause after every four.

    >>> aloud("SF12", "en")
    'S F one two'
    """
    signs = [SAID[language][int(sign)] if sign.isdigit() else sign for sign in number]
    groups = [signs[n : n + 4] for n in range(0, len(signs), 4)]
    return ", ".join(" ".join(group) for group in groups) if language == "en" else "，".join("".join(group) for group in groups)


PARTS: dict[str, Callable[[Given, Path], None]] = {
    "numbers": numbers,
    "photos": photos,
    "spoken-mandarin": spoken_mandarin,
    "spoken-english": spoken_english,
}

if __name__ == "__main__":
    main()
