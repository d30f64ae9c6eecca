"""What is being typed, completed, in a shop whose titles are a page long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from omnishelf.domain.errors import BadSettings
from omnishelf.domain.product import Product, Wording
from omnishelf.understand import vocabulary
from omnishelf.understand.spelling import Speller
from omnishelf.understand.suggest import Completer, Suggestion, build
from omnishelf.understand.suggest.asked import read_asked
from omnishelf.understand.suggest.by_sound import covered
from omnishelf.understand.suggest.composed import parted
from omnishelf.understand.suggest.folding import starts
from omnishelf.understand.suggest.prefixes import Prefixes
from omnishelf.understand.suggest.titles import read

ENGLISH = (
    ("Blue Canvas Backpack", ("Travel", "Backpacks"), 9),
    ("Canvas Apron", ("Kitchen", "Aprons"), 2),
    ("Wireless Gaming Mouse", ("Computers", "Mice"), 6),
    ("Wireless Headphones", ("Audio", "Headphones"), 8),
    ("Headphones Stand", ("Audio", "Stands"), 3),
    ("Ceramic Mug", ("Kitchen", "Mugs"), 7),
    ("Ceramic Mug with Saucer", ("Gifts", "Sets"), 4),
)
CHINESE = (
    ("蓝色双肩背包", ("箱包", "双肩包"), 9),
    ("无线蓝牙耳机", ("数码", "耳机"), 8),
    ("保温水杯", ("家居", "水杯"), 5),
    ("Nike 跑步鞋", ("鞋", "运动鞋"), 4),
)
ASKED = {"canvas backpack for school": 40, "mug": 7, "unicorn horn polish": 900}


def products(rows: tuple[tuple[str, tuple[str, ...], int], ...], language: str) -> Iterator[Product]:
    for title, category, count in rows:
        for number in range(count):
            brand = "Nike" if title.startswith("Nike") else ""
            yield Product(id=f"{title}-{number}", title=title, language=language, category=category, brand=brand)


def completer(all_products: list[Product], asked: dict[str, int] | None = None) -> Completer:
    words, titles = vocabulary.build(all_products), read(all_products)
    return build(words, titles, Speller.build(words, titles.words), asked or {})


@pytest.fixture(scope="module")
def english() -> Completer:
    return completer(list(products(ENGLISH, "en")), ASKED)


@pytest.fixture(scope="module")
def chinese() -> Completer:
    return completer(list(products(CHINESE, "zh")), {"蓝色背包女": 3})


def texts(found: tuple[Suggestion, ...]) -> list[str]:
    return [suggestion.text for suggestion in found if suggestion.scope is None]


def test_names_come_first_and_titles_last(english: Completer) -> None:
    """A category before words, a title after both."""
    found = [s for s in english("head", 8) if s.scope is None]
    assert (found[0].text, found[0].kind) == ("Headphones", "category")
    assert found[-1].kind == "product" and found[-1].id is not None


def test_what_was_asked_is_completed(english: Completer) -> None:
    """A past query comes up at any of its words; one that nothing in the shop answers never does."""
    assert "canvas backpack for school" in texts(english("canvas b", 8))
    assert "canvas backpack for school" in texts(english("schoo", 8))
    assert english("unico", 8) == ()


def test_words_that_go_together_are_composed(english: Completer) -> None:
    """No title and no query begins "blue back", but products are both."""
    assert texts(english("blue back", 8))[0] == "blue backpack"
    assert "blue mouse" not in texts(english("blue m", 8))


@pytest.mark.parametrize("slip", ["haedph", "headhpon", "heatph", "headpph"])
def test_one_slip_is_forgiven(english: Completer, slip: str) -> None:
    """A swap, a letter left out, a wrong one, one too many: the completion is the same."""
    assert texts(english(slip, 8))[0] == "Headphones"


def test_a_slip_in_an_earlier_word_is_put_right(english: Completer) -> None:
    """The word that is done is corrected, the one being typed completed."""
    assert texts(english("blue canvsa backp", 8))[0] == "blue canvas backpack"


def test_pairs_do_not_reach_over_signs() -> None:
    """What a comma parts is no phrase, however often."""
    titles = ("Stoneware Mug, Dishwasher Safe", "Canvas Apron", "Gaming Mouse", "Desk Lamp")
    rows = [Product(id=f"{title} {n}", title=title, language="en") for title in titles for n in range(9)]
    found = texts(completer(rows)("stonew", 8)) + texts(completer(rows)("mug", 8))
    assert "stoneware mug" in found
    assert "mug dishwasher" not in found


def test_short_beginnings_are_taken_as_they_are(english: Completer) -> None:
    """Three letters are no slip of others."""
    assert english("haz", 8) == ()


@pytest.mark.parametrize(
    ("typed", "meant"), [("beib", "背包"), ("erj", "耳机"), ("lan'ya er", "蓝牙耳机"), ("lanya", "蓝牙耳机")]
)
def test_pinyin_is_completed(chinese: Completer, typed: str, meant: str) -> None:
    """Letters as they are typed, also while an input method is composing."""
    assert meant in texts(chinese(typed, 8))


def test_initials_are_completed(chinese: Completer) -> None:
    """The first letters of the syllables of a past query."""
    assert "蓝色背包女" in texts(chinese("lsbb", 8))


def test_a_wrong_character_of_the_right_sound_is_forgiven(chinese: Completer) -> None:
    """兰牙 sounds as 蓝牙 does."""
    assert "蓝牙耳机" in texts(chinese("兰牙", 8))


def test_the_script_that_is_typed_comes_first(chinese: Completer) -> None:
    """A brand in Latin letters before Chinese that is spelt so."""
    assert texts(chinese("ni", 8))[0] == "Nike"


def test_scopes_follow_the_first_completion(english: Completer) -> None:
    """Mugs are sold in two parts of the shop; the one that is called so is no narrowing."""
    found = english("cerami", 8)
    assert found[0].text == "ceramic mug" or found[0].text == "ceramic"
    assert [(s.text, s.scope.category, s.scope.label, s.scope.count) for s in found if s.scope] == [
        (found[0].text, "Kitchen > Mugs", "Mugs", 7),
        (found[0].text, "Gifts > Sets", "Sets", 4),
    ]
    assert {s.scope.label for s in english("mug", 8) if s.scope} == {"Sets"}


def test_one_category_is_no_choice(english: Completer) -> None:
    """Where all products are in one category, nothing is narrowed."""
    assert not [s for s in english("gaming", 8) if s.scope]


def test_scopes_are_named_in_the_language_typed() -> None:
    """A bilingual shop names the category in Chinese for Chinese words."""
    rows = [
        Product(
            id=f"{room}-{n}",
            title="Mug",
            language="en",
            category=(room,),
            translations={"zh": Wording("杯子", "", (name,), {})},
        )
        for room, name in (("Kitchen", "厨房"), ("Gifts", "礼品"))
        for n in range(3)
    ]
    assert {s.scope.label for s in completer(rows)("杯", 8) if s.scope} == {"厨房", "礼品"}
    assert {s.scope.label for s in completer(rows)("mu", 8) if s.scope} == {"Kitchen", "Gifts"}


@pytest.mark.parametrize(
    ("typed", "text", "told"),
    [("hea", "Headphones", "Hea"), ("backp", "canvas backpack for school", "backp"), ("haedp", "Headphones", "Headp")],
)
def test_what_was_typed_is_told_apart(english: Completer, typed: str, text: str, told: str) -> None:
    """The span holds what stands for the typed letters, wherever in the text that is."""
    found = next(s for s in english(typed, 20) if s.text == text)
    assert [found.text[start:stop] for start, stop in found.spans] == [told]


def test_typed_pinyin_is_told_apart(chinese: Completer) -> None:
    """Characters whose syllables were begun."""
    found = next(s for s in chinese("erj", 8) if s.text == "耳机")
    assert found.spans == ((0, 2),)
    assert covered("蓝牙耳机", 5) == 2
    assert covered("蓝牙耳机", 3, initials=True) == 3


def test_each_text_comes_once(english: Completer) -> None:
    """Nine backpacks with one title are one completion."""
    found = texts(english("blue", 20))
    assert len(found) == len(set(map(str.lower, found)))


@pytest.mark.parametrize("typed", ["", "  ", "zzz", "?", "'", "a" * 300, "😀", "\u200b"])
def test_nothing_comes_of_nothing(english: Completer, typed: str) -> None:
    """No words, unknown ones, signs: no completion, and no fault."""
    assert english(typed, 8) == ()


def test_a_shop_without_products_completes_nothing() -> None:
    """Neither words nor pinyin."""
    empty = completer([])
    assert [empty(typed, 8) for typed in ("mug", "杯", "beibao", "blue mug")] == [()] * 4


def test_a_wide_range_gives_its_best() -> None:
    """Of a thousand keys with one beginning the best ten come in order, as sorting all would have them."""
    rows = [(f"a{n:04}", n, 0, float(n * 7919 % 1000)) for n in range(1000)]
    expected = [owner for _, owner, _, _ in sorted(rows, key=lambda row: -row[3])[:10]]
    assert [hit.owner for hit in Prefixes.build(rows).best("a", 10)] == expected


def test_words_begin_after_signs_and_in_chinese() -> None:
    """ "usb-c 无线鼠标" can be entered at usb, c, 无线 and 鼠标."""
    assert list(starts("usb-c 无线鼠标")) == [0, 4, 6, 8]
    assert parted("无线鼠") == ("无线", "鼠")
    assert parted("blue ba") == ("blue ", "ba")


def test_past_queries_are_read(tmp_path: Path) -> None:
    """Counted or with counts, and nobody's own data."""
    file = tmp_path / "asked.txt"
    file.write_text("red mug\nred  mug\n蓝色背包\t12\nann@example.com mug\ncall 138 0013 8000\n\n", "utf-8")
    assert read_asked(file) == {"蓝色背包": 12, "red mug": 2}
    with pytest.raises(BadSettings, match="nowhere"):
        read_asked(tmp_path / "nowhere.txt")
