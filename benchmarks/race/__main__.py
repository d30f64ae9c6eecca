"""The race: Omnishelf and what a shop could use instead, on the same products, questions, vectors and machine.

    python -m benchmarks.race --products 2000 --trial                    # minutes; prints, and leaves RESULTS.md as it is
    python -m benchmarks.race --products 20000 --rivals RIVALS/bin/python
    python -m benchmarks.race --products 1000000 --pairs                 # two at a time: memory
    python -m benchmarks.race --products 20000 --only omnishelf tantivy  # these alone; others' results of before stay
    python -m benchmarks.race --products 20000 --tell                    # the tables again, of what is kept

RIVALS is an environment with benchmarks/race/requirements.txt installed. A contestant whose library is not there is skipped
with a word. See docs/race.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from benchmarks.race import heats, making, publishing
from benchmarks.race.contestants import ENTRIES, OURS
from benchmarks.race.field import Interpreters
from benchmarks.race.telling import SPLIT

sys.path.insert(0, str(Path(__file__).parents[1]))

from shops import cache_folder, load

PRODUCTS, ROUNDS = 20_000, 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--products", type=int, default=PRODUCTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="timed ones; 0 for the answers alone")
    parser.add_argument("--only", nargs="+", choices=ENTRIES, default=list(ENTRIES), metavar="NAME", help=", ".join(ENTRIES))
    parser.add_argument("--rivals", default=sys.executable, help="the Python where the rivals' libraries are installed")
    parser.add_argument("--pairs", action="store_true", help="each rival with Omnishelf alone, not everybody at once")
    parser.add_argument("--build", action="store_true", help="build what is not built, and stop")
    parser.add_argument("--tell", action="store_true", help="only the tables of what is kept")
    parser.add_argument("--trial", action="store_true", help="print, and leave RESULTS.md as it is")
    parser.add_argument("--sections", nargs="+", choices=publishing.SECTIONS, default=publishing.SECTIONS, help="of RESULTS.md")
    given = parser.parse_args()
    race, notes = cache_folder(f"race/{given.products}"), machine_now()
    if not given.tell:
        asked = making.prepared(race, race.parent / "passages.sqlite", given.products, say)
        where = Interpreters(sys.executable, given.rivals)
        there = [name for name in given.only if heats.ready(name, where, race, say)]
        if given.build:
            return
        places = {place: question.id for place, question in enumerate(asked) if question.split == SPLIT}
        for names in heats.heats(there, OURS, given.pairs):
            heats.heat(names, places, given.rounds, where, race, say)
    publishing.publish(race, given.products, given.sections, trial=given.trial, notes=notes)


def machine_now() -> str:
    """For the notes: times that were taken beside other work are worth little, answers and sizes as much as ever."""
    busy = os.getloadavg()[0] > 1
    return load() + ("; the machine had other work to do: take times and rates as busy ones" if busy else "")


def say(text: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
