"""The parts that spelling is made of: edits, neighbourhoods, company, characters, sounds."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnishelf.encoders.soundalikes import distance
from omnishelf.understand.characters import Characters
from omnishelf.understand.company import Company
from omnishelf.understand.compounds import cut, joined
from omnishelf.understand.edits import NEIGHBOURS, slip
from omnishelf.understand.english import is_english, is_named
from omnishelf.understand.miswritten import swaps
from omnishelf.understand.neighbourhood import Neighbourhood
from omnishelf.understand.pinyin import Sounds

words = st.text(alphabet="abcé", min_size=1, max_size=9)


@given(filed=st.lists(words, max_size=30), asked=words, edits=st.sampled_from((1, 2)))
def test_the_neighbourhood_is_complete(filed: list[str], asked: str, edits: int) -> None:
    """It finds exactly the words that comparing with every word finds."""
    found = dict(Neighbourhood.build(filed).near(asked, edits))
    assert found == {word: apart for word in filed if (apart := distance(word, asked, edits)) <= edits}


def test_likelier_slips_cost_less() -> None:
    """Doubling, swapping and the next key are cheaper than a letter from anywhere; the first letter is dearer."""
    arbitrary = slip("wamlet", "wallet")
    assert slip("walllet", "wallet") < arbitrary
    assert slip("wlalet", "wallet") < arbitrary
    assert slip("wallwt", "wallet") < arbitrary
    assert slip("mallet", "wallet") > arbitrary
    assert slip("wallet", "wallet") == 0.0


def test_neighbouring_keys() -> None:
    """G touches six keys, Q two."""
    assert NEIGHBOURS["g"] == frozenset("fhtybv")
    assert NEIGHBOURS["q"] == frozenset("wa")


@given(one=words, other=words)
def test_a_slip_costs_nothing_only_for_the_same_word(one: str, other: str) -> None:
    """And is never negative."""
    assert (slip(one, other) == 0.0) == (one == other)
    assert slip(one, other) >= 0.0


def test_company_counts_products_and_neighbours() -> None:
    """Of three titles two use both words, and one has them side by side in that order."""
    company = Company.build([["red", "silk", "scarf"], ["scarf", "red", "wool"], ["red", "hat"]])
    assert company.together("red", "scarf") == company.together("scarf", "red") == 2
    assert company.adjacent("silk", "scarf") == 1
    assert company.adjacent("scarf", "silk") == 0
    assert company.together("red", "glove") == company.adjacent("hat", "red") == 0
    assert company.using("red").tolist() == [0, 1, 2]


def test_affinity_is_the_log_of_the_ratio() -> None:
    """Four titles; "lamp" and "shade" twice together where chance would have them once: ln(2.5 / 1.5)."""
    company = Company.build([["lamp", "shade"], ["lamp", "shade"], ["hat"], ["coat"]])
    assert company.affinity("lamp", ["shade"]) == pytest.approx(math.log(2.5 / 1.5))
    assert company.affinity("lamp", ["unheard"]) == 0.0
    assert Company.build([]).affinity("lamp", ["shade"]) == 0.0


def test_compounds_share_their_probability() -> None:
    """A word that the shop writes nine times in one and never in two is one with .9."""
    company = Company.build([["backpack"]] * 9 + [["smart", "watch"]] * 3)
    counts = {"backpack": 9, "back": 2, "pack": 4, "smart": 3, "watch": 3}
    found = joined("back", "pack", counts, company)
    assert found is not None and (found.meant, found.probability) == ("backpack", 0.9)
    assert joined("smart", "watch", counts, company) is None
    apart = cut("smartwatch", counts, company)
    assert apart is not None and (apart.meant, apart.probability) == ("smart watch", pytest.approx(0.9))
    assert cut("backpack", counts, company) is None


def test_bigrams_by_hand() -> None:
    """p(色 | 蓝): 3 of 3 followers, smoothed with three of the overall share of 色, (3 + 1) / (6 + 10,000)."""
    characters = Characters.build({"蓝色": 3})
    found = math.exp(characters.after("蓝", "色")[0, 0])
    assert found == pytest.approx((3 + 3 * 4 / 10_006) / (3 + 3))
    assert characters.after("色", "蓝")[0, 0] < math.log(found)


def test_swaps_name_the_span_and_its_odds() -> None:
    """兰色 is 蓝色 in a shop that knows only that; the word as it stands is not swapped."""
    characters = Characters.build({"蓝色": 30, "背包": 30}, [["蓝色", "背包"]] * 30)
    (swap,) = swaps("兰色背包", characters, lambda word: False)
    assert (swap.start, swap.stop, swap.meant, swap.is_word) == (0, 2, "蓝色", False) and swap.odds > 0
    assert swaps("蓝色背包", characters, lambda word: False) == []


def test_letters_are_read_from_end_to_end() -> None:
    """All of the letters must spell words; near sounds cost, and single syllables alone tell nothing."""
    sounds = Sounds.build({"水杯": 5, "西安": 2, "包": 9})
    exact, near = sounds.typed("shuibei"), sounds.typed("suibei")
    assert exact is not None and near is not None
    assert exact.words == near.words == ("水杯",) and near.score < exact.score
    assert sounds.typed("xianshuibei") == sounds.typed("xianshuibei".upper())
    assert sounds.typed("shuibeix") is None
    assert sounds.typed("bao") is None


def test_general_english() -> None:
    """The dictionary's words with their regular endings, and brands of the world; slips are neither."""
    assert all(map(is_english, ("giraffe", "giraffes", "without", "futons", "smartwatch")))
    assert is_named("garmin")
    assert not any(is_english(w) or is_named(w) for w in ("hedphones", "bakpack", "leahter", "beibao"))
