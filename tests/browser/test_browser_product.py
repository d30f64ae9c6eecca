"""The product page: what it shows, where it leads, and the way back."""

from __future__ import annotations

import json
import re

from browser_shop import COLOURS
from playwright.sync_api import expect
from shopper import Open, cards, found, settled, understood


def test_a_hit_leads_to_its_page_and_back_to_the_same_place(open_page: Open) -> None:
    """A product opens at its own address with the focus on its name; back leads to the results at the place they were left."""
    page = open_page("/?q=bag")
    settled(page)
    before = found(page)
    page.evaluate("window.scrollTo(0, 200)")
    left = page.evaluate("window.scrollY")
    assert left > 0
    cards(page).nth(4).get_by_role("link").dispatch_event("click")  # a real click would scroll first
    expect(page).to_have_url(re.compile(rf"/p/{before[4]}$"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert page.evaluate("window.scrollY") == 0
    page.get_by_role("button", name="Back to the results").click()
    settled(page)
    assert found(page) == before
    assert abs(page.evaluate("window.scrollY") - left) < 5
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_the_page_tells_people_and_machines_what_it_sells(open_page: Open) -> None:
    """Name, price, material and pictures are shown, and schema.org data says the same."""
    page = open_page("/p/backpack-blue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Blue backpack")
    expect(page.locator(".product .price")).to_contain_text("$49")
    expect(page.locator(".attributes")).to_contain_text("canvas")
    expect(page.get_by_role("img", name="Blue backpack")).to_be_visible()
    data = json.loads(page.locator('script[type="application/ld+json"]').text_content() or "")
    assert data["@type"] == "Product"
    assert data["offers"]["price"] == "49.00"
    assert data["offers"]["priceCurrency"] == "USD"
    assert data["offers"]["availability"] == "https://schema.org/InStock"
    assert data["image"][0].startswith("http")


def test_variants_lead_to_each_other(open_page: Open) -> None:
    """The four colours stand side by side under their names; choosing red opens the red one."""
    page = open_page("/p/backpack-blue")
    variants = page.get_by_role("region", name="Also available")
    expect(variants.get_by_role("link")).to_have_count(len(COLOURS))
    variants.get_by_role("link", name=re.compile("red", re.I)).click()
    expect(page).to_have_url(re.compile("/p/backpack-red$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Red backpack")


def test_there_is_more_like_it(open_page: Open) -> None:
    """More like this holds other products, and this picture can be searched with."""
    page = open_page("/p/coffee-mug-green")
    similar = page.get_by_role("region", name="More like this")
    expect(similar.locator("article[data-product]").first).to_be_visible()
    ids = similar.locator("article[data-product]").evaluate_all("cards => cards.map(card => card.dataset.product)")
    assert "coffee-mug-green" not in ids
    page.get_by_role("button", name="Search with this picture").first.click()
    expect(page).to_have_url(re.compile(r"/\?like=coffee-mug-green$"))
    understood(page, "photo")


def test_the_page_speaks_chinese(open_page: Open) -> None:
    """In a Chinese browser the product has its Chinese name and the page's words are Chinese."""
    page = open_page("/p/backpack-blue", locale="zh-CN")
    expect(page.get_by_role("heading", level=1)).to_have_text("蓝色背包")
    expect(page.get_by_role("region", name="相似商品")).to_be_visible()


def test_a_product_that_is_gone_is_said_to_be_gone(open_page: Open) -> None:
    """An unknown product's page says so and leads on."""
    page = open_page("/p/no-such-thing")
    expect(page.get_by_role("heading", level=1)).to_have_text("This product is not in the shop any more.")
    page.get_by_role("button", name="See everything").click()
    settled(page)
