"""Consent, pseudonyms, erasing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from omnishelf.domain.errors import BadInput
from omnishelf.stores.port import Added
from omnishelf.testing.store_suite.events import NO, NOON, ONLY_OWN, YES, Pair, click


class ShoppersSuite:
    """Override `opened`: each call opens the same place anew, as (events, shoppers)."""

    @pytest.fixture
    def opened(self) -> Callable[[], Pair]:
        raise NotImplementedError

    def test_nobody_yet(self, opened: Callable[[], Pair]) -> None:
        """Who was never asked has given no answer."""
        _, shoppers = opened()
        assert (shoppers.agreed("ann"), shoppers.consents("ann"), shoppers.about("ann")) == (None, (), {})
        assert (shoppers.erased_at("ann"), shoppers.unfinished(), shoppers.erased_since(NOON)) == (None, (), ())

    def test_answers_are_kept_in_order(self, opened: Callable[[], Pair]) -> None:
        """The newest answer counts; all of them are the log, also after opening again."""
        opened()[1].agree({"ann": YES})
        opened()[1].agree({"ann": NO, "ben": ONLY_OWN})
        _, shoppers = opened()
        assert shoppers.agreed("ann") == NO
        assert shoppers.consents("ann") == (YES, NO)
        assert shoppers.consents("ben") == (ONLY_OWN,)

    def test_learning_needs_a_history(self, opened: Callable[[], Pair]) -> None:
        """Nobody is learnt from whose own history may not be kept."""
        _, shoppers = opened()
        shoppers.agree({"ann": replace(NO, learning=True)})
        assert shoppers.agreed("ann") == NO

    def test_an_import_never_overrules_an_answer(self, opened: Callable[[], Pair]) -> None:
        """History that comes with the shop's word agrees for those who were never asked, and for nobody else."""
        _, shoppers = opened()
        imported = replace(YES, source="import")
        shoppers.agree({"cyd": NO})
        shoppers.agree({"ann": imported, "cyd": imported})
        assert (shoppers.agreed("ann"), shoppers.agreed("cyd")) == (imported, NO)

    def test_pseudonyms(self, opened: Callable[[], Pair]) -> None:
        """Always the same of one shopper, others of others, and without the id in them."""
        first, again = opened()[1], opened()[1]
        names = [first.pseudonym(id) for id in ("ann", "ann ", "Ann", "张三")]
        assert len(set(names)) == 4
        assert names == [again.pseudonym(id) for id in ("ann", "ann ", "Ann", "张三")]
        assert all(len(name) == 32 and set(name) <= set("0123456789abcdef") for name in names)

    @pytest.mark.parametrize("id", ["", "x" * 129, "a\x00b", "\ud800"])
    def test_refuses_what_is_no_id(self, opened: Callable[[], Pair], id: str) -> None:
        """An id that is empty, too long or not text is refused, and nothing of the call is written."""
        with pytest.raises(BadInput, match="id"):
            opened()[1].agree({"ann": YES, id: YES})
        assert opened()[1].agreed("ann") is None

    def test_what_the_shop_says_of_them(self, opened: Callable[[], Pair]) -> None:
        """Kept with consent only, replaced as a whole, and gone when nothing is said."""
        _, shoppers = opened()
        assert not shoppers.describe("ann", {"segment": "new"})
        shoppers.agree({"ann": YES})
        assert shoppers.describe("ann", {"segment": "new", "语言": "中文"})
        assert opened()[1].about("ann") == {"segment": "new", "语言": "中文"}
        assert shoppers.describe("ann", {})
        assert shoppers.about("ann") == {}

    def test_erased_is_gone(self, opened: Callable[[], Pair]) -> None:
        """Events, answers and description go; that they were erased, and when, stays; others are not touched."""
        log, shoppers = opened()
        shoppers.agree({"ann": YES, "ben": YES})
        log.add([click("a"), click("b", shopper="ben")])
        shoppers.describe("ann", {"segment": "new"})
        shoppers.begin_erasing("ann", NOON + timedelta(hours=1))
        assert shoppers.finish_erasing("ann") == 1
        log, shoppers = opened()
        assert (log.count("ann"), shoppers.consents("ann"), shoppers.about("ann"), len(log)) == (0, (), {}, 1)
        assert [event.id for page in log.pages() for event in page] == ["b"]
        assert shoppers.erased_at("ann") == NOON + timedelta(hours=1)
        assert shoppers.erased_since(NOON) == (shoppers.pseudonym("ann"),)
        assert shoppers.erased_since(NOON + timedelta(hours=1)) == ()

    def test_history_of_the_erased_stays_away(self, opened: Callable[[], Pair]) -> None:
        """What happened before the erasing is refused for good, even with a new consent; what happens later is new."""
        log, shoppers = opened()
        shoppers.agree({"ann": YES})
        log.add([click("a")])
        shoppers.begin_erasing("ann", NOON)
        shoppers.finish_erasing("ann")
        counts = list(log.days())
        shoppers.agree({"ann": replace(YES, source="import")})
        assert shoppers.agreed("ann") is None
        shoppers.agree({"ann": YES})
        assert log.add([click("a"), click("b", 1)]) == Added(new=("b",), erased=("a",))
        assert [count.count for count in log.days()] == [counts[0].count + 1]

    def test_an_unfinished_erasing_is_silent_and_known(self, opened: Callable[[], Pair]) -> None:
        """Between the beginning and the end nothing is read or kept of them; a crash there leaves a note of whom to finish."""
        log, shoppers = opened()
        shoppers.agree({"ann": YES})
        log.add([click("a")])
        shoppers.begin_erasing("ann", NOON)
        shoppers.begin_erasing("stranger", NOON)
        log, shoppers = opened()
        assert set(shoppers.unfinished()) == {"ann", "stranger"}
        assert log.recent(shopper_id="ann", session_id="visit", limit=9) == ()
        assert list(log.pages()) == []
        assert log.add([click("b", 1)]).not_agreed == ("b",)
        assert [shoppers.finish_erasing(id) for id in ("ann", "stranger", "ann")] == [1, 0, 0]
        assert opened()[1].unfinished() == ()

    def test_a_yes_does_not_bring_back_what_was_to_be_erased(self, opened: Callable[[], Pair]) -> None:
        """Agreeing anew while an erasing is unfinished finishes it first."""
        log, shoppers = opened()
        shoppers.agree({"ann": YES})
        log.add([click("a")])
        shoppers.begin_erasing("ann", NOON)
        shoppers.agree({"ann": YES})
        assert (log.count("ann"), shoppers.consents("ann")) == (0, (YES,))
