"""What a text names: which of several things a name stands for, and what a translation may add."""

from omnishelf.domain.product import Product, Wording
from omnishelf.domain.query import AnyOf, Modality, NoneOf
from omnishelf.understand.named import banned, named
from omnishelf.understand.vocabulary import Vocabulary, build


def product(id: str, title: str, category: str, chinese: str, **attributes: tuple[str, str]) -> Product:
    """Worded in both languages; an attribute's value is given as (English, Chinese)."""
    return Product(
        id,
        title,
        language="en",
        category=tuple(category.split(" > ")),
        attributes={name: (english,) for name, (english, _) in attributes.items()},
        translations={"zh": Wording(chinese, attributes={name: (word,) for name, (_, word) in attributes.items()})},
    )


SHOP: Vocabulary = build(
    [
        product("bottle", "Steel bottle", "Sports > Water Bottles", "保温杯", shape=("slim", "修长")),
        product("vase", "Glass vase", "Home > Vases", "花瓶", shape=("bottle", "瓶形")),
        product("lamp", "Bubble lamp", "Home > Lamps", "泡泡灯", shape=("bubble", "圆泡")),
        product("shoe", "Mesh sneakers", "Shoes > Sneakers", "网面板鞋", style=("sporty", "运动")),
        product("plant", "Fern", "Garden > Plants", "蕨类植物", use=("living room", "客厅")),
        product("sofa", "Blue sofa", "Living Room > Sofas", "蓝色沙发", pattern=("checked", "格子")),
        product("cube", "Cube shelf", "Home > Shelves", "方格架", shape=("cube", "方格")),
    ]
)


def found(text: str, language: str) -> set[str]:
    """The values named, as "kind=value"."""
    constraints = named(text, language, SHOP, Modality.WORDS)
    return {f"{c.kind}:{value}" for c in constraints for a in c.conditions if isinstance(a, AnyOf) for value in a.values}


def test_a_word_for_a_thing_is_no_shape() -> None:
    """水壶 is a water bottle; that a bottle is also a shape in this shop is another matter."""
    assert found("水壶", "zh") == {"category:Sports > Water Bottles"}


def test_late_senses_of_a_word_name_nothing() -> None:
    """泡 is to soak before it is a bubble."""
    assert "shape:shape=bubble" not in found("泡脚", "zh")


def test_part_of_a_longer_word_is_not_a_value_of_its_own() -> None:
    """运动鞋 are sneakers, not something in the style 运动; 运动 alone is the style."""
    assert "category:Shoes > Sneakers" in found("运动鞋", "zh")
    assert "style:style=sporty" not in found("运动鞋", "zh")
    assert found("运动", "zh") == {"style:style=sporty"}


def test_a_name_with_two_meanings_is_read_by_what_else_is_named() -> None:
    """A plant for the living room is no furniture of the shop's living room; "living room" alone is that part of the shop."""
    assert "use:use=living room" in found("plants living room", "en")
    assert not any("Living Room" in value for value in found("plants living room", "en"))
    assert found("living room", "en") == {"category:Living Room"}


def test_a_translated_name_is_shown_in_the_shoppers_language() -> None:
    """The shop calls backpacks 双肩背包; who asks for 书包 sees that word, not the English one."""
    shop = build(
        [
            Product(
                "bag",
                "Blue backpack",
                language="en",
                category=("Bags", "Backpacks"),
                translations={"zh": Wording("蓝色双肩背包", category=("箱包", "双肩背包"))},
            )
        ]
    )
    (constraint,) = named("书包", "zh", shop, Modality.WORDS)
    assert constraint.conditions == (AnyOf("category", ("Bags > Backpacks",)),)
    assert constraint.label == "双肩背包"


def test_a_category_called_so_comes_before_one_called_so_among_others() -> None:
    """Rings are in "Jewelry & Watches", and a watch is no ring."""
    shop = build(
        [
            Product("watch", "Steel watch", language="en", category=("Clothing", "Watches")),
            Product("ring", "Silver ring", language="en", category=("Jewelry & Watches", "Rings")),
        ]
    )
    (constraint,) = named("watch", "en", shop, Modality.WORDS)
    assert constraint.conditions == (AnyOf("category", ("Clothing > Watches",)),)


def test_what_the_shop_itself_calls_unwanted_is_not_translated_further() -> None:
    """ "checked" is a pattern here; that 格子 may also mean a cube does not rule cubes out."""
    (constraint,), loose = banned(["checked"], "en", SHOP, Modality.WORDS)
    assert constraint.conditions == (NoneOf("attributes", ("pattern=checked",)),)
    assert not loose
