"""Starting and stopping nodes. OpenSearch refuses root, so when root starts one it runs as `nobody`, in a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from omnishelf.testing.opensearch.artifacts import find_java, unpack

START_SECONDS = 180
STOP_SECONDS = 60
HEAP = "1g"


class Node:
    """One process. `start` may be called again after `stop` or `kill`: its data are still there."""

    def __init__(self, home: Path, folder: Path, name: str, port: int, transport: int, heap: str = HEAP) -> None:
        self.home, self.folder, self.name, self.port, self.transport, self.heap = home, folder, name, port, transport, heap
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, peers: Sequence[Node] = ()) -> None:
        """Does not wait. `peers`: all nodes of its cluster, itself included; none when it is alone."""
        owner = _unprivileged()
        java = find_java()
        if java is None:
            raise RuntimeError("No Java was found that OpenSearch runs on.")
        for part in ("config", "data", "logs", "tmp"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        _configure(self, peers)
        if owner:
            for path in (self.folder, *self.folder.rglob("*")):
                shutil.chown(path, owner["user"])
        with (self.folder / "out").open("ab") as out:
            self._process = subprocess.Popen(  # noqa: S603  (our own arguments)
                ["/bin/bash", str(self.home / "bin" / "opensearch")],
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
                env={
                    "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
                    "OPENSEARCH_JAVA_HOME": str(java),
                    "OPENSEARCH_PATH_CONF": str(self.folder / "config"),
                    "OPENSEARCH_TMPDIR": str(self.folder / "tmp"),
                },
                start_new_session=True,  # a Ctrl-C at the terminal is for whoever started it, who then stops it
                **owner,
            )

    def wait(self, nodes: int = 1, seconds: float = START_SECONDS) -> None:
        """Until it answers and its cluster has so many nodes. Raises RuntimeError, with its log, when that does not come."""
        until = time.monotonic() + seconds
        while not self._joined(nodes):
            if not self.running or time.monotonic() > until:
                raise RuntimeError(f"OpenSearch did not start:\n{(self.folder / 'out').read_text(errors='replace')[-4000:]}")
            time.sleep(0.3)

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """As a power cut would, but for what the operating system still writes."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """It keeps its connections and answers nothing, until `resume`."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _joined(self, nodes: int) -> bool:
        asked = f"{self.url}/_cluster/health?wait_for_nodes=%3E%3D{nodes}&wait_for_status=yellow&timeout=1s"
        try:
            with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310  (our own loopback address)
                told: dict[str, Any] = json.load(answer)
        except (OSError, urllib.error.URLError, ValueError):
            return False
        return told["number_of_nodes"] >= nodes and not told["timed_out"]


@contextmanager
def node(port: int = 0, folder: Path | None = None, heap: str = HEAP) -> Iterator[Node]:
    """A node alone, answering, stopped in the end.

    Args:
        port: 0 for any that is free.
        folder: where its data are and stay; None for a temporary one.
    """
    with ExitStack() as stack:
        where = Path(stack.enter_context(_temporary()))
        home = unpack(where)
        (transport,) = free_ports(1)
        one = Node(home, folder or where / "node", "one", port or free_ports(1)[0], transport, heap)
        stack.callback(one.stop)
        one.start()
        one.wait()
        yield one


@contextmanager
def cluster(size: int, heap: str = "512m") -> Iterator[list[Node]]:
    """Several nodes of one cluster, all answering."""
    with ExitStack() as stack:
        where = Path(stack.enter_context(_temporary()))
        home = unpack(where)
        ports = free_ports(2 * size)
        nodes = [Node(home, where / f"n{i}", f"n{i}", ports[2 * i], ports[2 * i + 1], heap) for i in range(size)]
        for each in nodes:
            stack.callback(each.stop)
            each.start(nodes)
        for each in nodes:
            each.wait(size)
        yield nodes


def free_ports(count: int) -> list[int]:
    """Of loopback, all different."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


@contextmanager
def _temporary() -> Iterator[str]:
    """Readable for whoever the nodes run as."""
    folder = tempfile.mkdtemp(prefix="omnishelf-opensearch-")
    Path(folder).chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _configure(node: Node, peers: Sequence[Node]) -> None:
    settings: dict[str, Any] = {
        "cluster.name": "omnishelf",
        "node.name": node.name,
        "network.host": "127.0.0.1",
        "http.port": node.port,
        "transport.port": node.transport,
        "path.data": str(node.folder / "data"),
        "path.logs": str(node.folder / "logs"),
        "cluster.routing.allocation.disk.threshold_enabled": False,  # a nearly full laptop is no reason to refuse an index
    }
    if peers:
        settings["discovery.seed_hosts"] = [f"127.0.0.1:{peer.transport}" for peer in peers]
        settings["cluster.initial_cluster_manager_nodes"] = [peer.name for peer in peers]
    else:
        settings["discovery.type"] = "single-node"
    config = node.folder / "config"
    lines = (f"{key}: {json.dumps(value)}\n" for key, value in settings.items())
    (config / "opensearch.yml").write_text("".join(lines), encoding="utf-8")
    java = [
        f"-Xms{node.heap}",
        f"-Xmx{node.heap}",
        f"-Djava.io.tmpdir={node.folder / 'tmp'}",
        "18-:-Djava.security.manager=allow",
    ]
    (config / "jvm.options").write_text("\n".join(java) + "\n", encoding="utf-8")
    shutil.copy(node.home / "config" / "log4j2.properties", config)


def _unprivileged() -> dict[str, Any]:
    """Arguments for subprocess; {} when we are not root."""
    return {"user": "nobody", "extra_groups": []} if os.geteuid() == 0 else {}
