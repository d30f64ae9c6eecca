"""Experiments: who gets which way of answering, what they then do, and what may be concluded from it, at any time."""
