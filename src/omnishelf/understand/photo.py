"""A photo read: what it looks like, what the shop would call it, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from PIL import Image

from omnishelf.domain.intent import Guess, Reading, Vector
from omnishelf.domain.product import Product
from omnishelf.domain.query import Modality
from omnishelf.encoders.port import ImageEncoder, Matrix
from omnishelf.understand.photo_colours import subject_colours
from omnishelf.understand.photo_scene import scene
from omnishelf.understand.photo_text import Printed
from omnishelf.understand.tokens import query_tokens

GUESSES = 3
"""Alternatives shown."""
SHARPNESS = 12.0
"""Inverse temperature that turns cosines between a photo's predicted words and category names into a posterior."""
PRINT = 2.0
"""What the best match of fully trusted print counts, where the best match of typed words counts 1."""
PACKAGED = 0.85
"""Share of the looks' weight that fully trusted print takes away."""


class WordsOfPictures(Protocol):
    """The learnt bridge from pictures to words."""

    def words_of(self, features: Matrix) -> Matrix:
        """[n, features] -> [n, text dimensions], unit rows in the text encoder's space."""
        ...


@dataclass(frozen=True, slots=True)
class CategoryNames:
    """What the shop calls its kinds of things, and where those names lie in the text space.

    Attributes:
        names: [n] labels.
        vectors: [n, text dimensions], unit rows.
    """

    names: tuple[str, ...]
    vectors: Matrix


def read_photo(
    picture: Image.Image,
    *,
    encoder: ImageEncoder,
    bridge: WordsOfPictures | None,
    categories: CategoryNames | None,
) -> Reading:
    """The photo's vectors in the spaces "looks" and, given a bridge, "meaning"; its best guesses and a confidence.

    The confidence is the margin-based certainty of the better of two readers: the shop's own category names (through the
    bridge) and the encoder's built-in classes. A photo of nothing in particular spreads its posterior and scores low.
    """
    features = encoder.encode([picture])
    looks: Vector = features.features[0]
    vectors = {"looks": looks}
    guesses = _classes(encoder.labels, features.classes)
    around = _around(picture, encoder.labels, features.classes)
    if bridge is not None:
        words = bridge.words_of(features.features)[0]
        vectors["meaning"] = words
        own = _nearest(words, categories)
        guesses = own + tuple(g for g in guesses if g.label not in {o.label for o in own}) if own else guesses
    confidence = max(
        (certainty(group) for group in (_classes(encoder.labels, features.classes), guesses) if group), default=0.5
    )
    return Reading(
        modality=Modality.PHOTO,
        text=guesses[0].label if guesses else "",
        confidence=round(confidence, 4),
        guesses=(*guesses[:GUESSES], *around),
        vectors=vectors,
    )


def as_product(reading: Reading, product: Product, *, pictured: bool) -> Reading:
    """The reading of a photo whose bar code names this product. Without a picture of it that could stand in for the photo, its
    own words find it."""
    whole = {**query_tokens(product.title), **query_tokens(product.brand)} if not pictured else {}
    return replace(reading, text=product.title, confidence=1.0, guesses=(Guess(product.title, 1.0),), tokens=whole)


def with_print(reading: Reading, printed: Printed) -> Reading:
    """What is written is searched as words are, and what was photographed counts the less the more the print tells: a carton
    looks like cartons, not like what is in it."""
    if not printed.tokens:
        return reading
    quiet = 1.0 - PACKAGED * printed.trust
    strengths = {"lexical": PRINT * printed.trust, **dict.fromkeys(reading.vectors, quiet)}
    sure = max(reading.confidence, printed.confidence)
    return replace(reading, tokens=printed.tokens, strengths=strengths, confidence=sure)


def certainty(guesses: Sequence[Guess]) -> float:
    """0.3..1 from the best probability and its margin over the second: a photo never says nothing, for its looks remain."""
    best = guesses[0].probability
    second = guesses[1].probability if len(guesses) > 1 else 0.0
    return min(1.0, 0.3 + 0.7 * min(1.0, 0.5 * best + 1.0 * (best - second)))


def _around(picture: Image.Image, labels: Sequence[str], classes: Matrix) -> tuple[Guess, ...]:
    """For information: the subject's main colour, and the place. Looks see the colour already, and benchmarks/photo_codes.py
    found nothing gained by asking for it a second time."""
    colours, place = subject_colours(picture), scene(labels, classes)
    main = (Guess(f"color: {colours[0].label}", colours[0].probability),) if colours else ()
    return main + ((Guess(f"place: {place.label}", place.probability),) if place else ())


def _classes(labels: Sequence[str], classes: Matrix) -> tuple[Guess, ...]:
    if not labels or classes.size == 0:
        return ()
    order = np.argsort(-classes[0])[:GUESSES]
    return tuple(Guess(labels[i], round(float(classes[0, i]), 4)) for i in order)


def _nearest(words: Vector, categories: CategoryNames | None) -> tuple[Guess, ...]:
    if categories is None or not categories.names:
        return ()
    logits = SHARPNESS * (categories.vectors @ words)
    posterior = np.exp(logits - logits.max())
    posterior /= posterior.sum()
    order = np.argsort(-posterior)[:GUESSES]
    return tuple(Guess(categories.names[i], round(float(posterior[i]), 4)) for i in order)
