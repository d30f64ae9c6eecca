"""What this shop's order numbers look like, read off its orders, and what in a text has that form."""

from __future__ import annotations

import pytest

from omnishelf.parcels.order_form import FRESH_SECONDS, OrderForms, calls_it_an_order, find_orders, form_of, forms


class Orders:
    """Ids as a store has them."""

    def __init__(self, *ids: str) -> None:
        self.held, self.asked = ids, 0

    def ids(self, limit: int) -> tuple[str, ...]:
        self.asked += 1
        return self.held[:limit]


@pytest.mark.parametrize(("id", "digits"), [("A123", 3), ("12345", 5), ("AB-12-C", 3), ("first", 0)])
def test_few_digits_are_no_form(id: str, digits: int) -> None:
    """Four with letters and six without are the least: less is a word, a size or a price."""
    assert sum(sign.isdigit() for sign in id) <= digits
    assert form_of(id) == ""


def test_the_least_that_is_a_form() -> None:
    """One digit more makes it one: letters as they are, digits by their number, what is between them if it is there."""
    assert form_of("A1234") == r"A\d{4}"
    assert form_of("123456") == r"\d{6}"
    assert form_of("no#12-34") == r"NO[\W_]?\d{2}[\W_]?\d{2}"


def test_a_form_is_shared_by_three() -> None:
    """Two orders alike may be chance; of several forms the commonest is first."""
    assert forms(["A1000", "A1001", "B2000", "B2001", "B2002", "B2003", "C3000", "C3001", "C3002"]) == (r"B\d{4}", r"C\d{4}")


def test_orders_are_told_in_the_order_of_the_text() -> None:
    """Each once, whatever form it has and however it compares."""
    assert find_orders("B2002 或 A1001，还有 B2002", (r"A\d{4}", r"B\d{4}")) == ("B2002", "A1001")


def test_a_form_within_something_longer_is_no_order() -> None:
    """Letters or digits before and behind belong to another number."""
    assert find_orders("XA1001 A10012 A1001B", (r"A\d{4}",)) == ()


def test_bare_digits_are_an_order_s_where_they_are_called_so() -> None:
    """With letters they speak for themselves; without, a word for an order stands just before, and nothing but it."""
    bare, lettered = (r"\d{6}",), (r"SO\d{6}",)
    assert find_orders("200117", bare) == find_orders("order 7 of 200117", bare) == ()
    assert find_orders("my purchase: 200117", bare) == ("200117",)
    assert find_orders("SO200117", lettered) == ("SO200117",)


def test_new_forms_are_known_within_a_minute() -> None:
    """The store is asked once a minute at most, and not at all for a text with too few digits to have an order in it."""
    now = [0.0]
    orders = Orders("A1000", "A1001", "A1002")
    known = OrderForms(orders, clock=lambda: now[0])
    assert known("red shoes 42") == () and orders.asked == 0
    assert known("A1001") == ("A1001",)
    orders.held = ("B2000", "B2001", "B2002")
    now[0] = FRESH_SECONDS - 1
    assert known("B2001") == () and orders.asked == 1
    now[0] = FRESH_SECONDS
    assert known("B2001") == ("B2001",) and orders.asked == 2


def test_words_that_speak_of_an_order() -> None:
    """In both languages, as whole words in English."""
    assert calls_it_an_order("MY ORDER") and calls_it_an_order("我的订单呢")
    assert not calls_it_an_order("BORDER COLLIE")
