"""Numbers asked in the search box: a parcel's lead to the parcel, a product's to the product, any other to nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from tests.conftest import photo, recording

from omnishelf.domain.intent import Intent, Reading
from omnishelf.domain.product import Product
from omnishelf.domain.query import Modality
from omnishelf.elsewhere import parcels
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
