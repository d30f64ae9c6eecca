"""What is understood, called in the language of the page."""

from __future__ import annotations

import pytest

from omnishelf.domain.intent import Intent
from omnishelf.domain.product import Product, Wording
from omnishelf.domain.query import Modality
from omnishelf.understand.labels import in_language
from omnishelf.understand.named import banned, named
from omnishelf.understand.vocabulary import build
from omnishelf.understand.wishes import find_wish

WORDED = Wording("红色双肩包", "", ("箱包", "双肩包"), {"color": ("红色",)})
BAG = Product(
    "bag", "Red backpack", category=("Luggage", "Backpacks"), attributes={"color": ("red",)}, translations={"zh": WORDED}
)
LAMP = Product("lamp", "台灯", language="zh", category=("灯具", "台灯"), attributes={"color": ("米白",)})
VOCABULARY = build([BAG, LAMP])


def labels(text: str, asked: str, page: str) -> list[str]:
    """Of what a question in one language names, on a page in another."""
    intent = Intent(constraints=tuple(named(text, asked, VOCABULARY, Modality.WORDS)), language=asked)
    return [one.label for one in in_language(intent, page, VOCABULARY).constraints]


@pytest.mark.parametrize(
    ("text", "asked", "page", "said"),
    [
        ("红色双肩包", "zh", "en", ["red", "Backpacks"]),
        ("红色双肩包", "zh", "zh", ["红色", "双肩包"]),
        ("red backpack", "en", "zh", ["红色", "双肩包"]),
        ("红色双肩包", "zh", "", ["红色", "双肩包"]),
    ],
)
def test_chips_speak_the_language_of_the_page(text: str, asked: str, page: str, said: list[str]) -> None:
    """As the shop's own translations call the values; without a language as they were asked for."""
    assert labels(text, asked, page) == said


def test_what_has_no_name_there_keeps_the_question_s_words() -> None:
    """A color that the shop writes in Chinese alone stays Chinese on an English page."""
    assert labels("米白台灯", "zh", "en") == ["米白", "台灯"]


def test_what_is_unwanted_and_wishes_are_named_too() -> None:
    """One unwanted value by its name, a wish about value by what it is."""
    unwanted, _ = banned(["红色"], "zh", VOCABULARY, Modality.WORDS)
    wish, _ = find_wish("高性价比的双肩包")
    assert wish is not None
    intent = Intent(constraints=(*unwanted, wish.constraint(Modality.WORDS)), language="zh")
    assert [one.label for one in in_language(intent, "en", VOCABULARY).constraints] == ["red", "good value"]
    assert in_language(intent, "en", VOCABULARY).constraints[0].key == "not:红色"
