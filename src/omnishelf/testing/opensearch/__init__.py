"""Real OpenSearch nodes for tests and for trying things out: made from what is on Maven Central, on loopback, thrown away."""

from omnishelf.testing.opensearch.artifacts import NotDownloaded, missing
from omnishelf.testing.opensearch.node import Node, cluster, node

__all__ = ["Node", "NotDownloaded", "cluster", "missing", "node"]
