"""In which parts of the shop a completed query has its products: "mug in Kitchen (12)"."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from omnishelf.understand.suggest.composed import Composer
from omnishelf.understand.suggest.titles import Titles
from omnishelf.understand.vocabulary import Vocabulary, split_words, surface

MOST = 2


@dataclass(frozen=True, slots=True)
class Scope:
    """`category`: the path, as filters take it; `label`: what it is called in the language typed; `count`: products there."""

    category: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Scopes:
    titles: Titles
    vocabulary: Vocabulary
    composer: Composer

    def __call__(self, text: str, language: str, most: int = MOST) -> list[Scope]:
        """The categories with most products whose titles use all of the words; none where all are in one, for then there is
        nothing to choose. A category that the text itself names is left out."""
        products = self.composer.using(split_words(text))
        if products is None or not len(products):
            return []
        places = self.titles.category[products]
        counts = np.bincount(places[places >= 0], minlength=len(self.titles.categories))
        if np.count_nonzero(counts) < 2:
            return []
        found: list[Scope] = []
        named = surface(text)
        for at in np.argsort(-counts, kind="stable")[: most + 1].tolist():
            path = self.titles.categories[at]
            label = self.vocabulary.label("category", path, language)
            if counts[at] and named not in (surface(label), surface(path.rpartition(" > ")[2])):
                found.append(Scope(path, label, int(counts[at])))
        return found[:most]
