"""Embedding a catalogue ahead of its index with Ray Data (extra `omnishelf[ray]`): by several processes, or many machines.

Only ids travel. Each process opens the shop's stores itself, embeds its products as the index would and keeps what it made in
the same cache, so that nothing depends on it: whoever builds the index finds the embeddings there, or makes them.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from secrets import token_hex
from typing import Any

from omnishelf.domain.errors import Unavailable

log = logging.getLogger(__name__)

BATCH = 128
"""Products a call, as in the index: what is encoded together is the same."""
BLOCKS = 400
"""Parts that a catalogue is dealt out in, at most: whoever is done early takes another."""
STORE_BYTES = 100_000_000
"""Ray's memory for what travels."""

Embed = Callable[[Sequence[str]], int]
"""Ids -> of how many products embeddings are in the cache now."""


def embed_by_ray(
    ids: Sequence[str], begin: Callable[[], Embed], *, workers: int, told: Callable[[int], None] = lambda done: None
) -> int:
    """Embed these products; returns how many. What is in the cache is not made again, so a run that was cut off goes on.

    Args:
        begin: opens what one process needs; sent there by `cloudpickle`.
        workers: processes; each gets one core of Ray's count.
        told: how many were done since it was called last.

    Raises:
        Unavailable: Ray is not installed, does not start, or gave up. What was embedded by then is kept.
    """
    batches = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
    if not batches:
        return 0
    with running(workers):
        import ray.data
        from ray.exceptions import RayError

        logging.getLogger("ray.data").setLevel(logging.ERROR)  # after the import, which sets it
        ray.data.DataContext.get_current().enable_progress_bars = False
        parts = ray.data.from_items(
            [{"ids": json.dumps(list(batch))} for batch in batches], override_num_blocks=min(len(batches), BLOCKS)
        )
        pool = ray.data.ActorPoolStrategy(size=min(workers, len(batches)))
        made = parts.map_batches(_Part, fn_constructor_args=(begin,), batch_size=1, compute=pool, num_cpus=1)
        done = 0
        try:
            for row in made.iter_rows():
                told(int(row["done"]))
                done += int(row["done"])
        except RayError as error:
            why = str(error).strip().splitlines()[-1:]
            raise Unavailable(
                f"Embedding with Ray ended early: {' '.join(why)}", hint="Run it again: it goes on where it stopped."
            ) from error
    return done


class _Part:
    """What runs in each process."""

    def __init__(self, begin: Callable[[], Embed]) -> None:
        self._embed = begin()

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, list[int]]:
        return {"done": [self._embed(json.loads(str(ids))) for ids in batch["ids"]]}


@contextmanager
def running(workers: int) -> Iterator[None]:
    """Ray for as long as the block lasts: the cluster that `RAY_ADDRESS` names, or one on this machine, reached by nobody else.
    One that runs already in this process is used and left.

    Raises:
        Unavailable: Ray is not installed or does not start.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # it would tell its makers that it was used
    if not os.environ.get("RAY_ADDRESS") and "ray" not in sys.modules:  # it reads these when it is first imported
        # Whoever reaches a Ray cluster can run programs on it: this one listens on loopback, and asks for a word nobody knows.
        os.environ |= {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": token_hex(32)}
    try:
        import ray
    except ImportError:
        raise Unavailable("Spreading an ingest needs Ray.", hint="Run: pip install 'omnishelf[ray]'") from None
    if ray.is_initialized():
        yield
        return
    try:
        _start(workers)
    except Exception:  # a busy machine makes it give up in fifteen seconds; the second time its files are in memory
        log.info("Ray is started once more")
        try:
            _start(workers)
        except Exception as error:  # whatever it raises: addresses, ports, memory
            raise Unavailable(f"Ray does not start: {error}", hint="Ingest without --ray.") from error
    try:
        yield
    finally:
        ray.shutdown()


def _start(workers: int) -> None:
    import ray

    elsewhere = os.environ.get("RAY_ADDRESS", "")
    alone: dict[str, Any] = {
        "num_cpus": workers,
        "include_dashboard": False,
        "object_store_memory": STORE_BYTES,
        "_node_ip_address": "127.0.0.1",
    }
    ray.init(address=elsewhere or "local", log_to_driver=False, logging_level=logging.ERROR, **({} if elsewhere else alone))
