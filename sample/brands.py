"""Invented brands, each with a character: what it charges, how it writes, what it calls its models."""

from __future__ import annotations

from dataclasses import dataclass

from sample.kind import Pair


@dataclass(frozen=True)
class Brand:
    """A brand.

    Attributes:
        name, zh: in English and in Chinese.
        character: one sentence, for people who read the sample shop's documentation.
        tier: 0 cheap .. 1 dear: where in a kind's price range it sells.
        casing: how its titles are written: "title", "lower", "sentence".
    """

    name: str
    zh: str
    character: str
    tier: float
    casing: str = "title"


BRANDS: dict[str, Brand] = {
    b.name: b
    for b in (
        Brand(
            "Wrenmoor", "雯墨", "A small pottery that fires its own stoneware and writes in full sentences.", 0.75, "sentence"
        ),
        Brand("Potterlane", "陶北巷", "Cheerful tableware for large families.", 0.35),
        Brand("Mothmorrow", "暮萤", "Plain things for every day, always the cheapest that lasts.", 0.1, "lower"),
        Brand("Fjordalen Pine", "菲尔松", "Flat-packed furniture in light wood.", 0.45),
        Brand("Quillstead", "羽筑", "Upholstery for people who read on sofas.", 0.8, "sentence"),
        Brand("Lumenarrow", "流明箭", "Lamps and clocks with an engineer's conscience.", 0.6),
        Brand("Trailmoth", "途萤", "Bags tested on commuters and in rain.", 0.5),
        Brand("Hobblestone", "鹤石", "Leather goods, cut slowly and priced accordingly.", 0.9, "sentence"),
        Brand("Skiffwick", "小帆", "Bright, light bags and caps for weekends.", 0.25, "lower"),
        Brand("Veldstrider", "原野行", "Running gear that talks about weather and kilometres.", 0.6),
        Brand("Brackenpace", "蕨步", "Outdoor clothes that forgive a washing machine.", 0.35),
        Brand("Okulume", "奥酷明", "Cameras and lenses for people who miss film.", 0.7),
        Brand("Pellicar", "佩利卡", "Small cameras for parties and journeys.", 0.25),
        Brand("Tonequarry", "音矿", "Sound without adjectives.", 0.6),
        Brand("Voltwren", "伏鹩", "Electronics at half the usual price and a third of the usual manual.", 0.15, "lower"),
        Brand("Pixelmere", "像湖", "Screens and machines in quiet colours.", 0.8),
        Brand("Horavane", "时羽", "Watches that would rather be early.", 0.75),
        Brand("Sunderlark", "森雀", "Hats, shades and umbrellas for changeable skies.", 0.4),
        Brand("Fretwillow", "弦柳", "Instruments set up by somebody who plays them.", 0.65, "sentence"),
        Brand("Thrumbeck", "鼓溪", "First instruments that do not sound like toys.", 0.2),
        Brand("Ironlark", "铁雀", "Weights and mats for small flats.", 0.4),
        Brand("Curbfinch", "街雀", "Boards and balls from a shop beside a skate park.", 0.5, "lower"),
        Brand("Cindervale", "炉谷", "Pans and knives made to be handed down.", 0.75, "sentence"),
        Brand("Fernhollow", "蕨谷", "Plants that forgive a missed watering.", 0.45),
        Brand("Lanternfold Press", "灯页社", "Books set in type that is kind to the eyes.", 0.5),
        Brand("Inkmoth", "墨蛾", "Pens for people who still sign things.", 0.55, "sentence"),
        Brand("Glimmerhart", "微芒", "Rings drawn by hand and priced by weight.", 0.7),
        Brand("Tumblewick", "滚滚坊", "Toys that survive being loved.", 0.5),
        Brand("Boltfinch", "栓雀", "Tools with the name of the person who checked them on the box.", 0.45),
    )
}

MODELS: tuple[Pair, ...] = (
    ("Alder", "赤杨"), ("Bramble", "荆果"), ("Cove", "浅湾"), ("Dune", "沙丘"), ("Ember", "余烬"),
    ("Fen", "苇泽"), ("Gale", "疾风"), ("Harbor", "港湾"), ("Isle", "小岛"), ("Juniper", "杜松"),
    ("Kestrel", "红隼"), ("Larch", "落叶松"), ("Meadow", "草甸"), ("North", "北境"), ("Orchard", "果园"),
    ("Pebble", "鹅卵石"), ("Quarry", "采石"), ("Reed", "芦苇"), ("Slate", "青石"), ("Thistle", "蓟草"),
    ("Upland", "高地"), ("Vale", "幽谷"), ("Willow", "柳岸"), ("Yarrow", "蓍草"), ("Zephyr", "西风"),
    ("Drift", "漂流"), ("Hollow", "树洞"), ("Lantern", "灯笼"),
)  # fmt: skip
