"""Misheard words become the shop's words; what was heard right stays."""

from __future__ import annotations

import itertools
import random

import pytest

from omnishelf.encoders.homophones import LONGEST, Homophones, blurred, syllables
from omnishelf.encoders.soundalikes import Soundalikes, distance, sound_key

SHOP = {"围巾": 120, "羊毛": 80, "双肩包": 60, "连衣裙": 200, "蓝色": 300, "女士": 90, "女式": 5, "鞋子": 150, "红色": 250}


@pytest.fixture(scope="module")
def index() -> Homophones:
    return Homophones.build({**SHOP, "backpack": 40, "Luma": 30, "jacket": 50, "Phillips": 9})


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("羊毛危禁", "羊毛围巾"),
        ("连衣群", "连衣裙"),
        ("双尖包", "双肩包"),
        ("蓝色双间包", "蓝色双肩包"),
        ("我想要一个双尖包", "我想要一个双肩包"),
        ("双尖包, 连衣群", "双肩包, 连衣裙"),
    ],
)
def test_a_homophone_becomes_the_shops_word(index: Homophones, heard: str, meant: str) -> None:
    """The same syllables in other characters are taken for the word the shop sells."""
    assert index.repair(heard) == meant


@pytest.mark.parametrize(("heard", "meant"), [("南色连衣裙", "蓝色连衣裙"), ("红涩围巾", "红色围巾"), ("羊毛围京", "羊毛围巾")])
def test_near_sounds_are_repaired_too(index: Homophones, heard: str, meant: str) -> None:
    """l for n and -ing for -in are mistakes people and recognisers make."""
    assert index.repair(heard) == meant


@pytest.mark.parametrize("right", ["女式围巾", "女士鞋子", "红色连衣裙", "蓝色", ""])
def test_what_the_shop_says_is_left_alone(index: Homophones, right: str) -> None:
    """A word of the vocabulary stays, even where a far more frequent one sounds the same (女式, 女士)."""
    assert index.repair(right) == right


@pytest.mark.parametrize("text", ["便宜的手机", "今天天气很好", "写字", "2.4 GHz 路由器!", "ｆｕｌｌ"])
def test_everyday_words_the_shop_does_not_know_stay(index: Homophones, text: str) -> None:
    """写字 (to write) sounds nearly like 鞋子 (shoes) and is a word of its own."""
    assert index.repair(text) == text


def test_the_more_frequent_homophone_wins() -> None:
    """Of two words of the shop with the same sound the one it uses more is meant."""
    assert Homophones.build({"衣柜": 90, "一贵": 1}).repair("伊桂") == "衣柜"
    assert Homophones.build({"衣柜": 1, "一贵": 90}).repair("伊桂") == "一贵"


def test_a_longer_word_beats_its_parts() -> None:
    """连衣裙 is one word, not 连衣 and 群."""
    assert Homophones.build({"连衣裙": 10, "连衣": 10, "群": 10}).repair("连依群") == "连衣裙"


def test_without_a_vocabulary_nothing_changes() -> None:
    """A shop that has said nothing repairs nothing."""
    assert Homophones.build({}).repair("羊毛危禁 bakpack") == "羊毛危禁 bakpack"


def test_the_repair_finds_the_best_of_all_segmentations() -> None:
    """On random short texts the dynamic programme agrees with trying every way to cut."""
    rng = random.Random(3)
    characters = "围危巾禁双霜肩尖包连衣群裙蓝色"
    index = Homophones.build(SHOP)
    for _ in range(60):
        text = "".join(rng.choice(characters) for _ in range(rng.randint(1, 7)))
        assert index.repair(text) == brute_force(index, text)


def brute_force(index: Homophones, text: str) -> str:
    sounds = syllables(text)
    blurs = tuple(map(blurred, sounds))
    best = (-float("inf"), "")
    for cuts in itertools.product((False, True), repeat=len(text) - 1):
        edges = [0, *(i + 1 for i, cut in enumerate(cuts) if cut), len(text)]
        words = [index._best_word(text[a:b], sounds[a:b], blurs[a:b]) for a, b in itertools.pairwise(edges) if b - a <= LONGEST]
        score = sum(score for score, _ in words)
        if score > best[0] + 1e-9:
            best = (score, "".join(word for _, word in words))
    return best[1]


@pytest.mark.parametrize(
    ("one", "other"), [("zhi", "zi"), ("chang", "can"), ("shi", "si"), ("nan", "lan"), ("jing", "jin"), ("neng", "len")]
)
def test_blurring_joins_the_sounds_people_mix_up(one: str, other: str) -> None:
    """Near-homophones share a key."""
    assert blurred(one) == blurred(other)


def test_blurring_keeps_other_sounds_apart() -> None:
    """bao and pao, qun and jun are not mixed up."""
    assert len({blurred(s) for s in ("bao", "pao", "qun", "jun", "xie", "jie")}) == 6


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("red back pack", "red backpack"),
        ("a red bakpack", "a red backpack"),
        ("looma jacket", "looma jacket"),
        ("lumma jacket", "Luma jacket"),
        ("fillips jackett", "Phillips jacket"),
        ("jackets", "jackets"),
        ("pack it", "pack it"),
        ("a big red back pack, please", "a big red backpack, please"),
        ("蓝色 bakpack", "蓝色 backpack"),
    ],
)
def test_english_near_misses_become_the_shops_words(index: Homophones, heard: str, meant: str) -> None:
    """A word the shop never uses is repaired to one that sounds the same and is a letter or two away; others stay."""
    assert index.repair(heard) == meant


def test_common_words_are_not_repaired() -> None:
    """ "check" sounds like the brand "Cheek" and is left alone where it is known to be a common word."""
    assert Soundalikes.build({"Cheek": 5}).repair("check") == "Cheek"
    assert Soundalikes.build({"Cheek": 5}, common={"check"}).repair("check") == "check"


def test_two_words_the_shop_uses_apart_are_not_joined() -> None:
    """A shop with many "dress" and "shoes" and one "dressshoes" keeps them apart."""
    assert Soundalikes.build({"dress": 9, "shoes": 9, "dressshoes": 1}).repair("dress shoes") == "dress shoes"


@pytest.mark.parametrize(
    ("one", "other", "edits"), [("jacket", "jacket", 0), ("jakcet", "jacket", 1), ("jaket", "jacket", 1), ("bag", "jacket", 3)]
)
def test_distance_counts_edits_up_to_the_limit(one: str, other: str, edits: int) -> None:
    """Swapped neighbours are one edit; more than the limit is the limit and one."""
    assert distance(one, other, limit=2) == edits


def test_sound_keys() -> None:
    """Spellings of one sound share a key; other consonants do not."""
    assert sound_key("Phillips") == sound_key("filips")
    assert sound_key("kwik") == sound_key("quick")
    assert sound_key("night") == sound_key("nite")
    assert sound_key("jacket") != sound_key("racket")
