"""Elements of a page as strings that are known to be safe; everything else is escaped on its way in."""

from __future__ import annotations

import html


class Safe(str):
    """Markup. Whatever is not `Safe` is text."""

    __slots__ = ()


def tag(name: str, *children: object, **attributes: object) -> Safe:
    """`<name attributes>children</name>`.

    Attributes: a trailing underscore is dropped (`class_`), others become hyphens; None and False leave one out, True gives it
    no value. A child is escaped unless it is Safe; None is nothing.
    """
    given = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None and value is not False)
    return Safe(f"<{name}{given}>{join(*children)}</{name}>")


def join(*children: object) -> Safe:
    return Safe(
        "".join(child if isinstance(child, Safe) else html.escape(str(child)) for child in children if child is not None)
    )


def table(caption: str, head: list[object], rows: list[list[object]], *, class_: str = "") -> Safe:
    """The first cell of a row heads it. Numbers stand on the right by style sheet (`class_="numbers"`)."""
    header = tag("tr", *(tag("th", cell, scope="col") for cell in head))
    body = [tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell) for cell in row[1:])) for row in rows]
    inner = tag("table", tag("caption", caption), tag("thead", header), tag("tbody", *body), class_=class_ or None)
    # A table that is too wide for a phone scrolls by itself, by keyboard as well.
    return tag("div", inner, class_="wide", tabindex="0", role="region", aria_label=caption)


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{html.escape(str(value))}"'
