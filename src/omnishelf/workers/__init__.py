"""Several processes that serve one shop on one socket: a parent that starts them, replaces those that die, and remembers for
all of them what is written nowhere. The parent knows nothing of shops and loads no model."""
