"""Plots as inline SVG: each has a text that says what it shows, and colours of the style sheet's."""

from __future__ import annotations

from collections.abc import Sequence

from omnishelf.evaluate.sheet.html import Safe, tag

WIDTH, HEIGHT, LEFT, EDGE = 720.0, 220.0, 44.0, 8.0


def bars(values: Sequence[float], says: str) -> Safe:
    """One bar a query in the order given, above and below a line at zero.

    Args:
        values: in -1..1; the axis reaches the largest magnitude, to the next tenth.
    """
    low, high = min(0.0, *values), max(0.0, *values)
    top, bottom = _tenth(high), -_tenth(-low)
    if top == bottom:
        top = 0.1
    height = HEIGHT - 2 * EDGE

    def y(value: float) -> float:
        return EDGE + (top - value) / (top - bottom) * height

    step = (WIDTH - LEFT) / len(values)
    thick = max(step - min(1.0, step * 0.2), 0.4)
    drawn = [
        tag(
            "rect",
            x=_short(LEFT + position * step),
            y=_short(min(y(value), y(0))),
            width=_short(thick),
            height=_short(abs(y(value) - y(0))),
            class_="gain" if value > 0 else "loss",
        )
        for position, value in enumerate(values)
        if value
    ]
    lines = [_level(tick, y(tick)) for tick in sorted({bottom, 0.0, top})]
    return _svg(WIDTH, HEIGHT, says, *lines, *drawn)


def whisker(mean: float, low: float, high: float, *, span: tuple[float, float], says: str) -> Safe:
    """A mean as a dot on its interval, within the span; a line stands at zero where the span has it."""
    width, height = 180.0, 22.0

    def x(value: float) -> float:
        return 6 + (value - span[0]) / (span[1] - span[0]) * (width - 12)

    middle = height / 2
    zero = [_line(x(0), 2, x(0), height - 2, "zero")] if span[0] <= 0 <= span[1] else []
    return _svg(
        width,
        height,
        says,
        _line(6, middle, width - 6, middle, "axis"),
        *zero,
        _line(x(low), middle, x(high), middle, "whisker"),
        tag("circle", cx=_short(x(mean)), cy=middle, r=4, class_="dot"),
    )


def span_of(pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """What all intervals fit in, with zero inside for differences."""
    low, high = min(0.0, *(low for low, _ in pairs)), max(0.0, *(high for _, high in pairs))
    return (low, high) if high > low else (low, low + 1.0)


def _svg(width: float, height: float, says: str, *children: Safe) -> Safe:
    described = tag("title", says)
    return tag("svg", described, *children, viewBox=f"0 0 {width:g} {height:g}", width=f"{width:g}", role="img")


def _level(value: float, y: float) -> Safe:
    words = tag("text", f"{value:+.1f}" if value else "0", x=LEFT - 6, y=_short(y + 4), text_anchor="end")
    return Safe(words + _line(LEFT, y, WIDTH, y, "zero" if value == 0 else "axis"))


def _line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Safe:
    return tag("line", x1=_short(x1), y1=_short(y1), x2=_short(x2), y2=_short(y2), class_=class_)


def _tenth(value: float) -> float:
    """Up to the next tenth."""
    return -(-round(value * 10, 6) // 1) / 10


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
