"""The shop for other agents, over the Model Context Protocol: four tools that read. docs/mcp.md."""
