"""Photos of packages: what bar codes and print add to looks, how many codes are read, and what reading costs.

    python benchmarks/photo_codes.py                     # all packages, all photos of things, the public bar codes
    python benchmarks/photo_codes.py --limit 12          # a quick look; RESULTS.md stays as it is

The sample shop with production settings. Each photo is asked four times, with codes and print switched on and off; encoders and
readers see it once.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image
from rich.progress import track

from omnishelf.config import load_settings
from omnishelf.domain.errors import NotFound
from omnishelf.domain.gtin import spellings
from omnishelf.domain.intent import Constraint, Intent
from omnishelf.domain.query import AnyOf, Modality, Query
from omnishelf.encoders.codes import Code
from omnishelf.encoders.codes_zxing import ZxingCodes
from omnishelf.encoders.ocr import TextLine
from omnishelf.encoders.ocr_rapidocr import RapidText
from omnishelf.encoders.pictures import open_picture
from omnishelf.evaluate import datasets, measures, report, significance
from omnishelf.shop import Shop
from omnishelf.understand.intent import Knowledge, Understand
from omnishelf.understand.photo_codes import gtins
from omnishelf.understand.photo_colours import subject_colours
from omnishelf.wiring import image_encoder, open_shop
from remembered import RememberedImage
from shops import cache_folder, load

SAMPLE = Path(__file__).parents[1] / "sample"
COMMAND = "python benchmarks/photo_codes.py"
DEPTH = 100
PATIENT = 120.0
"""Seconds that print is waited for here: what is measured is what it says, not the machine's load."""
WAYS = {"looks": (False, False), "+ bar codes": (True, False), "+ print": (False, True), "+ bar codes and print": (True, True)}
COLOURED = "+ bar codes, print and the subject's color as a wish"
SURE_COLOUR = 0.6
"""Share of the subject that a colour must have to become a wish in that row."""

Asked = Sequence[tuple[str, str, Path, str]]
"""(id, cut, photo, product)."""


class ReadOnce:
    """Codes and print of each picture, read once and clocked. Milliseconds by what was read."""

    def __init__(self) -> None:
        self.reader, self.text = ZxingCodes(), RapidText()
        self.kept: dict[tuple[str, bytes], tuple[Code, ...] | tuple[TextLine, ...]] = {}
        self.ms: dict[str, list[float]] = {"bar codes": [], "print, nothing there": [], "print": []}

    def codes(self, picture: Image.Image) -> tuple[Code, ...]:
        return self._once("bar codes", picture, self.reader.read)  # type: ignore[return-value]

    def lines(self, picture: Image.Image) -> tuple[TextLine, ...]:
        return self._once("print", picture, self.text.read)  # type: ignore[return-value]

    def _once(self, what: str, picture: Image.Image, read: Callable[[Image.Image], tuple[object, ...]]) -> tuple[object, ...]:
        key = what, picture.tobytes()
        if key not in self.kept:
            begin = time.perf_counter()
            self.kept[key] = found = read(picture)  # type: ignore[assignment]
            name = what if found or what == "bar codes" else "print, nothing there"
            self.ms[name].append(1000 * (time.perf_counter() - begin))
        return self.kept[key]


class Codes:
    def __init__(self, once: ReadOnce) -> None:
        self.read = once.codes


class Lines:
    name = "read once"

    def __init__(self, once: ReadOnce) -> None:
        self.read = once.lines

    def warm(self) -> None:
        return None


class Coloured:
    """Understanding that takes the subject's color for a wish, as sure as its share; `picture` is the photo now asked."""

    def __init__(self, understand: Understand) -> None:
        self.understand = understand
        self.picture: Image.Image | None = None

    def refined(self, query: Query, knowledge: Knowledge) -> Iterator[tuple[Intent, bool]]:
        for intent, complete in self.understand.refined(query, knowledge):
            yield replace(intent, constraints=(*intent.constraints, *self._wish(knowledge))), complete

    def _wish(self, knowledge: Knowledge) -> Iterator[Constraint]:
        for color in subject_colours(self.picture)[:1] if self.picture else ():
            terms = [t for t in knowledge.vocabulary.terms.get(color.label, ()) if t.value.startswith("color=")]
            if terms and color.probability >= SURE_COLOUR:
                wanted = AnyOf("attributes", tuple(term.value for term in terms))
                key = f"color={color.label}"
                yield Constraint(key, "color", color.label, (wanted,), False, Modality.PHOTO, color.probability)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, help="at most so many photos of each kind: the tables are printed and not kept")
    given = parser.parse_args()
    kept = cache_folder("photo-codes") / "trial.md" if given.limit else report.RESULTS
    asked = [*packages()[:: _step(len(packages()), given.limit)], *things()[:: _step(len(things()), given.limit)]]
    began, once = load(), ReadOnce()
    once.text.warm()
    tell(asked, answered(asked, once), kept)
    tell_times(once, began, kept)
    try:
        tell_decoding(ZxingCodes(), kept)
    except NotFound as error:
        print(error)


def packages() -> Asked:
    """The cartons of the sample shop, cut by what faces the camera."""
    folder = SAMPLE / "benchmark" / "packages"
    rows = map(json.loads, (folder / "packages.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        (f"b-{row['product']}", f"packages: {row['form']}", folder / "photos" / f"{row['product']}.webp", row["product"])
        for row in rows
    ]


def things() -> Asked:
    """The shoppers' photos of the things themselves."""
    photos = sorted((SAMPLE / "benchmark" / "photos").glob("*.webp"))
    return [(f"p-{photo.stem}", "things themselves", photo, photo.stem) for photo in photos]


def _step(count: int, limit: int | None) -> int:
    return max(1, count // limit) if limit else 1


def answered(asked: Asked, once: ReadOnce) -> dict[str, dict[str, list[str]]]:
    """Way -> question -> product ids, best first."""
    settings = load_settings(data_dir=cache_folder("photo-codes") / "shop", speech={"kind": "none"})
    catalogue, image = SAMPLE / "catalogue", RememberedImage(image_encoder(settings))
    found: dict[str, dict[str, list[str]]] = {}
    with open_shop(settings, image=image) as shop:
        shop.ingest(catalogue / "products.jsonl", images=catalogue / "images")
        understand = shop._search.understand
        marks = understand.marks
        if marks is None:
            raise SystemExit("The settings switch both readers off; this benchmark needs them.")
        marks.seconds = PATIENT
        for way, (codes, text) in WAYS.items():
            marks.codes, marks.text = Codes(once) if codes else None, Lines(once) if text else None
            found[way] = {id: ask(shop, photo) for id, _, photo, _ in track(asked, way)}
        coloured = Coloured(understand)
        shop._search.understand = coloured  # type: ignore[assignment]
        found[COLOURED] = {}
        for id, _, photo, _ in track(asked, "with color"):
            coloured.picture = open_picture(photo.read_bytes(), max_bytes=10**8, max_pixels=10**8)
            found[COLOURED][id] = ask(shop, photo)
        shop._search.understand = understand
    return found


def ask(shop: Shop, photo: Path) -> list[str]:
    return [hit.product.id for hit in shop.search(image=photo.read_bytes(), size=DEPTH).hits]


def tell(asked: Asked, answers: Mapping[str, Mapping[str, Sequence[str]]], path: Path) -> None:
    table: list[dict[str, object]] = []
    for cut in dict.fromkeys(cut for _, cut, _, _ in asked):
        own = {id: product for id, which, _, product in asked if which == cut}
        firsts = {way: {id: float(ranking[id][:1] == [p]) for id, p in own.items()} for way, ranking in answers.items()}
        for way, ranking in answers.items():
            ranks = [reciprocal(ranking[id], product) for id, product in own.items()]
            gain = "" if way == "looks" else str(significance.compare(firsts[way], firsts["looks"]))
            low, high = significance.interval(list(firsts[way].values()))
            first = f"{measures.mean(firsts[way]):.3f} ({low:.3f}..{high:.3f})"
            row = {"photos of": f"{cut} ({len(own)})", "asked with": way, "R@1": first, "RR@10": float(np.mean(ranks))}
            table.append(row | {"R@1 less looks alone": gain})
    report.write_section(
        "photo-codes",
        "Bar codes and print on a shopper's photo",
        table,
        protocol="one photo a question, its product is the one right answer among all; the whole sample catalogue is searched "
        "with production settings; codes and print on or off, paired by photo",
        data="sample/benchmark/packages (cartons drawn with the brand, part of the title and, on half of them, the EAN-13; "
        "some show the product's catalogue picture); sample/benchmark/photos (the thing itself, no package)",
        seed=1,
        command=COMMAND,
        notes="95 % bootstrap intervals and randomisation tests over photos. How much print counts was chosen with these "
        "packages in sight. Cartons are drawn by rule and print is clean: in a real shop fewer are read. The last row of each "
        "cut is why a color is told and not asked for.",
        path=path,
    )


def reciprocal(ranking: Sequence[str], product: str) -> float:
    place = list(ranking[:10]).index(product) + 1 if product in ranking[:10] else 0
    return 1 / place if place else 0.0


def tell_times(once: ReadOnce, began: str, path: Path) -> None:
    report.write_section(
        "photo-codes-times",
        "What reading a photo costs",
        [
            {
                "what": what,
                "photos": len(ms),
                "p50, ms": f"{np.percentile(ms, 50):.0f}",
                "p95, ms": f"{np.percentile(ms, 95):.0f}",
            }
            for what, ms in once.ms.items()
            if ms
        ],
        protocol="each photo once, one after the other, models loaded; codes are read before anything else, print beside the "
        "image encoders, and not at all once a code has named the product (here it was read all the same)",
        data="the photos of the table before",
        seed=None,
        command=COMMAND,
        notes=began,
        path=path,
    )


KINDS = {
    "ean": "EAN-13",
    "ean_8": "EAN-8",
    "upc": "UPC-A",
    "upc_e": "UPC-E",
    "ean_extended": "EAN with add-on",
    "i2of5": "interleaved 2 of 5",
}


def tell_decoding(reader: ZxingCodes, path: Path) -> None:
    """A kind a row; of kinds that name no products what matters is that none is taken for a product."""
    folder = datasets.locate("barcodes/expected.json").parent
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    tally: dict[str, list[tuple[bool, bool]]] = {}
    for row in expected:
        with Image.open(folder / row["image"]) as picture:
            found = gtins(reader.read(picture.convert("RGB")))
        names = str(row["image"]).partition("__")[0]
        right = number(row)
        hit = bool(right) and any(right in spellings(gtin) for gtin in found)
        tally.setdefault(KINDS.get(names, "others, which name no product"), []).append((hit, bool(found) and not hit))
    report.write_section(
        "photo-codes-decoding",
        "Bar codes read on photos and scans",
        [
            {
                "kind": kind,
                "pictures": len(seen),
                "read": sum(h for h, _ in seen),
                "read as another product": sum(w for _, w in seen),
            }
            for kind, seen in tally.items()
        ],
        protocol="a picture counts as read when the right GTIN is among what was found; UPC-E as the UPC-A that it stands for",
        data=f"barcodes ({len(expected)} pictures of 640 to 800 pixels)",
        seed=None,
        command=COMMAND,
        notes="Interleaved 2 of 5 counts where it holds a GTIN-14. Many of the EAN-13 pictures are out of focus.",
        path=path,
    )


def number(row: Mapping[str, str]) -> str:
    """The GTIN that the expected text stands for: without an add-on of 2 or 5 digits, UPC-E at full length; "" for none."""
    kind, text = row["image"].partition("__")[0], "".join(row["text"].split())
    if kind == "upc_e":
        return expanded(text)
    return text[:13] if kind == "ean_extended" else text if kind in KINDS else ""


def expanded(text: str) -> str:
    """UPC-E, 8 digits, as the UPC-A it is short for (GS1 General Specifications, section 5.2.2.4)."""
    system, body, last, check = text[0], text[1:6], text[6], text[7]
    if last in "012":
        middle = f"{body[:2]}{last}0000{body[2:]}"
    elif last == "3":
        middle = f"{body[:3]}00000{body[3:]}"
    else:
        middle = f"{body[:4]}00000{body[4]}" if last == "4" else f"{body}0000{last}"
    return system + middle + check


if __name__ == "__main__":
    main()
