"""Searching by words: asking, narrowing, turning pages, sharing the address, and being told what went wrong."""

from __future__ import annotations

import json
import re

from browser_shop import COLOURS, KINDS
from playwright.sync_api import Route, expect
from shopper import Open, box, cards, found, prices, settled, type_query, understood

HIDDEN = len(COLOURS) - 1
"""Variants of the one product that has some: they are shown as one card."""
ALL = len(KINDS) * len(COLOURS) - HIDDEN


def test_english_words_find_the_thing(open_page: Open) -> None:
    """ "blue backpack" puts the blue backpack first, announces how many were found, and writes itself into the address."""
    page = open_page()
    type_query(page, "blue backpack")
    assert found(page)[0] == "backpack-blue"
    expect(page).to_have_url(re.compile(r"/\?q=blue\+backpack$"))
    expect(page.get_by_test_id("announcer")).to_have_text(re.compile(r"^\d+ products?$|^more than \d+ products$"))
    expect(understood(page, "words")).to_contain_text("blue backpack")


def test_chinese_words_find_the_thing_in_a_chinese_page(open_page: Open) -> None:
    """A Chinese browser gets a Chinese page; 蓝色背包 puts the blue backpack first, under its Chinese name."""
    page = open_page(locale="zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    type_query(page, "蓝色背包")
    assert found(page)[0] == "backpack-blue"
    expect(cards(page).first).to_contain_text("蓝色背包")
    expect(page.get_by_role("heading", name="搜索结果")).to_be_visible()


def test_the_language_is_switched_and_remembered(open_page: Open) -> None:
    """中文 turns the page and the products' names Chinese, and so it stays after a reload."""
    page = open_page("/?q=blue+backpack")
    settled(page)
    page.get_by_role("button", name="以中文显示本页").click()
    expect(cards(page).first).to_contain_text("蓝色背包")
    page.reload()
    expect(page.get_by_role("heading", name="搜索结果")).to_be_visible()


def test_a_spoken_limit_becomes_a_chip_that_can_be_removed(open_page: Open) -> None:
    """ "coffee mug under $15" shows nothing dearer; removing the chip brings the dearer ones back."""
    page = open_page("/?q=coffee+mug+under+%2415")
    settled(page)
    assert max(prices(page)) <= 15
    page.locator(".limit", has_text="15").click()
    expect(page).to_have_url(re.compile("dropped="))
    settled(page)
    expect(page.locator(".limit", has_text="15")).to_have_count(0)
    assert max(prices(page)) > 15


def test_a_facet_narrows_keeps_the_others_choosable_and_back_undoes_it(open_page: Open) -> None:
    """Ticking Red leaves only red things, still counts blue ones, takes a second colour, and the back button takes it off."""
    page = open_page()
    settled(page)
    colour = page.get_by_role("region", name="Colour")
    colour.get_by_role("checkbox", name=re.compile("red", re.I)).check()
    expect(page).to_have_url(re.compile(r"color=red"))
    expect(cards(page)).to_have_count(len(KINDS))
    assert all(id.endswith("-red") for id in found(page))
    colour.get_by_role("checkbox", name=re.compile("blue", re.I)).check()
    expect(cards(page)).to_have_count(2 * len(KINDS) - 1)
    page.go_back()
    expect(cards(page)).to_have_count(len(KINDS))
    page.go_back()
    expect(colour.get_by_role("checkbox", name=re.compile("red", re.I))).not_to_be_checked()


def test_categories_are_a_tree(open_page: Open) -> None:
    """Bags opens into backpacks and totes; choosing one leaves its products."""
    page = open_page()
    settled(page)
    tree = page.get_by_role("region", name="Category")
    tree.get_by_role("button", name=re.compile("^Bags")).click()
    expect(cards(page)).to_have_count(2 * len(COLOURS) - HIDDEN)
    expect(page.locator(".card-variants")).to_have_text(f"{HIDDEN} more variants")
    tree.get_by_role("button", name=re.compile("^Totes")).click()
    expect(cards(page)).to_have_count(len(COLOURS))
    assert all(id.startswith("tote-bag") for id in found(page))


def test_a_price_range_is_typed_and_sorted_by(open_page: Open) -> None:
    """From 20 to 50, cheapest first: every price lies between, in rising order, also after the address is opened afresh."""
    page = open_page()
    settled(page)
    price = page.get_by_role("region", name="Price")
    price.get_by_placeholder("From").fill("20")
    price.get_by_placeholder("To").fill("50")
    price.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("price=2000-5000"))
    page.get_by_label("Sort by").select_option("price_asc")
    expect(page).to_have_url(re.compile("sort=price_asc"))
    settled(page)
    shown = prices(page)
    assert shown == sorted(shown)
    assert min(shown) >= 20
    assert max(shown) <= 50
    again = open_page(page.url)
    settled(again)
    assert prices(again) == shown


def test_pages_hold_every_product_once(open_page: Open) -> None:
    """The first page is full, the second holds the rest, and no product is on both."""
    page = open_page()
    settled(page)
    first = found(page)
    page.get_by_role("link", name="Page 2").click()
    expect(page).to_have_url(re.compile("page=2"))
    expect(cards(page)).to_have_count(ALL - len(first))
    assert len(set(first) | set(found(page))) == ALL


def test_suggestions_are_chosen_with_the_keyboard(open_page: Open) -> None:
    """While typing, the arrow keys walk the suggestions, Escape closes them, Enter takes one."""
    page = open_page()
    box(page).press_sequentially("back")
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    box(page).press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    box(page).press("Escape")
    expect(option).to_be_hidden()
    box(page).press("ArrowDown")
    expect(option).to_be_visible()
    box(page).press("ArrowDown")
    box(page).press("Enter")
    expect(page).to_have_url(re.compile(r"(\?q=|/p/)"))


def test_every_hit_says_why_it_is_there(open_page: Open) -> None:
    """The reasons are named, and their values add up to the score that is shown."""
    page = open_page("/?q=blue+backpack")
    settled(page)
    cards(page).first.get_by_role("button", name="Why this?").click()
    why = cards(page).first.locator(".why")
    expect(why.locator("li").first).to_be_visible()
    score = float(re.search(r"Score (-?[\d.]+)", why.inner_text()).group(1))  # type: ignore[union-attr]
    values = [float(v.replace("−", "-")) for v in why.locator(".why-value").all_inner_texts()]
    assert abs(sum(values) - score) < 0.005 * (len(values) + 1)
    expect(why).to_contain_text("Words")
    page.keyboard.press("Escape")
    expect(why).to_have_count(0)


def test_nothing_found_offers_ways_on(open_page: Open) -> None:
    """A mug for a million dollars is not there; clearing the filters finds the mugs."""
    page = open_page("/?q=coffee+mug&price=100000000-")
    expect(page.get_by_role("heading", name="Nothing matches all of that")).to_be_visible()
    page.get_by_role("button", name="Clear the filters").click()
    settled(page)
    assert found(page)[0].startswith("coffee-mug")


def test_a_shop_in_trouble_says_so_and_recovers(open_page: Open) -> None:
    """A problem of the server is told in human words with its own hint; trying again works once it is over."""
    page = open_page()
    settled(page)

    def refuse(route: Route) -> None:
        problem = {
            "type": "urn:omnishelf:engine-down",
            "title": "Engine down",
            "status": 503,
            "detail": "The index is being rebuilt.",
        }
        route.fulfill(status=503, content_type="application/problem+json", body=json.dumps(problem))

    page.route("**/v1/search", refuse)
    box(page).fill("mug")
    box(page).press("Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Part of the shop is not running")
    expect(alert).to_contain_text("The index is being rebuilt.")
    page.unroute("**/v1/search")
    alert.get_by_role("button", name="Try again").click()
    settled(page)
    expect(alert).to_have_count(0)


def test_being_offline_is_told_and_ends_by_itself(open_page: Open) -> None:
    """Without a connection the page says so, and searches again when the connection is back."""
    page = open_page()
    settled(page)
    page.context.set_offline(True)
    box(page).fill("mug")
    box(page).press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("You are offline")
    page.context.set_offline(False)
    settled(page)
    expect(page.get_by_role("alert")).to_have_count(0)
