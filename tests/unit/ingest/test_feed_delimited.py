"""CSV and TSV: Google's, anybody's with a mapping, and broken ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from omnishelf.domain.errors import BadFeed
from omnishelf.domain.product import Availability, Money
from omnishelf.ingest.feed import Accepted
from omnishelf.ingest.report import Problem, Severity

Read = Callable[..., tuple[dict[str, Accepted], list[Problem]]]

GOOGLE_TSV = (
    "id\ttitle\tdescription\tlink\timage link\tadditional image link\tprice\tsale price\tavailability\tbrand\tgtin\t"
    "product type\tgoogle product category\tcolor\tsize\titem group id\n"
    "B1\tBlue Backpack\t<b>Light</b> &amp; strong\thttps://shop.example/b1\thttps://cdn.example/w_1,h_2/b1.jpg\t"
    "https://cdn.example/b1-back.jpg,https://cdn.example/b1-side.jpg\t49.00 USD\t39.00 USD\tin stock\tLuma\t4006381333931\t"
    "Bags > Backpacks\t100\tBlue/Navy\tM\tB\n"
)


def test_a_google_tsv_row_is_read_in_full(read: Read) -> None:
    """Every field of a Google Merchant row arrives where it belongs."""
    accepted, problems = read(GOOGLE_TSV, "feed.txt")
    row = accepted["B1"]
    product = row.product
    assert problems == []
    assert (product.title, product.description, product.brand) == ("Blue Backpack", "Light & strong", "Luma")
    assert (product.price, product.sale_price) == (Money(4900, "USD"), Money(3900, "USD"))
    assert product.availability is Availability.IN_STOCK
    assert product.category == ("Bags", "Backpacks")
    assert product.attributes == {"color": ("Blue", "Navy"), "size": ("M",)}
    assert (product.group_id, product.gtin, product.link) == ("B", "4006381333931", "https://shop.example/b1")
    assert row.row == 2
    assert row.images == (
        "https://cdn.example/w_1,h_2/b1.jpg",
        "https://cdn.example/b1-back.jpg",
        "https://cdn.example/b1-side.jpg",
    )


def test_both_languages_are_kept(read: Read) -> None:
    """Columns with a language suffix become translations; the others are the main wording."""
    accepted, _ = read(
        "id,title,title_zh,color,color_zh,category,category_zh\n1,Backpack,背包,Blue,蓝色,Bags > Backpacks,箱包 > 背包\n"
    )
    product = accepted["1"].product
    assert (product.language, product.title) == ("en", "Backpack")
    assert product.translations["zh"].title == "背包"
    assert product.translations["zh"].category == ("箱包", "背包")
    assert product.translations["zh"].attributes == {"color": ("蓝色",)}
    assert product.attributes == {"color": ("Blue",)}


def test_a_feed_only_of_suffixed_titles_takes_the_default_language(read: Read) -> None:
    """title_en and title_zh without title: the shop's language is the main wording, whichever it is."""
    text = "id,title_en,title_zh\n1,Backpack,背包\n"
    english, _ = read(text)
    chinese, _ = read(text, language="zh")
    assert (english["1"].product.title, english["1"].product.translations["zh"].title) == ("Backpack", "背包")
    assert (chinese["1"].product.title, chinese["1"].product.translations["en"].title) == ("背包", "Backpack")


def test_chinese_columns_are_understood(read: Read) -> None:
    """A Chinese export needs no mapping."""
    accepted, problems = read("商品编号,标题,价格,颜色,库存\n7,蓝色背包,¥199,蓝色、黑色,3\n", currency="CNY", language="zh")
    product = accepted["7"].product
    assert problems == []
    assert (product.title, product.price, product.stock) == ("蓝色背包", Money(19900, "CNY"), 3)
    assert product.attributes["color"] == ("蓝色", "黑色")


def test_a_mapping_file_gives_columns_their_fields(read: Read) -> None:
    """Renamed columns, constants, separators, minor units, and columns left out."""
    mapping = """
    currency = "EUR"
    language = "de"
    [columns]
    "Nr" = "id"
    "Bezeichnung" = "title"
    "Bezeichnung EN" = "title@en"
    "Preis" = "price"
    "Pfad" = "category"
    "Farben" = "color"
    "Gewicht" = "attributes.weight"
    "intern" = ""
    [constants]
    brand = "Luma"
    [separators]
    category = "/"
    color = "+"
    [price]
    units = "minor"
    """
    header = "Nr;Bezeichnung;Bezeichnung EN;Preis;Pfad;Farben;Gewicht;intern\n"
    text = header + "1;Rucksack;Backpack;4900;Taschen/Rucksäcke;blau+rot;1,2 kg;x\n"
    accepted, problems = read(text, mapping=mapping)
    product = accepted["1"].product
    assert problems == []
    assert (product.language, product.title, product.translations["en"].title) == ("de", "Rucksack", "Backpack")
    assert (product.price, product.brand) == (Money(4900, "EUR"), "Luma")
    assert product.category == ("Taschen", "Rucksäcke")
    assert product.attributes == {"color": ("blau", "rot"), "weight": ("1,2 kg",)}


def test_a_mapping_to_a_field_that_does_not_exist_is_refused_with_the_nearest(read: Read) -> None:
    """A typing error in the mapping is found before any row is read."""
    with pytest.raises(BadFeed, match='did you mean "title"'):
        read("a,b\n1,2\n", mapping='[columns]\na = "id"\nb = "titel"\n')


def test_a_header_without_id_or_title_is_refused_with_its_columns(read: Read) -> None:
    """The message shows what was found, and what would help."""
    with pytest.raises(BadFeed, match=r"no title: id, Bezeichnung.*mapping"):
        read("id,Bezeichnung\n1,x\n")


def test_sku_stands_in_for_a_missing_id(read: Read) -> None:
    """Where there is no id column the sku identifies the product; beside one it is an attribute."""
    assert set(read("sku,title\nS1,x\n")[0]) == {"S1"}
    assert read("id,sku,title\n1,S1,x\n")[0]["1"].product.attributes == {"sku": ("S1",)}


def test_an_unknown_column_is_noted_once(read: Read) -> None:
    """One note a column, not one a row, and nothing is lost silently."""
    accepted, problems = read("id,title,wobble\n1,a,x\n2,b,y\n")
    assert len(accepted) == 2
    assert [(p.field, p.severity) for p in problems] == [("wobble", Severity.NOTE)]


def test_a_bad_field_costs_the_field_and_a_bad_id_the_row(read: Read) -> None:
    """Optional fields are dropped with a problem each; rows without id or title, or with a taken id, are left out."""
    accepted, problems = read(
        "id,title,price,gtin,rating,stock,link,availability\n"
        "1,good,5 USD,4006381333931,4.5,3,https://a.example/,in stock\n"
        "2,poor,cheap,4006381333932,9,many,javascript:alert(1),perhaps\n"
        ",no id,,,,,,\n"
        "4,,,,,,,\n"
        "1,again,,,,,,\n"
    )
    assert set(accepted) == {"1", "2"}
    poor = accepted["2"].product
    assert (poor.price, poor.gtin, poor.rating, poor.stock, poor.link) == (None, "", None, None, "")
    assert {p.field for p in problems if p.row == 3} == {"price", "gtin", "rating", "stock", "link", "availability"}
    assert [(p.row, p.field) for p in problems if p.rejected] == [(4, "id"), (5, "title"), (6, "id")]
    assert "Row 2 has the same id" in problems[-1].reason
    assert all(p.reason and p.product_id == "2" for p in problems if p.row == 3)


def test_sale_prices_count_only_when_lower_and_on(read: Read) -> None:
    """A sale above the price is reported; one outside its dates is simply not on."""
    accepted, problems = read(
        "id,title,price,sale_price,sale_price_effective_date\n"
        "1,a,10 USD,12 USD,\n"
        "2,a,10 USD,8 USD,2001-01-01/2001-02-01\n"
        "3,a,10 USD,8 USD,2001-01-01/2999-02-01\n"
        "4,a,10 USD,8 EUR,\n"
        "5,a,10 USD,8 USD,soon\n"
    )
    assert {id for id, row in accepted.items() if row.product.sale_price} == {"3"}
    assert [(p.row, p.field) for p in problems] == [(2, "sale_price"), (5, "sale_price"), (6, "sale_dates")]


def test_stock_of_nothing_is_out_of_stock_when_no_word_says_otherwise(read: Read) -> None:
    """Availability follows the count unless the feed names it; words of every platform are known."""
    accepted, _ = read(
        "id,title,stock,availability\n1,a,0,\n2,a,0,pre-order\n3,a,5,\n4,a,,https://schema.org/OutOfStock\n5,a,,缺货\n"
    )
    assert [accepted[i].product.availability.value for i in "12345"] == [
        "out_of_stock",
        "preorder",
        "in_stock",
        "out_of_stock",
        "out_of_stock",
    ]


def test_quoted_cells_hold_separators_lines_and_quotation_marks(read: Read) -> None:
    """RFC 4180 quoting, and a product's row is the line on which it starts."""
    accepted, problems = read('id,title,description\n1,"Bag, blue","27"" screen\nsecond line"\n2,Plain 27" screen,x\n')
    assert problems == []
    assert accepted["1"].product.title == "Bag, blue"
    assert accepted["1"].product.description == '27" screen\nsecond line'
    assert accepted["2"].product.title == 'Plain 27" screen'
    assert (accepted["1"].row, accepted["2"].row) == (2, 4)


def test_a_stray_quotation_mark_costs_one_row(read: Read) -> None:
    """A quotation mark that is never closed does not swallow the rows after it."""
    rows = [f"{i},title {i},desc" for i in range(2_000)]
    rows[3] = '3,"never closed,desc'
    rows[1_000] = '1000,"never closed either,desc'
    accepted, problems = read("id,title,description\n" + "\n".join(rows) + "\n")
    assert len(accepted) == 1_998
    assert [p.row for p in problems if p.rejected] == [5, 1_002]
    assert "quotation mark" in problems[0].reason


def test_a_row_with_too_many_columns_is_left_out_rather_than_shifted(read: Read) -> None:
    """A comma outside quotation marks would put the brand into the price: the row is refused."""
    accepted, problems = read("id,title,price,brand\n1,Bag, blue,5 USD,Luma\n2,Bag,5 USD\n")
    assert set(accepted) == {"2"}
    assert ("5 columns" in problems[0].reason, problems[0].rejected) == (True, True)
    assert problems[1].severity is Severity.NOTE


def test_three_bad_rows_in_ten_thousand_cost_three_rows(read: Read) -> None:
    """The promise of the guide, on a feed of that size."""
    rows = [f"{i},Product {i},{i}.99 USD" for i in range(10_000)]
    rows[10], rows[20], rows[30] = "10,,1 USD", ",no id,1 USD", '"broken,x'
    accepted, problems = read("id,title,price\n" + "\n".join(rows))
    assert len(accepted) == 9_997
    assert len([p for p in problems if p.rejected]) == 3
