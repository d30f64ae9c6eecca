"""Reasons as sentences in the shopper's language. Each says what is so: `recommend` sees to the facts, this to the words."""

from __future__ import annotations

from collections.abc import Callable

from omnishelf.recommend.port import Reason, Why

Title = Callable[[str], str]
"""Product id -> its title in the shopper's language; "" for one that is gone."""

SENTENCES = {
    "en": {
        Why.LOOKED_AT: "Because you looked at “{title}”",
        Why.BOUGHT: "Because you bought “{title}”",
        Why.IN_CART: "Goes with “{title}” in your cart",
        Why.LIKE_THIS: "Like “{title}”",
        Why.WITH_THIS: "Often bought together with “{title}”",
        Why.DUE_AGAIN: "You bought this before; others buy it again about now",
        Why.POPULAR: "Popular in this shop",
        Why.POPULAR_IN_SEGMENT: "Popular with shoppers like you",
        Why.NEW: "New in this shop",
        Why.TRIED_OUT: "Something different, to learn what you like",
        Why.RATED: "Rated well by those who bought it",
        Why.IN_SHOP: "From this shop",
    },
    "zh": {
        Why.LOOKED_AT: "因为你看过“{title}”",
        Why.BOUGHT: "因为你买过“{title}”",
        Why.IN_CART: "与你购物车里的“{title}”搭配",
        Why.LIKE_THIS: "与“{title}”相似",
        Why.WITH_THIS: "常与“{title}”一起购买",
        Why.DUE_AGAIN: "你买过；别人大约这时会再买",
        Why.POPULAR: "本店热门",
        Why.POPULAR_IN_SEGMENT: "与你相似的顾客喜欢",
        Why.NEW: "本店新品",
        Why.TRIED_OUT: "换点新鲜的，好了解你的喜好",
        Why.RATED: "买过的人评价好",
        Why.IN_SHOP: "本店商品",
    },
}
GONE = {
    "en": {Why.LOOKED_AT: "Because of what you looked at", Why.BOUGHT: "Because of what you bought"},
    "zh": {Why.LOOKED_AT: "因为你看过的商品", Why.BOUGHT: "因为你买过的商品"},
}
SEEN = {"en": "You looked at it before", "zh": "你看过这件商品"}
SHARED = {"en": "Chosen by those who chose “{title}”", "zh": "选“{title}”的人也选了它"}
"""Other shoppers' histories, which are not one basket."""
HISTORIES = frozenset({"item-item"})


def told(reason: Reason, by: str, product_id: str, title: Title, language: str) -> str:
    """The sentence for a product that `by` recommends. `language`: "zh", or English."""
    tongue = "zh" if language == "zh" else "en"
    if reason.why is Why.LOOKED_AT and reason.product_id == product_id:
        return SEEN[tongue]
    called = title(reason.product_id) if reason.product_id else ""
    if reason.product_id and not called and reason.why in GONE[tongue]:
        return GONE[tongue][reason.why]
    shared = reason.why in (Why.WITH_THIS, Why.IN_CART, Why.LIKE_THIS) and by in HISTORIES
    return (SHARED[tongue] if shared else SENTENCES[tongue][reason.why]).format(title=called)
