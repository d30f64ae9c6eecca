"""Learning by the clock: what was learnt when, one run at a time, in a process of its own that gives way to the server."""
