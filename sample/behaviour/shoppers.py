"""Who shops: latent taste, price level, interests, device, language, when they came and when they leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sample.behaviour.model import DAYS, DEVICES, Model
from sample.behaviour.shelf import ATTRIBUTES, Shelf

Floats = NDArray[np.float64]
COUNTRIES = ("CN", "SG", "US", "GB", "CA", "DE")
WHERE = {"zh": (0.92, 0.08, 0.0, 0.0, 0.0, 0.0), "en": (0.0, 0.06, 0.56, 0.18, 0.10, 0.10)}


@dataclass(frozen=True)
class Shoppers:
    """m shoppers.

    Attributes:
        circle: (m,) taste circle; `segment` is what the shop is told of it, right three times in four.
        taste: attribute -> (m, values) liking, standard normal over shoppers.
        level: (m,) 0..1, the price tier they feel at home in; `care`: (m,) how much it matters to them.
        interest: (m, kinds) shares of attention, rows sum to 1.
        phone: (m,) True for a phone; chinese: (m,) True for Chinese; country: (m,) index into COUNTRIES.
        came, left: (m,) days since the log began; came < 0: a customer from before.
        rate: (m,) visits a day before scaling; heavy-tailed.
    """

    circle: NDArray[np.int64]
    segment: NDArray[np.int64]
    taste: dict[str, Floats]
    level: Floats
    care: Floats
    interest: Floats
    phone: NDArray[np.bool_]
    chinese: NDArray[np.bool_]
    country: NDArray[np.int64]
    came: Floats
    left: Floats
    rate: Floats

    def __len__(self) -> int:
        return len(self.circle)

    @property
    def device(self) -> list[str]:
        return [DEVICES[0] if phone else DEVICES[1] for phone in self.phone]


def draw(count: int, shelf: Shelf, model: Model, rng: np.random.Generator) -> Shoppers:
    circle = rng.integers(model.circles, size=count)
    guess = rng.integers(model.circles, size=count)
    interests = rng.gamma(model.kinds_liked, size=(model.circles, len(shelf.kinds)))
    own = rng.gamma(model.kinds_liked, size=(count, len(shelf.kinds)))
    mixed = interests[circle] / interests[circle].sum(axis=1, keepdims=True) + own / own.sum(axis=1, keepdims=True) + 1e-3
    chinese = rng.random(count) < 0.5
    where = [rng.choice(len(COUNTRIES), p=WHERE["zh" if zh else "en"]) for zh in chinese]
    came = np.where(rng.random(count) < model.returning, -rng.exponential(300, count), rng.uniform(0, DAYS - 1, count))
    stay = rng.exponential(model.stay, count) + 1
    return Shoppers(
        circle=circle,
        segment=np.where(rng.random(count) < 0.75, circle, guess),
        taste={name: _liking(circle, len(shelf.values[name]), model, rng) for name in ATTRIBUTES},
        level=rng.beta(2, 2, count),
        care=rng.gamma(4, 0.25, count),
        interest=mixed / mixed.sum(axis=1, keepdims=True),
        phone=rng.random(count) < np.where(chinese, 0.8, 0.6),
        chinese=chinese,
        country=np.array(where),
        came=came,
        left=np.minimum(DAYS, np.maximum(came, 0) + stay),
        rate=rng.gamma(0.7, 1.0, count),
    )


def _liking(circle: NDArray[np.int64], values: int, model: Model, rng: np.random.Generator) -> Floats:
    """(m, values): the circle's liking and one's own, mixed so that the variance stays 1."""
    common = rng.standard_normal((model.circles, values))
    own = rng.standard_normal((len(circle), values))
    return np.asarray(np.sqrt(model.shared) * common[circle] + np.sqrt(1 - model.shared) * own)


def attraction(who: Shoppers, shelf: Shelf, quality: Floats, model: Model) -> NDArray[np.float32]:
    """(m, n) U: taste (weighted mean of likings, variance 1) + price fit + hidden quality."""
    norm = np.sqrt(sum(weight**2 for weight in model.weights.values()))
    taste = sum(weight / norm * who.taste[name][:, shelf.code[name]] for name, weight in model.weights.items())
    total = taste + model.price_weight * price_fit(who, shelf) + model.quality_weight * quality
    return np.asarray(total, dtype=np.float32)


def price_fit(who: Shoppers, shelf: Shelf) -> Floats:
    """(m, n) at most about 1, lower the farther a product's price tier is from the shopper's: care * (1 - 3 * distance)."""
    return np.asarray(who.care[:, None] * (1 - 3 * np.abs(shelf.tier[None, :] - who.level[:, None])))
