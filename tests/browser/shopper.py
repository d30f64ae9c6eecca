"""What a shopper does and sees, for the stories to say in one line."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Open = Callable[..., Page]
"""The `open_page` fixture: an address of the shop, and how the window is, to a page."""

WAIT = 60_000
"""Milliseconds: a first query loads models, and the machine may be busy."""

expect.set_options(timeout=WAIT)


def box(page: Page) -> Locator:
    return page.get_by_role("combobox").first


def cards(page: Page) -> Locator:
    return page.locator(".results article.card[data-product]")


def settled(page: Page) -> None:
    """The results are there and no input is still being read."""
    expect(page.locator(".results")).to_have_attribute("aria-busy", "false")
    expect(cards(page).first).to_be_visible()


def type_query(page: Page, words: str) -> None:
    box(page).fill(words)
    box(page).press("Enter")
    expect(page).to_have_url(re.compile("[?&]q="))
    settled(page)


def found(page: Page) -> list[str]:
    """Ids of the products on the page, in order."""
    return cards(page).evaluate_all("cards => cards.map(card => card.dataset.product)")


def prices(page: Page) -> list[float]:
    texts = cards(page).locator(".price > span:first-child").all_inner_texts()
    return [float(re.sub(r"[^\d.]", "", text)) for text in texts]


def chip(page: Page, modality: str) -> Locator:
    """The chip of an input that has been understood: it shows how sure the shop is."""
    return page.locator(f".chip.{modality}")


def understood(page: Page, modality: str) -> Locator:
    shown = chip(page, modality)
    expect(shown.locator(".chip-sure")).to_be_visible()
    return shown
