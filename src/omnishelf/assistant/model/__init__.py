"""A turn answered by a language model, within what the tools tell and the shop allows. `turning.py` is the map."""
