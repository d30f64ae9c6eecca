"""What the shopper meant to write, in a shop whose titles are a page long."""

from __future__ import annotations

import random
import string

import pytest

from omnishelf.domain.product import Product
from omnishelf.understand import vocabulary
from omnishelf.understand.company import title_words
from omnishelf.understand.spelling import Correction, Speller

ENGLISH = (
    ("Blue Canvas Backpack", 12),
    ("Brown Leather Backpack", 6),
    ("Leather Wallet", 9),
    ("Wireless Bluetooth Headphones", 20),
    ("Wireless Gaming Mouse", 15),
    ("Mechanical Gaming Keyboard", 11),
    ("Foam Mattress", 10),
    ("Paper Form Holder", 4),
    ("Large Garage Shelf", 8),
    ("Smart Watch with GPS", 7),
    ("Samsung Galaxy S21 Case", 5),
    ("Zwilling Knife", 3),
    ("Café Mug 350 ml", 6),
)
CHINESE = (
    ("蓝色双肩背包", 12),
    ("红色连衣裙女", 10),
    ("无线蓝牙耳机", 20),
    ("保温水杯 500ml", 9),
    ("绿色毛衣", 7),
    ("黑色太阳眼镜", 6),
    ("Nike 跑步鞋 男鞋", 8),
)


def shop(titles: tuple[tuple[str, int], ...], language: str) -> Speller:
    products = [Product(id=f"{title}-{n}", title=title, language=language) for title, count in titles for n in range(count)]
    return Speller.build(vocabulary.build(products), title_words(products))


@pytest.fixture(scope="module")
def english() -> Speller:
    return shop(ENGLISH, "en")


@pytest.fixture(scope="module")
def chinese() -> Speller:
    return shop(CHINESE, "zh")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("leahter backpack", "leather backpack"),  # swapped
        ("bakpack", "backpack"),  # left out
        ("walllet", "wallet"),  # doubled
        ("hedphones", "headphones"),
        ("wireles hedphnes", "wireless headphones"),  # two edits in one word
        ("keybpard", "keyboard"),  # the next key
        ("backpakcs", "backpack"),  # the plural, which the shop does not write
        ("cafe mug", "café mug"),  # an accent
    ],
)
def test_slips_are_put_right(english: Speller, written: str, meant: str) -> None:
    """One or two edits away from the shop's own words."""
    assert english.correct(written).text == meant


@pytest.mark.parametrize(
    "query",
    [
        "blue canvas backpack",
        "backpacks",  # the shop has the singular
        "giraffe",  # English, near "garage"
        "walled",  # English, near "wallet"
        "the form",  # the shop's own, near "foam"
        "samsung s21",
        "zwilling knives",  # a brand
        "garmin",  # a brand of the world, not of this shop
        "xt-200 350 ml",  # a model and a size
        "s22",  # near "s21"
        "",
    ],
)
def test_what_is_right_stays(english: Speller, query: str) -> None:
    """Known words, English words, brands, model numbers and sizes are not corrected."""
    assert english.correct(query).text == query


def test_an_english_word_stands_unless_titles_use_another_beside_the_rest(english: Speller) -> None:
    """ "walled" alone stands; beside "leather", where titles say "wallet", that is what was meant."""
    assert english.correct("walled").text == "walled"
    assert english.correct("blue walled").text == "blue walled", "no title has a blue wallet"
    assert english.correct("leather walled").text == "leather wallet"


def test_what_is_only_made_from_a_word_may_be_a_slip() -> None:
    """No product uses "hamer" and no dictionary lists it, though ham + er is made as English words are; a word
    that is listed, and a short name, stay."""
    speller = shop((("Claw Hammer", 20), ("Metallic Paint", 20), ("Door Base", 20), ("Shirt Rack", 20)), "en")
    assert speller.correct("claw hamer").text == "claw hammer"
    assert speller.correct("metallic paints").text == "metallic paints"
    for stays in ("shorts", "zara"):
        assert speller.correct(stays).text == stays


def test_company_decides_between_neighbours() -> None:
    """ "ltamp" is one letter from "lamp" and from "stamp"; what stands beside it in titles tells which."""
    speller = shop((("Silver Lamp Shade", 20), ("Postage Stamp Album", 20)), "en")
    assert speller.correct("silver ltamp").text == "silver lamp"
    assert speller.correct("album ltamp").text == "album stamp"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("back pack", "backpack"),
        ("leather back pack", "leather backpack"),
        ("head phones", "headphones"),
        ("smartwatch", "smart watch"),
        ("gamingmouse", "gaming mouse"),
        ("smart watch", "smart watch"),
    ],
)
def test_compounds_are_written_as_the_shop_does(english: Speller, written: str, meant: str) -> None:
    """In one word or in two."""
    assert english.correct(written).text == meant


def test_both_ways_of_writing_are_kept() -> None:
    """Where the shop itself writes a compound both ways, the other is offered, not put in place."""
    speller = shop((("Power Bank 10000", 10), ("Mini Powerbank", 10)), "en")
    for written, other in (("power bank", "powerbank"), ("powerbank", "power bank")):
        correction = speller.correct(written)
        assert correction.text == written
        assert other in {c.meant for c in correction.offered}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("兰色背包", "蓝色背包"),
        ("儿机", "耳机"),
        ("红色连医裙", "红色连衣裙"),
        ("抱温水杯", "保温水杯"),
        ("无线兰牙耳机", "无线蓝牙耳机"),
        ("绿色毛一", "绿色毛衣"),
    ],
)
def test_homophones_are_put_right(chinese: Speller, written: str, meant: str) -> None:
    """Characters of the right sound become those of the shop."""
    correction = chinese.correct(written)
    assert correction.text == meant
    assert {c.kind for c in correction.changes} == {"homophone"}


@pytest.mark.parametrize("query", ["蓝色背包", "无线耳机", "儿童", "长颈鹿玩具", "nike跑步鞋", "500ml水杯", "眼睛按摩仪"])
def test_chinese_that_is_right_stays(chinese: Speller, query: str) -> None:
    """The shop's words, and words of the language that sound like one of them (眼睛 eyes, 眼镜 glasses)."""
    assert chinese.correct(query).text == query


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lanse beibao", "蓝色背包"),
        ("lansebeibao", "蓝色背包"),
        ("Lan Se Bei Bao", "蓝色背包"),
        ("erji", "耳机"),
        ("shuibei", "水杯"),
        ("suibei", "水杯"),  # s for sh
        ("lvse maoyi", "绿色毛衣"),
        ("nike erji", "nike 耳机"),
    ],
)
def test_pinyin_is_read(chinese: Speller, typed: str, meant: str) -> None:
    """Chinese typed in Latin letters becomes the shop's words."""
    correction = chinese.correct(typed)
    assert correction.text == meant
    assert {c.kind for c in correction.changes} == {"pinyin"}


@pytest.mark.parametrize("query", ["can", "men", "pan", "nike", "shoe"])
def test_english_comes_before_pinyin(chinese: Speller, query: str) -> None:
    """What is an English word is not read as syllables."""
    assert chinese.correct(query).text == query


def test_syllables_that_are_spelt_out_are_pinyin(english: Speller) -> None:
    """ "fen" and "se" may be words of something else; four syllables of Chinese in a row are not English."""
    speller = shop((("Fen Side Stool", 5), ("粉色茶壶", 20)), "zh")
    assert speller.correct("fen se cha hu").text == "粉色茶壶"
    assert english.correct("can men pan").text == "can men pan"


def test_function_words_are_typed_though_titles_have_none() -> None:
    """Nobody writes 的 in a title, and "yong de" means 用的, not 用德."""
    speller = shop((("通勤 家用 背包", 20), ("德国 背包", 2)), "zh")
    assert speller.correct("jia yong de bei bao").text == "家用的背包"


def test_pinyin_in_an_english_shop(english: Speller) -> None:
    """A shop worded in English is asked in pinyin for what it sells, by the dictionary's word for it."""
    assert english.correct("beibao").text == "背包"
    assert english.correct("兰牙耳机").text == "蓝牙耳机"


def test_certainty_is_told(english: Speller) -> None:
    """A plain slip is sure; nothing to change is sure as well."""
    sure = english.correct("wireles mouse")
    assert sure.confident and [(c.written, c.meant, c.kind) for c in sure.changes] == [("wireles", "wireless", "spelling")]
    assert english.correct("wireless mouse") == Correction("wireless mouse")
    assert english.correct("wireless mouse").confident


def test_a_shop_without_products_corrects_nothing() -> None:
    """No words, no opinion."""
    speller = shop((), "en")
    for query in ("bakpack", "兰色背包", "beibao", "back pack"):
        assert speller.correct(query) == Correction(query)


def test_random_slips_in_long_words(english: Speller) -> None:
    """Of random single edits to the shop's words of six letters and more, nineteen in twenty are put right (seed 1)."""
    chance = random.Random(1)
    words = sorted(w for w in english.counts if len(w) >= 6 and w.isascii())
    right = sum(english.correct(_edited(word, chance)).text in (word, word + "s", word.rstrip("s")) for word in words * 10)
    assert right >= 0.95 * 10 * len(words)


def _edited(word: str, chance: random.Random) -> str:
    at, letter = chance.randrange(1, len(word) - 1), chance.choice(string.ascii_lowercase)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return chance.choice(
        (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :], swapped)
    )


def test_two_words_that_products_use_together_stay_two() -> None:
    """Most write "microsd", one "micro SD": made one, the two would find less; so the one is looked for beside them."""
    speller = shop((("MicroSD Card 64GB", 11), ("Hub with micro SD", 1), ("Micro USB Cable", 9), ("SD Reader", 9)), "en")
    correction = speller.correct("micro sd card")
    assert correction.text == "micro sd card"
    assert "microsd" in {change.meant for change in correction.offered}


@pytest.mark.parametrize("query", ["pushbutton", "washable", "jigsaw-like"])
def test_words_made_of_english_words_stay(english: Speller, query: str) -> None:
    """Compounds and regular endings that no dictionary lists."""
    assert english.correct(query).text == query


def test_long_words_that_nobody_knows_bear_two_slips(english: Speller) -> None:
    """Two far edits in ten letters: nothing else is near by chance."""
    assert english.correct("heqdphoxes").text == "headphones"


def test_pinyin_is_read_in_context(chinese: Speller) -> None:
    """ "bao wen" alone may be anything; before 水杯 it is 保温."""
    assert chinese.correct("baowenshuibei").text == "保温水杯"
