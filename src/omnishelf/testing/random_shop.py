"""Small random shops, questions and rules, the same for one source of chance: a seeded `random.Random`, or hypothesis's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random

from omnishelf.answer import Served
from omnishelf.domain.product import Availability, Money, Product
from omnishelf.domain.query import AnyOf, Between, Condition, Filter, NoneOf, Query, Sort
from omnishelf.domain.rule import Consequence, Hide, Lift, Match, Narrow, Pin, Redirect, Rule, Show, Synonyms, When
from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import Document, Engine, Schema
from omnishelf.ingest.schema import MEANING, fields_of, shop_schema, tokens_of
from omnishelf.rank.diversify import Variety
from omnishelf.search import Search
from omnishelf.testing.shop_encoders import ColoursOnly, WordsOnly
from omnishelf.understand import vocabulary
from omnishelf.understand.intent import Knowledge, Limits, Understand
from omnishelf.understand.tokens import tokenise

DIMENSIONS = 24
THINGS = ("mug", "bowl", "lamp", "backpack", "杯子", "背包")
COLOURS = ("red", "blue", "蓝色")
BRANDS = ("Luma", "Farland", "安踏")
CATEGORIES = (("Home", "Mugs"), ("Home", "Lamps"), ("Travel",), ())
IDS, GROUPS = 40, 6
MOST_PRODUCTS = 24
MUCH = Variety(penalty=0.3, gap=0.3)
"""Far more than a shop has by default, so that pages really are mixed."""


@dataclass
class RandomShop:
    """A shop in memory: `put` and `remove` change catalogue and index at once, as a real shop's writes do."""

    engine: Engine
    products: dict[str, Product] = field(default_factory=dict)
    version: int = 0

    def put(self, product: Product) -> None:
        self.version += 1
        self.products[product.id] = product
        vectors = {MEANING: words().passages([product.title])[0]}
        tokens = tokens_of(product, tokenise)
        self.engine.upsert([Document(product.id, tokens, vectors, fields_of(product), self.version)])

    def remove(self, id: str) -> None:
        self.products.pop(id, None)
        self.engine.delete([id])

    def search(self, rules: Sequence[Rule]) -> Search:
        served = Served(self.engine, Knowledge(vocabulary.build(self.products.values())), {})

        def get(ids: Sequence[str]) -> Mapping[str, Product]:
            return {id: self.products[id] for id in ids if id in self.products}

        return Search(understand=reader(), served=lambda: served, products=get, depth=100, rules=lambda: rules, variety=MUCH)


class Chance:
    """Makes everything from one source of chance."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def shop(self, make: Callable[[Schema], Engine] = MemoryEngine) -> RandomShop:
        shop = RandomShop(make(shop_schema({}, words=DIMENSIONS, pictures=3)))
        for _ in range(self.random.randint(0, MOST_PRODUCTS)):
            shop.put(self.product())
        return shop

    def product(self) -> Product:
        thing, colour = self.random.choice(THINGS), self.random.choice(COLOURS)
        return Product(
            id=f"p{self.random.randrange(IDS)}",
            title=" ".join(self.random.sample((thing, colour, "for every day"), self.random.randint(1, 3))),
            language="en",
            brand=self.random.choice((*BRANDS, "")),
            category=self.random.choice(CATEGORIES),
            attributes={"color": tuple(dict.fromkeys((colour, *self.some(COLOURS, 2))))} if self.likely(0.8) else {},
            price=self.money() if self.likely(0.9) else None,
            availability=self.random.choice((Availability.IN_STOCK, Availability.IN_STOCK, Availability.OUT_OF_STOCK)),
            group_id=f"g{self.random.randrange(GROUPS)}" if self.likely(0.6) else "",
            rating=self.random.randrange(11) / 2 if self.likely(0.7) else None,
        )

    def changed(self, product: Product) -> Product:
        """Repriced, put into another group, or said anew altogether."""
        ways = (
            replace(product, price=self.money()),
            replace(product, group_id=self.random.choice(("", "g0", "g1"))),
            replace(self.product(), id=product.id),
        )
        return self.random.choice(ways)

    def query(self) -> Query:
        text = " ".join(self.some((*THINGS, *COLOURS, "Luma", "cheap", "qwrtz", "under $20", "not red"), 3))
        return Query(
            text=text if self.likely(0.8) else "",
            filter=tuple(self.condition() for _ in range(self.random.choice((0, 0, 1, 2)))),
            unwanted=self.some(("blue", "杯子", "lamp"), 1) if self.likely(0.2) else (),
            sort=self.random.choice((Sort.RELEVANCE, Sort.RELEVANCE, *Sort)),
            facets=self.some(("brand", "category", "color", "price", "availability"), 5),
            size=self.random.randint(1, 7),
            collapse=self.likely(0.5),
        )

    def condition(self) -> Condition:
        low, high = sorted((self.random.randrange(40), self.random.randrange(40)))
        return self.random.choice(
            (
                AnyOf("brand", self.some(BRANDS, 2)),
                NoneOf("brand", self.some(BRANDS, 1)),
                AnyOf("category", ("Home",)),
                AnyOf("attributes", (f"color={self.random.choice(COLOURS)}",)),
                NoneOf("attributes", (f"color={self.random.choice(COLOURS)}",)),
                Between("price", 100.0 * low, 100.0 * high),
                Between("rating", self.random.randrange(5), None),
            )
        )

    def rules(self) -> tuple[Rule, ...]:
        made = [Rule(f"r{i}", self.consequences(), self.when()) for i in range(self.random.choice((0, 1, 1, 2, 3)))]
        return tuple(replace(rule, enabled=self.likely(0.9)) for rule in made)

    def when(self) -> When:
        text = self.random.choice((*THINGS, *COLOURS))
        return self.random.choice((When(), When(), When(Match.CONTAINS, text), When(Match.EQUALS, text), When(category="Home")))

    def consequences(self) -> tuple[Consequence, ...]:
        return tuple(self.consequence() for _ in range(self.random.randint(1, 3)))

    def consequence(self) -> Consequence:
        product = f"p{self.random.randrange(IDS)}"
        narrow: Filter = (self.condition(),)
        return self.random.choice(
            (
                Pin(product, self.random.randint(1, 8)),
                Pin(product, self.random.randint(1, 3)),
                Lift(self.random.choice((0.25, 0.5, 2.0, 8.0)), (product,), narrow),
                Hide((product,)),
                Hide(filter=(self.condition(), self.condition())),
                Hide(filter=narrow),
                Narrow(narrow),
                Synonyms(self.some(THINGS, 2), self.some(COLOURS, 1), both_ways=self.likely(0.5)),
                Redirect(query=self.random.choice(THINGS)),
                Show("Sale"),
            )
        )

    def money(self) -> Money:
        return Money(100 * self.random.randrange(40), "USD")

    def some(self, values: Sequence[str], most: int) -> tuple[str, ...]:
        return tuple(self.random.sample(list(values), self.random.randint(1, most)))

    def likely(self, probability: float) -> bool:
        return self.random.random() < probability


@cache
def words() -> WordsOnly:
    return WordsOnly(dimensions=DIMENSIONS)


@cache
def reader() -> Understand:
    """One for all cases: it keeps threads."""
    limits = Limits(upload_bytes=1, image_pixels=1, audio_seconds=1.0, query_chars=500)
    return Understand(text=words(), image=ColoursOnly(), speech=None, picture_of=lambda id: None, currency="USD", limits=limits)
