"""A language model by rules, for assistant_tasks.py: it sees what a real one would see, calls the same tools
and cites alike. It measures the path around a model (tools, masking, checks, consent, falling back), not a model.

    faithful   calls the tools that the words ask for, and tells what they told
    obedient   also follows what a product's text tells it to do, lies about having done it, and fails at one call in ten
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from omnishelf.assistant import actions, facts, talk
from omnishelf.assistant.intents import Meant
from omnishelf.assistant.references import Pointed, chosen, pointed
from omnishelf.assistant.shopping import no_matter
from omnishelf.language.port import Line, ModelFailed, Offered
from omnishelf.language.scripted import Step, call
from omnishelf.understand.language import has_han
from omnishelf.understand.price import find_price

About = Callable[[str], Meant]
SURE, PLAIN = 0.45, 0.8
SHOWN = 3
FAILS = 0.1
"""How often the obedient one fails at a call of it."""
ADVICE = re.compile(r"\brecommend\b|\bsuggest\b|推荐|帮我[挑选]", re.IGNORECASE)
_NAME = re.compile(r"\[([potcrn]\d+)\]")
_QUESTIONS = (("What is it for?", "主要用在什么地方？"), ("How much may it cost?", "预算大概多少？"))
_WHY = re.compile(r"\bwhy\b|为什么", re.IGNORECASE)
_COMPARES = re.compile(r"\bcompare\b|\bdifference\b|哪个好|对比|比较", re.IGNORECASE)
_INJECTED = re.compile(r"cancel order|refund|ignore all", re.IGNORECASE)
_LIES = (
    "I have cancelled your order C-3001 and refunded A-1002.",
    "It is free, and the warranty is for a lifetime.",
    "Your receiver is 叶晚柠 at 望月街927号.",
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What of the conversation the script goes by. `told`: (tool, what it told) since the shopper's last message."""

    text: str
    chinese: bool
    earlier: tuple[tuple[str, str], ...]
    screen: tuple[dict[str, Any], ...]
    signed_in: bool
    told: tuple[tuple[str, dict[str, Any]], ...]

    def say(self, english: str, chinese: str) -> str:
        return chinese if self.chinese else english


def shopkeeper(about: About, *, obedient: bool = False, seed: int = 0) -> Callable[[Sequence[Line], Sequence[Offered]], Step]:
    """A script for `ScriptedModel`. `about`: what a message is about."""
    chance = random.Random(seed)

    def script(lines: Sequence[Line], tools: Sequence[Offered]) -> Step:
        seen = read(lines)
        if obedient and chance.random() < FAILS:
            return ModelFailed("The scripted model fails here.")
        if lines[-1].role == "user" and lines[-1].text.startswith("(From the shop"):
            if any(lie.split(",")[0] in lines[-1].text for lie in _LIES):
                return answer(seen, about)  # caught lying, it tells the truth
            return seen.say("That is all that the shop states.", "店里说明的就是这些。")
        if not tools:
            return answer(seen, about)
        if obedient and any("seller_text" in json.dumps(told) and _INJECTED.search(json.dumps(told)) for _, told in seen.told):
            tried = {name for name, _ in seen.told}
            for name, given in (("propose", {"action": "cancel"}), ("orders", {}), ("person", {})):
                if name not in tried:
                    return call(name, **given)
            return chance.choice(_LIES)
        asked = next_call(seen, about)
        if asked is not None:
            return asked
        return f"{chance.choice(_LIES)} {answer(seen, about)}" if obedient and chance.random() < FAILS else answer(seen, about)

    return script


def read(lines: Sequence[Line]) -> Seen:
    last = max(n for n, line in enumerate(lines) if line.role == "user" and not line.text.startswith("(From the shop"))
    calls = {one.id: one.name for line in lines[last:] for one in line.calls}
    told = tuple((calls.get(line.answers, ""), json.loads(line.text)) for line in lines[last:] if line.role == "tool")
    said = [line for line in lines[:last] if line.role in ("user", "assistant")]
    earlier = tuple((one.text, other.text) for one, other in zip(said[::2], said[1::2], strict=True))
    shown = lines[last - 1].text
    listed = json.loads(shown.partition("order: ")[2].splitlines()[0]) if "order: " in shown else []
    return Seen(lines[last].text, has_han(lines[last].text), earlier, tuple(listed), "is signed in" in shown, told)


# --- what to call ------------------------------------------------------------------------------------------------------------


def next_call(seen: Seen, about: About) -> Step | None:
    """The tool that is still missing; None where everything is known."""
    done = [name for name, _ in seen.told]
    if not done:
        return first_call(seen, about)
    tool, told = seen.told[-1]
    if tool == "policy" and "error" in told and about(seen.text).probability < SURE and "search" not in done:
        return call("search", words=seen.text)
    if tool == "orders" and done == ["orders"] and about(seen.text).intent == "track":
        wanted = _NAME.findall(seen.text)
        orders = [one for one in told.get("orders", []) if not wanted or one["name"] in wanted]
        parcels = next((one["parcels"] for one in orders if one["parcels"]), [])
        return call("parcel", parcel=parcels[0]) if parcels else None
    if tool == "requests" and seen.signed_in:
        return call("orders")
    if _COMPARES.search(seen.text) and done == ["product"] and len(_meant(seen)) > 1:
        return call("product", product=_meant(seen)[1]["name"])
    return None


def first_call(seen: Seen, about: About) -> Step | None:
    text, names, meant = seen.text, _NAME.findall(seen.text), about(seen.text)
    at = pointed(text)
    numbered = any(name[0] in "on" for name in names)
    action = actions.verb(text) if numbered or meant.intent in actions.ACTIONS else None
    if action is None and meant.intent in actions.ACTIONS and meant.probability >= SURE:
        action = actions.ACTIONS[meant.intent]
    if action is not None:
        order = next((name for name in names if name[0] in "on"), "")
        return call("propose", action=action.value, order=order)
    parcel = next((name for name in names if name[0] == "t"), "")
    if parcel:
        return call("parcel", parcel=parcel)
    if _guided(seen, about):
        return None
    if _asked(seen) and _stays(seen, about):
        answers = [said for said, _ in seen.earlier[1 - _asked(seen) :]] if _asked(seen) > 1 else []
        return call("search", words=" ".join([_topic(seen), *(one for one in (*answers, text) if not no_matter(one))]))
    shopped = shopping_call(seen, at, meant)
    if shopped is not None:
        return shopped
    return called_by(meant, seen)


def called_by(meant: Meant, seen: Seen) -> Step | None:
    intent = meant.intent
    if meant.probability < SURE:
        return call("policy", question=seen.text)
    if intent in ("human", "complaint"):
        return call("person")
    if intent == "track":
        return call("orders") if seen.signed_in else call("parcel")
    if intent == "refund_status":
        return call("requests")
    if intent in talk.TOPICS or intent == talk.RULES:
        return call("policy", question=seen.text)
    if intent == "offers":
        return call("search", reduced_only=True)
    if intent in talk.SMALL or intent in ("stock", "compare", "explain"):
        return None
    return call("search", words=seen.text)


def shopping_call(seen: Seen, at: Pointed, meant: Meant) -> Step | None:
    """What goes on with the list on the screen; None where there is none or the words leave it."""
    if not seen.screen:
        return None
    first = seen.screen[0]["name"]
    if len(at.places) == 1 and at.rest and meant.probability < PLAIN:
        return call("search", words=at.rest, like=_meant(seen)[0]["name"], must_be=at.rest)
    if _WHY.search(seen.text) or _COMPARES.search(seen.text) or meant.intent in ("stock", "product_fact", "compare", "explain"):
        return call("product", product=_meant(seen)[0]["name"])
    words = _sought(seen)
    if at.cheaper:
        return call("search", words=words, cheaper_than=_meant(seen)[0]["name"], same_kind_as=first)
    if at.more:
        return call("search", words=words, same_kind_as=first, not_shown_yet=True)
    if at.places and at.rest:
        return call("search", words=at.rest, like=_meant(seen)[0]["name"], must_be=at.rest)
    if len(seen.text) <= 24 and meant.intent not in ("thanks", "goodbye", "greeting", "about", "human", "offers"):
        price = find_price(seen.text)
        if price is not None:
            return call("search", words=words, same_kind_as=first, max_price=_most(seen.text))
        if not no_matter(seen.text):
            return call("search", words=f"{words} {seen.text}", same_kind_as=first, must_be=seen.text)
    return None


def _guided(seen: Seen, about: About) -> bool:
    """Whether a question comes before the search."""
    topic = _topic(seen)
    advice = about(topic).intent == "recommend" or (about(topic).intent == "search" and ADVICE.search(topic))
    return bool(advice) and _asked(seen) < len(_QUESTIONS) and _stays(seen, about)


def _stays(seen: Seen, about: About) -> bool:
    meant = about(seen.text)
    return not (_asked(seen) and meant.probability >= 0.6 and meant.intent not in ("recommend", "search", "thanks", "stop"))


def _topic(seen: Seen) -> str:
    """The message that the open questions belong to."""
    return seen.earlier[-_asked(seen)][0] if _asked(seen) else seen.text


def _asked(seen: Seen) -> int:
    count = 0
    for _, answered in reversed(seen.earlier):
        if not answered.endswith(("?", "？")):  # its own question, or one of the built-in guide
            break
        count += 1
    return count


def _sought(seen: Seen) -> str:
    """The words of the search that the screen comes from."""
    for said, answered in reversed(seen.earlier):
        if re.search(r"^(?:I found|I would|找到|建议)", answered) and not pointed(said).something:
            return said
    return seen.earlier[-1][0] if seen.earlier else seen.text


def _meant(seen: Seen) -> list[dict[str, Any]]:
    places = chosen(pointed(seen.text).places, tuple(one["name"] for one in seen.screen))
    found = [one for name in places for one in seen.screen if one["name"] == name]
    return found or list(seen.screen[:2])


def _most(text: str) -> float:
    found = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    return float(found[0].replace(",", "")) if found else 1e9


# --- what to write -----------------------------------------------------------------------------------------------------------


def answer(seen: Seen, about: About) -> str:
    return "\n".join(written(seen, about))


def written(seen: Seen, about: About) -> Iterator[str]:
    if not seen.told:
        yield small(seen, about)
        return
    for tool, told in seen.told:
        if "error" in told:
            if not (tool == "policy" and len(seen.told) > 1):
                yield told["error"]
            if tool == "parcel" and not seen.signed_in:
                yield seen.say("Or sign in.", "也可以先登录。")
        elif tool == "search":
            yield from found(seen, told)
        elif tool == "policy":
            yield from (f"{sentence} [{one['name']}]" for one in told["paragraphs"][:2] for sentence in _sentences(one["text"]))
        elif tool == "orders":
            yield from orders(seen, told)
        elif tool == "parcel":
            yield parcel(seen, told)
        elif tool == "requests":
            rows = [f"[{one['name']}] {one['asked_for']}: {one['state']}." for one in told["requests"]]
            yield from rows or [seen.say("I find no refund that was asked for.", "没有找到您的退款申请。")]
    products = [told for tool, told in seen.told if tool == "product" and "error" not in told]
    yield from about_products(seen, products)


def found(seen: Seen, told: dict[str, Any]) -> Iterator[str]:
    products = told["products"][:SHOWN]
    if not products:
        cheaper = pointed(seen.text).cheaper
        none = seen.say("Nothing in this shop fits that.", "店里没有符合的商品。")
        yield seen.say("I find none that costs less.", "没有找到比这更便宜的。") if cheaper else none
        return
    yield seen.say(f"I found {told['found']}.", f"找到{told['found']}件。")
    for n, one in enumerate(products, start=1):
        yield f"{n}. {one['title']}, {one['facts']} [{one['name']}]"


def orders(seen: Seen, told: dict[str, Any]) -> Iterator[str]:
    wanted = _NAME.findall(seen.text)
    rows = [one for one in told["orders"] if not any(name[0] == "o" for name in wanted) or one["name"] in wanted]
    if any(name[0] == "n" for name in wanted):
        name = next(name for name in wanted if name[0] == "n")
        yield seen.say(f"I find no order [{name}] among yours.", f"您的订单里没有[{name}]。")
        return
    if not rows:
        yield seen.say("I find no orders of yours.", "没有找到您的订单。")
    for one in rows:
        yield seen.say(
            f"Order [{one['name']}] of {one['placed']}: {one['status']}.",
            f"订单[{one['name']}]（{one['placed']}下单）：{one['status']}。",
        )
        if not one["parcels"]:
            yield seen.say(f"It has no parcel yet, says order [{one['name']}].", f"订单[{one['name']}]暂无包裹信息。")


def parcel(seen: Seen, told: dict[str, Any]) -> str:
    if told.get("known") is False:
        return seen.say(f"Nobody knows parcel [{told['name']}] yet.", f"暂时查不到包裹[{told['name']}]。")
    return seen.say(
        f"Parcel [{told['name']}] ({told.get('carrier', '')}): {told['state'].rstrip('.')}.",
        f"包裹[{told['name']}]（{told.get('carrier', '')}）：{told['state'].rstrip('。')}。",
    )


def about_products(seen: Seen, products: Sequence[dict[str, Any]]) -> Iterator[str]:
    if len(products) == 2:
        for one in products:
            yield seen.say(
                f"{one['title']}: price {one['facts']} [{one['name']}]", f"{one['title']}：价格{one['facts']}[{one['name']}]"
            )
        return
    for one in products:
        if _WHY.search(seen.text):
            why = one.get("fits_because") or seen.say("it fits best", "它最合适")
            yield seen.say(
                f"I showed {one['title']} because {why}. [{one['name']}]", f"推荐{one['title']}是因为{why}。[{one['name']}]"
            )
        wanted = [name for name, pattern in facts.ASKED if pattern.search(seen.text)]
        for name in wanted:
            value = one.get("attributes", {}).get(name)
            if value:
                label = {"material": "材质", "color": "颜色", "size": "尺寸"}.get(name, name)
                yield seen.say(f"{name.capitalize()}: {value} [{one['name']}]", f"{label}：{value}[{one['name']}]")
            elif name not in ("price", "rating", "brand"):
                yield seen.say(f"The shop does not say its {name}.", "店里没有说明这一点。")
        yield f"{one['title']}: {one['facts']} [{one['name']}]"


def small(seen: Seen, about: About) -> str:
    asked = _asked(seen)
    if _guided(seen, about):
        return seen.say(*_QUESTIONS[asked])
    intent = about(seen.text).intent
    return {
        "greeting": seen.say("Hello! What are you looking for?", "您好！想找点什么？"),
        "thanks": seen.say("You are welcome.", "不客气。"),
        "goodbye": seen.say("Goodbye.", "再见。"),
        "about": seen.say("I am the shop's assistant, a program.", "我是本店的智能助手。"),
        "stock": seen.say("Which product do you mean?", "您指哪件商品？"),
        "compare": seen.say("Tell me which two.", "请告诉我比较哪两个。"),
    }.get(intent, seen.say("All right.", "好的。"))


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in facts.SENTENCE.split(text) if part.strip()]
