"""How a written answer is said: cut into sentences, and every number, price, date and code in it written out in words."""

from omnishelf.assistant.aloud.cutting import Piece, pieces
from omnishelf.assistant.aloud.saying import said

__all__ = ["Piece", "pieces", "said"]
