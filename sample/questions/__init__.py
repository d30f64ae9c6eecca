"""The benchmark's questions, with truth: start reading in `rule.py`, then `write.py`."""
