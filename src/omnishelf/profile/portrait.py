"""A taste as its owner reads it: "You like: blue, ceramic, mid-price. Less: leather." """

from __future__ import annotations

from omnishelf.domain.shopper import PRODUCT, Belief, Portrait, Stance, Steering
from omnishelf.profile.because import LISTED, Label, Title, disliked_for, jointly, liked_for, price_word, spoken
from omnishelf.profile.taste import BOUND, STATED, Taste
from omnishelf.profile.usual import Trait

BELIEVED = 0.4
"""Score from which a liking is said aloud: about two clicks beyond what is usual."""
DOUBTED = -0.5
"""Score down to which a disliking is not: one "not for me" is of the product, not of its colour."""
MOST = 40
SAID = 4
"""Likings and dislikings of the one line."""
SURE = 0.3
"""How sure a price level must be to be said."""

LINES = {
    "en": {"like": "You like: {likes}.", "less": "Less: {less}.", "low": "low price", "mid": "mid-price", "high": "high price"},
    "zh": {"like": "你喜欢：{likes}。", "less": "不太喜欢：{less}。", "low": "低价", "mid": "中等价位", "high": "高价"},
}


def portrait(taste: Taste, steering: Steering, label: Label, title: Title, language: str, kept: bool) -> Portrait:
    """`taste` as it was guessed, without the steering: a muted guess is still shown, as muted."""
    beliefs = _beliefs(taste, steering, label, title, language)
    price = price_word(taste.level) if taste.sure >= SURE else ""
    return Portrait(summary(beliefs, price, language), beliefs, price, steering, taste.events, kept)


def summary(beliefs: tuple[Belief, ...], price: str, language: str) -> str:
    tongue = spoken(language)
    held = [b for b in beliefs if b.stance is not Stance.MUTE and b.field != PRODUCT]
    likes = [b.label for b in held if b.strength > 0][:SAID] + ([LINES[tongue][price]] if price else [])
    less = [b.label for b in held if b.strength < 0][:SAID]
    told = [LINES[tongue]["like"].format(likes=LISTED[tongue].join(likes))] if likes else []
    told += [LINES[tongue]["less"].format(less=LISTED[tongue].join(less))] if less else []
    return ("" if tongue == "zh" else " ").join(told)


def _beliefs(taste: Taste, steering: Steering, label: Label, title: Title, language: str) -> tuple[Belief, ...]:
    stated = {(wish.field, wish.value): wish.stance for wish in steering.wishes}
    scores = dict(taste.scores)
    found = []
    for trait in {**scores, **dict.fromkeys(stated)}:
        score = _strength(scores.get(trait, 0.0), stated.get(trait))
        behind = jointly([trait], taste.done)[1] if score > 0 else _against(trait, taste)
        said = trait in stated
        if not said and (not behind or DOUBTED < score < BELIEVED):
            continue
        why = _why(trait, taste, score, label, title, language) if behind else ""
        name = title(trait[1]) or trait[1] if trait[0] == PRODUCT else label(*trait)
        found.append(Belief(*trait, name, score / BOUND, len(behind), stated.get(trait), why))
    found.sort(key=lambda b: (b.stance is None, -abs(b.strength), b.field, b.value))
    return tuple(found[:MOST])


def _why(trait: Trait, taste: Taste, score: float, label: Label, title: Title, language: str) -> str:
    if trait[0] == "category":
        return ""
    if score > 0:
        return liked_for([trait], taste, Steering(), label, title, language)
    return disliked_for([trait], taste, Steering(), label, language)


def _strength(score: float, stance: Stance | None) -> float:
    if stance is Stance.LIKE:
        return max(STATED, score)
    if stance is Stance.LESS:
        return min(-STATED, score)
    return -BOUND if stance is Stance.NEVER else score


def _against(trait: Trait, taste: Taste) -> list[object]:
    """What was disliked that has the trait. That other values were chosen more often is no dislike that one would own to."""
    return [done for done in taste.done if done.weight < 0 and trait in done.held]
