"""Talking to the shop: questions answered, a return confirmed, thumbs kept, answers read aloud, by mouse, key and touch."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect
from shopper import Open, settled
from test_browser_access import faults

ORDER = {
    "id": f"SO-{secrets.randbelow(10**9):09}",  # a shop that is running already may know an older one
    "shopper_id": "rosa",
    "placed_at": (datetime.now(UTC) - timedelta(days=5)).isoformat(),
    "currency": "USD",
    "status": "delivered",
    "lines": [{"product_id": "coffee-mug-red", "quantity": 1, "price": 1400, "title": "Red coffee mug"}],
}


def opened(page: Page, name: str = "Ask the shop") -> Locator:
    page.get_by_role("button", name=name).click()
    panel = page.get_by_role("dialog", name=name)
    expect(panel.get_by_role("textbox")).to_be_focused()
    return panel


def say(panel: Locator, words: str) -> Locator:
    """The answer to a message that is typed and sent with Enter."""
    before = panel.locator(".chat-thumbs").count()
    panel.get_by_role("textbox").fill(words)
    panel.get_by_role("textbox").press("Enter")
    expect(panel.locator(".chat-thumbs")).to_have_count(before + 1)
    return panel.locator(".chat-reply").last


@pytest.mark.parametrize("width", [1360, 390], ids=["desktop", "phone"])
def test_a_question_is_answered_with_cards_and_rules(open_page: Open, width: int) -> None:
    """Products come as cards that lead to their pages, the shop's rules with their heading, two products as a table; the
    conversation goes on after the page was loaded again."""
    page = open_page(width=width, height=844)
    settled(page)
    panel = opened(page)
    answer = say(panel, "red coffee mug")
    expect(answer.locator("[data-product='coffee-mug-red']").get_by_role("link")).to_be_visible()
    assert faults(page) == []
    table = say(panel, "compare the first two").get_by_role("table")
    expect(table.get_by_role("rowheader", name="Colour")).to_be_visible()
    expect(say(panel, "How do returns work?").locator("cite").first).to_contain_text("Returns")
    page.reload()
    expect(panel.locator(".chat-reply")).to_have_count(3)
    panel.locator("[data-product='coffee-mug-red'] a").first.click()
    expect(page.get_by_role("heading", name="Red coffee mug", level=1)).to_be_visible()
    # A sheet makes way for the page; a panel beside it stays.
    expect(panel).to_have_count(0 if width < 800 else 1)


def test_a_return_is_asked_for_only_after_the_button_was_pressed(open_page: Open, shop_server: str) -> None:
    """The shopper's own order, a question with two buttons, and after Yes a request that the shop's people find."""
    with httpx.Client(base_url=shop_server) as shop:
        assert shop.put("/v1/orders", json={"orders": [ORDER]}).is_success
        ticket = shop.post("/v1/shoppers/rosa/token").json()

        def requests() -> list[dict]:
            return [one for one in shop.get("/v1/assistant/requests").json()["requests"] if one["order_id"] == ORDER["id"]]

        page = open_page()
        page.evaluate(
            "ticket => sessionStorage.setItem('omnishelf.visitor', ticket)", json.dumps({k: ticket[k] for k in ("id", "token")})
        )
        page.reload()
        panel = opened(page)
        say(panel, f"I want to return order {ORDER['id']}")
        confirm = panel.get_by_role("group", name="Please confirm")
        expect(confirm.get_by_role("button")).to_have_count(2)
        assert requests() == []
        confirm.get_by_role("button", name="yes").click()
        expect(panel.locator("cite[data-kind='request']")).to_have_count(1)
        assert [(one["action"], one["product_ids"]) for one in requests()] == [("return", ["coffee-mug-red"])]


def test_a_thumb_is_kept_and_may_change(open_page: Open, shop_server: str) -> None:
    """Thumb down, then up: the shop has one mark, without words of a visitor who has agreed to nothing."""
    page = open_page()
    panel = opened(page)
    answer = say(panel, "zebra crossing xyzzy")
    with page.expect_response("**/v1/assistant/feedback"):
        answer.get_by_role("button", name="Not helpful").click()
    with page.expect_response("**/v1/assistant/feedback"):
        answer.get_by_role("button", name="Helpful", exact=True).click()
    expect(answer.get_by_role("button", name="Helpful", exact=True)).to_have_attribute("aria-pressed", "true")
    marks = httpx.get(f"{shop_server}/v1/assistant/feedback").json()["feedback"]
    assert [(one["helpful"], one["said"]) for one in marks][:1] == [(True, "")]


def test_answers_are_read_aloud_with_captions_until_one_types(open_page: Open) -> None:
    """Silent until the switch is pressed; then the sentence that is said is shown, and typing ends it."""
    page = open_page()
    panel = opened(page)
    say(panel, "hello")
    caption = panel.get_by_test_id("caption")
    expect(caption).to_have_count(0)
    panel.get_by_role("button", name="Read answers aloud").click()
    say(panel, "What can you do?")
    expect(caption).to_be_visible()
    panel.get_by_role("textbox").press_sequentially("b")
    expect(caption).to_have_count(0)


def test_a_product_page_asks_about_its_product(open_page: Open) -> None:
    """ "Ask about this" opens the panel, and "this" is what the page shows; Escape closes it and gives the focus back."""
    page = open_page("/p/table-lamp-green")
    page.get_by_role("button", name="Ask about this").click()
    panel = page.get_by_role("dialog", name="Ask the shop")
    expect(say(panel, "Is it in stock?")).to_contain_text("Green table lamp")
    panel.get_by_role("textbox").press("Escape")
    expect(panel).to_have_count(0)
    expect(page.get_by_role("button", name="Ask the shop")).to_be_focused()


def test_the_sheet_on_a_phone_keeps_the_focus(open_page: Open) -> None:
    """Tab never leaves the open sheet, in Chinese as in English."""
    page = open_page(width=390, height=844, locale="zh-CN")
    panel = opened(page, "问问店家")
    for _ in range(14):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog.chat')")
    assert faults(page) == []
    expect(say(panel, "怎么退货？")).to_contain_text("30")
