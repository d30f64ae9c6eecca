"""The engine that the settings name, and where its index generations are kept."""

from __future__ import annotations

from functools import partial
from typing import Any

from omnishelf.config import Settings
from omnishelf.engine.embedded import EmbeddedEngine
from omnishelf.engine.opensearch import Cluster, Connection, OpenSearchEngine, Shape
from omnishelf.engine.port import Engine, Schema
from omnishelf.ingest.build import OpenEngine
from omnishelf.ingest.cluster_generations import ClusterGenerations
from omnishelf.ingest.generation_port import Generations
from omnishelf.ingest.generations import Generations as FolderGenerations


def index_kept(settings: Settings) -> tuple[Generations, OpenEngine]:
    """(the shop's index generations, what opens one). Nothing is opened or asked yet.

    Raises:
        Unavailable: the engine's client library is not installed.
    """
    if settings.engine == "embedded":
        return FolderGenerations(settings.data_dir / "index"), EmbeddedEngine.open
    chosen = settings.opensearch
    connection = cluster_connection(settings)
    shape = Shape(shards=chosen.shards, replicas=chosen.replicas, vectors=chosen.vectors)
    return ClusterGenerations(connection, chosen.prefix, chosen.replicas), partial(_open, connection, shape)


def cluster_connection(settings: Settings) -> Connection:
    """To the cluster that the settings name. Nothing is sent yet."""
    chosen = settings.opensearch
    return Connection(
        Cluster(chosen.urls, chosen.user, chosen.password.get_secret_value(), chosen.ca_file, chosen.verify, chosen.seconds)
    )


def _open(connection: Connection, shape: Shape, place: Any, schema: Schema) -> Engine:
    return OpenSearchEngine.open(connection, place, schema, shape)
