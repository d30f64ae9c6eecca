"""Words of one language in the other."""

from __future__ import annotations

import pytest

from omnishelf.understand.language import detect, normalise, simplify
from omnishelf.understand.lexicon import gloss, plain_senses, translate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("蓝色背包", {"blue", "backpack"}),
        ("藍色後背包", {"blue", "backpack"}),  # traditional
        ("运动文胸", {"sports bra"}),
        ("我想要一件防水夹克", {"waterproof", "jacket"}),
        ("望远镜", {"binoculars", "telescope"}),  # from the dictionary
    ],
)
def test_chinese_words_in_english(text: str, expected: set[str]) -> None:
    """What a shop calls the thing is among the wordings."""
    assert expected <= {phrase for phrase, _ in translate(text, "en")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("blue backpacks", {"蓝色", "背包"}), ("wireless mouse", {"无线鼠标"}), ("telescope", {"望远镜"})],
)
def test_english_words_in_chinese(text: str, expected: set[str]) -> None:
    """The same the other way round, plurals included."""
    assert expected <= {phrase for phrase, _ in translate(text, "zh")}


def test_the_longest_word_covers_its_parts() -> None:
    """A sports bra is not sports and a bra."""
    assert "sports" not in dict(translate("运动文胸", "en"))


def test_the_shop_word_outweighs_the_dictionary() -> None:
    """Wordings come heaviest first, and the first is the commonest in shops."""
    phrases = translate("背包", "en")
    assert phrases[0] == ("backpack", 1.0)
    assert all(0 < weight <= 1 for _, weight in phrases)


def test_asking_is_not_translated() -> None:
    """ "I would like a" gives no words to search for."""
    assert translate("我想要一件", "en") == []


@pytest.mark.parametrize(
    ("text", "to"), [("blue backpack", "en"), ("蓝色", "zh"), ("蓝色", "fr"), ("", "en"), ("123 🙂", "zh")]
)
def test_nothing_to_translate_gives_nothing(text: str, to: str) -> None:
    """Text already in the language, unknown languages and signs give no wordings."""
    assert translate(text, to) == []


def test_senses_are_cleaned() -> None:
    """Classifiers, cross-references, names and figurative senses are not what a shopper says."""
    definitions = (
        "knapsack; rucksack/(fig.) burden/CL:個|个[ge4]/surname Bei/see 書包|书包[shu1 bao1]/an old-fashioned kind of large bag"
    )
    assert plain_senses(definitions) == ["knapsack", "rucksack"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("running jacket", "en"),
        ("蓝色背包", "zh"),
        ("nike 跑步鞋", "zh"),
        ("hdmi线", "zh"),
        ("16 GB", "en"),
        ("123", ""),
        ("ランニングシューズ", ""),
        ("", ""),
    ],
)
def test_the_script_tells_the_language(text: str, language: str) -> None:
    """Han is Chinese unless kana or hangul stand beside it; Latin is English; digits and signs are neither."""
    assert detect(text) == language


def test_one_way_to_write() -> None:
    """Full width, capitals, traditional characters and regional words fold together."""
    assert normalise("ＵＳＢ　滑鼠") == "usb 鼠标"
    assert simplify("Blue 藍色") == "Blue 蓝色"


def test_a_gloss_is_in_the_shops_words() -> None:
    """Of several wordings the surest that the shop uses well; without a shop the surest."""
    shop = {"underwear": 8, "briefs": 112, "backpack": 134, "bag": 151}
    assert gloss("内裤") == ["underwear"]
    assert gloss("内裤", lambda phrase: shop.get(phrase, 0)) == ["briefs"]
    assert gloss("双肩包", lambda phrase: shop.get(phrase, 0)) == ["backpack"]
