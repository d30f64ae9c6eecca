"""Google Merchant XML, well-formed and not, and hostile."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from omnishelf.domain.errors import BadFeed
from omnishelf.domain.product import Money
from omnishelf.ingest.feed import Accepted
from omnishelf.ingest.report import Problem, Severity

Read = Callable[..., tuple[dict[str, Accepted], list[Problem]]]

HEAD = '<?xml version="1.0"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel><title>Shop</title>\n'
TAIL = "</channel></rss>\n"


def item(id: str, title: str = "Bag", more: str = "") -> str:
    return f"<item><g:id>{id}</g:id><g:title>{title}</g:title>{more}</item>\n"


def test_an_rss_item_is_read_in_full(read: Read) -> None:
    """Namespaced and plain elements, repeated pictures, CDATA, details, and our name for everything."""
    accepted, problems = read(
        HEAD
        + item(
            "B1",
            "Blue &amp; light",
            "<title>for feed readers</title><link>https://shop.example/b1</link>"
            "<description><![CDATA[<p>Holds <b>20</b> l</p>]]></description>"
            "<g:image_link>https://cdn.example/1.jpg</g:image_link><g:additional_image_link>https://cdn.example/2.jpg"
            "</g:additional_image_link><g:additional_image_link>https://cdn.example/3.jpg</g:additional_image_link>"
            "<g:price>49.00 USD</g:price><g:availability>in_stock</g:availability>"
            "<g:product_type>Bags &gt; Backpacks</g:product_type>"
            "<g:product_detail><g:section_name>General</g:section_name><g:attribute_name>Neck Line</g:attribute_name>"
            "<g:attribute_value>round</g:attribute_value></g:product_detail><g:colour>Blue/Red</g:colour>"
            "<g:shipping><g:country>US</g:country><g:price>5 USD</g:price></g:shipping>",
        )
        + TAIL,
        "feed.xml",
    )
    row = accepted["B1"]
    assert problems == []
    assert row.product.title == "Blue & light"
    assert row.product.description == "Holds 20 l"
    assert row.product.price == Money(4900, "USD")
    assert row.product.category == ("Bags", "Backpacks")
    assert row.product.attributes == {"neck_line": ("round",), "color": ("Blue", "Red")}
    assert row.product.link == "https://shop.example/b1"
    assert row.images == tuple(f"https://cdn.example/{i}.jpg" for i in (1, 2, 3))
    assert row.row == 4


def test_an_atom_entry_is_read(read: Read) -> None:
    """Atom keeps its link in an attribute and its language on the feed."""
    accepted, problems = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0" xml:lang="zh-CN">'
        '<title>店</title><entry><g:id>1</g:id><title>背包</title><summary>轻便</summary><link href="https://shop.example/1"/>'
        "<updated>2026-01-01</updated></entry></feed>"
    )
    product = accepted["1"].product
    assert problems == []
    assert (product.title, product.description, product.link, product.language) == (
        "背包",
        "轻便",
        "https://shop.example/1",
        "zh",
    )


def test_a_declared_encoding_is_honoured(read: Read) -> None:
    """The XML declaration names GBK and Latin-1; both are read as they say."""
    for encoding, title in (("gbk", "蓝色双肩背包，轻便防水"), ("iso-8859-1", "Größe über Café")):
        text = HEAD.replace('version="1.0"?', f'version="1.0" encoding="{encoding}"?', 1) + item("1", title) + TAIL
        accepted, problems = read(text.encode(encoding))
        assert (accepted["1"].product.title, problems) == (title, [])


def test_one_broken_item_costs_one_item(read: Read) -> None:
    """Bad nesting, a missing end tag and a stray less-than sign are reported with their lines; the others are read."""
    accepted, problems = read(
        HEAD
        + item("1")
        + "<item><g:id>2</g:id><g:title>never <b>closed</g:title></item>\n"
        + item("3")
        + "<item><g:id>4</g:id><g:title>no end\n"
        + item("5")
        + "<item><g:id>6</g:id><g:title>5 < 6</g:title></item>\n"
        + item("7")
        + TAIL
    )
    assert set(accepted) == {"1", "3", "5", "7"}
    assert [(p.row, p.rejected) for p in problems] == [(5, True), (7, True), (9, True)]


def test_stray_ampersands_are_read_as_meant(read: Read) -> None:
    """H&M and HTML's entities are the commonest faults of XML feeds: repaired, and noted."""
    accepted, problems = read(
        HEAD + item("1", "H&M caf&eacute; &amp; bar", "<description><![CDATA[a & b]]></description>") + TAIL
    )
    assert accepted["1"].product.title == "H&M café & bar"
    assert accepted["1"].product.description == "a & b"
    assert [p.severity for p in problems] == [Severity.NOTE]


def test_items_inside_comments_are_not_products(read: Read) -> None:
    """A comment may hold items and end tags, and CDATA the text </item>, even across the reader's chunks."""
    long = "x" * 200_000
    accepted, problems = read(
        HEAD
        + item("1")
        + f"<!-- {item('old')} {long} {item('older')} -->"
        + item("2", "<![CDATA[a </item> b" + "y" * 900 + "]]>")
        + TAIL
    )
    assert set(accepted) == {"1", "2"}
    assert accepted["2"].product.title.startswith("a </item> b")
    assert problems == []


def test_many_items_pass_through_a_small_window(read: Read) -> None:
    """Items that straddle the chunks of the reader come out whole, with their lines."""
    accepted, problems = read(HEAD + "".join(item(str(i), f"Product {i} " + "z" * (i % 97)) for i in range(5_000)) + TAIL)
    assert problems == []
    assert len(accepted) == 5_000
    assert accepted["4999"].row == 4 + 4_999


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
        '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1/evil.dtd"><rss><channel>',
    ],
)
def test_entity_bombs_are_refused(read: Read, head: str) -> None:
    """No document type, so no entity can be defined: neither a bomb nor a file of the server."""
    with pytest.raises(BadFeed, match="document type"):
        read(head + "<item><id>1</id><title>&b;&x;</title></item></channel></rss>")


def test_a_document_type_hidden_in_an_item_is_refused_with_it(read: Read) -> None:
    """An entity defined later in the file is not well-formed, and costs its item."""
    accepted, problems = read(
        HEAD + '<item><!DOCTYPE x [<!ENTITY a "b">]><g:id>1</g:id><g:title>&a;</g:title></item>' + item("2") + TAIL
    )
    assert set(accepted) == {"2"}
    assert problems[0].rejected


def test_xml_without_items_is_refused(read: Read) -> None:
    """An RSS feed of news, or a sitemap, is not a product feed."""
    with pytest.raises(BadFeed, match="no <item>"):
        read("<urlset><url><loc>https://shop.example/</loc></url></urlset>")
