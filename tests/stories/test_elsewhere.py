"""Numbers asked in the search box: a parcel's lead to the parcel, an order's to who tells of orders, a product's to the
product, any other to nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from tests.conftest import photo, recording

from omnishelf.domain.intent import Intent, Reading
from omnishelf.domain.order import Order
from omnishelf.domain.product import Product
from omnishelf.domain.query import Modality
from omnishelf.elsewhere import parcels
from omnishelf.parcels.order_form import OrderForms, find_orders, forms
from omnishelf.shop import Shop

LABELS = Path(__file__).parents[2] / "sample" / "benchmark" / "waybills"
UPS = "1Z999AA10123456784"


@pytest.mark.parametrize(
    ("typed", "number", "carrier"),
    [
        (UPS, UPS, "ups"),
        ("where is 1Z 999 AA1 0123 4567 84?", UPS, "ups"),
        ("SF1234567890123", "SF1234567890123", "sf"),
        ("查一下快递 SF1234567890123", "SF1234567890123", "sf"),
    ],
)
def test_a_tracking_number_leads_to_its_parcel(shop: Shop, typed: str, number: str, carrier: str) -> None:
    """The answer names the number and its carrier, and shows no products that happen to be near the string."""
    page = shop.search(text=typed)
    assert [(one.number, one.carrier) for one in page.parcels] == [(number, carrier)]
    assert page.hits == ()


def test_words_beside_a_number_that_products_bear_are_searched(make_shop: Callable[..., Shop], tmp_path: Path) -> None:
    """A model number of the shop finds its product, however much it looks like a parcel's, and no parcel is offered."""
    shop = shop_with(make_shop, tmp_path, {"id": "k", "title": f"Mechanical keyboard {UPS}"}, {"id": "m", "title": "Blue mug"})
    page = shop.search(text=UPS)
    assert [hit.product.id for hit in page.hits] == ["k"]
    assert page.parcels == ()


@pytest.mark.parametrize("typed", ["SM-G991BZADEUB", "sm-g991bzadeub", "G991BZADEUB", "phone SM-G991BZADEUB"])
def test_model_numbers_are_found_as_before(make_shop: Callable[..., Shop], tmp_path: Path, typed: str) -> None:
    """Whole or without its first part, with words or alone."""
    shop = shop_with(make_shop, tmp_path, {"id": "p", "title": "Galaxy phone SM-G991BZADEUB"}, {"id": "m", "title": "Blue mug"})
    assert [hit.product.id for hit in shop.search(text=typed).hits][:1] == ["p"]


@pytest.mark.parametrize("typed", ["9780201379624", "978-0-201-37962-4"])
def test_a_gtin_typed_is_the_product(make_shop: Callable[..., Shop], tmp_path: Path, typed: str) -> None:
    """The digits under the bars find the product that has them, and a chip says so."""
    rows = ({"id": "b", "title": "Blue mug", "gtin": "9780201379624"}, {"id": "r", "title": "Red mug"})
    page = shop_with(make_shop, tmp_path, *rows).search(text=typed)
    assert page.hits[0].product.id == "b"
    assert [c.key for c in page.intent.constraints if c.kind == "barcode"] == ["barcode=9780201379624"]
    assert page.parcels == ()


@pytest.mark.parametrize("typed", ["XK99A881234567", "QQ-1234567-ZZ", "0123456789012345678"])
def test_a_code_that_nothing_bears_finds_nothing(shop: Shop, typed: str) -> None:
    """Long codes have no neighbours in meaning; with words beside them, the words are searched."""
    assert shop.search(text=typed).hits == ()
    assert shop.search(text=f"blue mug {typed}").hits != ()


def test_a_number_that_was_said_leads_to_its_parcel(make_shop: Callable[..., Shop], stock: Path) -> None:
    """Spoken sign by sign, as recognisers write it."""
    shop = make_shop(stock=stock, heard="S F one two three four five six seven eight nine zero one two three")
    page = shop.search(audio=recording())
    assert [one.number for one in page.parcels] == ["SF1234567890123"]


def test_a_label_photo_leads_to_its_parcel(shop: Shop) -> None:
    """The bars of a photographed label are read as the photo is."""
    page = shop.search(image=(LABELS / "ups-00-0.png").read_bytes())
    assert [one.carrier for one in page.parcels] == ["ups"]


def test_a_photo_of_a_thing_has_no_parcel(shop: Shop) -> None:
    """Nothing written, nothing offered."""
    assert shop.search(image=photo("blue")).parcels == ()


def test_a_number_on_the_page_is_the_product_s() -> None:
    """Digits in a shown product's text are its own, wherever they stand and whatever is between them."""
    asked = Intent((Reading(Modality.WORDS, UPS),))
    assert [one.number for one in parcels(asked, ())] == [UPS]
    assert parcels(asked, [Product("p", "Scale", "Serial 1Z 999-AA1-0123-456784")]) == ()


def shop_with(make_shop: Callable[..., Shop], folder: Path, *rows: dict[str, str]) -> Shop:
    """A shop of these products, each with a picture."""
    import json

    picture = io.BytesIO()
    Image.new("RGB", (64, 64), (0, 0, 200)).save(picture, "PNG")
    (folder / "pictures").mkdir()
    (folder / "pictures" / "one.png").write_bytes(picture.getvalue())
    feed = folder / "few.jsonl"
    feed.write_text("\n".join(json.dumps({"price": "9.00 USD", "images": ["one.png"], **row}) for row in rows), "utf-8")
    shop = make_shop("few")
    shop.ingest(feed, images=folder / "pictures")
    return shop


ORDERS = [Order(f"SO{n:08d}", "wren", datetime(2026, 11, 1, tzinfo=UTC), "USD", 900, ()) for n in (17, 18, 104)]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("SO00000018", "SO00000018"),
        ("so00009999", "SO00009999"),
        ("where is my order ＳＯ00000018?", "SO00000018"),
        ("订单SO00000018到哪了", "SO00000018"),
    ],
)
def test_an_order_number_is_known_by_its_form(shop: Shop, typed: str, number: str) -> None:
    """It is noticed and finds no products; the answer is the same whether there is such an order or not."""
    shop.parcels.orders.put(ORDERS)
    page = shop.search(text=typed)
    assert [dict(one.about) for one in page.notices if one.code == "order-number"] == [{"order": number}]
    assert (page.hits, page.parcels) == ((), ())


def test_words_beside_an_order_number_are_searched(shop: Shop) -> None:
    """Who asks for a thing gets it, and is still told what the number looks like."""
    shop.parcels.orders.put(ORDERS)
    page = shop.search(text="blue mug SO00000018")
    assert page.hits[0].product.id == "blue-mug"
    assert [one.code for one in page.notices] == ["order-number"]


def test_an_order_number_that_a_product_bears_is_the_product_s(make_shop: Callable[..., Shop], tmp_path: Path) -> None:
    """A model number of the same form finds its product, and no order is spoken of."""
    shop = shop_with(make_shop, tmp_path, {"id": "k", "title": "Keyboard SO00000018"}, {"id": "m", "title": "Blue mug"})
    shop.parcels.orders.put(ORDERS)
    page = shop.search(text="SO00000018")
    assert ([hit.product.id for hit in page.hits], page.notices) == (["k"], ())


def test_a_shop_without_orders_notices_none(shop: Shop) -> None:
    """Without orders there is no form, and nothing is said of one."""
    assert [one.code for one in shop.search(text="SO00000018").notices] == ["nothing-found"]


def test_a_form_is_what_several_orders_share() -> None:
    """Letters drawn by chance tell no form; a bare number is an order's only where it is called so."""
    assert forms(["K7F309QX", "M2A884ZD", "P9C115LU"]) == ()
    assert forms(["OS-1001", "OS-1002"]) == ()
    known = forms(["OS-1001", "os-1002", "OS-1003", "200117", "200118", "200119"])
    assert find_orders("OS 4711 and os-1234, not BOS-1234 or OS-12345", known) == ("OS 4711", "OS-1234")
    assert find_orders("200000 mAh", known) == ()
    assert find_orders("order no. 200117", known) == find_orders("订单号200117", known) == ("200117",)


def test_forms_are_read_once_a_minute() -> None:
    """Searches do not ask the database each; new forms are known after a minute."""
    ids, clock = ["A-1001", "A-1002", "A-1003"], [0.0]

    class Few:
        def ids(self, limit: int) -> tuple[str, ...]:
            return tuple(ids)

    found = OrderForms(Few(), lambda: clock[0])
    assert found("A-1009") == ("A-1009",)
    ids[:] = ["B-1001", "B-1002", "B-1003"]
    assert found("B-1009") == ()
    clock[0] = 60.0
    assert found("B-1009") == ("B-1009",)
