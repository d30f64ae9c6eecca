"""python -m sample render | words | sheet | photos | packages | voices | questions | waybills | behaviour"""

from __future__ import annotations

import argparse
from pathlib import Path

from sample.behaviour.command import options as behaviour_options
from sample.waybills.command import options as waybill_options


def main() -> None:
    """Each command imports what it needs: words need neither Blender nor a picture library."""
    parser = argparse.ArgumentParser(
        prog="python -m sample", description="Makes the sample shop: pictures, words, contact sheets."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    draw = commands.add_parser("render", help="render pictures that are missing or whose recipe has changed (needs bpy)")
    draw.add_argument("--jobs", type=int, default=1, help="processes")
    draw.add_argument("--only", default="", help="one kind, by name")
    draw.add_argument("--limit", type=int, default=0, help="at most so many pictures")
    words = commands.add_parser("words", help="write products.jsonl and truth.jsonl")
    words.add_argument("--all", action="store_true", help="also products without pictures")
    page = commands.add_parser("sheet", help="write a contact sheet")
    page.add_argument("path", type=Path)
    page.add_argument("--only", default="")
    page.add_argument("--view", type=int, default=0, choices=(0, 1))
    shoot = commands.add_parser("photos", help="take the shoppers' photos that are missing or outdated (needs bpy)")
    shoot.add_argument("--jobs", type=int, default=1, help="processes")
    shoot.add_argument("--only", default="", help="one kind, by name")
    shoot.add_argument("--limit", type=int, default=0, help="at most so many photos")
    commands.add_parser("packages", help="draw and photograph products' cartons, with topics and judgments")
    speak = commands.add_parser("voices", help="record the spoken questions that are missing (needs omnishelf[voices])")
    speak.add_argument("--limit", type=int, default=0, help="at most so many recordings")
    ask = commands.add_parser("questions", help="write the benchmark's topics and judgments")
    ask.add_argument("--all", action="store_true", help="also questions whose photo or recording is missing")
    waybills = commands.add_parser("waybills", help="draw the benchmark's parcel labels and photograph them")
    waybill_options(waybills)
    shop = commands.add_parser(
        "behaviour", help="simulate shoppers: queries, events, orders, parcels, reviews, and their truth"
    )
    behaviour_options(shop)
    given = parser.parse_args()
    if given.command == "render":
        from sample.draw import render

        print(f"{render(only=given.only, workers=given.jobs, limit=given.limit)} pictures rendered")
    elif given.command == "words":
        from sample.feed import write

        print(f"{write(pictured_only=not given.all)} products written")
    elif given.command == "photos":
        from sample.shots.shoot import shoot as take

        print(f"{take(workers=given.jobs, limit=given.limit, only=given.only)} photos taken")
    elif given.command == "packages":
        from sample.packages.write import write as write_packages

        print(f"{write_packages()} packages photographed")
    elif given.command == "voices":
        from sample.recordings import record

        print(f"{record(limit=given.limit)} recordings made")
    elif given.command == "questions":
        from sample.questions.write import write as write_questions

        print(f"{write_questions(with_files_only=not given.all)} questions written")
    elif given.command == "waybills":
        from sample.waybills.command import run as draw_labels

        print(draw_labels(given))
    elif given.command == "behaviour":
        from sample.behaviour.command import run as simulate

        print(simulate(given))
    else:
        from sample.sheet import sheet

        print(f"{sheet(given.path, only=given.only, view=given.view)} pictures on {given.path}")


if __name__ == "__main__":
    main()
