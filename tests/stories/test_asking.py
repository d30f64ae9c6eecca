"""A shopper asks: by words, by photo, by voice, in mixtures, with wishes; and is told why."""

from __future__ import annotations

import pytest
from tests.conftest import photo, recording

from omnishelf.domain.query import AnyOf, Modality, Query, Sort
from omnishelf.domain.result import ResultPage
from omnishelf.shop import Shop


def ids(page: ResultPage) -> list[str]:
    return [hit.product.id for hit in page.hits]


def test_words_find_the_thing_they_name(shop: Shop) -> None:
    """The product that has both words comes first."""
    assert ids(shop.search(text="blue backpack"))[0] == "blue-backpack"


def test_chinese_words_find_an_english_catalogue(shop: Shop) -> None:
    """The same question in Chinese has the same answer, though no product has a Chinese word."""
    page = shop.search(text="蓝色背包")
    assert ids(page)[0] == "blue-backpack"
    assert page.intent.language == "zh"


def test_a_photo_finds_what_looks_like_it(shop: Shop) -> None:
    """All six best hits... there are four things of each colour, and they come before every other colour."""
    assert {id.partition("-")[0] for id in ids(shop.search(image=photo("red")))[:4]} == {"red"}


def test_a_recording_is_heard_and_searched(shop: Shop) -> None:
    """What was said is the query, shown as a transcript."""
    page = shop.search(audio=recording())
    assert ids(page)[0] == "blue-backpack"
    voice = page.intent.reading(Modality.VOICE)
    assert voice is not None
    assert voice.text == "blue backpack"


def test_three_inputs_are_one_query(shop: Shop) -> None:
    """Words name the thing, the photo its colour, the voice confirms: only together do they single out one product."""
    page = shop.search(text="camera", image=photo("yellow"), transcript="a yellow one")
    assert ids(page)[0] == "yellow-camera"
    assert {r.modality for r in page.intent.readings} == set(Modality)
    assert sum(r.weight for r in page.intent.readings) == pytest.approx(1.0)


def test_every_score_is_the_sum_of_its_reasons(shop: Shop) -> None:
    """For each hit of a three-input query the contributions add up to the score, and each input is named."""
    page = shop.search(text="cheap camera", image=photo("yellow"), transcript="yellow camera", explain=True, size=10)
    for hit in page.hits:
        assert sum(c.value for c in hit.why) == pytest.approx(hit.score, abs=1e-9)
    assert {c.source for c in page.hits[0].why} >= {"words", "photo", "voice"}


def test_scores_and_reasons_do_not_depend_on_the_page_size(shop: Shop) -> None:
    """The same hits with the same scores, whether asked one at a time or all at once."""
    whole = shop.search(text="blue mug", image=photo("blue"), explain=True, size=20)
    one = shop.search(text="blue mug", image=photo("blue"), explain=True, size=1)
    assert one.hits[0].score == pytest.approx(whole.hits[0].score)
    assert [c.signal for c in one.hits[0].why] == [c.signal for c in whole.hits[0].why]


def test_who_shows_a_thing_and_asks_for_another_colour_does_not_want_that_very_thing(shop: Shop) -> None:
    """A picture of something red alone may show the very thing, and says so; with "but in blue" no red one counts as that."""

    def same(page: ResultPage) -> dict[str, float]:
        return {hit.product.id: c.value for hit in page.hits for c in hit.why if c.signal == "same" and c.source == "photo"}

    alone = same(shop.search(image_product="red-mug", explain=True, size=24))
    in_blue = same(shop.search(image_product="red-mug", text="but in blue", explain=True, size=24))
    assert alone["red-mug"] > 0.2
    assert in_blue.get("red-mug", 0.0) < 0.05


def test_the_caller_can_weigh_the_inputs(shop: Shop) -> None:
    """With all weight on the photo its colour decides; with all on the words, the words do."""
    both = Query(text="mug", image=photo("green"), size=4)
    by_photo = shop.search(Query(**{**_fields(both), "weights": {Modality.PHOTO: 1.0, Modality.WORDS: 0.0}}))
    by_words = shop.search(Query(**{**_fields(both), "weights": {Modality.PHOTO: 0.0, Modality.WORDS: 1.0}}))
    assert {id.partition("-")[0] for id in ids(by_photo)} == {"green"}
    assert {id.partition("-")[2] for id in ids(by_words)} == {"mug"}


def test_a_price_in_the_question_is_a_filter_that_can_be_dropped(shop: Shop) -> None:
    """ "under $12" leaves two mugs; without that chip there are more."""
    page = shop.search(text="mug under $12", size=24)
    assert page.hits
    assert all(hit.product.pays is not None and hit.product.pays.amount <= 1200 for hit in page.hits)
    price = next(c for c in page.intent.constraints if c.kind == "price")
    assert price.hard
    dropped = shop.search(text="mug under $12", dropped=(price.key,), size=24)
    assert dropped.total > page.total


def test_what_is_not_wanted_is_not_shown(shop: Shop) -> None:
    """ "not red" said in words, and the same as a field of the query."""
    for page in (shop.search(text="mug, not red", size=24), shop.search(text="mug", unwanted=("red",), size=24)):
        assert page.hits
        assert "red-mug" not in ids(page)


def test_a_wish_for_a_low_price_orders_equals(shop: Shop) -> None:
    """All six mugs fit "cheap mug" alike but for their price: the cheapest comes first."""
    assert ids(shop.search(text="cheap mug", size=6))[0] == "red-mug"


def test_one_candidate_set_gives_total_facets_and_pages(shop: Shop) -> None:
    """The pages together hold `total` products, and a facet's counts add up to it."""
    query = Query(text="camera", size=5)
    page = shop.search(query)
    seen = ids(page)
    while page.cursor:
        page = shop.search(Query(**{**_fields(query), "cursor": page.cursor}))
        seen += ids(page)
    assert len(seen) == len(set(seen)) == page.total
    brand = next(f for f in page.facets if f.field == "brand")
    assert sum(v.count for v in brand.values) == page.total


def test_pages_neither_repeat_nor_skip_while_products_change(shop: Shop) -> None:
    """Between two pages a product is removed and others change their price: the rest of the list stays as it was."""
    query = Query(text="mug", size=3)
    everything = ids(shop.search(text="mug", size=24))
    first = shop.search(query)
    shop.remove(everything[4])
    rest: list[str] = []
    page = first
    while page.cursor:
        page = shop.search(Query(**{**_fields(query), "cursor": page.cursor}))
        rest += ids(page)
    assert ids(first) + rest == [id for id in everything if id != everything[4]]


def test_a_cursor_of_another_process_goes_on_after_the_last_product(shop: Shop) -> None:
    """When the kept list is gone the query runs again and the page continues where the shopper was."""
    query = Query(text="mug", size=3)
    everything = ids(shop.search(text="mug", size=24))
    cursor = shop.search(query).cursor
    shop._search.lists._kept.clear()
    assert ids(shop.search(Query(**{**_fields(query), "cursor": cursor}))) == everything[3:6]


def test_filters_and_sorting(shop: Shop) -> None:
    """A filter holds for every hit, and the order is the price's."""
    page = shop.search(text="mug", filter=(AnyOf("attributes", ("color=red", "color=blue")),), sort=Sort.PRICE_DOWN, size=24)
    prices = [hit.product.pays.amount for hit in page.hits if hit.product.pays]
    assert prices == sorted(prices, reverse=True)
    assert {hit.product.attributes["color"] for hit in page.hits} <= {("red",), ("blue",)}


def test_without_a_question_the_shop_is_browsed(shop: Shop) -> None:
    """Everything is there, counted exactly."""
    page = shop.search(size=5)
    assert page.total == 24
    assert page.total_exact
    assert len(page.hits) == 5


def test_nonsense_finds_nothing_and_says_so(shop: Shop) -> None:
    """No product shares a word or a meaning with it."""
    page = shop.search(text="qwrtz plmkn")
    assert page.total == 0
    assert [n.code for n in page.notices] == ["nothing-found"]


def test_silence_is_a_notice_and_the_other_inputs_answer(shop: Shop) -> None:
    """A recording without speech costs nothing but a notice."""
    page = shop.search(text="blue mug", audio=recording(loudness=0.0))
    assert ids(page)[0] == "blue-mug"
    assert [n.code for n in page.notices] == ["nothing-heard"]


def test_a_quick_input_answers_before_a_slow_one(shop: Shop) -> None:
    """Refined pages end with the complete one, which equals the answer given at once."""
    query = Query(text="mug", image=photo("red"), audio=recording())
    pages = list(shop.refined(query))
    assert [complete for _, complete in pages] == [False] * (len(pages) - 1) + [True]
    assert ids(pages[-1][0]) == ids(shop.search(query))


def test_similar_products_are_others(shop: Shop) -> None:
    """A red mug's neighbours are red things and mugs, not itself."""
    near = ids(shop.similar("red-mug", 5))
    assert "red-mug" not in near
    assert all("red" in id or "mug" in id for id in near)


def test_suggestions_complete_what_is_typed(shop: Shop) -> None:
    """A prefix offers the category first and titles after it."""
    found = shop.suggest("cam")
    assert (found[0].text, found[0].kind) == ("Cameras", "category")
    assert shop.suggest("zzz") == ()


def _fields(query: Query) -> dict[str, object]:
    return {name: getattr(query, name) for name in query.__slots__}
