"""Parcels: their numbers found in words, speech and photos; who carries them; how to tell where they are."""
