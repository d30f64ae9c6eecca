"""Whatever bytes a feed holds, the reader answers with rows, problems or BadFeed; and what is written well is read back."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omnishelf.domain.errors import BadFeed
from omnishelf.ingest.feed import Accepted, Row, read_feed
from omnishelf.ingest.feed.wording import clean, is_damaged

SEEDS = (
    b'<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>1</g:id><g:title>H&amp;M</g:title><!-- x -->'
    b"<description><![CDATA[<b>a</b>]]></description><g:price>5 USD</g:price></item><item><g:id>2</g:id></item></channel>",
    b'id,title,price,image\n1,"a ""b""",5 USD,1.png\n2,"two\nlines",\xc2\xa35,\n',
    b"Handle,Title,Option1 Name,Option1 Value,Variant Price,Image Src\na,A,Size,M,5,x.png\na,,,L,6,\n",
    '{"id": "1", "title": "背包", "price": {"amount": 5}, "translations": {"en": {"title": "x"}}}\n'.encode(),
    "id\ttitle\tprice\n1\t蓝色背包\t¥199\n".encode("gb18030"),
)
PATIENT = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rows(content: bytes) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feed"
        path.write_bytes(content)
        return list(read_feed(path))


@st.composite
def damaged_feeds(draw: st.DrawFn) -> bytes:
    """A sound feed with pieces cut out, doubled, or replaced by any bytes."""
    content = bytearray(draw(st.sampled_from(SEEDS)) * draw(st.integers(1, 3)))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(content)))
        end = draw(st.integers(start, min(len(content), start + 30)))
        piece = st.binary(max_size=6) | st.sampled_from([b'"', b"<item>", b"]]>", b"<!--", b"&", b"\x00", b"\n", b",", b"\xff"])
        content[start:end] = draw(piece)
    return bytes(content)


@PATIENT
@given(damaged_feeds() | st.binary(max_size=400))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    """Damage is a problem or BadFeed, never another exception; accepted products have an id and a title; ids are unique."""
    try:
        read = rows(content)
    except BadFeed as error:
        assert error.what
        return
    accepted = [row.product for row in read if isinstance(row, Accepted)]
    assert len({product.id for product in accepted}) == len(accepted)
    assert all(product.id and product.title for product in accepted)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40).filter(
    lambda text: bool(clean(text)) and not is_damaged(text) and "&" not in text
)


@PATIENT
@given(st.lists(WORDS, min_size=1, max_size=5), st.sampled_from([",", ";", "\t"]))
def test_titles_survive_csv_and_json(titles: list[str], delimiter: str) -> None:
    """Any words, with quotation marks and separators in them, come back as they went in, tidied only."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(["id", "title", "brand"])
    writer.writerows([str(i), title, "x"] for i, title in enumerate(titles))
    lines = "\n".join(json.dumps({"id": str(i), "title": title}, ensure_ascii=False) for i, title in enumerate(titles))
    for content in (out.getvalue(), lines):
        read = rows(content.encode())
        assert [row.product.title for row in read if isinstance(row, Accepted)] == [clean(title) for title in titles]
