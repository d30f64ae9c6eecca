"""The shop's own rules in the walk: which of them apply to a question, and what they change."""
