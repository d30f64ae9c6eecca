"""The shop's owner writes a rule, looks at what it would change, keeps it, sees it work, and deletes it."""

from __future__ import annotations

from playwright.sync_api import expect
from shopper import Open, found, settled
from test_browser_access import faults


def test_a_rule_from_the_first_word_to_the_shelf_and_back(open_page: Open) -> None:
    """By the names that a screen reader says; on the way nothing that WCAG 2.2 AA forbids, as far as axe can tell."""
    page = open_page("/rules")
    expect(page.get_by_text("There are no rules yet.")).to_be_visible()
    page.get_by_role("button", name="New rule").click()
    expect(page.get_by_label("Name")).to_be_focused()
    page.get_by_label("Name").fill("browser rule")
    page.get_by_label("Text").fill("mug")
    page.get_by_label("One more thing to do").select_option("pin")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Product code").fill("backpack-blue")
    page.get_by_label("One more thing to do").select_option("banner")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Words", exact=True).fill("Carry your mugs home")
    page.get_by_label("A question").fill("coffee mug")
    page.get_by_role("button", name="Look").click()
    after = page.get_by_role("region", name="After")
    expect(after.get_by_role("listitem").first).to_contain_text("backpack-blue")
    expect(after).to_contain_text("Carry your mugs home")
    assert faults(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("row", name="browser rule")).to_contain_text("Pin a product")
    assert faults(page) == []

    page.goto("/?q=coffee+mug")
    settled(page)
    assert found(page)[0] == "backpack-blue"
    expect(page.get_by_role("list", name="From the shop")).to_contain_text("Carry your mugs home")

    page.goto("/rules")
    page.get_by_role("button", name="browser rule").press("Enter")
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("There are no rules yet.")).to_be_visible()


def test_the_page_speaks_chinese(open_page: Open) -> None:
    """Every word of the form is there in Chinese."""
    page = open_page("/rules", locale="zh-CN", width=390)
    page.get_by_role("button", name="新规则").click()
    page.get_by_label("再加一个动作").select_option("hide")
    page.get_by_role("button", name="添加", exact=True).click()
    expect(page.get_by_label("商品编号（多个）")).to_be_visible()
    assert faults(page) == []
