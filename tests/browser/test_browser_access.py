"""For everybody: by keyboard alone, on a phone, with a screen reader, in light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser_shop import KINDS, photo_file
from playwright.sync_api import Page, expect
from shopper import Open, box, cards, found, settled, understood

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page) -> list[str]:
    """What axe-core finds wrong, as "rule: element"."""
    if not AXE.is_file():
        pytest.skip("needs axe-core: run `npm ci` in web/")
    # Evaluated, not added as a script element: the page's content security policy holds here, too.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, { runOnly: tags }).then(r => r.violations)", RULES)
    return [f"{v['id']}: {node['html'][:160]}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1360, 390], ids=["desktop", "phone"])
def test_pages_have_no_faults_that_axe_knows(open_page: Open, width: int, dark: bool) -> None:
    """Start, results with chips and reasons, product: nothing that WCAG 2.2 AA forbids, as far as axe can tell."""
    page = open_page("/", width=width, height=844, dark=dark)
    settled(page)
    assert faults(page) == []
    page.goto("/?q=blue+backpack+under+%2460")
    settled(page)
    cards(page).first.get_by_role("button", name="Why this?").click()
    expect(page.locator(".why li").first).to_be_visible()
    assert faults(page) == []
    page.goto("/p/backpack-blue")
    expect(page.get_by_role("region", name="More like this").locator("article").first).to_be_visible()
    assert faults(page) == []


def test_open_panels_and_dialogs_have_no_faults_either(open_page: Open, files: Path) -> None:
    """Suggestions, the photo panel, an understood photo beside words, and the crop dialog."""
    page = open_page()
    settled(page)
    box(page).press_sequentially("back")
    expect(page.get_by_role("option").first).to_be_visible()
    assert faults(page) == []
    box(page).press("Enter")
    page.get_by_role("button", name="Search with a photo").click()
    assert faults(page) == []
    page.get_by_test_id("photo-file").set_input_files(photo_file(files, "blue", "backpack"))
    understood(page, "photo")
    settled(page)
    assert faults(page) == []
    page.get_by_role("button", name="Photo: choose the part that matters").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert faults(page) == []


def test_a_search_is_made_by_keyboard_alone(open_page: Open) -> None:
    """Slash to the bar, words, Enter, the skip link, a facet, a product, and back: no mouse."""
    page = open_page()
    settled(page)
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.type("coffee mug")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=coffee"))
    settled(page)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("link", name="Skip to the results")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#results-title")).to_be_focused()
    page.get_by_role("region", name="Colour").get_by_role("checkbox", name=re.compile("green", re.I)).focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("color=green"))
    settled(page)
    assert found(page)[0] == "coffee-mug-green"
    cards(page).first.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_role("button", name="Back to the results").focus()
    page.keyboard.press("Enter")
    settled(page)


def test_focus_is_always_visible(open_page: Open) -> None:
    """Every stop of the Tab key on the start page's first screen shows an outline or a ring."""
    page = open_page()
    settled(page)
    for _ in range(12):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => {
              const marked = element => {
                const style = getComputedStyle(element), after = getComputedStyle(element, '::after');
                return style.outlineStyle !== 'none' || style.boxShadow !== 'none' || after.outlineStyle !== 'none';
              };
              const element = document.activeElement;
              return marked(element) || marked(element.parentElement);
            }"""
        )
        assert shown, page.evaluate("document.activeElement.outerHTML")


def test_on_a_phone_the_filters_are_a_sheet(open_page: Open) -> None:
    """The sheet opens from its button, holds the focus, narrows the results, closes with Escape and gives the focus back."""
    page = open_page("/", width=390, height=844, touch=True)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    button = page.get_by_role("button", name=re.compile("^Filters"))
    button.click()
    sheet = page.get_by_role("dialog", name="Filters")
    expect(sheet.get_by_role("button", name="Close")).to_be_focused()
    sheet.get_by_role("checkbox", name=re.compile("red", re.I)).check()
    expect(sheet.get_by_role("button", name=f"Show {len(KINDS)} products")).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_contain_text("1")
    assert all(id.endswith("-red") for id in found(page))


def test_the_light_is_chosen_and_remembered(open_page: Open) -> None:
    """The button goes from the system's light to light to dark; dark stays after a reload."""
    page = open_page()
    settled(page)
    page.get_by_role("button", name=re.compile("^Appearance")).click()
    page.get_by_role("button", name=re.compile("^Appearance")).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == dark
