"""The in-memory engine keeps the engine's contract."""

from __future__ import annotations

from pathlib import Path

from omnishelf.engine.memory import MemoryEngine
from omnishelf.engine.port import Engine, Schema
from omnishelf.testing.engine_suite import EngineSuite


class TestMemoryEngine(EngineSuite):
    def make(self, schema: Schema, folder: Path) -> Engine:
        return MemoryEngine(schema)
