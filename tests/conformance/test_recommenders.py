"""Every recommender through the one suite."""

from __future__ import annotations

import pytest

from omnishelf.learn import als, ease, item_item
from omnishelf.learn.interactions import Interactions
from omnishelf.learn.popularity import fit_again, fit_popular, fit_users
from omnishelf.learn.sequence_net import Shape
from omnishelf.learn.sequence_recommender import fit as fit_sequence
from omnishelf.learn.train_sequence import Schedule
from omnishelf.recommend.content import Content
from omnishelf.recommend.items import Items
from omnishelf.recommend.port import Recommender
from omnishelf.testing.recommender_suite import RecommenderSuite


class TestPopular(RecommenderSuite):
    personal = False

    def make(self, given: Interactions, items: Items) -> Recommender:
        return fit_popular(given, items)


class TestContent(RecommenderSuite):
    new_items = True

    def make(self, given: Interactions, items: Items) -> Recommender:
        return Content(items)


class TestItemItem(RecommenderSuite):
    def make(self, given: Interactions, items: Items) -> Recommender:
        return item_item.fit(given, items)


class TestItemItemBM25(RecommenderSuite):
    def make(self, given: Interactions, items: Items) -> Recommender:
        return item_item.fit(given, items, item_item.ItemItem(bm25=True))


class TestTogether(RecommenderSuite):
    def make(self, given: Interactions, items: Items) -> Recommender:
        return item_item.fit_together(given, items)


class TestUsers(RecommenderSuite):
    def make(self, given: Interactions, items: Items) -> Recommender:
        return fit_users(given, items)


class TestEase(RecommenderSuite):
    def make(self, given: Interactions, items: Items) -> Recommender:
        return ease.fit(given, items, ease.Ease(penalty=5.0))


class TestAls(RecommenderSuite):
    def make(self, given: Interactions, items: Items) -> Recommender:
        pytest.importorskip("implicit", reason='pip install "omnishelf[train]"')
        return als.fit(given, items, als.Als(factors=8))


class TestAgain(RecommenderSuite):
    only_bought = True

    def make(self, given: Interactions, items: Items) -> Recommender:
        return fit_again(given, items)


class TestSequence(RecommenderSuite):
    new_items = True

    def make(self, given: Interactions, items: Items) -> Recommender:
        pytest.importorskip("jax", reason='pip install "omnishelf[train]"')
        shape = Shape(width=16, blocks=1, heads=2, longest=8, dropout=0.0, hidden_ids=0.3)
        return fit_sequence(given, items, Schedule(epochs=40, rate=3e-3, negatives=0, held=0, shape=shape))
