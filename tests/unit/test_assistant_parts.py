"""The parts of the assistant whose answers one knows by looking: consent, references, questions, rules, policies, memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from omnishelf.assistant import wording
from omnishelf.assistant.consent import consent
from omnishelf.assistant.guide import question
from omnishelf.assistant.intents import INTENTS, LABELS, grams, meant, shipped, shipped_alone
from omnishelf.assistant.memory import Conversations
from omnishelf.assistant.policies import read_policies
from omnishelf.assistant.references import chosen, pointed
from omnishelf.assistant.rules import Rules, read_rules
from omnishelf.assistant.tools import TOOLS, AskShop, Toolbox, request_id
from omnishelf.domain.conversation import Action, State
from omnishelf.domain.errors import BadSettings
from omnishelf.domain.intent import Intent
from omnishelf.domain.order import Order, OrderLine
from omnishelf.domain.result import Facet, FacetValue, ResultPage

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SAMPLE = Path(__file__).parents[2] / "sample" / "assistant"


@pytest.mark.parametrize("text", ["yes", "Yes, please!", "ok", "yes cancel it", "是的", "好的，麻烦了", "确认取消", "嗯"])
def test_a_plain_yes(text: str) -> None:
    """What is nothing but a yes, with or without the action's own name, is one."""
    assert consent(text, Action.CANCEL) == "yes"


@pytest.mark.parametrize(
    "text", ["yes but keep the mug", "yes?", "yes, return it", "maybe", "好的不过等一下", "可以吗？", "确认退货", ""]
)
def test_no_yes(text: str) -> None:
    """A yes with a condition, a question, or to another action is unclear."""
    assert consent(text, Action.CANCEL) == "unclear"


@pytest.mark.parametrize("text", ["no", "No, keep it", "don't", "never mind", "不用了", "算了", "先不取消", "不是"])
def test_a_no(text: str) -> None:
    """A message that begins with a refusal is one."""
    assert consent(text, Action.CANCEL) == "no"


@pytest.mark.parametrize(
    ("text", "places", "rest"),
    [
        ("the second one but black", (2,), "black"),
        ("compare the first and the third", (1, 3), "compare"),
        ("第二个要黑色的", (2,), "黑色"),
        ("the last one", (-1,), ""),
        ("a lamp for two people", (), "lamp for two people"),
        ("cancel my second order", (), "cancel my second order"),
    ],
)
def test_places(text: str, places: tuple[int, ...], rest: str) -> None:
    """Ordinals point into the list that was shown, and what is left is the wish; an order's ordinal points nowhere."""
    at = pointed(text)
    assert (at.places, at.rest) == (places, rest)


def test_what_places_stand_for() -> None:
    """Places beyond the list stand for nothing, the last is the last, none counts twice."""
    assert chosen((2, 7, -1, 2), ("a", "b", "c")) == ("b", "c")


def page(total: int, *facets: Facet) -> ResultPage:
    return ResultPage("q", Intent(), total=total, facets=facets)


def facet(name: str, *counts: int) -> Facet:
    return Facet(name, tuple(FacetValue(f"{name}{n}", count) for n, count in enumerate(counts)))


def test_the_most_useful_question() -> None:
    """Four equal values (2 bits) narrow more than two (1 bit), and a facet that a tenth states narrows a tenth as much."""
    even, halves, rare = facet("color", 10, 10, 10, 10), facet("material", 20, 20), facet("style", 1, 1, 1, 1)
    asked = question(page(40, halves, even, rare), (), ())
    assert asked is not None and (asked.facet, asked.bits) == ("color", 2.0)
    assert question(page(40, even), (), ("color",)) is None, "what the shopper said is not asked"
    assert question(page(40, even), ("use", "style"), ()) is None, "two questions are enough"
    assert question(page(5, facet("color", 3, 2)), (), ()) is None, "five can be looked at"
    assert question(page(40, rare), (), ()) is None


def test_a_category_is_asked_at_one_level() -> None:
    """A path counts under its parents too; the question offers the first level that divides."""
    values = [("Home", 40), ("Home > Mugs", 20), ("Home > Plates", 20), ("Home > Mugs > Tall", 20)]
    asked = question(page(40, Facet("category", tuple(FacetValue(v, n, v) for v, n in values))), (), ())
    assert asked is not None and asked.answers == ("Home > Mugs", "Home > Plates")


def order(status: str, days: int) -> Order:
    return Order("1", "anna", NOW - timedelta(days=days), "USD", 500, (OrderLine("p", 1, 500),), status=status)


def judge(rules: Rules, action: Action, given: Order, arrived: int | None = None, category: tuple[str, ...] = ()) -> str:
    at = NOW - timedelta(days=arrived) if arrived is not None else None
    return rules.judge(action, given, ("p",), arrived=at, now=NOW, categories=lambda id: category).why


def test_rules() -> None:
    """Status, days since arrival and excepted categories decide as written; an action without a rule is for a person."""
    rules = read_rules(SAMPLE)
    assert judge(rules, Action.CANCEL, order("paid", 1)) == ""
    assert judge(rules, Action.CANCEL, order("shipped", 1)) == "status"
    assert judge(rules, Action.RETURN, order("shipped", 29)) == ""
    assert judge(rules, Action.RETURN, order("shipped", 31)) == "late"
    assert judge(rules, Action.RETURN, order("shipped", 31), arrived=20) == ""
    assert judge(rules, Action.RETURN, order("shipped", 3), category=("Home", "candles")) == "category"
    assert judge(rules, Action.RETURN, order("refunded", 3)) == "over"
    assert judge(rules, Action.EXCHANGE, order("paid", 3)) == "unsent"
    assert judge(Rules(), Action.CANCEL, order("paid", 1)) == "unwritten"


def test_a_fault_in_the_rules_is_named(tmp_path: Path) -> None:
    """A misspelt word and a negative number stop the start with their place."""
    (tmp_path / "rules.yaml").write_text("return: {days: -3}\ncancle: {}\n")
    with pytest.raises(BadSettings, match="cancle"):
        read_rules(tmp_path)


def test_policies_by_topic_and_by_words() -> None:
    """A topic gives its paragraphs in the language asked for, a question the entry that shares its words; each is cited."""
    book = read_policies(SAMPLE)
    assert [one.id for one in book.about("refund_policy", "en")] == [
        "policy.en.md#refund_policy-1",
        "policy.en.md#refund_policy-2",
    ]
    assert book.about("refund_policy", "zh")[0].text.startswith("多数商品自签收之日起30天内")
    assert [one.paragraph.id for one in book.find("Do you have loyalty points?", "en", 1)] == ["faq.yaml#loyalty"]
    assert book.find("Who won the chess championship?", "en") == ()
    assert read_policies(None).find("returns", "en") == ()


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    """The setting is named."""
    with pytest.raises(BadSettings, match=r"assistant\.policies"):
        read_policies(tmp_path / "nowhere")


def test_conversations_end() -> None:
    """One is forgotten after its time, the least recent of too many, and all of a shopper's when they are erased."""
    now = [0.0]
    kept = Conversations(2, 60.0, lambda: now[0])
    kept.keep(State("a", "anna"))
    now[0] = 30.0
    kept.keep(State("b", "anna"))
    assert kept.take("a", "anna").id == "a"
    now[0] = 61.0
    assert kept.take("a", "anna").id != "a", "its minute is over"
    kept.keep(State("c"))
    kept.keep(State("d"))
    assert kept.take("b", "anna").id != "b", "two are kept"
    kept.keep(State("e", "anna"))
    assert (kept.export("anna")[0]["id"], kept.export("")) == ("e", None)
    assert (kept.erase("anna"), kept.erase("")) == (1, 0)
    kept.keep(State("e", "anna"))
    assert kept.take("e", "anna").id != "e", "a turn that was being answered does not bring it back"


def test_a_conversation_belongs_to_its_shopper() -> None:
    """Somebody unknown who signs in goes on; nobody else does, nor the same one without showing it."""
    kept = Conversations(9, 60.0)
    kept.keep(State("a"))
    assert (kept.take("a", "anna").id, kept.take("a", "anna").shopper_id) == ("a", "anna")
    kept.keep(State("a", "anna"))
    assert kept.take("a", "ben").id != "a"
    assert kept.take("a", "").id != "a"


def test_the_same_wish_is_the_same_request() -> None:
    """The id depends on action, order, shopper and lines, in any order of these; not on the words."""
    one = AskShop(Action.RETURN, "1", ("a", "b"), "anna", "broken", consented=True)
    assert request_id(one) == request_id(replace(one, product_ids=("b", "a"), reason="other"))
    others = [replace(one, action=Action.REFUND), replace(one, order_id="2"), replace(one, product_ids=("a",))]
    assert len({request_id(each) for each in (one, *others)}) == 4


def test_tools_are_typed_once() -> None:
    """Every tool names a method of the toolbox, and one alone acts."""
    assert all(callable(getattr(Toolbox, tool.method)) for tool in TOOLS)
    assert [tool.name for tool in TOOLS if tool.acts] == ["ask_shop"]


def test_shipped_heads() -> None:
    """Both heads have a line for each label; probabilities sum to 1; n-grams alone tell plain words apart."""
    assert shipped().lines.shape[1] == shipped_alone().lines.shape[1] == len(LABELS)
    assert float(np.linalg.norm(grams("hello"))) == pytest.approx(1.0) and not grams("").any()
    shares = shipped_alone().shares(grams("where is my parcel")[None])
    assert float(shares.sum()) == pytest.approx(1.0, abs=1e-4)
    told = [
        meant(text).intent
        for text in ("where is my parcel?", "I want to cancel my order", "what payment methods do you accept")
    ]
    assert told == ["track", "cancel", "payment_methods"]
    assert set(told) <= set(INTENTS)


def test_every_sentence_is_in_both_languages() -> None:
    """English and Chinese hold the same values, so that no fact is lost between them."""
    import re

    for key, pair in wording._SENTENCES.items():
        fields = [set(re.findall(r"\{(\w+)\}", text)) for text in pair]
        assert fields[0] == fields[1] and all(pair), key
