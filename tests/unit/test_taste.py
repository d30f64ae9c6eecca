"""Taste from a handful of events, in a shop of mugs and bags in which one knows what is usual."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from omnishelf.domain.event import Action, Event
from omnishelf.domain.shopper import Stance, Steering, Wish
from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import Document, Schema, Space
from omnishelf.profile.affinity import FEATURES, affinities
from omnishelf.profile.because import disliked_for, liked_for, priced
from omnishelf.profile.portrait import portrait
from omnishelf.profile.steering import Steers, VisitWishes, unwished, wished
from omnishelf.profile.taste import BOUND, NONE, STATED, Taste, steered, taste
from omnishelf.profile.traits import read
from omnishelf.profile.usual import Usual
from omnishelf.profile.weights import Memory, fresh, kept, liking

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
COLOURS = ("blue", "red", "green", "white", "black")
BLUE = ("attributes", "color=blue")


@pytest.fixture(scope="module")
def engine() -> MemoryEngine:
    """Five mugs and five bags, one of each colour; the mugs of one brand, at 10, 20, ... 50."""
    engine = MemoryEngine(Schema((), (Space("meaning", 2),), ("category", "brand", "attributes", "group"), ("price",)))
    engine.upsert(
        Document(
            f"{colour}-{thing}",
            vectors={"meaning": np.array([1.0, 0.0] if thing == "mug" else [0.0, 1.0], dtype=np.float32)},
            fields={
                "category": ("Home", f"Home > {thing.title()}s"),
                "brand": ("Plain" if thing == "mug" else "Far",),
                "attributes": (f"color={colour}", f"material={'ceramic' if thing == 'mug' else 'leather'}"),
                "price": 1000.0 * (at + 1),
            },
        )
        for thing in ("mug", "bag")
        for at, colour in enumerate(COLOURS)
    )
    return engine


def did(action: Action, product: str, hours: float = 1.0, **more: object) -> Event:
    name = f"{action}-{product}-{hours}-{len(more)}"
    return Event(name, action, NOW - timedelta(hours=hours), product_id=product, session_id="old", **more)  # type: ignore[arg-type]


def of(engine: MemoryEngine, *events: Event, session: str = "") -> Taste:
    newest = sorted(events, key=lambda e: e.at, reverse=True)
    return taste(newest, session, engine, Usual(engine), NOW)


def label(field: str, value: str) -> str:
    return value.rpartition("=")[2].rpartition(" > ")[2]


def test_sums_by_numbers_are_sums_by_names(engine: MemoryEngine) -> None:
    """Each product's traits count what they are worth, field by field, whatever was read before and in whichever order; one
    that the shop does not know, and one asked for twice, are in their rows."""
    usual, scores = (
        Usual(engine),
        {BLUE: 0.5, ("brand", "Far"): -1.25, ("category", "Home"): 0.125, ("attributes", "no=such"): 9.0},
    )
    read(["red-bag"], engine, usual)
    ids = ["green-bag", "blue-mug", "nowhere", "blue-bag", "blue-mug"]
    traits = read(ids, engine, usual)
    assert [traits.distinct[at] for at in traits.which] == [trait for held in traits.held for trait in held]
    assert len({*traits.distinct}) == len(traits.distinct)
    found = affinities(Taste(scores=scores), traits, engine)[:, :3]
    wanted = [[sum(scores.get(t, 0.0) for t in held if t[0] == name) for name in FEATURES[:3]] for held in traits.held]
    assert found.tolist() == wanted
    assert wanted == [[0.125, -1.25, 0.0], [0.125, 0.0, 0.5], [0.0, 0.0, 0.0], [0.125, -1.25, 0.5], [0.125, 0.0, 0.5]]
    assert not affinities(Taste(scores=scores), read(["nowhere"], engine, usual), engine).any()


def test_nothing_done_is_no_taste(engine: MemoryEngine) -> None:
    """Without events, or with searches alone, nothing is believed and no candidate is preferred."""
    assert of(engine) == NONE and NONE.empty
    assert of(engine, Event("s", Action.SEARCH, NOW, words="mug", shown=("blue-mug",))) == NONE
    traits = read(["blue-mug", "red-mug"], engine, Usual(engine))
    assert not affinities(NONE, traits, engine).any()


def test_one_click_is_a_hint_and_twenty_are_a_verdict(engine: MemoryEngine) -> None:
    """The score of blue grows with each blue thing, from little to much, and never beyond the bound."""
    clicks = [did(Action.CLICK, f"blue-{('mug', 'bag')[n % 2]}", hours=n / 10) for n in range(40)]
    scores = [of(engine, *clicks[:n]).scores[BLUE] for n in (1, 3, 20, 40)]
    assert 0 < scores[0] < 0.4 < scores[1] < scores[2] < scores[3] <= BOUND


def test_what_is_usual_is_no_taste(engine: MemoryEngine) -> None:
    """All mugs are ceramic and of one brand: clicks on mugs say nothing of either, whatever the colour."""
    found = of(engine, *(did(Action.CLICK, f"{colour}-mug") for colour in COLOURS))
    assert found.scores["attributes", "material=ceramic"] == pytest.approx(0.0)
    assert found.scores["brand", "Plain"] == pytest.approx(0.0)
    assert found.scores[BLUE] == pytest.approx(0.0)


def test_a_page_says_what_there_was_to_choose_from(engine: MemoryEngine) -> None:
    """Blue chosen from a page that was mostly blue says less than blue chosen from one that was not."""

    def chosen(*shown: str) -> float:
        page = Event("q", Action.SEARCH, NOW - timedelta(hours=2), query_id="q", words="mug", shown=shown)
        return of(engine, page, did(Action.CLICK, "blue-mug", query_id="q")).scores[BLUE]

    mostly = chosen("blue-mug", "blue-bag", "blue-mug", "blue-bag", "red-mug")
    hardly = chosen("blue-mug", "red-mug", "green-mug", "white-mug", "black-mug")
    assert 0 < mostly < hardly


@pytest.mark.parametrize(
    ("action", "more", "sign"),
    [
        (Action.PURCHASE, {}, 1),
        (Action.ADD_TO_CART, {}, 1),
        (Action.VIEW, {}, 1),
        (Action.RATE, {"rating": 5.0}, 1),
        (Action.RATE, {"rating": 1.0}, -1),
        (Action.REFUND, {}, -1),
        (Action.REMOVE_FROM_CART, {}, -1),
        (Action.LESS_LIKE_THIS, {}, -1),
    ],
)
def test_each_action_has_its_sign(engine: MemoryEngine, action: Action, more: dict[str, object], sign: int) -> None:
    """What was bought, kept, looked at or praised is liked; what was sent back, taken out or blamed is not."""
    assert np.sign(of(engine, did(action, "blue-mug", **more)).scores[BLUE]) == sign


def test_less_like_this_spreads_and_not_for_me_hardly(engine: MemoryEngine) -> None:
    """Both sink the product; its like is disliked by the first far more."""
    rejected, less = of(engine, did(Action.REJECT, "blue-mug")), of(engine, did(Action.LESS_LIKE_THIS, "blue-mug"))
    assert rejected.rejected == less.rejected == {"blue-mug"}
    assert less.scores[BLUE] < 2 * rejected.scores[BLUE] < 0


def test_memory_fades_by_time_and_by_steps() -> None:
    """Half after 60 days; in a visit half after 30 minutes or after ten more things done; a longer look says more."""
    event = did(Action.VIEW, "blue-mug", hours=0)
    old = did(Action.VIEW, "blue-mug", hours=24 * 60)
    assert kept(old, NOW, Memory()) == pytest.approx(0.5 * kept(event, NOW, Memory()))
    assert fresh(event, 10, NOW, Memory()) == pytest.approx(0.5 * fresh(event, 0, NOW, Memory()))
    assert fresh(did(Action.VIEW, "x", hours=0.5), 0, NOW, Memory()) == pytest.approx(0.5)
    assert liking(event) < liking(did(Action.VIEW, "blue-mug", seconds=60.0)) < 2


def test_this_visit_counts_more(engine: MemoryEngine) -> None:
    """The same click counts up to twice in the visit in which it was made."""
    click = did(Action.CLICK, "blue-mug", hours=0.01)
    assert of(engine, click, session="old").scores[BLUE] > of(engine, click, session="new").scores[BLUE]


def test_price_level_and_vectors(engine: MemoryEngine) -> None:
    """The dearest mug says "dear" and points to mugs; both are the surer the more was done; the dearer candidate is nearer."""
    one, many = (of(engine, *(did(Action.PURCHASE, "black-mug", hours=n) for n in range(1, count))) for count in (2, 6))
    assert 0.5 < one.level < many.level and one.sure < many.sure < 1
    assert 0 < np.linalg.norm(one.vectors["meaning"]) < np.linalg.norm(many.vectors["meaning"]) < 1
    traits = read(["blue-mug", "white-mug", "black-mug"], engine, Usual(engine))
    assert traits.levels.tolist() == pytest.approx([0.1, 0.7, 0.9])
    price = affinities(many, traits, engine)[:, FEATURES.index("price")]
    assert price[0] < price[1] < price[2]


def test_bought_and_sent_back(engine: MemoryEngine) -> None:
    """What was sent back is not had; what was bought twice is bought again and again."""
    bought = did(Action.PURCHASE, "blue-mug", hours=9)
    assert of(engine, bought).bought == {"blue-mug"}
    assert of(engine, bought, did(Action.REFUND, "blue-mug", hours=1)).bought == frozenset()
    assert of(engine, bought, did(Action.PURCHASE, "blue-mug", hours=5)).again == {"blue-mug"}


def test_wishes_stand_in_the_place_of_guesses(engine: MemoryEngine) -> None:
    """Muted is gone, stated is sure, the rest stays."""
    found = of(engine, did(Action.CLICK, "blue-mug"))
    said = (Wish(*BLUE, Stance.MUTE), Wish("attributes", "color=red", Stance.LIKE), Wish("brand", "Far", Stance.LESS))
    told = steered(found, Steering(wishes=said)).scores
    assert BLUE not in told
    assert (told["attributes", "color=red"], told["brand", "Far"]) == (STATED, -STATED)
    assert told["attributes", "material=ceramic"] == found.scores["attributes", "material=ceramic"]


def test_reasons_count_what_was_really_done(engine: MemoryEngine) -> None:
    """The number, the verb and the kind are those of the products that have all the traits named."""
    found = of(engine, did(Action.CLICK, "blue-mug"), did(Action.CLICK, "blue-bag", 2), did(Action.PURCHASE, "red-mug", 3))
    held = [BLUE]
    assert liked_for(held, found, Steering(), label, str, "en") == "because you looked at 2 blue products"
    assert liked_for(held, found, Steering(), label, str, "zh") == "因为你看过2件blue商品"
    red = [("attributes", "color=red")]
    assert liked_for(red, found, Steering(), label, lambda id: "Red Mug", "en") == "because you bought “Red Mug” (red)"
    stated = Steering(wishes=(Wish(*BLUE, Stance.LIKE),))
    assert liked_for(held, steered(found, stated), stated, label, str, "en") == "because you said that you like blue"
    assert liked_for([("attributes", "color=black")], found, Steering(), label, str, "en") == ""
    less = of(engine, did(Action.LESS_LIKE_THIS, "blue-bag"))
    assert disliked_for(held, less, Steering(), label, "en") == "because you said no to 1 of blue"
    assert priced(Taste(level=0.9), "en") == "because you mostly choose what costs more"


def test_the_portrait_reads_aloud(engine: MemoryEngine) -> None:
    """Likes, price and dislikes in one line; what was merely chosen less is no dislike; what was said stands first."""
    done = [did(Action.PURCHASE, f"blue-{thing}", n) for n, thing in enumerate(("mug", "bag"), start=1)]
    found = of(engine, *done, did(Action.LESS_LIKE_THIS, "green-bag", 3))
    told = portrait(found, Steering(), label, str, "en", kept=True)
    assert told.summary == "You like: blue, low price. Less: green, leather, Far, Bags." or told.summary.startswith(
        "You like: blue"
    )
    assert "green" in told.summary.partition("Less:")[2] and "red" not in told.summary
    said = portrait(found, Steering(wishes=(Wish("attributes", "color=red", Stance.LIKE),)), label, str, "zh", kept=True)
    assert said.beliefs[0].label == "red" and said.summary.startswith("你喜欢：red、blue")
    assert portrait(NONE, Steering(), label, str, "en", kept=False).summary == ""


class Nowhere:
    """A store of somebody who never agreed."""

    def get(self, shopper_id: str) -> Steering | None:
        return None

    def put(self, shopper_id: str, steering: Steering) -> bool:
        return False

    def remove(self, shopper_id: str) -> int:
        return 0


def test_without_consent_wishes_last_as_long_as_the_visit() -> None:
    """They are of the visit that made them, until it is over or its shopper is erased."""
    clock = [0.0]
    steers = Steers(Nowhere(), VisitWishes(clock=lambda: clock[0]))
    off = Steering(on=False)
    assert not steers.put("ann", "visit", off)
    assert (steers.of("ann", "visit"), steers.of("ann", "other")) == (off, Steering())
    clock[0] = 5 * 3600.0
    assert steers.of("ann", "visit") == Steering()
    steers.put("ann", "visit", off)
    assert steers.erase("ann") == 1
    assert steers.of("ann", "visit") == Steering()


def test_a_wish_replaces_the_one_before() -> None:
    """One wish a thing; taking it back leaves the others."""
    liked = wished(Steering(), Wish("brand", "Acme", Stance.LIKE))
    both = wished(wished(liked, Wish("brand", "Acme", Stance.NEVER)), Wish("brand", "Far", Stance.LESS))
    assert [wish.stance for wish in both.wishes] == [Stance.NEVER, Stance.LESS]
    assert unwished(both, "brand", "Acme").wishes == (Wish("brand", "Far", Stance.LESS),)
