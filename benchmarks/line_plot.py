"""Line plots as SVG, without a plotting library: a few hundred bytes a line, readable in light and dark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

COLOURS = ("#4269d0", "#ef8118", "#e0245e", "#1b9e77", "#9c6bd0", "#8a6d3b", "#2aa7c9", "#6b7280", "#d4a017")
WIDTH, HEIGHT = 520, 360
LEFT, RIGHT, TOP, BOTTOM = 58, 128, 40, 46


@dataclass(frozen=True, slots=True)
class Panel:
    """lines: name -> values at `x`; x is drawn as evenly spaced names, whatever the numbers between them."""

    title: str
    across: str
    up: str
    x: Sequence[str]
    lines: Mapping[str, Sequence[float]]


def drawn(panels: Sequence[Panel], note: str) -> str:
    """Panels side by side, and a line of words below."""
    whole = WIDTH * len(panels)
    parts = [_panel(panel, WIDTH * i) for i, panel in enumerate(panels)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {HEIGHT + 24}" font-family="sans-serif" font-size="12">'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(parts)}'
        f'<text x="{whole / 2:g}" y="{HEIGHT + 12}" text-anchor="middle" fill="#555">{escape(note)}</text></svg>\n'
    )


def _panel(panel: Panel, shift: int) -> str:
    values = [value for line in panel.lines.values() for value in line]
    low, high = min(0.0, *values) if min(values) < 0.3 * max(values) else min(values) * 0.95, max(values) * 1.03
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def at(i: int, value: float) -> tuple[float, float]:
        return LEFT + wide * i / max(1, len(panel.x) - 1), TOP + tall * (1 - (value - low) / (high - low))

    out = [f'<g transform="translate({shift} 0)">', _text(LEFT, 22, panel.title, weight="bold")]
    for step in range(6):
        value = low + (high - low) * step / 5
        y = at(0, value)[1]
        out.append(f'<line x1="{LEFT}" x2="{LEFT + wide}" y1="{y:.1f}" y2="{y:.1f}" stroke="#e5e7eb"/>')
        out.append(_text(LEFT - 6, y + 4, f"{value:.3g}", anchor="end"))
    out += [_text(at(i, low)[0], TOP + tall + 16, name, anchor="middle") for i, name in enumerate(panel.x)]
    out.append(_text(LEFT + wide / 2, TOP + tall + 36, panel.across, anchor="middle"))
    out.append(_text(LEFT, TOP - 6, panel.up))
    out += _lines(panel, at, tall)
    return "".join([*out, "</g>"])


def _lines(panel: Panel, at: object, tall: int) -> list[str]:
    out, taken = [], []
    ends = sorted(panel.lines, key=lambda name: -panel.lines[name][-1])
    for name in ends:
        colour = COLOURS[list(panel.lines).index(name) % len(COLOURS)]
        points = [at(i, value) for i, value in enumerate(panel.lines[name])]  # type: ignore[operator]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        y = points[-1][1] + 4
        while any(abs(y - other) < 14 for other in taken):  # names do not lie on each other
            y += 2
        taken.append(y)
        out.append(_text(points[-1][0] + 6, y, name, colour=colour))
    return out


def _text(x: float, y: float, text: str, *, anchor: str = "start", colour: str = "#333", weight: str = "normal") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-weight="{weight}">{escape(text)}</text>'
