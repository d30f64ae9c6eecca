"""Colours by name: what a label says and what the studio paints. Accents are chosen to be told from the base at a glance."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """A colour.

    Attributes:
        name: canonical English, as in the feed's `color` and in the truth file.
        zh: the same in Chinese.
        hex: sRGB "#rrggbb".
        shades_en, shades_zh: what sellers also call it.
        accent: name of the colour that goes with it in a pattern or trim.
    """

    name: str
    zh: str
    hex: str
    shades_en: tuple[str, ...]
    shades_zh: tuple[str, ...]
    accent: str


PALETTE: dict[str, Colour] = {
    c.name: c
    for c in (
        Colour("white", "白色", "#eeece6", ("ivory", "snow white"), ("象牙白", "奶白色"), "navy"),
        Colour("black", "黑色", "#1c1c1f", ("jet black", "matte black"), ("曜石黑", "经典黑"), "gray"),
        Colour("gray", "灰色", "#85888c", ("grey", "slate", "charcoal grey"), ("深空灰", "雾灰"), "white"),
        Colour("silver", "银色", "#c9cbd0", ("silver", "silver-tone"), ("月光银", "银白色"), "black"),
        Colour("red", "红色", "#b91f27", ("crimson", "cherry red"), ("中国红", "樱桃红"), "white"),
        Colour("orange", "橙色", "#e2711d", ("tangerine", "burnt orange"), ("活力橙", "橘色"), "white"),
        Colour("yellow", "黄色", "#efbf2f", ("mustard", "sunny yellow"), ("柠檬黄", "姜黄色"), "white"),
        Colour("green", "绿色", "#3c7a4b", ("forest green", "emerald"), ("墨绿色", "森林绿"), "beige"),
        Colour("teal", "青色", "#1f7f86", ("teal", "peacock"), ("孔雀蓝绿", "湖水青"), "white"),
        Colour("blue", "蓝色", "#2a62b4", ("cobalt", "royal blue"), ("宝蓝色", "克莱因蓝"), "white"),
        Colour("light blue", "浅蓝色", "#8fb9dc", ("sky blue", "powder blue"), ("天蓝色", "雾霾蓝"), "white"),
        Colour("navy", "藏青色", "#1f2c4f", ("navy blue", "midnight blue"), ("深蓝色", "海军蓝"), "white"),
        Colour("purple", "紫色", "#6d4796", ("violet", "plum"), ("葡萄紫", "香芋紫"), "white"),
        Colour("pink", "粉色", "#e59cae", ("blush", "rose pink"), ("樱花粉", "少女粉"), "white"),
        Colour("brown", "棕色", "#74492b", ("chestnut", "coffee brown"), ("咖啡色", "焦糖棕"), "beige"),
        Colour("tan", "驼色", "#b98a5c", ("camel", "cognac"), ("驼色", "浅棕色"), "brown"),
        Colour("beige", "米色", "#d9c9ac", ("cream", "sand"), ("米白色", "燕麦色"), "brown"),
        Colour("gold", "金色", "#c9a14a", ("gold", "gold-tone"), ("香槟金", "土豪金"), "white"),
        Colour("natural", "原木色", "#c79a66", ("natural wood", "light oak"), ("原木色", "浅橡木色"), "white"),
        Colour("walnut", "胡桃色", "#5f3b23", ("walnut", "dark wood"), ("胡桃木色", "深木色"), "beige"),
        Colour("clear", "透明", "#f4f8f8", ("clear", "transparent"), ("透明", "清透"), "silver"),
    )
}
