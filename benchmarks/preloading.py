"""What fetching products before they are clicked saves, and what it wastes, by the chance from which it is done.

python -m benchmarks.preloading .cache/behaviour

Simulated visits; the storefront's own rule (web/src/preload/choose.ts): of a page at most three products, those whose chance
of a click is at least the threshold. A click on one of them shows its page without waiting.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from benchmarks.predictions import watched

from omnishelf.evaluate import report
from omnishelf.predict.moments import Page
from omnishelf.predict.training import CLICK, learnt, thirds

THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
MOST = 3
WAIT_MS = 500.0
"""A product page without: one round trip and a picture on a telephone's line. An assumption; times saved grow with it."""
KILOBYTES = 40.0
"""A product's answer and its picture 640 pixels wide: likewise."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="what `python -m sample behaviour` wrote")
    parser.add_argument("--every", type=int, default=4, help="take every n-th shopper")
    parser.add_argument("--trial", action="store_true", help="write nothing")
    given = parser.parse_args()
    moments = watched(given.folder, given.every)
    parts, _ = learnt(moments)
    pages = list(moments.pages)
    starts = np.concatenate([[0], np.cumsum([len(page.rows) for page in pages])])
    newest = thirds(int(starts[-1]))[2].start
    tried = [page for page, start in zip(pages, starts, strict=False) if start >= newest]
    said = [parts[CLICK].model(np.array(page.rows, np.float32)) for page in tried]  # type: ignore[operator]
    first = [np.array([1.0] + [0.0] * (len(page.rows) - 1)) for page in tried]
    rows = [_row(f"chance from {threshold:g}", tried, said, threshold) for threshold in THRESHOLDS]
    rows += [_row("always the first product", tried, first, 0.5), _row("always the first three", tried, _places(tried), 0.5)]
    if given.trial:
        print(report.as_markdown(rows))
        return
    report.write_section(
        "preloading",
        "Fetching early: time saved and work wasted (simulated)",
        rows,
        protocol=f"pages of the newest 15 % of simulated visits, {len(tried):,} of them with "
        f"{sum(sum(page.clicked) for page in tried):,} clicks; at most {MOST} products a page. Met: share of clicks on what "
        f"was there already. Time saved: a click, on average, where a product page takes {WAIT_MS:g} ms without (assumed; "
        "clicks come seconds after the page, so what is fetched is there by then). Wasted: fetches that nobody clicked, and "
        f"their {KILOBYTES:g} KB each (assumed), a page",
        data=f"simulated: every {given.every}th shopper of the sample history",
        seed=1,
        command="python -m benchmarks.preloading .cache/behaviour",
        notes="Fetched from `preload` on (.3 by default). Pages of twelve products, as the simulated shop has them. There, "
        "place says most of what can be known: fetching the first product always is about as good as the chances at the same "
        "number of fetches. What the chances add is the choice of how much to waste.",
    )


def _places(pages: Sequence[Page]) -> list[np.ndarray]:
    return [np.array([1.0] * min(MOST, len(page.rows)) + [0.0] * max(0, len(page.rows) - MOST)) for page in pages]


def _row(name: str, pages: Sequence[Page], said: Sequence[np.ndarray], threshold: float) -> dict[str, object]:
    fetched = met = clicks = 0
    for page, chances in zip(pages, said, strict=True):
        chosen = [k for k in np.argsort(-chances, kind="stable")[:MOST] if chances[k] >= threshold]
        fetched += len(chosen)
        met += sum(page.clicked[k] for k in chosen)
        clicks += sum(page.clicked)
    wasted = (fetched - met) / len(pages)
    return {
        "fetched early": name,
        "met": f"{met / max(1, clicks):.1%}",
        "time saved a click": f"{WAIT_MS * met / max(1, clicks):.0f} ms",
        "fetches a page": f"{fetched / len(pages):.2f}",
        "of them clicked": f"{met / fetched:.0%}" if fetched else "-",
        "wasted a page": f"{wasted:.2f}, {KILOBYTES * wasted:.0f} KB",
    }


if __name__ == "__main__":
    main()
