"""Encodings: found from the bytes, refused rather than guessed."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from omnishelf.domain.errors import BadFeed
from omnishelf.ingest.feed import Accepted
from omnishelf.ingest.feed.encoding import CHUNK
from omnishelf.ingest.report import Problem, Severity

Read = Callable[..., tuple[dict[str, Accepted], list[Problem]]]

CHINESE = "id,title,description\n1,蓝色双肩背包,轻便防水的日常通勤背包，适合上班和旅行。\n2,女士跑步夹克,透气速干，春夏新款。\n"
GERMAN = "id,title,description\n1,Café-Tisch,Größe über 1 m\n2,Füller,für Schüler\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030", "gbk"])
def test_chinese_survives_its_encodings(read: Read, encoding: str) -> None:
    """UTF-8 with and without mark, UTF-16 with and without, UTF-32 and GB18030 read alike, without a problem."""
    accepted, problems = read(CHINESE.encode(encoding))
    assert problems == []
    assert [row.product.title for row in accepted.values()] == ["蓝色双肩背包", "女士跑步夹克"]


def test_latin_1_is_read_with_a_warning(read: Read) -> None:
    """European text that is not UTF-8 is read as Windows-1252, and the report says that this was assumed."""
    accepted, problems = read(GERMAN.encode("cp1252"))
    assert accepted["1"].product.title == "Café-Tisch"
    assert [(p.row, p.severity) for p in problems] == [(0, Severity.NOTE)]
    assert "Latin-1" in problems[0].reason


def test_big5_is_refused_unless_it_is_named(read: Read) -> None:
    """Text of an encoding that would come out as other, wrong characters is not guessed at."""
    text = "id,title,description\n1,藍色雙肩背包,輕便防水的日常通勤背包，適合上班和旅行。\n".encode("big5")
    with pytest.raises(BadFeed, match="Big5"):
        read(text)
    accepted, _ = read(text, mapping='encoding = "big5"')
    assert accepted["1"].product.title == "藍色雙肩背包"


def test_japanese_shift_jis_is_refused(read: Read) -> None:
    """Neither UTF-8 nor Chinese nor European: the message asks for UTF-8."""
    with pytest.raises(BadFeed, match="UTF-8"):
        read("id,title\n1,ランニングシューズの新しいモデルです。軽くて丈夫な靴\n".encode("shift_jis"))


def test_single_broken_characters_cost_their_rows_only(read: Read) -> None:
    """A UTF-8 feed with a few broken bytes stays UTF-8: those titles are refused, the rest is read."""
    lines = [f"{i},蓝色背包 {i}".encode() for i in range(50)]
    lines[7] = lines[7].replace("包".encode(), b"\xe5\x8c")
    accepted, problems = read(b"id,title\n" + b"\n".join(lines))
    assert len(accepted) == 49
    assert [p.row for p in problems if p.rejected] == [9]
    assert any("lost" in p.reason for p in problems)


def test_text_far_into_the_file_decides_too(read: Read) -> None:
    """A feed may be ASCII for a long way: the last row is as readable as the first."""
    rows = [f"{i},plain product {i},{'plain words ' * 100}" for i in range(1_000)] + ["last,蓝色双肩背包,"]
    content = ("id,title,description\n" + "\n".join(rows)).encode("gb18030")
    assert len(content) > CHUNK
    accepted, problems = read(content)
    assert problems == []
    assert accepted["last"].product.title == "蓝色双肩背包"


def test_a_packed_feed_is_unpacked(read: Read) -> None:
    """gzip is told by its first bytes."""
    assert set(read(gzip.compress(CHINESE.encode()), "feed.csv.gz")[0]) == {"1", "2"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"PK\x03\x04rest", "Excel"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"id,title\x00\x01\x00\x02", "not text"),
        (b"\xef\xbb\xbfid,title\n1,\xff\xfe", "utf-8"),
        (b"\x1f\x8b\x08broken gzip", "unpacked"),
        (b"<!doctype html><html><body>log in</body></html>", "web page"),
        (b'[{"id": "1"}]', "array"),
    ],
)
def test_what_is_not_a_feed_is_refused_in_one_sentence(read: Read, content: bytes, says: str) -> None:
    """Each kind of wrong file is named."""
    with pytest.raises(BadFeed, match=says):
        read(content)


def test_words_that_were_garbled_before_are_not_taken_in(read: Read) -> None:
    """UTF-8 that somebody read as Latin-1 and saved again is valid UTF-8 and still wrong: field and row say so."""
    accepted, problems = read("id,title,brand\n1,CafÃ© table,Luma\n2,Chair,CafÃ© & Co\n")
    assert set(accepted) == {"2"}
    assert accepted["2"].product.brand == ""
    assert {(p.row, p.field) for p in problems} >= {(2, "title"), (3, "brand")}


def test_a_missing_feed_is_named(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """A wrong path is a sentence, not a stack trace."""
    from omnishelf.ingest.feed import read_feed

    with pytest.raises(BadFeed, match="no feed at"):
        list(read_feed(tmp_path / "nowhere.csv"))
