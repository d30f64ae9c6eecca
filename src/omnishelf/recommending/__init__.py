"""Between the shop and its recommenders: the catalogue as items, events as acts and interactions, what was learnt as a model.

events of the log + the catalogue -> trained -> published -> an adviser over the catalogue of this moment -> an answer
"""

from __future__ import annotations

from omnishelf.recommending.published import adviser, publish, rollback
from omnishelf.recommending.seeing import acts
from omnishelf.recommending.shelf import items_of
from omnishelf.recommending.training import train_shop

__all__ = ["acts", "adviser", "items_of", "publish", "rollback", "train_shop"]
