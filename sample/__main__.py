"""python -m sample render | words | sheet"""

from __future__ import annotations

import argparse
from pathlib import Path


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
    given = parser.parse_args()
    if given.command == "render":
        from sample.draw import render

        print(f"{render(only=given.only, workers=given.jobs, limit=given.limit)} pictures rendered")
    elif given.command == "words":
        from sample.feed import write

        print(f"{write(pictured_only=not given.all)} products written")
    else:
        from sample.sheet import sheet

        print(f"{sheet(given.path, only=given.only, view=given.view)} pictures on {given.path}")


if __name__ == "__main__":
    main()
