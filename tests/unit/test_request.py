"""The wrapping of a question, its negations and its wishes."""

import pytest

from omnishelf.understand.negation import split_unwanted
from omnishelf.understand.request import borrowing, referring, wanted
from omnishelf.understand.wishes import find_wish


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("想要购买一款高性价比的相机", "高性价比的相机"),
        ("给我推荐一些相机", "相机"),
        ("我想买个蓝色背包", "蓝色背包"),
        ("有没有适合跑步的鞋", "适合跑步的鞋"),
        ("show me blue backpacks", "blue backpacks"),
        ("I'm looking for a red mug, please", "red mug"),
        ("running jacket", "running jacket"),
        ("need a lamp", "need a lamp"),
        ("推荐", "推荐"),
        ("求一款保温杯", "保温杯"),
        ("求婚要准备什么", "求婚要准备什么"),
    ],
)
def test_only_what_is_wanted_remains(text: str, core: str) -> None:
    """The wrapping goes, and a text that is nothing but wrapping stays."""
    assert wanted(text) == core


@pytest.mark.parametrize(
    ("text", "rest", "unwanted"),
    [
        ("wallet not leather", "wallet", ("leather",)),
        ("jacket without a hood", "jacket", ("hood",)),
        ("mugs, no red or blue", "mugs", ("red", "blue")),
        ("不要皮的包", "包", ("皮",)),
        ("包，不要黑色", "包", ("黑色",)),
        ("复古耳机 别是塑料的", "复古耳机", ("塑料",)),
        ("有没有通勤用的雨伞", "有没有通勤用的雨伞", ()),
        ("别墅模型", "别墅模型", ()),
        ("see the time without taking out my phone", "see the time without taking out my phone", ()),
    ],
)
def test_what_is_not_wanted_is_taken_out(text: str, rest: str, unwanted: tuple[str, ...]) -> None:
    """The negated things are listed and no longer searched for."""
    assert split_unwanted(text) == (rest, unwanted)


@pytest.mark.parametrize("text", ["non-stick pan", "无线耳机", "no more than $50", "无人机", "非塑料水杯", "no show socks"])
def test_some_negative_words_negate_nothing(text: str) -> None:
    """Names of things, comparisons, and texts that would be left empty are kept whole."""
    assert split_unwanted(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "kind", "rest"),
    [
        ("高性价比的相机", "value", "相机"),
        ("good value camera", "value", "camera"),
        ("别太贵的杯子", "cheap", "杯子"),
        ("cheap mug", "cheap", "mug"),
        ("luxury watch", "premium", "watch"),
    ],
)
def test_a_wish_about_value_is_found(text: str, kind: str, rest: str) -> None:
    """The wish is named and the thing itself remains."""
    wish, remaining = find_wish(text)
    assert wish is not None
    assert (wish.kind, remaining) == (kind, rest)


def test_no_wish_no_change() -> None:
    """A plain query stays as it is."""
    assert find_wish("blue backpack") == (None, "blue backpack")


@pytest.mark.parametrize(
    ("text", "rest", "borrowed"),
    [
        ("a cap in this color", "a cap", ("color",)),
        ("cap in the same colour as this one", "cap", ("color",)),
        ("a mug that matches this", "a mug", ("color",)),
        ("shoes with the same pattern", "shoes", ("pattern",)),
        ("跟这个同色的花瓶", "花瓶", ("color",)),
        ("这个颜色的双肩包", "双肩包", ("color",)),
        ("跟这个一样材质的沙发", "沙发", ("material",)),
        ("red cap", "red cap", ()),
        ("like this but in red", "like this but in red", ()),
        ("color pencils", "color pencils", ()),
    ],
)
def test_an_attribute_is_borrowed_from_a_photo(text: str, rest: str, borrowed: tuple[str, ...]) -> None:
    """The thing is named in words; its color is whatever the photo shows."""
    assert borrowing(text) == (rest, borrowed)


def test_cheaper_needs_something_to_be_cheaper_than() -> None:
    """Without a photo 便宜点的 is a cheap one."""
    kinds = [wish.kind for beside in (True, False) if (wish := find_wish("便宜点的地毯", beside_photo=beside)[0])]
    assert kinds == ["cheaper", "cheap"]


@pytest.mark.parametrize(
    ("text", "rest", "unwanted"),
    [
        ("dumbbell, anything but cast iron please", "dumbbell please", ("cast iron",)),
        ("pan not cast iron or enameled iron", "pan", ("cast iron", "enameled iron")),
        ("非覆膜卡纸好书", "好书", ("覆膜卡纸",)),
        ("wallet not leather in black", "wallet in black", ("leather",)),
    ],
)
def test_the_shops_own_names_tell_where_an_unwanted_thing_ends(text: str, rest: str, unwanted: tuple[str, ...]) -> None:
    """As many words as name something in the shop belong to it, and what follows is still searched for."""
    names = {"cast iron", "enameled iron", "leather", "覆膜卡纸"}
    assert split_unwanted(text, names.__contains__) == (rest, unwanted)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("like this but in red", "red"),
        ("the same one, only gold", "gold"),
        ("something like this without stripes", "without stripes"),
        ("do you have this in green", "green"),
        ("同款但要蓝色", "蓝色"),
        ("这款有粉色的吗", "粉色"),
        ("同款羊毛的有吗", "羊毛"),
    ],
)
def test_words_that_point_at_a_photo_are_told_from_those_that_say_what_should_differ(text: str, rest: str) -> None:
    """Only the difference is left to be read."""
    assert referring(text) == (rest, True)


@pytest.mark.parametrize("text", ["red mug", "likewise lamps", "蓝色背包", "cheaper than this"])
def test_words_that_point_at_nothing_stay(text: str) -> None:
    """Most questions name their thing themselves; "cheaper than this" is a wish, read before."""
    assert referring(text) == (text, False)


def test_cheaper_than_what_is_shown_is_a_wish() -> None:
    """In both languages."""
    for text in ("like this but cheaper", "类似的但是更便宜"):
        wish, _ = find_wish(text)
        assert wish is not None
        assert wish.kind == "cheaper"
