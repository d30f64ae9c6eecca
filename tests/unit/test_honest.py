"""The honest cut: what is too unlikely to be relevant is not shown."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np

from omnishelf import fusion, honest
from omnishelf.domain.intent import Constraint, Intent, Reading
from omnishelf.domain.query import AnyOf, Modality
from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import Document, Schema, TextField
from omnishelf.rank.features.evidence import Evidence, evidence

IDS = ("all", "half", "none")


def seen(
    meaning: tuple[float, float, float], *tokens: str, named: tuple[float, float, float] | None = None, text: str = ""
) -> Evidence:
    """Products that hold both words, one, and neither. `meaning`: their deviations above an average product;
    `named`: what being in the category that the words name lifts each by."""
    engine = MemoryEngine(Schema((TextField("title", 3.0, 0.3, 2.0),), (), (), ()))
    engine.upsert(
        [
            Document("all", {"title": ("red", "mug")}),
            Document("half", {"title": ("red", "lamp")}),
            Document("none", {"title": ("blue", "chair")}),
        ]
    )
    intent = Intent((Reading(Modality.WORDS, text, tokens=dict.fromkeys(tokens, 1.0)),))
    addend = np.array(meaning) * fusion.WEIGHTS["meaning"] / fusion.SCALE
    mugs = Constraint("category=mug", "category", "Mugs", (AnyOf("category", ("Mugs",)),), False, Modality.WORDS)
    lifts = {} if named is None else {mugs.key: (np.array(named), mugs)}
    return evidence(IDS, {"meaning": addend}, lifts, intent, engine)


def test_a_product_with_all_the_words_and_the_meaning_is_shown() -> None:
    """And one with neither is not."""
    assert list(honest.worth(seen((6.0, 4.0, 0.0), "red", "mug"))) == [True, True, False]


def test_letters_that_mean_nothing_find_nothing() -> None:
    """No product holds them, and none stands out by more than chance."""
    assert not honest.worth(seen((1.5, 1.0, 0.5), "xqzw", "vbnt")).any()


def test_letters_find_nothing_even_where_something_is_near_by_chance() -> None:
    """What stands out as much is shown for a question of words, and not for one that no language and no product knows."""
    near = (4.6, 3.0, 0.0)
    assert honest.worth(seen(near, "something", "rainy", text="something for a rainy walk"))[0]
    assert not honest.worth(seen(near, "xqzw", "vbnt", text="xqzw vbnt")).any()


def test_a_word_that_only_the_shop_knows_is_a_word() -> None:
    """A brand or a model number that a product bears counts as much as a word of the dictionary."""
    unknown, borne = seen((4.0, 0.0, 0.0), "xqzw", text="xqzw"), seen((4.0, 0.0, 0.0), "mug", text="mug")
    assert honest.values(unknown)["sense"][0] == 0.0
    assert honest.values(borne)["sense"][0] == 1.0
    half = seen((4.0, 0.0, 0.0), "xqzw", "mug", text="xqzw mug")
    assert honest.values(half)["sense"][0] == 0.5
    assert honest.values(seen((4.0, 0.0, 0.0), "雨", text="下雨天用的"))["sense"][0] == 1.0


def test_without_pictures_meaning_alone_is_believed() -> None:
    """Where no picture can confirm it, what stands out in meaning is likelier than the same beside pictures that say nothing
    of it."""
    alone = seen((5.0, 1.0, 0.0), "rainy", text="rainy")
    beside = replace(alone, addends={**alone.addends, "seen": np.array([0.0, 0.0, 0.1])})
    assert honest.probability(alone)[0] > 2 * honest.probability(beside)[0]


def test_more_evidence_never_makes_a_product_less_likely() -> None:
    """The best of a list, given a little more meaning, is at least as likely to be relevant."""
    rising = [honest.probability(seen((z, 0.0, 0.0), "red", "mug"))[0] for z in np.arange(0.0, 8.0, 0.5)]
    assert all(a <= b for a, b in itertools.pairwise(rising))


def test_a_better_rival_makes_a_product_less_likely() -> None:
    """What is found beside something much better is rather the tail."""
    alone = honest.probability(seen((0.0, 3.0, 0.0), "red"))[1]
    beside = honest.probability(seen((9.0, 3.0, 0.0), "red"))[1]
    assert beside < alone * 1.5


def test_an_empty_list_stays_empty() -> None:
    """Nothing to judge, and nothing breaks."""
    nothing = Evidence((), {}, {}, Intent(), MemoryEngine(Schema((), (), (), ())), 0.0)
    assert honest.worth(nothing).shape == (0,)


def test_a_named_category_that_the_limits_leave_nothing_of_finds_nothing() -> None:
    """However near the rest may be; with one of its products left, the rest is judged as usual."""
    assert not honest.worth(seen((6.0, 4.0, 0.0), "red", "mug", named=(0.0, 0.0, 0.0))).any()
    assert honest.worth(seen((6.0, 4.0, 0.0), "red", "mug", named=(0.35, 0.0, 0.0)))[0]
