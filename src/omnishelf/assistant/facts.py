"""Facts of products: one by one, side by side, whether they can be had. What the shop does not state is said to be unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from omnishelf.assistant import wording
from omnishelf.assistant.references import Pointed, chosen
from omnishelf.assistant.tools import Find, OfProduct
from omnishelf.assistant.turn import Turn, of_product
from omnishelf.assistant.wanted import says_value
from omnishelf.domain.conversation import Say, Turned
from omnishelf.domain.product import Availability, Product
from omnishelf.understand.tokens import tokenise

ASKED: Sequence[tuple[str, re.Pattern[str]]] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("price", r"\bprice\b|how much (?:is|does|was|do|are)|\bcosts?\b|多少钱|价格|价钱|什么价"),
        ("material", r"\bmaterials?\b|made (?:of|from|out)|材[质料]|料子|什么做的|面料"),
        (
            "size",
            r"\bsizes?\b|\bdimensions?\b|how (?:big|large|tall|long|wide)|\bcapacity\b|"
            r"\bvolume\b|尺寸|多大|大小|容量|尺码|规格|多长|多高",
        ),
        ("color", r"\bcolou?rs?\b|颜色|什么色"),
        ("brand", r"\bbrand\b|who makes|\bmaker\b|品牌|牌子|哪家的"),
        ("rating", r"\brat(?:ed|ings?)\b|\breviews?\b|评分|评价|口碑|好评"),
        ("pattern", r"\bpattern\b|图案|花纹"),
        ("style", r"\bstyle\b|风格"),
        ("shape", r"\bshape\b|形状|造型"),
        ("use", r"what is it for|\buse\b|用途|做什么用"),
    )
)
COMPARED = ("price", "rating", "brand", "material", "size", "color", "pattern", "style", "use", "stock")
SENTENCE = re.compile(r"(?<=[.!?。！？])\s*")
_ABOUT_IT = frozenset(
    re.findall(
        r"\w+", "is it does do the this that one can could have has what are you tell me please 这 个 款 吗 呢 是 能 可以 有"
    )
)
_STOCK_WORDS = re.compile(
    r"\b(?:is|are|do|does|you|have|has|the|a|an|any|one|ones|it|this|that|in|stock|available|availability|left|still|got|there|please|"
    r"back|when|will|be|how|many|can|get|could|check|whether|tell|me|of)\b|请问|麻烦|还有|有没有|有|没|现货|库存|货|吗|么|多少|剩|几件|这款|那款|"
    r"这个|那个|个|款|件|的|还|看看|什么时候|补|到|断|啊|了|[?？!！。，,.]",
    re.IGNORECASE,
)


def meant(turn: Turn, at: Pointed) -> tuple[Product, ...]:
    """The products that a question is about: those pointed at, else the one in focus."""
    ids = chosen(at.places, turn.state.shown) or ((turn.state.focus,) if turn.state.focus and not at.places else ())
    return turn.tools.products(ids)


def fact(turn: Turn, at: Pointed) -> Turned:
    """One fact, asked by its name or found as a sentence of the shop's description."""
    found = meant(turn, at) or _searched(turn)
    if not found:
        return turn.done(turn.say("which_product"))
    product = found[0]
    wanted = [name for name, pattern in ASKED if pattern.search(turn.text)]
    if wanted:
        says = [_fact(turn, product, name) for name in wanted[:3]]
    else:
        quoted = _quoted(turn, product)
        general = _words(turn.text) - _words(turn.title(product)) == set()
        says = (
            [quoted] if quoted else [_summary(turn, product)] if general else [_unknown(turn, product), _summary(turn, product)]
        )
    return turn.done(*says, focus=product.id)


def stock(turn: Turn, at: Pointed) -> Turned:
    """Whether it, or its variant in the color asked for, can be had."""
    found = meant(turn, at) or _searched(turn)
    if not found:
        return turn.done(turn.say("which_product"))
    product = found[0]
    wish = " ".join(_STOCK_WORDS.sub(" ", at.rest if at.something else turn.text).split())
    if wish and turn.state.focus and not says_value(product, wish):
        others = [other for other in turn.tools.variants(OfProduct(product.id)) if says_value(other, wish)]
        if others:
            product = others[0]
        elif _is_value(turn, wish):
            return turn.done(turn.say("no_variant", of_product(product), wish=wish, title=turn.title(product)))
    says = [_stock(turn, product)]
    if product.availability is Availability.OUT_OF_STOCK:
        says.append(turn.say("no_date"))
    return turn.done(*says, focus=product.id)


def compare(turn: Turn, at: Pointed) -> Turned:
    """Two products side by side: what differs first, then what is the same."""
    ids = chosen(at.places, turn.state.shown)
    if len(ids) == 1 and turn.state.focus and turn.state.focus != ids[0]:
        ids = (turn.state.focus, *ids)
    if len(ids) < 2 and len(turn.state.shown) >= 2 and not at.places:
        ids = turn.state.shown[:2]
    found = turn.tools.products(ids[:2])
    if len(found) < 2:
        return turn.done(turn.say("need_two"))
    first, second = found
    sources = (of_product(first), of_product(second))
    says, same = [turn.say("compare", *sources, first=turn.title(first), second=turn.title(second))], []
    for name in COMPARED:
        one, other = _value(turn, first, name), _value(turn, second, name)
        if one and one == other:
            same.append(turn.word(name))
        elif one or other:
            unknown = turn.word("unknown")
            says.append(turn.say("compare_row", *sources, name=turn.word(name), first=one or unknown, second=other or unknown))
    if same:
        says.append(turn.say("same", *sources, names=turn.joined(same)))
    done = turn.done(*says)
    return Turned(done.state, done.says, tuple(p.id for p in found))


def _value(turn: Turn, product: Product, name: str) -> str:
    special: dict[str, Callable[[], str]] = {
        "price": lambda: wording.priced(product.pays) if product.pays else "",
        "rating": lambda: f"{product.rating} ({product.rating_count})" if product.rating is not None else "",
        "brand": lambda: product.brand,
        "stock": lambda: turn.facts(product).rpartition("，" if turn.chinese else ", ")[2],
    }
    return special[name]() if name in special else turn.attribute(product, name)


def _fact(turn: Turn, product: Product, name: str) -> Say:
    value = _value(turn, product, name)
    if not value:
        return _quoted(turn, product) or _unknown(turn, product)
    return turn.say("fact", of_product(product), name=turn.word(name).capitalize(), title=turn.title(product), value=value)


def _unknown(turn: Turn, product: Product) -> Say:
    return turn.say("fact_unknown", of_product(product), title=turn.title(product))


def _summary(turn: Turn, product: Product) -> Say:
    parts = [turn.attribute(product, name) for name in ("material", "size", "color")]
    facts = turn.joined([turn.facts(product), *(part for part in parts if part)])
    return turn.say("about_product", of_product(product), title=turn.title(product), facts=facts)


def _quoted(turn: Turn, product: Product) -> Say | None:
    """The sentence of the description that shares most with the question; None where none shares a word worth having.

    The description is the seller's text: it is quoted as such and obeyed in nothing."""
    own = product.translations.get(turn.language) if turn.language != product.language else None
    description = (own.description if own else "") or product.description
    asked = _words(turn.text) - _words(turn.title(product))
    best, shared = "", 0
    for sentence in SENTENCE.split(description):
        held = len(asked & _words(sentence))
        if held > shared:
            best, shared = sentence.strip(), held
    return turn.say("fact_quote", of_product(product), title=turn.title(product), quote=best[:300]) if best else None


def _words(text: str) -> set[str]:
    return {token for token in tokenise(text.lower()) if token not in _ABOUT_IT and len(token) > 1}


def _searched(turn: Turn) -> tuple[Product, ...]:
    """The product that a question without a list names itself, where a search is sure of its kind or name."""
    page = turn.tools.find(Find(turn.text, language=turn.language, size=1))
    sure = any(c.kind in ("category", "brand") for c in page.intent.constraints)
    return tuple(hit.product for hit in page.hits[:1]) if sure else ()


def _is_value(turn: Turn, wish: str) -> bool:
    """Whether the words name an attribute value of this shop ("black"), rather than what the patterns left over."""
    page = turn.tools.find(Find(wish, language=turn.language, size=1))
    return any(c.kind not in ("category", "price", "wish") for c in page.intent.constraints)


def _stock(turn: Turn, product: Product) -> Say:
    source, title = of_product(product), turn.title(product)
    if product.availability is Availability.IN_STOCK and product.stock is not None:
        return turn.say("in_stock_n", source, title=title, n=product.stock)
    return turn.say(product.availability.value, source, title=title)
