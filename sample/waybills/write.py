"""Labels, photos of them and the truth file: `python -m sample waybills`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from sample.waybills import chinese, courier, postal
from sample.waybills.camera import photograph
from sample.waybills.damage import LEVELS, MIDDLE, Damage, damage
from sample.waybills.paper import Element, Paper
from sample.waybills.waybill import Waybill, waybills

FOLDER = Path(__file__).parents[1] / "benchmark" / "waybills"
EACH, PER_LEVEL = 5, 2
"""Labels of every carrier, and how many of them are photographed at each level of damage."""
QUALITY = 18
"""Of WebP; the photos stay near 20 KB, the sheets (PNG, one bit a dot) near 12."""

_ONE_BIT = [0] * 128 + [255] * 128
"""A thermal printer burns a dot or does not."""
LAYOUTS = {"chinese": chinese.draw, "courier": courier.draw, "postal": postal.draw}


@dataclass(frozen=True)
class Shot:
    """A picture to be made: level 0 is the sheet itself."""

    label: Waybill
    level: int

    @property
    def file(self) -> str:
        return f"{self.label.key}-{self.level}.{'webp' if self.level else 'png'}"


def shots(each: int = EACH, per_level: int = PER_LEVEL) -> list[Shot]:
    """Every label at level 0; at level L the labels L-1, L, ... of each carrier in turn: each level has all carriers."""
    found: list[Shot] = []
    for label in waybills(each):
        index = int(label.key.rsplit("-", 1)[1])
        levels = [level for level in LEVELS if (index - (level - 1)) % each < per_level]
        found.extend(Shot(label, level) for level in (0, *levels))
    return found


def draw(label: Waybill) -> Paper:
    return LAYOUTS[label.carrier.layout](label)


def make(shot: Shot) -> tuple[Image.Image, dict[str, Any]]:
    """The picture and its line of truth."""
    paper = draw(shot.label)
    if shot.level == 0:
        return paper.image.point(_ONE_BIT), _truth(
            shot, paper.elements, [1.0] * len(paper.elements), [True] * len(paper.elements), None
        )
    for harm in _attempts(shot):
        photo = photograph(paper.image, paper.elements, harm)
        if shot.level > MIDDLE or any(ok and e.role == "number" for e, ok in zip(paper.elements, photo.readable, strict=True)):
            break
    return photo.image, _truth(shot, paper.elements, photo.visible, photo.readable, harm)


def _attempts(shot: Shot) -> Iterator[Damage]:
    """Up to the middle level a label keeps its number in one place at least: where chance hides all, it is asked again."""
    for attempt in range(20):
        yield damage(shot.level, f"{shot.label.key}:{attempt}")


def _truth(shot: Shot, elements: list[Element], visible: Any, readable: Any, harm: Damage | None) -> dict[str, Any]:
    label = shot.label
    marks = [
        {"role": e.role, "symbology": e.symbology, "text": e.text, "visible": round(share, 3), "readable": ok}
        for e, share, ok in zip(elements, visible, readable, strict=True)
    ]
    kept = {"rotation", "turn_x", "turn_y", "blur", "motion", "glare", "crumple", "hidden", "cover", "noise"}
    return {
        "file": shot.file,
        "carrier": label.carrier.key,
        "carrier_name": label.carrier.name,
        "number": label.number,
        "accepted": list(label.accepted),
        "format": label.form.name,
        "check_digit": label.form.checked,
        "symbologies": sorted({e.symbology for e in elements if e.symbology != "print"}),
        "level": shot.level,
        "language": label.language,
        "country": label.place,
        "readable": sorted({m["symbology"] for m in marks if m["readable"] and m["role"] == "number"}),
        "marks": marks,
        "damage": {k: v if isinstance(v, str) else round(v, 2) for k, v in asdict(harm).items() if k in kept} if harm else {},
        "simulated": True,
    }


def write(folder: Path = FOLDER, *, each: int = EACH, per_level: int = PER_LEVEL) -> int:
    """Write all pictures and waybills.jsonl; returns how many pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for shot in shots(each, per_level):
        image, row = make(shot)
        save(image, folder / shot.file)
        rows.append(row)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "waybills.jsonl").write_text(text, encoding="utf-8")
    pictures = {path.name for path in folder.iterdir() if path.suffix in (".webp", ".png")}
    for stale in pictures - {row["file"] for row in rows}:
        (folder / stale).unlink()
    return len(rows)


def save(image: Image.Image, path: Path) -> None:
    if path.suffix == ".png":
        image.convert("1").save(path, "PNG", optimize=True)
    else:
        image.save(path, "WEBP", quality=QUALITY, method=6)
