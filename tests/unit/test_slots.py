"""Which words of a question name the thing, its maker, its model, its stuff, its amount."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from omnishelf.domain.product import Product
from omnishelf.understand.slot_features import MARGIN, TEMPLATES, features, fold
from omnishelf.understand.slots import (
    KINDS,
    LABELS,
    Slot,
    decode,
    product_head,
    read_slots,
    rules,
    shipped,
    shop_names,
    spans,
)
from omnishelf.understand.vocabulary import build


def said(text: str, language: str, known: dict[str, str] | None = None) -> list[tuple[str, str]]:
    slots = read_slots(text, language, lambda words: (known or {}).get(words, ""))
    return [(slot.kind, slot.text) for slot in slots]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("华为手机壳", [("brand", "华为"), ("product", "手机壳")]),
        ("我想买一个背包", [("product", "背包")]),
        ("nike跑步鞋", [("brand", "nike"), ("product", "跑步鞋")]),
        ("高性价比的相机", [("product", "相机")]),
        ("什么时候发货", []),
    ],
)
def test_chinese(text: str, expected: list[tuple[str, str]]) -> None:
    """Plain utterances are cut as a person would cut them."""
    assert said(text, "zh") == expected


def test_offsets_point_into_the_question_as_typed() -> None:
    """Full-width letters and capitals are folded to be read, and given back as they were."""
    text = "ＮＩＫＥ跑步鞋"
    slots = read_slots(text, "")
    assert [(s.kind, text[s.start : s.end]) for s in slots] == [("brand", "ＮＩＫＥ"), ("product", "跑步鞋")]
    assert all(s.text == text[s.start : s.end] and 0 < s.confidence <= 1 for s in slots)


@pytest.mark.parametrize("text", ["", "   ", "？？", "\ud83d", "𠮷野家", "a" * 5_000, "包" * 5_000, "\x00\x02包\x03"])
@pytest.mark.parametrize("language", ["zh", "en", ""])
def test_any_text_is_read(text: str, language: str) -> None:
    """Nothing that can be typed breaks it, and slots never overlap."""
    slots = read_slots(text, language)
    assert all(before.end <= after.start for before, after in itertools.pairwise(slots))


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("black leather backpack with two pockets", "backpack"),
        ("do you have a mug for the office?", "mug"),
        ("show me red running shoes size 10", "shoes"),
        ("I'm looking for a set of knives", "knives"),
        ("jacket nylon", "jacket"),
        ("cotton", "cotton"),
        ("32 inch tv under $500", "tv"),
        ("lamp, not blue", "lamp"),
        ("under $20", None),
    ],
)
def test_english_heads(text: str, head: str | None) -> None:
    """The last noun before a purpose, a part or a price is the thing; what it is made of only when nothing else is there."""
    assert [text for _, text in said(text, "en")] == ([head] if head else [])


def test_a_shops_name_is_taken_whole() -> None:
    """A category of two words is the thing, where its last word alone would mean less."""
    assert said("cheap wall clock for kitchen", "en") == [("product", "clock")]
    assert said("cheap wall clock for kitchen", "en", {"wall clock": "product"}) == [("product", "wall clock")]


def test_a_catalogue_teaches_names() -> None:
    """A brand that the tagger never met is a brand once the shop has it."""
    assert ("brand", "昕阳谷") not in said("昕阳谷水杯", "zh")
    product = Product(id="1", title="水杯", language="zh", brand="昕阳谷", category=("家居", "水杯"))
    known = shop_names(build([product]))
    assert [(s.kind, s.text) for s in read_slots("昕阳谷水杯", "zh", known)] == [("brand", "昕阳谷"), ("product", "水杯")]


def test_english_in_a_chinese_question() -> None:
    """A thing named in English is found among Chinese words."""
    assert said("绿色 chair", "zh") == [("product", "chair")]


def test_the_surest_product_is_the_head() -> None:
    """Of several products the surest counts, and of like ones the later."""
    one, two, sure = (Slot("product", at, at + 1, "x", c) for at, c in ((0, 0.52), (3, 0.49), (6, 0.9)))
    assert product_head((one, two)) == two
    assert product_head((sure, one)) == sure
    assert product_head((Slot("brand", 0, 1, "x", 1.0),)) is None


def test_spans_of_labels() -> None:
    """Begin and go on make a span; a second begin makes a second one; another kind ends it."""
    assert list(spans([1, 2, 1, 0, 3, 4, 4])) == [(0, 0, 2), (0, 2, 3), (1, 4, 7)]


def test_decoding_is_the_sum_over_all_paths() -> None:
    """Viterbi's path and the spans' probabilities are those of counting every labelling one by one."""
    rng = np.random.default_rng(3)
    follows, first = rules()
    scores = rng.normal(size=(3, LABELS)).astype(np.float32) * 2
    with np.errstate(divide="ignore"):
        between = rng.normal(size=(LABELS, LABELS)).astype(np.float32) + np.log(follows)
        enter = rng.normal(size=LABELS).astype(np.float32) + np.log(first)
    paths = np.stack(np.meshgrid(*[np.arange(LABELS)] * 3, indexing="ij"), -1).reshape(-1, 3)
    total = enter[paths[:, 0]] + between[paths[:, 0], paths[:, 1]] + between[paths[:, 1], paths[:, 2]]
    total = total + sum(scores[t, paths[:, t]] for t in range(3))
    shares = np.exp(total - total.max())
    shares /= shares.sum()
    expected = list(spans(paths[shares.argmax()].tolist()))
    found, confidences = decode(scores, between, enter)
    assert found == expected
    for span, confidence in zip(found, confidences, strict=True):
        counted = sum(share for share, path in zip(shares, paths.tolist(), strict=True) if span in spans(path))
        assert confidence == pytest.approx(counted, abs=2e-4)


def test_features_are_local() -> None:
    """A character beyond every template's reach changes no n-gram of another, and each place has every template."""
    one, two = features(fold("背包aaaaaaaa"), lambda _: 0), features(fold("背包aaaaaaab"), lambda _: 0)
    assert one.shape == (10, len(TEMPLATES))
    assert max(abs(distance) for template in TEMPLATES for _, distance in template) < MARGIN
    grams = [i for i, template in enumerate(TEMPLATES) if all(name.isdigit() for name, _ in template)]
    assert (one[0, grams] == two[0, grams]).all()
    assert (one[9] != two[9]).any()


def test_what_is_shipped_holds_no_text() -> None:
    """Weights are small, sorted numbers: no array of strings is among them."""
    weights = shipped()
    assert weights.table.dtype == np.int8 and weights.codes.dtype == np.uint32
    assert (np.diff(weights.codes.astype(np.int64)) > 0).all() and not weights.table[-1].any()
    assert set(weights.names.values()) <= set(range(1, len(KINDS) + 1))
