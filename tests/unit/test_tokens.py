"""Tokens of documents and queries, each by an example one can check by eye."""

from __future__ import annotations

import pytest

from omnishelf.understand.tokens import query_tokens, stem, surface, tokenise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Running Jackets", ["running", "jacket"]),
        ("Men's watches", ["men", "watch"]),
        ("XT-200", ["xt200", "xt", "200"]),
        ("16 GB", ["16", "gb", "16gb"]),
        ("１６ＧＢ", ["16gb"]),
        ("43.2 cm", ["43.2", "cm", "43.2cm"]),
        ("1080p", ["1080p"]),
        ("T-shirt", ["tshirt", "t", "shirt"]),
        ("Café", ["café"]),
        ("", []),
        ("!?—…", []),
    ],
)
def test_latin_words_numbers_and_models(text: str, expected: list[str]) -> None:
    """Plurals are folded; model numbers are kept whole and in parts; a number is joined with its unit."""
    assert tokenise(text) == expected


def test_chinese_gives_characters_pairs_and_words() -> None:
    """Chinese is matched by characters, pairs and segmented words, the last marked apart."""
    assert tokenise("蓝色背包") == ["蓝", "色", "背", "包", "蓝色", "色背", "背包", "w:蓝色", "w:背包"]
    assert surface("w:背包") == "背包"


def test_traditional_and_simplified_are_the_same() -> None:
    """A query in traditional characters, or with Taiwan's word for a thing, meets a simplified title."""
    assert tokenise("藍色後背包") == tokenise("蓝色后背包")
    assert tokenise("無線滑鼠") == tokenise("无线鼠标")


def test_mixed_scripts_are_read_in_order() -> None:
    """A Latin brand inside Chinese stays a word."""
    assert tokenise("nike跑鞋") == ["nike", "跑", "鞋", "跑鞋", "w:跑鞋"]


def test_stop_words_are_dropped_from_queries_only() -> None:
    """What asks is not what is wanted; documents keep every word."""
    assert query_tokens("I am looking for the shoes") == {"shoe": 1.0}
    assert "the" in tokenise("the shoes")


def test_chinese_asking_words_cut_the_run() -> None:
    """No pair spans a dropped word."""
    assert query_tokens("我想买蓝色的背包")["背包"] == 0.5
    assert set(query_tokens("我想买蓝色的背包")) == {"蓝", "色", "蓝色", "w:蓝色", "背", "包", "背包", "w:背包"}


def test_a_query_of_stop_words_alone_keeps_them() -> None:
    """ "it" is also a film: an empty query would answer nothing."""
    assert query_tokens("it") == {"it": 1.0}


def test_joined_and_split_models_meet() -> None:
    """ "iphone11" asks for "iphone 11" too, and the other way round, at less weight."""
    assert query_tokens("iphone11") == {"iphone11": 1.0, "iphone": 0.5, "11": 0.5}
    assert query_tokens("iphone 11") == {"iphone": 1.0, "11": 1.0, "iphone11": 0.5}


def test_the_whole_model_number_outweighs_its_parts() -> None:
    """A document that only shares "200" with "xt-200" earns little."""
    assert query_tokens("xt-200") == {"xt200": 1.0, "xt": 0.4, "200": 0.4}


def test_a_number_and_its_unit_are_one_token_too() -> None:
    """ "16 gb" in a query meets "16GB" in a title."""
    assert query_tokens("16 gb")["16gb"] == 1.0
    assert "16gb" in tokenise("Memory 16GB")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("batteries", "battery"),
        ("boxes", "box"),
        ("shoes", "shoe"),
        ("glass", "glass"),
        ("bus", "bus"),
        ("gas", "gas"),
        ("ssd", "ssd"),
    ],
)
def test_the_stemmer_folds_plurals_and_nothing_else(word: str, expected: str) -> None:
    """Endings other than the plural's are left alone."""
    assert stem(word) == expected


@pytest.mark.parametrize(
    "text", ["", "   ", "的", "🙂", "\ud800", "a" * 10_000, "１２３", "-", "'s", "--x--", "ｶﾞｰﾃﾞﾝ", "한국어"]
)
def test_nothing_breaks_it(text: str) -> None:
    """Any string gives tokens without spaces or empties."""
    for token in [*tokenise(text), *query_tokens(text)]:
        assert token
        assert not any(character.isspace() for character in token)
