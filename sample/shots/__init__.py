"""Shoppers' photos of catalogue products: `plan.py` says which, `shoot.py` takes them."""
