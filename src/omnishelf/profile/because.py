"""The behaviour behind a personal addend, in a sentence that is true: "because you looked at 3 blue ceramic mugs"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from omnishelf.domain.event import Action
from omnishelf.domain.shopper import Stance, Steering
from omnishelf.profile.taste import Done, Taste
from omnishelf.profile.usual import Trait

Label = Callable[[str, str], str]
"""(keyword field, value) -> what it is called in the shopper's language."""
Title = Callable[[str], str]
"""Product id -> its title in the shopper's language; "" for one that is gone."""

NAMED = 2
"""Traits of one sentence."""
WORTH_SAYING = 0.1
"""Score of a trait below which it explains nothing."""

STRONGEST = (Action.PURCHASE, Action.ADD_TO_CART)
VERBS = {
    "en": {Action.PURCHASE: "bought", Action.ADD_TO_CART: "put in your cart", Action.CLICK: "looked at"},
    "zh": {Action.PURCHASE: "买过", Action.ADD_TO_CART: "加入过购物车", Action.CLICK: "看过"},
}
SENTENCES = {
    "en": {
        "many": "because you {verb} {n} {values} {kind}",
        "one": "because you {verb} “{title}” ({values})",
        "gone": "because you {verb} something like it ({values})",
        "stated": "because you said that you like {values}",
        "less": "because you said that you like {values} less",
        "declined": "because you said no to {n} of {values}",
        "like": "because you {verb} “{title}”, which is like it",
        "low": "because you mostly choose what costs less",
        "mid": "because you mostly choose what costs neither much nor little",
        "high": "because you mostly choose what costs more",
        "others": "you mostly choose others",
        "behind": "fits you, but others are closer to what you asked for",
        "rejected": "you said: not for me",
        "bought": "you have bought it already",
        "things": "products",
    },
    "zh": {
        "many": "因为你{verb}{n}件{values}{kind}",
        "one": "因为你{verb}“{title}”（{values}）",
        "gone": "因为你{verb}类似的商品（{values}）",
        "stated": "因为你说过喜欢{values}",
        "less": "因为你说过不太喜欢{values}",
        "declined": "因为你拒绝过{n}件{values}商品",
        "like": "因为你{verb}相似的“{title}”",
        "low": "因为你多选价格较低的",
        "mid": "因为你多选价格适中的",
        "high": "因为你多选价格较高的",
        "others": "你更常选别的",
        "behind": "合你的喜好，但别的更符合你的要求",
        "rejected": "你说过：不适合我",
        "bought": "你已经买过",
        "things": "商品",
    },
}
JOINT = {"en": " ", "zh": ""}
LISTED = {"en": ", ", "zh": "、"}


def spoken(language: str) -> str:
    """The language of the sentences for a shopper's: Chinese or English."""
    return "zh" if language == "zh" else "en"


def fixed(name: str, language: str) -> str:
    return SENTENCES[spoken(language)][name]


def liked_for(held: Sequence[Trait], taste: Taste, steering: Steering, label: Label, title: Title, language: str) -> str:
    """Why a product with these traits is lifted; "" where no trait says so."""
    best = sorted((t for t in held if t[0] != "category" and taste.scores.get(t, 0.0) > WORTH_SAYING), key=_by(taste))
    if not best:
        return ""
    tongue = spoken(language)
    if steering.stance(*best[0]) is Stance.LIKE:
        return SENTENCES[tongue]["stated"].format(values=label(*best[0]))
    named, behind = jointly(best, taste.done)
    if not behind:
        return ""
    verb = VERBS[tongue][deed(behind)]
    labels = [label(*trait) for trait in named]
    if len(behind) > 1:
        kinds = {done.kind for done in behind}
        kind = label("category", kinds.pop()) if len(kinds) == 1 and "" not in kinds else SENTENCES[tongue]["things"]
        values = JOINT[tongue].join(labels)
        return SENTENCES[tongue]["many"].format(verb=verb, n=len(behind), values=values, kind=kind.lower())
    called, values = title(behind[0].id), LISTED[tongue].join(labels)
    return SENTENCES[tongue]["one" if called else "gone"].format(verb=verb, title=called, values=values)


def disliked_for(held: Sequence[Trait], taste: Taste, steering: Steering, label: Label, language: str) -> str:
    """Why a product with these traits is lowered."""
    tongue = spoken(language)
    for trait in sorted((t for t in held if taste.scores.get(t, 0.0) < -WORTH_SAYING), key=lambda t: taste.scores[t]):
        if steering.stance(*trait) in (Stance.LESS, Stance.NEVER):
            return SENTENCES[tongue]["less"].format(values=label(*trait))
        declined = [done for done in taste.done if done.weight < 0 and trait in done.held]
        if declined:
            return SENTENCES[tongue]["declined"].format(n=len(declined), values=label(*trait))
    return SENTENCES[tongue]["others"]


def priced(taste: Taste, language: str) -> str:
    return SENTENCES[spoken(language)][price_word(taste.level)]


def price_word(level: float) -> str:
    return "low" if level < 0.4 else "high" if level > 0.6 else "mid"


def alike(id: str, taste: Taste, title: Title, language: str) -> str:
    """`id`: of the liked product that is most like the one shown."""
    done = next((done for done in taste.done if done.id == id), None)
    called = title(id)
    if done is None or not called:
        return ""
    tongue = spoken(language)
    return SENTENCES[tongue]["like"].format(verb=VERBS[tongue][deed([done])], title=called)


def jointly(traits: Sequence[Trait], done: Collection[Done]) -> tuple[list[Trait], list[Done]]:
    """The first trait that something liked has, with as many more as that shares, and what was liked that has them all."""
    named: list[Trait] = []
    behind = [one for one in done if one.weight > 0]
    for trait in traits:
        both = [one for one in behind if trait in one.held]
        if both:
            named, behind = [*named, trait], both
        if len(named) == NAMED:
            break
    return named, behind if named else []


def deed(behind: Sequence[Done]) -> Action:
    """What was done to every one of them: bought, put in the cart, or looked at."""
    return next((action for action in STRONGEST if all(action in done.actions for done in behind)), Action.CLICK)


def _by(taste: Taste) -> Callable[[Trait], tuple[float, Trait]]:
    return lambda trait: (-taste.scores[trait], trait)
