"""Where a photo was taken, as far as the encoder's own classes tell: ImageNet has some rooms, shops and landscapes."""

from __future__ import annotations

from collections.abc import Sequence

from omnishelf.domain.intent import Guess
from omnishelf.encoders.port import Matrix

LEAST = 0.05
"""Probability of all scenes together below which nothing is said: a product that fills the picture shows no place."""

SCENES = {
    "bakery": "shop",
    "barbershop": "shop",
    "bookstore": "shop",
    "butcher shop": "shop",
    "candy store": "shop",
    "grocery store": "shop",
    "shoe store": "shop",
    "tobacco shop": "shop",
    "toy store": "shop",
    "vending machine": "shop",
    "restaurant": "restaurant",
    "dining table": "dining room",
    "china cabinet": "dining room",
    "dishwasher": "kitchen",
    "microwave oven": "kitchen",
    "refrigerator": "kitchen",
    "stove": "kitchen",
    "plate rack": "kitchen",
    "bathtub": "bathroom",
    "hot tub": "bathroom",
    "shower curtain": "bathroom",
    "toilet seat": "bathroom",
    "medicine cabinet": "bathroom",
    "four-poster bed": "bedroom",
    "quilt": "bedroom",
    "wardrobe": "bedroom",
    "infant bed": "bedroom",
    "couch": "living room",
    "entertainment center": "living room",
    "home theater": "living room",
    "window shade": "living room",
    "desk": "office",
    "filing cabinet": "office",
    "library": "library",
    "patio": "garden",
    "greenhouse": "garden",
    "park bench": "park",
    "lakeshore": "outdoors",
    "beach": "outdoors",
    "cliff": "outdoors",
    "mountain": "outdoors",
    "valley": "outdoors",
    "promontory": "outdoors",
    "sandbar": "outdoors",
}
"""Class -> place. Furniture stands for its room; a shop that sells couches shows couches, so a scene is information only."""


def scene(labels: Sequence[str], classes: Matrix) -> Guess | None:
    """The most probable place with its probability, of [1, k] class probabilities; None when no place shows.

    Args:
        labels: [k] names of the classes.
    """
    totals: dict[str, float] = {}
    for label, probability in zip(labels, classes[0].tolist() if classes.size else (), strict=False):
        if label in SCENES:
            totals[SCENES[label]] = totals.get(SCENES[label], 0.0) + probability
    if not totals or sum(totals.values()) < LEAST:
        return None
    place = max(totals, key=lambda name: totals[name])
    return Guess(place, round(totals[place], 4))
