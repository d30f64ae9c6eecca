"""Coupons and promotions: who may have them, who is shown them, what is set aside for them, and what they do."""
