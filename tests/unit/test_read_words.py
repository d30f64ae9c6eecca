"""A text read as a whole: constraints in the shop's own terms."""

from collections.abc import Mapping

from omnishelf.domain.product import Product, Wording
from omnishelf.domain.query import Between, Modality, NoneOf
from omnishelf.testing.shop_encoders import WordsOnly
from omnishelf.understand.spelling import Speller
from omnishelf.understand.text import WordsRead, read_words
from omnishelf.understand.vocabulary import Vocabulary, build

SHOP: Vocabulary = build(
    [
        Product(
            "cap",
            "Striped cap",
            language="en",
            category=("Clothing", "Hats"),
            attributes={"pattern": ("striped",), "material": ("vegan leather",)},
            translations={
                "zh": Wording("条纹帽子", category=("服装", "帽子"), attributes={"pattern": ("条纹",), "material": ("素皮",)})
            },
        ),
        Product("bag", "Leather bag", language="en", category=("Bags",), attributes={"material": ("leather",)}),
    ]
)


def read(text: str, rates: Mapping[str, float] | None = None) -> WordsRead:
    return read_words(
        text, Modality.WORDS, encoder=WordsOnly(), vocabulary=SHOP, currency="USD", rates=rates or {}, encode=False
    )


def test_a_price_in_another_currency_is_converted_at_the_shops_rate() -> None:
    """At 7.2 yuan to the dollar, at most 72 yuan are at most 10 dollars."""
    (price,) = (c for c in read("帽子 72元以内", {"CNY": 7.2}).constraints if c.kind == "price")
    assert price.conditions == (Between("price", None, 1000),)


def test_a_price_without_a_rate_is_noticed_and_not_applied() -> None:
    """Better an unfiltered answer that says so than a wrong limit."""
    found = read("帽子 72元以内")
    assert [notice.code for notice in found.notices] == ["other-currency"]
    assert not [c for c in found.constraints if c.kind == "price"]


def test_words_of_one_family_name_the_value() -> None:
    """Nobody calls it "no striped"."""
    (unwanted,) = (c for c in read("cap no stripes").constraints if c.kind == "unwanted")
    assert unwanted.conditions == (NoneOf("attributes", ("pattern=striped",)),)


def test_only_what_the_shop_has_no_name_for_is_translated() -> None:
    """Vegan leather is not also leather, though a dictionary would say so of 素皮 and 皮."""
    named = {v for c in read("素皮帽子").constraints for a in c.conditions for v in getattr(a, "values", ())}
    assert "material=vegan leather" in named
    assert "material=leather" not in named


def test_not_too_expensive_is_a_wish_and_excludes_nothing() -> None:
    """ "Not" belongs to "too expensive", and "too" is no thing."""
    found = read("cap not too expensive")
    assert {c.kind for c in found.constraints} >= {"wish"}
    assert not [c for c in found.constraints if c.kind == "unwanted"]
    assert not found.unwanted


def test_values_are_called_by_their_name_in_the_shoppers_language() -> None:
    """As far as a translation tells; as the shop writes them otherwise."""
    assert SHOP.label("attributes", "pattern=striped", "zh") == "条纹"
    assert SHOP.label("category", "Clothing > Hats", "zh") == "帽子"
    assert SHOP.label("attributes", "material=leather", "zh") == "leather"
    assert SHOP.label("brand", "A > B = C", "zh") == "A > B = C"


def test_a_slip_is_mended_and_can_be_taken_back() -> None:
    """The chip says what was changed; its key among the dropped ones leaves the words as they were written."""
    speller = Speller.build(SHOP)

    def asked(*as_written: str) -> WordsRead:
        return read_words(
            "strpied cap",
            Modality.WORDS,
            encoder=WordsOnly(),
            vocabulary=SHOP,
            currency="USD",
            speller=speller,
            as_written=as_written,
            encode=False,
        )

    mended = asked()
    assert mended.reading.text == "striped cap"
    (chip,) = (c for c in mended.constraints if c.kind == "spelling")
    assert chip.label == "strpied → striped"
    assert asked(chip.key).reading.text == "strpied cap"


def test_pinyin_is_read_as_chinese() -> None:
    """Letters that spell words of the shop are those words, and the question is Chinese."""
    read = read_words(
        "tiaowen maozi",
        Modality.WORDS,
        encoder=WordsOnly(),
        vocabulary=SHOP,
        currency="USD",
        speller=Speller.build(SHOP),
        encode=False,
    )
    assert (read.reading.text, read.reading.language) == ("条纹帽子", "zh")


def test_words_beside_a_photo_that_only_point_at_it_say_what_should_differ() -> None:
    """Their colour or material is a wish; the words themselves are searched for neither as tokens nor as meaning, and how sure
    they are stays a share of 1."""
    read = read_words(
        "like this but striped",
        Modality.WORDS,
        encoder=WordsOnly(),
        vocabulary=SHOP,
        currency="USD",
        beside_photo=True,
    )
    assert [c.key for c in read.constraints] == ["pattern=striped"]
    assert (read.reading.tokens, read.reading.vectors) == ({}, {})
    assert 0 <= read.reading.confidence <= 1
