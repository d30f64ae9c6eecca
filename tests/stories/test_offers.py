"""Offers in a shop: shown beside results and never in them, dealt by chance, given within a budget, measured, and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.conftest import CHINESE, Run

from omnishelf.api.app import create_app
from omnishelf.assistant import bargains
from omnishelf.assistant.intents import Meant
from omnishelf.assistant.turn import Turn
from omnishelf.config import Settings
from omnishelf.domain.conversation import State
from omnishelf.domain.errors import BadInput, NotAllowed, NotFound
from omnishelf.domain.offer import Offer, Place, Purse, Scope, Who
from omnishelf.offers.baskets import Line
from omnishelf.offers.checking import faults_of
from omnishelf.offers.dealing import dealt, unit_of
from omnishelf.offers.showing import Shown, Wanted
from omnishelf.shop import Shop
from omnishelf.testing.shop_encoders import ColoursOnly, Dictated, WordsOnly
from omnishelf.wiring import open_shop

MUGS = Offer(
    "mugs", (("en", "A tenth off mugs"), ("zh", "马克杯九折")), percent=10, scope=Scope.CATEGORY, category="Mugs", budget=10_000
)
TEN = {"title": {"en": "Ten off", "zh": "九折"}, "percent": 10, "budget": 500, "holdout": 0}
BASKET = Offer("five", (("en", "Five off"),), amount=500, least=2_000, budget=1_200, per_shopper=0, holdout=0.0)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, feed: Path) -> Iterator[Shop]:
    """One shop for all stories: they differ in offers and visitors alone."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("offers"))
    with open_shop(settings, text=WordsOnly(CHINESE), image=ColoursOnly(), speech=Dictated("")) as shop:
        shop.ingest(feed, images=feed.parent / "images")
        yield shop


@pytest.fixture
def shop(opened: Shop) -> Iterator[Shop]:
    """The shop, without offers again after each story."""
    yield opened
    for offer in opened.offers.all():
        opened.offers.remove(offer.id)


def visits(shop: Shop, id: str, *, shown: bool, count: int = 1) -> list[str]:
    """Sessions that this offer is, or is not, shown to."""
    offer = shop.offers.get(id)
    found = (f"visit-{n}" for n in range(1_000) if dealt(offer, unit_of(offer, "", f"visit-{n}"), None) is shown)
    return [next(found) for _ in range(count)]


def at(shop: Shop, place: Place, session: str, *products: str, shopper: str = "") -> Shown | None:
    return shop.offers.show(Wanted(place, shopper, session, products))


def test_results_are_the_same_with_and_without_offers(shop: Shop) -> None:
    """Whatever offers run, every page of results has the same products in the same order, with the same scores and reasons."""
    before = [shop.search(text=words, session_id="visit-1", explain=True) for words in ("mug", "blue backpack", "")]
    shop.offers.put(MUGS)
    shop.offers.put(BASKET)
    for page, words in zip(before, ("mug", "blue backpack", ""), strict=True):
        after = shop.search(text=words, session_id="visit-1", explain=True)
        assert (after.hits, after.total, after.facets) == (page.hits, page.total, page.facets)


def test_an_offer_is_shown_where_it_belongs(shop: Shop) -> None:
    """An offer on mugs is shown beside mugs and on the home page, not beside lamps; one on baskets beside anything."""
    shop.offers.put(MUGS)
    session = visits(shop, "mugs", shown=True)[0]
    found = at(shop, Place.SEARCH, session, "blue-mug", "red-lamp")
    assert found is not None
    assert (found.offer.id, found.propensity, found.about) == ("mugs", 0.8, ("blue-mug",))
    assert at(shop, Place.SEARCH, session, "red-lamp") is None
    assert at(shop, Place.HOME, session) is not None
    shop.offers.remove("mugs")
    shop.offers.put(BASKET)
    assert at(shop, Place.PRODUCT, session, "red-lamp") is not None


def test_a_share_is_held_back_for_good(shop: Shop) -> None:
    """About a fifth of visits never see the offer, wherever and however often they ask; who sees it is the same each time."""
    shop.offers.put(replace(MUGS, shows_a_day=0))
    seen = {f"v{n}": [at(shop, Place.HOME, f"v{n}") is not None for _ in range(2)] for n in range(100)}
    assert all(first == second for first, second in seen.values())
    assert 8 <= sum(not first for first, _ in seen.values()) <= 34


def test_not_too_often(shop: Shop) -> None:
    """A visitor is shown an offer as often a day as it says, and not after they used it."""
    shop.offers.put(MUGS)
    one, other = visits(shop, "mugs", shown=True, count=2)
    assert [at(shop, Place.HOME, one) is not None for _ in range(5)] == [True, True, True, False, False]
    shop.offers.hold("mugs", "b", [Line("blue-mug")], session_id=other)
    assert at(shop, Place.HOME, other) is None
    shop.offers.free("mugs", "b")
    assert at(shop, Place.HOME, other) is not None


def test_only_while_it_runs(shop: Shop) -> None:
    """Before its time, after it, when it is stopped and when its budget is spent, an offer is neither shown nor given."""
    now = datetime.now(UTC)
    hour = timedelta(hours=1)
    for dates in ({"starts": now + hour}, {"ends": now - hour}):
        shop.offers.put(replace(BASKET, **dates))
        assert at(shop, Place.HOME, "v") is None
        with pytest.raises(NotAllowed, match="does not run"):
            shop.offers.hold("five", "b", [Line("blue-lamp")])
    shop.offers.put(BASKET)
    assert at(shop, Place.HOME, "v") is not None
    for basket in ("1", "2"):
        shop.offers.hold("five", basket, [Line("blue-lamp")])
    with pytest.raises(NotAllowed, match="spent"):
        shop.offers.hold("five", "3", [Line("blue-lamp")])
    shop.offers.give("five", "1")
    assert shop.offers.purse("five") == Purse(1_200, 500, 500)
    shop.offers.put(replace(BASKET, budget=1_000))
    assert at(shop, Place.HOME, "w") is None
    shop.offers.stop("five")
    with pytest.raises(NotAllowed, match="does not run"):
        shop.offers.hold("five", "4", [Line("blue-lamp")])
    assert shop.offers.give("five", "2").amount == 500


def test_the_basket_is_priced_by_the_shop(shop: Shop) -> None:
    """What is taken off is computed from the catalogue's prices, of what is in scope, rounded down, never beyond its bounds."""
    shop.offers.put(replace(MUGS, per_shopper=0))
    mug = shop.product("blue-mug").pays
    assert mug is not None
    lines = [Line("blue-mug", 2), Line("blue-lamp"), Line("unknown")]
    assert shop.offers.hold("mugs", "1", lines).amount == 2 * mug.amount // 10
    shop.offers.put(replace(MUGS, per_shopper=0, most=50))
    assert shop.offers.hold("mugs", "2", lines).amount == 50
    shop.offers.put(replace(MUGS, per_shopper=0, least=10_000))
    for basket in (lines, [Line("blue-lamp")]):
        with pytest.raises(NotAllowed, match="gets nothing"):
            shop.offers.hold("mugs", "3", basket)
    with pytest.raises(BadInput, match="empty"):
        shop.offers.hold("mugs", "3", [])
    with pytest.raises(NotFound):
        shop.offers.give("mugs", "9")


def test_new_and_returning_need_consent(shop: Shop) -> None:
    """Who never agreed is neither new nor returning; who agreed is new until they buy."""
    shop.offers.put(replace(BASKET, id="welcome", who=Who.NEW))
    shop.offers.put(replace(BASKET, id="thanks", who=Who.RETURNING))

    def seen() -> str:
        found = at(shop, Place.HOME, "v", shopper="ann")
        return found.offer.id if found else ""

    assert seen() == ""
    with pytest.raises(NotAllowed, match="new shoppers"):
        shop.offers.hold("welcome", "b", [Line("blue-lamp")], shopper_id="ann", session_id="v")
    shop.behaviour.agree("ann", personal=True)
    assert seen() == "welcome"
    shop.tell([{"action": "purchase", "product_id": "blue-mug", "shopper_id": "ann", "session_id": "v", "price": 1_000}])
    assert seen() == "thanks"


def test_what_it_does_is_measured(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders of those who came by count for their side, once, and only within the offer's hours; nobody is shown in results
    before their time is over."""
    shop.offers.put(replace(MUGS, hours=1.0))
    shown, back = visits(shop, "mugs", shown=True)[0], visits(shop, "mugs", shown=False)[0]
    for session in (shown, back):
        at(shop, Place.HOME, session)
        told = {"action": "purchase", "product_id": "blue-mug", "session_id": session, "price": 700, "quantity": 2}
        shop.tell([told | {"id": session}])
        shop.tell([told | {"id": session}])
    kept = [met for page in shop.offers.store.pages("mugs") for met in page]
    assert {(met.shown, met.orders, met.revenue) for met in kept} == {(True, 2, 1_400), (False, 2, 1_400)}
    now = shop.offers.findings("mugs")
    assert (now.shown, now.held_back, now.waiting, now.orders) == (0, 0, 2, None)
    monkeypatch.setattr(shop.offers, "now", lambda: datetime.now(UTC) + timedelta(hours=2))
    later = shop.offers.findings("mugs")
    assert (later.shown, later.held_back, later.waiting, later.bought) == (1, 1, 0, 1.0)


def test_exported_and_erased(shop: Shop) -> None:
    """A shopper's export tells what they came by and were given; erasing takes it away, and the money stays counted."""
    shop.offers.put(BASKET)
    shop.behaviour.agree("eve", personal=True)
    at(shop, Place.HOME, "v", shopper="eve")
    shop.offers.hold("five", "b", [Line("blue-lamp")], shopper_id="eve")
    (told,) = shop.behaviour.export("eve")["offers"]
    assert (told["offer"], told["shown"], told["given"]) == ("five", True, [{"id": "b", "amount": 500, "state": "held"}])
    assert shop.behaviour.erase("eve")["offers"] == 2
    assert shop.behaviour.export("eve")["offers"] is None
    assert shop.offers.purse("five").held == 500


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"title": ()}, "title"),
        ({"title": (("en", " "),)}, "title"),
        ({"percent": 0}, "percent or amount"),
        ({"amount": 5}, "percent or amount"),
        ({"percent": 101}, "more than 100"),
        ({"category": " "}, "category"),
        ({"scope": Scope.PRODUCT}, "products"),
        ({"budget": 0}, "budget"),
        ({"most": -1}, "below 0"),
        ({"holdout": 1.0}, "holdout"),
        ({"margin": 0.0}, "margin"),
        ({"hours": 0.0}, "hours"),
        ({"starts": datetime(2026, 1, 2, tzinfo=UTC), "ends": datetime(2026, 1, 1, tzinfo=UTC)}, "ends before"),
        ({"starts": datetime(2026, 1, 2)}, "time zone"),
    ],
)
def test_what_is_no_offer(change: dict[str, object], fault: str) -> None:
    """An offer that cannot be used is refused with the reason."""
    assert not [*faults_of(MUGS)]
    (found,) = [*faults_of(replace(MUGS, **change))]
    assert fault in found


def test_over_http(shop: Shop) -> None:
    """The owner makes an offer and looks at it; a page asks for one and is given its label, in its language; the checkout sets
    aside, gives and frees; every wrong step is a problem with the right status."""
    with TestClient(create_app(shop, Settings())) as web:
        made = web.put(
            "/v1/offers/mugs", json={"title": {"en": "Ten off", "zh": "九折"}, "percent": 10, "budget": 500, "holdout": 0}
        )
        assert (made.status_code, made.json()["state"], made.json()["purse"]["left"]) == (200, "running", 500)
        assert [one["id"] for one in web.get("/v1/offers").json()["offers"]] == ["mugs"]
        shown = web.get("/v1/offer", params={"place": "home", "session_id": "v", "language": "zh"}).json()["offer"]
        assert (shown["label"], shown["title"], shown["percent"]) == ("优惠", "九折", 10)
        assert web.get("/v1/offer", params={"place": "home"}).json() == {"offer": None}
        body = {"lines": [{"product_id": "blue-mug"}], "session_id": "v"}
        held = web.put("/v1/offers/mugs/claims/b1", json=body).json()
        assert (held["state"], held["amount"] > 0) == ("held", True)
        assert web.post("/v1/offers/mugs/claims/b1/give", json={"amount": 1}).json()["amount"] == 1
        assert web.put("/v1/offers/mugs/claims/b2", json=body).status_code == 403
        assert web.delete("/v1/offers/mugs/claims/b1").status_code == 204
        assert web.get("/v1/offers/mugs/results").json()["orders"] is None
        assert web.post("/v1/offers/mugs/stop").json()["state"] == "stopped"
        assert web.put("/v1/offers/mugs", json={"title": {"en": "x"}, "budget": 1}).status_code == 400
        assert web.delete("/v1/offers/mugs").status_code == 204
        assert web.get("/v1/offers/mugs").status_code == 404


def test_from_the_command_line(cli: Run) -> None:
    """Set, list, results, stop and delete work without a server; what is wrong is said in a sentence."""
    offer = '{"title": {"en": "Ten off"}, "percent": 10, "budget": 50000}'
    assert cli("offers", "list")[1].strip() == "There are no offers yet."
    assert "runs" in cli("offers", "set", "ten", offer)[1]
    assert "10 % on the basket" in cli("offers", "list")[1]
    assert "too little is known" in cli("offers", "results", "ten")[1]
    assert "stopped" in cli("offers", "stop", "ten")[1]
    assert cli("offers", "delete", "ten")[0] == 0
    for wrong in ('{"title": {}}', "{"):
        code, _, told = cli("offers", "set", "ten", wrong)
        assert code == 2
        assert "offer" in told
        assert "Traceback" not in told


def test_the_assistant_calls_an_offer_an_offer(shop: Shop) -> None:
    """Asked for offers, it names the visitor's own with its terms and code, in their language, and none where there is none."""

    def told(language: str) -> str:
        state = State(id="c", language=language)
        turn = Turn(shop.assistant.tools, state, "", language, Meant("offers", 1.0, ()))
        return " ".join(say.text for say in bargains.offers(turn).says)

    assert told("en") == "Nothing is reduced at the moment."
    shop.offers.put(BASKET)
    assert told("en") == "Offer: Five off ($5.00 off from $20.00 on). The code is five."
    assert "优惠码five" in told("zh")
