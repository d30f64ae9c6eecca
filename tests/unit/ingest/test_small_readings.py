"""Codes, dates, names and words: the small readings a product is made of."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from omnishelf.domain.gtin import NotGtinError, parse_gtin
from omnishelf.ingest.feed.dates import parse_instant, within
from omnishelf.ingest.feed.fields import attribute_name, canonical
from omnishelf.ingest.feed.wording import is_damaged, script_language, to_text, unescape


@pytest.mark.parametrize(
    "gtin", ["4006381333931", "036000291452", "96385074", "00012345600012", "4006381 333931", "'4006381333931"]
)
def test_gtins_with_the_right_check_digit_are_kept(gtin: str) -> None:
    """8, 12, 13 and 14 digits, with the blanks and apostrophes of spreadsheets."""
    assert parse_gtin(gtin) == gtin.strip("'").replace(" ", "")


@pytest.mark.parametrize(
    ("gtin", "says"),
    [
        ("4006381333932", "should be 1"),
        ("40063813", "should be"),
        ("123", "not 3"),
        ("0000000000000", "Zeros"),
        ("4.00638E+12", "scientific"),
        ("N/A", "digits only"),
    ],
)
def test_other_gtins_are_refused_with_the_reason(gtin: str, says: str) -> None:
    """A wrong digit, a wrong length and what spreadsheets do to long numbers each have their own sentence."""
    with pytest.raises(NotGtinError, match=says.replace("+", r"\+")):
        parse_gtin(gtin)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-05", datetime(2026, 1, 5, tzinfo=UTC)),
        ("2026/1/5", datetime(2026, 1, 5, tzinfo=UTC)),
        ("2026年1月5日", datetime(2026, 1, 5, tzinfo=UTC)),
        ("2026-01-05T13:00-0800", datetime(2026, 1, 5, 21, tzinfo=UTC)),
        ("2026-01-05 13:00 +0100", datetime(2026, 1, 5, 12, tzinfo=UTC)),
        ("2026-01-05T13:00:00Z", datetime(2026, 1, 5, 13, tzinfo=UTC)),
    ],
)
def test_dates_become_utc(text: str, expected: datetime) -> None:
    """ISO dates with and without times and zones, and the Chinese way."""
    assert parse_instant(text) == expected


def test_a_date_that_can_be_read_two_ways_is_refused() -> None:
    """05/06/2026 is May in one country and June in another."""
    with pytest.raises(ValueError):
        parse_instant("05/06/2026")


def test_a_range_holds_its_ends_and_nothing_else() -> None:
    """A sale is on from its first instant to its last."""
    span = "2026-02-01T00:00Z/2026-03-01T00:00Z"
    assert within(span, datetime(2026, 2, 1, tzinfo=UTC))
    assert not within(span, datetime(2026, 3, 1, 0, 0, 1, tzinfo=UTC))
    with pytest.raises(ValueError):
        within("2026-03-01/2026-02-01", datetime(2026, 2, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("platform", "ours"),
    [
        ("g:id", "id"),
        ("Item Group-ID", "group_id"),
        ("image_link", "images"),
        ("colour", "attributes.color"),
        ("title_zh", "title@zh"),
        ("title[zh-CN]", "title@zh"),
        ("color_zh", "attributes.color@zh"),
        ("标题", "title"),
        ("颜色", "attributes.color"),
        ("attributes.Neck Line", "attributes.neck_line"),
        ("attributes.length", "attributes.length"),
        ("attributes.made_it", "attributes.made_it"),
        ("attributes.voltage@zh", "attributes.voltage@zh"),
        ("custom_label_0", ""),
        ("model_no", None),
        ("price_zh", None),
        ("whatever", None),
    ],
)
def test_platform_names_become_ours(platform: str, ours: str | None) -> None:
    """Known names, names in a language, names that are known and unused (""), and unknown ones (None)."""
    assert canonical(platform) == ours


def test_attribute_names_are_canonical() -> None:
    """Spelling, case and blanks do not make two attributes of one."""
    assert {attribute_name(name) for name in ("Color", "colour", " COLOURS ", "颜色")} == {"color"}


def test_html_becomes_the_text_a_browser_shows() -> None:
    """Tags go, entities are resolved, list items and blocks get lines, scripts and styles vanish."""
    markup = "<p>Salt &amp; pepper&nbsp;mill</p><ul><li>oak<li>steel</ul><script>alert(1)</script><style>p{}</style>end"
    assert to_text(markup) == "Salt & pepper mill\n• oak\n• steel\nend"


def test_plain_text_keeps_its_lines_and_its_angle_brackets() -> None:
    """Text that is not HTML is only tidied: 5 < 6 is no tag."""
    assert to_text("for  5 < 6 people\nand more") == "for 5 < 6 people\nand more"
    assert unescape("Salt &amp; Pepper <3") == "Salt & Pepper <3"


@pytest.mark.parametrize("text", ["CafÃ© table", "itâ€™s", "caf\ufffd", "中文背包".encode().decode("cp1252", "replace")])
def test_botched_encodings_are_noticed(text: str) -> None:
    """The usual traces of a wrong encoding are found ..."""
    assert is_damaged(text)


@pytest.mark.parametrize("text", ["Café table", "it’s", "São Paulo NÃO", "中文背包", "naïve façade", "10 €"])
def test_sound_text_is_not_suspected(text: str) -> None:
    """... and ordinary accents are not taken for them."""
    assert not is_damaged(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("蓝色背包", "zh"),
        ("iPhone 手机壳", "zh"),
        ("ランニングシューズ", "ja"),
        ("Backpack", "en"),
        ("Tea 茶 set for four people", "en"),
    ],
)
def test_the_script_tells_the_language(text: str, language: str) -> None:
    """A Chinese title is Chinese even where the shop's default is English; one decorative hanzi changes nothing."""
    assert script_language(text, "en") == language
