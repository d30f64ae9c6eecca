"""Completions while a shopper types. Start with `completer.py`."""

from omnishelf.understand.suggest.completer import NO_QUERIES, Completer, Suggestion, build
from omnishelf.understand.suggest.scopes import Scope

__all__ = ["NO_QUERIES", "Completer", "Scope", "Suggestion", "build"]
