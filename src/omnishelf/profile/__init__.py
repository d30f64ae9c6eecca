"""What a shopper likes, read from what they did: `taste.py` first."""
