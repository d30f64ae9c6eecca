"""The pictures of the README, made from the sample shop: run this file alone with `OMNISHELF_SCREENSHOTS=1`."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from shopper import Open, settled, understood

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs/images"
PHOTO = ROOT / "sample/catalogue/images/OS-120000-2.webp"
"""Another view of a navy backpack."""

pytestmark = pytest.mark.skipif(
    os.environ.get("OMNISHELF_SCREENSHOTS") != "1", reason="OMNISHELF_SCREENSHOTS=1 makes the pictures"
)


def shoot(page: Page, name: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement?.blur()")
    page.mouse.move(0, 0)
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    assert path.stat().st_size > 10_000


def test_results_on_a_desktop(open_page: Open) -> None:
    """Words with a price limit."""
    page = open_page("/?q=running+jacket+under+%2460")
    settled(page)
    shoot(page, "desktop")


def test_results_in_the_dark_in_chinese(open_page: Open) -> None:
    """Chinese words, dark page."""
    page = open_page("/?q=%E8%93%9D%E8%89%B2%E8%83%8C%E5%8C%85", locale="zh-CN", dark=True)
    settled(page)
    shoot(page, "desktop-chinese-dark")


def test_results_on_a_phone(open_page: Open) -> None:
    """The same on a phone."""
    page = open_page("/?q=coffee+mug", width=390, height=844, touch=True)
    settled(page)
    shoot(page, "phone")


def test_three_inputs(open_page: Open) -> None:
    """Words, photo and voice in one search."""
    page = open_page("/?q=backpack+under+%2480&said=something+in+blue")
    page.get_by_test_id("photo-file").set_input_files(PHOTO)
    for modality in ("words", "photo", "voice"):
        understood(page, modality)
    settled(page)
    shoot(page, "three-inputs")


def test_a_product(open_page: Open) -> None:
    """A product's page."""
    page = open_page("/p/OS-120030")
    expect(page.get_by_role("region", name="More like this").locator("article").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("[Bb]ackpack|[Pp]ack"))
    shoot(page, "product")
