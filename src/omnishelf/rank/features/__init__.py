"""What is known of a candidate beside its retrieval scores: one file a feature, `table.py` for all of them."""
