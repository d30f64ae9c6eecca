"""The shop's owner plans, starts, reads and stops experiments, and makes, reads, switches off and deletes offers.

The shop is a real one with encoders one can do in one's head: no page here asks what a photo shows.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from shopper import Open
from test_browser_access import faults
from tests.conftest import CHINESE, copied_sparsely
from tests.served import served

from omnishelf.config import Settings
from omnishelf.domain.experiment import Arm, Experiment, Tally, Way
from omnishelf.domain.offer import Offer
from omnishelf.offers.baskets import Line
from omnishelf.predict.visitor import NAMES
from omnishelf.shop import Shop
from omnishelf.stores.offer_tables import encounters
from omnishelf.stores.sql.connect import writing
from omnishelf.stores.sql.event_row import stamp
from omnishelf.testing.shop_encoders import ColoursOnly, Dictated, WordsOnly
from omnishelf.wiring import open_shop

LONG_AGO = datetime.now(UTC) - timedelta(days=9)
TASTE = Experiment("taste", (Arm("as it is"), Arm("plain", Way(variety=0.0))))


@pytest.fixture(scope="module")
def settings(stock: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("owner") / "shop"
    shutil.copytree(stock, folder, copy_function=copied_sparsely)
    return Settings(data_dir=folder)


@pytest.fixture(scope="module")
def shop(settings: Settings) -> Iterator[Shop]:
    with open_shop(settings, text=WordsOnly(CHINESE), image=ColoursOnly(), speech=Dictated("")) as opened:
        yield opened


@pytest.fixture(autouse=True)
def cleared(shop: Shop) -> Iterator[None]:
    """Each story begins without experiments and offers."""
    yield
    for experiment in shop.experiments.all():
        shop.experiments.remove(experiment.id)
    for offer in shop.offers.all():
        shop.offers.remove(offer.id)


@pytest.fixture(scope="module")
def shop_server(shop: Shop, settings: Settings) -> Iterator[str]:
    """In the place of the shop with models that the other stories ask."""
    with served(shop, settings) as address:
        yield address


def visited(shop: Shop) -> None:
    """400 visits, half of each arm: all that saw the second way clicked, every other that saw the first; each tenth bought."""
    tallies = [
        Tally(n.to_bytes(16), n % 2, LONG_AGO, answers=1, clicked=int(n % 4 != 0), purchases=int(n % 20 == 0))
        for n in range(400)
    ]
    shop.experiments.store.add("taste", tallies, timedelta(hours=1))


def came_by(shop: Shop, offer: str, count: int = 1_200) -> None:
    """Half are shown the offer, and of them those buy whose first number is high; of those held back every seventh does."""
    rows = [
        {
            "offer": offer,
            "unit": n.to_bytes(16),
            "shown": n % 2 == 0,
            "propensity": 0.5,
            "seen": json.dumps([n % 10 / 10] + [0.5] * (len(NAMES) - 1)),
            "since": stamp(LONG_AGO + timedelta(minutes=n)),
            "day": 0,
            "today": 0,
            "orders": int((n % 2 == 0 and n % 10 >= 6) or n % 14 == 1),
            "revenue": 2_000 if (n % 2 == 0 and n % 10 >= 6) or n % 14 == 1 else 0,
        }
        for n in range(count)
    ]
    with writing(shop.offers.store.engine) as connection:  # type: ignore[attr-defined]
        connection.execute(encounters.insert(), rows)


def confirm(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert faults(page) == []
    dialog.get_by_role("button", name=name, exact=True).click()
    expect(dialog).to_be_hidden()


def test_a_plan_is_written_changed_and_deleted(open_page: Open) -> None:
    """By the names that a screen reader says; a plan that cannot be run is refused with the reason, and stays as typed. What is
    there for shoppers, their assistant and the question for consent, is not on the owner's pages."""
    page = open_page("/experiments")
    page.get_by_role("button", name="New experiment").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    expect(page.locator(".chat-launcher, .consent")).to_have_count(0)
    page.get_by_label("Name", exact=True).fill("browser plan")
    first, second = page.get_by_role("group", name="The first way"), page.get_by_role("group", name="Way 2")
    first.get_by_label("What it is called").fill("as it is")
    second.get_by_label("What it is called").fill("as it is")
    second.get_by_label("Variety").fill("0")
    second.get_by_label("Same meaning").fill("2")
    page.get_by_label("What decides").select_option("purchase")
    assert faults(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("The plan of “browser plan” cannot be kept like this.")
    expect(page.get_by_role("alert")).to_contain_text("arms need names")
    second.get_by_label("What it is called").fill("no variety")
    page.get_by_role("button", name="Save").click()

    expect(page).to_have_url("/experiments/browser%20plan")
    expect(page.get_by_role("row", name="no variety")).to_contain_text("Variety 0 · Same meaning × 2")
    expect(page.get_by_text("Not started")).to_be_visible()
    page.get_by_role("button", name="Change").click()
    page.get_by_label("Note").fill("of a Sunday")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("of a Sunday")).to_be_visible()
    confirm(page, "Delete")
    expect(page).to_have_url("/experiments")
    expect(page.get_by_text("There are no experiments yet.")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), [(1360, False), (390, True)], ids=["desktop", "phone"])
def test_results_are_read_and_the_experiment_is_stopped(open_page: Open, shop: Shop, width: int, dark: bool) -> None:
    """Before enough visits nothing is said; then verdict, visits, orders and intervals are there in words, tables and charts;
    starting and stopping ask first."""
    shop.experiments.put(TASTE)
    page = open_page("/experiments/taste", width=width, dark=dark)
    confirm(page, "Start")
    expect(page.get_by_text("Too little is known of “plain”")).to_be_visible()
    visited(shop)
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("“plain” is better than “as it is”. Answers clicked: +50 points")).to_be_visible()
    expect(page.get_by_role("row", name="as it is as the shop is")).to_contain_text("20 (10%)")
    expect(page.get_by_role("row", name="Answers clicked decides")).to_contain_text("better")
    expect(page.get_by_role("img", name="“plain” is better")).to_be_visible()
    expect(page.get_by_role("img", name="The difference and its interval at")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    confirm(page, "Stop")
    expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)
    assert shop.experiments.get("taste").stopped


def test_an_offer_is_made_switched_off_and_on_and_deleted(open_page: Open, shop: Shop) -> None:
    """By the names that a screen reader says; amounts are typed as people write them; what cannot be used is refused with the
    reason, and stays as typed."""
    page = open_page("/offers")
    page.get_by_role("button", name="New offer").click()
    expect(page.get_by_label("Code", exact=True)).to_be_focused()
    page.get_by_label("Code", exact=True).fill("FIVE")
    page.get_by_label("What shoppers read, in English").fill("Five off mugs")
    page.get_by_label("It takes off").select_option("amount")
    page.get_by_label("Amount off").fill("4.99")
    page.get_by_label("It is on").select_option("category")
    page.get_by_label("Category, with").fill("Home > Mugs")
    page.get_by_label("Budget").fill("many")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_label("Budget").evaluate("field => field.validationMessage").startswith("Write an amount")
    page.get_by_label("Budget").fill("200")
    page.get_by_label("Shown to one shopper a day").fill("2")
    page.get_by_role("textbox", name="From", exact=True).fill("2031-01-02T00:00")
    page.get_by_label("Until").fill("2031-01-01T00:00")
    assert faults(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("ends before it starts")
    page.get_by_role("textbox", name="From", exact=True).fill("")
    page.get_by_role("button", name="Save").click()

    expect(page).to_have_url("/offers/FIVE")
    expect(page.get_by_text("$0 of $200 given")).to_be_visible()
    made = shop.offers.get("FIVE")
    assert (made.amount, made.percent, made.budget, made.shows_a_day) == (499, 0, 20_000, 2)
    shop.offers.hold("FIVE", "basket", [Line("red-mug", 1)], session_id="browser")
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("$4.99 set aside for open baskets, $195.01 left")).to_be_visible()

    confirm(page, "Switch off")
    expect(page.get_by_text("stopped", exact=True)).to_be_visible()
    assert shop.offers.get("FIVE").stopped
    confirm(page, "Switch on again")
    expect(page.get_by_text("running", exact=True)).to_be_visible()
    assert not shop.offers.get("FIVE").stopped
    assert faults(page) == []
    confirm(page, "Delete")
    expect(page).to_have_url("/offers")
    expect(page.get_by_text("There are no offers yet.")).to_be_visible()


def test_what_an_offer_brought_is_read_on_a_phone(open_page: Open, shop: Shop) -> None:
    """What it brought, and how well the shop has learnt whom it changes: in words, charts and a table, in Chinese and in the
    dark; the ways to the owner's other pages are there."""
    shop.offers.put(Offer("TEN", (("zh", "九折"),), percent=10, budget=100_000, holdout=0.5))
    page = open_page("/offers/TEN", width=390, locale="zh-CN", dark=True)
    expect(page.get_by_text("数据还太少")).to_be_visible()
    came_by(shop, "TEN")
    shop.offers.teach()
    page.get_by_role("button", name="刷新").click()
    expect(page.get_by_text("看到优惠的访客下单更多")).to_be_visible()
    expect(page.get_by_role("img", name="看到优惠的访客下单更多")).to_be_visible()
    expect(page.get_by_role("row", name="看到优惠")).to_contain_text("40%")
    expect(page.get_by_text("（Qini，")).to_be_visible()
    expect(page.get_by_role("img", name="显示给最好的 50%")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    page.get_by_role("navigation", name="店主页面").get_by_role("link", name="实验").click()
    page.get_by_role("button", name="新实验").click()
    page.get_by_label("做法").select_option("interleaving")
    expect(page.get_by_label("决定指标")).to_have_count(0)
    assert faults(page) == []


def test_a_shop_with_keys_asks_for_one(open_page: Open, shop: Shop, settings: Settings, shop_server: str) -> None:
    """Without a key nothing is shown; a wrong one is refused; the right one is kept until the tab is closed."""
    key = "a-key-of-the-owner"
    guarded = settings.model_copy(update={"api_keys": Settings(api_keys=[{"key": key, "scope": "write"}]).api_keys})
    shop.experiments.put(TASTE)
    with served(shop, guarded) as address:
        page = open_page(f"{address}/experiments")
        expect(page.get_by_label("Your key")).to_be_visible()
        expect(page.get_by_role("table")).to_have_count(0)
        page.get_by_label("Your key").fill("another-key-altogether")
        page.get_by_role("button", name="Open").click()
        expect(page.get_by_role("alert")).to_contain_text("may not change the shop")
        page.get_by_label("Your key").fill(key)
        page.get_by_role("button", name="Open").click()
        expect(page.get_by_role("link", name="taste", exact=True)).to_be_visible()
        page.get_by_role("link", name="Offers").click()
        expect(page.get_by_role("button", name="New offer")).to_be_visible()
