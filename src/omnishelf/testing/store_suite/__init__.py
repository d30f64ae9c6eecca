"""What every store must do, as tests. Subclass a suite in your own tests and override its `opened` fixture:

class TestMyCatalogue(CatalogueSuite):
    @pytest.fixture
    def opened(self, tmp_path):
        return lambda: MyCatalogue(tmp_path)   # each call opens the same place anew
"""

from omnishelf.testing.store_suite.catalogue import CatalogueSuite, full_product
from omnishelf.testing.store_suite.events import EventsSuite, full_event
from omnishelf.testing.store_suite.experiments import ExperimentsSuite, full_experiment
from omnishelf.testing.store_suite.media import MediaSuite
from omnishelf.testing.store_suite.models import ModelsSuite
from omnishelf.testing.store_suite.offers import OffersSuite, full_offer
from omnishelf.testing.store_suite.rules import RulesSuite, full_rule
from omnishelf.testing.store_suite.shoppers import ShoppersSuite
from omnishelf.testing.store_suite.steerings import SteeringsSuite
from omnishelf.testing.store_suite.tries import TriesSuite
from omnishelf.testing.store_suite.vectors import VectorsSuite

__all__ = [
    "CatalogueSuite",
    "EventsSuite",
    "ExperimentsSuite",
    "MediaSuite",
    "ModelsSuite",
    "OffersSuite",
    "RulesSuite",
    "ShoppersSuite",
    "SteeringsSuite",
    "TriesSuite",
    "VectorsSuite",
    "full_event",
    "full_experiment",
    "full_offer",
    "full_product",
    "full_rule",
]
