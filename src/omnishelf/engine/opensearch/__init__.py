"""One index of an OpenSearch cluster as the product's engine (extra `omnishelf[opensearch]`).

What a document is made of is in `documents.py`, what is asked in `questions.py`; `docs/opensearch.md` is the guide.
"""

from omnishelf.engine.opensearch.connection import Cluster, Connection
from omnishelf.engine.opensearch.engine import OpenSearchEngine
from omnishelf.engine.opensearch.mapping import Shape

__all__ = ["Cluster", "Connection", "OpenSearchEngine", "Shape"]
