"""omnishelf mcp: the shop's tools for an agent that starts this program itself."""

from __future__ import annotations

import asyncio

from omnishelf.cli import console
from omnishelf.cli.ingest import bars


def mcp(data_dir: console.DataDir = None) -> None:
    """Serve the shop to an agent over standard input and output (Model Context Protocol). A running server has it at /mcp."""
    from omnishelf.api.agents.server import agent_server
    from omnishelf.wiring import open_shop

    settings = console.settings(data_dir)
    with bars(quiet=True) as progress, open_shop(settings, progress=progress) as shop:
        asyncio.run(agent_server(shop, settings.name).run_stdio_async())
