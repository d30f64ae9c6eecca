"""What reviews say: by aspect, by polarity, in both languages. {kind}, {color} and {said} are filled in."""

from __future__ import annotations

Phrases = dict[str, dict[int, tuple[tuple[str, ...], tuple[str, ...]]]]

PHRASES: Phrases = {
    "quality": {
        1: (
            (
                "Solidly made, nothing rattles.",
                "The {kind} feels better built than I expected.",
                "Weeks of daily use and not a mark on it.",
                "You can tell somebody cared when making this.",
                "Finish is flawless.",
                "Sturdy, and it has some weight to it.",
            ),
            (
                "做工很扎实，没有瑕疵。",
                "质感比想象中好很多。",
                "天天用，几周了还跟新的一样。",
                "细节处理得很用心。",
                "拿在手里很有分量，品质不错。",
                "这个{kind}质量真的可以。",
            ),
        ),
        0: (
            (
                "Quality is what you would expect.",
                "It does its job.",
                "Average build, no complaints.",
                "Fine for everyday use.",
            ),
            ("质量中规中矩。", "能用，没什么特别的。", "做工一般，不功不过。", "日常用用还行。"),
        ),
        -1: (
            (
                "It broke within two weeks.",
                "Feels flimsy, I would not trust it.",
                "The edges are badly finished.",
                "Came with a scratch right across the front.",
                "For a {kind} this is poorly made.",
                "Smells of glue and the paint comes off.",
            ),
            (
                "用了两周就坏了。",
                "做工粗糙，边角都没处理好。",
                "收到就有一道划痕，很失望。",
                "质量太差，不敢再用。",
                "有股刺鼻的味道，掉漆。",
                "这{kind}一看就很廉价。",
            ),
        ),
    },
    "looks": {
        1: (
            (
                "Absolutely my style.",
                "The {color} is even lovelier in daylight.",
                "It suits the room perfectly.",
                "Everybody asks me where I found it.",
                "I could look at it all day.",
                "Just the {color} I was after.",
            ),
            (
                "颜值很高，完全是我喜欢的风格！",
                "{color}实物比图片还好看。",
                "跟家里的风格特别搭。",
                "朋友都问我在哪里买的。",
                "越看越喜欢。",
                "就是我想要的{color}。",
            ),
        ),
        0: (
            ("Looks like the picture.", "Neither pretty nor ugly.", "The {color} is all right."),
            ("和图片差不多。", "外观普通。", "{color}还可以吧。"),
        ),
        -1: (
            (
                "Not my taste once I saw it for real.",
                "The {color} looks dull on my shelf.",
                "It looked far nicer in the picture.",
                "I do not like the pattern at all.",
                "Sadly it clashes with everything I own.",
            ),
            ("实物不是我的菜。", "{color}看着很土。", "图片好看，实物一般般。", "花纹不喜欢，后悔了。", "跟我的东西都不搭。"),
        ),
    },
    "price": {
        1: (
            ("A bargain at this price.", "Great value.", "Cheaper than elsewhere and just as good.", "Worth every cent."),
            ("这个价格太划算了。", "性价比很高。", "比别家便宜，东西一样好。", "物超所值。"),
        ),
        -1: (
            ("Too dear for what it is.", "I have seen the like for half the money.", "Not worth the price.", "Overpriced."),
            ("价格偏贵，不值。", "同样的东西别家便宜一半。", "性价比太低。", "有点小贵，不会回购。"),
        ),
    },
    "delivery": {
        1: (
            ("Arrived a day early.", "Quick delivery and well packed.", "Shipping was fast.", "The courier was friendly."),
            ("物流很快，包装严实。", "隔天就到了。", "快递小哥态度很好。", "发货速度点赞。"),
        ),
        -1: (
            (
                "Took forever to arrive.",
                "The parcel was stuck for days and nobody told me why.",
                "Late, and the box was crushed.",
                "Delivery was much slower than promised.",
            ),
            (
                "快递太慢了，等了好久。",
                "物流好几天不更新，问客服也不回。",
                "到得晚，盒子还压坏了。",
                "比承诺的时间晚了好几天。",
            ),
        ),
    },
    "as described": {
        -1: (
            (
                "The title says {said}, what came is {true}.",
                "Ordered {said}, got {true}. Please mend the listing.",
                "Beware: it is {true}, not {said}.",
            ),
            ("标题写的是{said}，收到的是{true}。", "描述不符，买的{said}发来{true}。", "注意，实际是{true}，不是{said}。"),
        ),
    },
}
OPENINGS = (
    (
        "",
        "",
        "",
        "Second {kind} from this shop. ",
        "Bought this as a present. ",
        "Had it for a week now. ",
        "First time here. ",
    ),
    ("", "", "", "第二次在这家买了。", "买来送人的。", "用了一周来评价。", "第一次在这里买。"),
)
CLOSINGS = {
    1: (
        ("", "", " Would buy again.", " Recommended.", " Five stars from my mother too."),
        ("", "", "会回购！", "推荐购买。", "全家都喜欢。"),
    ),
    0: (("", "", " It is okay.", " Might keep it."), ("", "", "总体还行。", "先用着吧。")),
    -1: (
        ("", "", " Going back.", " Would not buy again.", " Disappointed."),
        ("", "", "准备退货。", "不会再买了。", "很失望。"),
    ),
}
"""{kind} in English is the kind's name."""
