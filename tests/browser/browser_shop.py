"""A small shop whose answers one knows by looking: eight kinds of things in four colours, drawn here."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

Outline = list[list[tuple[float, float]]]

GROUPED = "backpack"
"""Its colours are variants of one product; those of the others are products of their own."""
KINDS: dict[str, tuple[str, str, str, float, Outline]] = {
    # English name: (Chinese name, category path, material, price of the first colour in dollars, polygons on a 100 x 100 sheet)
    "backpack": (
        "背包",
        "Bags > Backpacks",
        "canvas",
        49,
        [[(32, 30), (68, 30), (72, 86), (28, 86)], [(42, 14), (58, 14), (62, 30), (38, 30)]],
    ),
    "tote bag": (
        "手提袋",
        "Bags > Totes",
        "cotton",
        19,
        [
            [(26, 40), (74, 40), (78, 88), (22, 88)],
            [(38, 20), (42, 20), (42, 40), (38, 40)],
            [(58, 20), (62, 20), (62, 40), (58, 40)],
        ],
    ),
    "coffee mug": (
        "马克杯",
        "Kitchen > Mugs",
        "ceramic",
        12,
        [[(28, 30), (64, 30), (61, 82), (31, 82)], [(64, 40), (80, 44), (78, 66), (62, 70)]],
    ),
    "water bottle": (
        "水壶",
        "Kitchen > Bottles",
        "steel",
        24,
        [[(40, 28), (60, 28), (64, 88), (36, 88)], [(44, 14), (56, 14), (56, 26), (44, 26)]],
    ),
    "table lamp": (
        "台灯",
        "Home > Lamps",
        "brass",
        79,
        [
            [(36, 20), (64, 20), (76, 52), (24, 52)],
            [(48, 52), (52, 52), (52, 80), (48, 80)],
            [(34, 80), (66, 80), (66, 86), (34, 86)],
        ],
    ),
    "rain jacket": (
        "雨衣",
        "Clothing > Jackets",
        "nylon",
        69,
        [
            [(34, 20), (66, 20), (68, 86), (32, 86)],
            [(32, 24), (16, 76), (26, 80), (36, 40)],
            [(68, 24), (84, 76), (74, 80), (64, 40)],
        ],
    ),
    "running shoes": ("跑鞋", "Clothing > Shoes", "mesh", 89, [[(12, 56), (40, 40), (54, 56), (88, 64), (88, 76), (12, 76)]]),
    "yoga mat": ("瑜伽垫", "Sport > Mats", "rubber", 29, [[(16, 66), (70, 30), (88, 44), (34, 82)]]),
}
COLOURS: dict[str, tuple[str, tuple[int, int, int]]] = {
    "blue": ("蓝色", (48, 98, 168)),
    "red": ("红色", (190, 52, 46)),
    "green": ("绿色", (64, 128, 80)),
    "black": ("黑色", (34, 34, 38)),
}


def product_id(colour: str, kind: str) -> str:
    return f"{kind.replace(' ', '-')}-{colour}"


def picture(colour: str, kind: str, side: int = 320) -> Image.Image:
    sheet = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(sheet)
    for polygon in KINDS[kind][4]:
        draw.polygon([(x * side / 100, y * side / 100) for x, y in polygon], fill=COLOURS[colour][1])
    return sheet


def write_feed(folder: Path) -> tuple[Path, Path]:
    """Writes the feed and its pictures. -> (feed, pictures' folder)."""
    images = folder / "images"
    images.mkdir(parents=True)
    feed = folder / "shop.jsonl"
    with feed.open("w", encoding="utf-8") as lines:
        for kind, (chinese, category, material, price, _) in KINDS.items():
            for step, (colour, (chinese_colour, _)) in enumerate(COLOURS.items()):
                id = product_id(colour, kind)
                picture(colour, kind).save(images / f"{id}.png")
                row = {
                    "id": id,
                    "title": f"{colour.capitalize()} {kind}",
                    "description": f"A {colour} {kind} made of {material}, for every day.",
                    "language": "en",
                    "brand": ("Northbank", "Luma")[step % 2],
                    "category": category.split(" > "),
                    "attributes": {"color": [colour], "material": [material]},
                    "translations": {"zh": {"title": f"{chinese_colour}{chinese}"}},
                    "price": {"amount": round(price * 100) + 200 * step, "currency": "USD"},
                    "availability": "in_stock",
                    "images": [f"{id}.png"],
                    "group_id": kind if kind == GROUPED else "",
                }
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    return feed, images


def photo_file(folder: Path, colour: str, kind: str) -> Path:
    """A shopper's photo: the thing off the middle, on a grey table."""
    sheet = Image.new("RGB", (480, 360), (205, 202, 196))
    thing = picture(colour, kind, 300)
    sheet.paste(thing, (150, 40), Image.eval(thing.convert("L"), lambda level: 0 if level > 250 else 255))
    path = folder / f"photo-{product_id(colour, kind)}.jpg"
    sheet.save(path, quality=90)
    return path


def speech_file(folder: Path, words: str) -> Path:
    """A wav of these English words, spoken by a small synthetic voice."""
    from hibari import Hibari

    samples = Hibari(threads=1)(words, seed=0)
    rate = 24_000
    quiet = np.zeros(rate // 2, np.float32)
    sound = (np.clip(np.concatenate([quiet, samples, quiet]), -1, 1) * 32_767).astype("<i2")
    path = folder / "speech.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(sound.tobytes())
    return path
